"""A film's music as a picture: its strip, for links that are shared of a film without a poster.

In: stretches and their sorts. Out: a PNG of the size that sites ask for. It bears no letters, since every
machine has other ones, and the same film must give the same bytes.
"""

import struct
import zlib
from collections.abc import Iterable
from itertools import pairwise

WIDTH_PX, HEIGHT_PX = 1200, 630
EDGE_PX = 60
BAND_PX = 200
PAPER, LINE = (251, 249, 245), (226, 219, 208)
COLOURS = {
    "drop": (194, 24, 91),
    "cover": (123, 63, 181),
    "made": (11, 110, 105),
    "library": (138, 90, 0),
    "recording": (52, 87, 178),
    "unnamed": (107, 101, 93),
}
"""As of `theme.css` by day."""
Stretch = tuple[str, float, float]
"""A sort, and where it begins and ends, in shares of the film."""


def strip_picture(stretches: Iterable[Stretch]) -> bytes:
    r"""Draw a film's strip.

    Parameters
    ----------
    stretches : iterable of (str, float, float)
        Of `wording.cues.SORTS`, from 0 to 1; what comes later lies above.

    Returns
    -------
    bytes
        PNG.

    Examples
    --------
    >>> strip_picture([("drop", 0.0, 0.5)])[:8]
    b'\x89PNG\r\n\x1a\n'
    """
    plain = bytes(PAPER) * WIDTH_PX
    line = _row([(LINE, 0.0, 1.0)])
    music = _row([(COLOURS.get(sort, COLOURS["unnamed"]), begin, end) for sort, begin, end in stretches])
    top = (HEIGHT_PX - BAND_PX) // 2
    rows = [plain] * (top - 4) + [line] * 2 + [plain] * 2 + [music] * BAND_PX + [plain] * 2 + [line] * 2
    rows += [plain] * (HEIGHT_PX - len(rows))
    head = struct.pack(">IIBBBBB", WIDTH_PX, HEIGHT_PX, 8, 2, 0, 0, 0)
    # a row like the one above it is written as no change ("up"), which costs next to nothing to pack
    same = b"\2" + bytes(3 * WIDTH_PX)
    told = [b"\0" + rows[0], *(same if row == above else b"\0" + row for above, row in pairwise(rows))]
    body = zlib.compress(b"".join(told), 6)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _row(stretches: Iterable[tuple[tuple[int, int, int], float, float]]) -> bytes:
    """Draw one row; what sounds at all is a pixel wide at least."""
    row = bytearray(bytes(PAPER) * WIDTH_PX)
    span_px = WIDTH_PX - 2 * EDGE_PX
    for colour, begin, end in stretches:
        first = EDGE_PX + min(span_px - 1, max(0, round(begin * span_px)))
        last = min(WIDTH_PX - EDGE_PX, max(first + 1, EDGE_PX + round(end * span_px)))
        row[3 * first : 3 * last] = bytes(colour) * (last - first)
    return bytes(row)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Write a part of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
