"""``python -m cuespotter`` is the command ``cuespotter``, which begins before what is slow to import."""

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program; Ctrl-C while it is still being imported ends it in one line, too."""
    try:
        from cuespotter.cli.main import main as go  # noqa: PLC0415  # it may be interrupted
    except KeyboardInterrupt:
        sys.stderr.write("cuespotter: interrupted\n")
        sys.exit(130)
    go()


if __name__ == "__main__":
    main()
