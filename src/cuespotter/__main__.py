"""``python -m cuespotter`` is the command ``cuespotter``."""

from cuespotter.cli.main import run

if __name__ == "__main__":
    run()
