"""``python -m needledrop`` is the command ``needledrop``."""

from needledrop.cli.main import run

if __name__ == "__main__":
    run()
