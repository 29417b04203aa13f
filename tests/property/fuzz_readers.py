"""Fuzz a reader of our files by coverage: ``python -m tests.property.fuzz_readers NAME FOLDER -max_total_time=300``.

NAME is one of `readers_hostile.READERS`; FOLDER collects inputs that reach new code: begin with a copy of
tests/property/readers_corpus/NAME. Needs the package atheris.
"""

import sys

import atheris

with atheris.instrument_imports(include=["cuespotter"]):
    from tests.property.readers_hostile import READERS


def main() -> None:
    """Fuzz until the time is over or something breaks."""
    reader = READERS[sys.argv.pop(1)]

    def read_one(data: bytes) -> None:
        reader(data)

    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
