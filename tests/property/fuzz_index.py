"""Fuzz the index's reader by coverage: ``NUMBA_DISABLE_JIT=1 python -m tests.property.fuzz_index FOLDER -max_total_time=600``.

FOLDER collects inputs that reach new code; begin with a copy of tests/property/index_corpus.  Uncompiled, the
kernels are seen by the fuzzer too, and a read outside an array is an IndexError.  Needs the package atheris.
"""

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cuespotter.index"]):
    from tests.property.index_hostile import read_all, seal


def main():
    """Fuzz until the time is over or something breaks."""
    path = Path(tempfile.mkdtemp()) / "fuzzed.ndx"

    def read_one(data):
        path.write_bytes(seal(data))
        read_all(path)

    atheris.Setup(sys.argv, read_one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
