"""What a reader does with bytes that someone else wrote; run by the tests, and by `fuzz_index.py`."""

import struct

import numpy as np

from cuespotter.errors import LibraryDamagedError, LibraryVersionError
from cuespotter.index.file_format import HEADER_BYTES, checksum
from cuespotter.index.reader import Index
from cuespotter.index.segment import Segment
from cuespotter.index.verify import verify_segment

_TABLE, _ROW = 80, 32


def seal(data):
    """Make all checksums of a segment right, and its length, so that what it holds reaches the reader."""
    if len(data) < HEADER_BYTES:
        return data
    data = bytearray(data)
    struct.pack_into("<Q", data, 48, len(data))
    for row in range(_TABLE, HEADER_BYTES - 8, _ROW):
        offset, length = struct.unpack_from("<QQ", data, row + 8)
        data[row + 24 : row + 32] = checksum(bytes(data[offset : offset + length])).digest()
    data[HEADER_BYTES - 8 : HEADER_BYTES] = checksum(bytes(data[: HEADER_BYTES - 8])).digest()
    return bytes(data)


def read_all(path):
    """Do all that a reader does: answers may be wrong, but must be possible.

    Give the message of the error that it ends in, or the file's name if in none.
    """
    try:
        index = Index([Segment(path, digest=None)], removed=["rec-2026-1"])
        query = np.arange(0, 150, 3, dtype=np.uint32)
        offsets, positions = index.fetch(query)
        assert len(positions) == offsets[-1] == index.count(query).sum()
        assert positions.max(initial=0) < max(1, index.starts[-1])
        for name in index.recordings:
            fingerprint = index.fingerprint(name)
            assert fingerprint.peaks.frame.max(initial=0) < max(1, fingerprint.frames)
        verify_segment(path)
    except (LibraryDamagedError, LibraryVersionError) as error:
        return str(error)
    return path.name
