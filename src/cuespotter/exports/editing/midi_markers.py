"""Markers for Pro Tools, which takes them from a Standard MIDI File (File > Import > MIDI) and nothing else.

The file is of type 0, with one tempo, so that a marker's tick is its time: at 120 beats a minute and 960
ticks a beat a tick is 0.52 ms. Times count from the film's first picture, whose timecode is told as well, at
picture rates for which the format has a code (SMPTE offset).

A variable-length number holds seven bits a byte, the highest first, with bit 7 set in all but the last.
"""

from cuespotter.clock import PictureRate, picture_to_fraction, picture_to_timecode
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import CutList, cut_list
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat

TICKS_PER_BEAT = 960
BEAT_US = 500_000
"""A beat in microseconds: 120 a minute, as a new session has."""
TICKS_PER_S = TICKS_PER_BEAT * 1_000_000 // BEAT_US
META = 0xFF
TRACK_NAME, MARKER, END, TEMPO, OFFSET, METER = 0x03, 0x06, 0x2F, 0x51, 0x54, 0x58
FRAME_CODES = {(24, False): 0, (25, False): 1, (30, True): 2, (30, False): 3}
"""Bits 5 and 6 of an offset's hours, by nominal rate and drop."""
LONGEST_NAME = 200
"""Bytes of a marker's name."""
HOURS = 24


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write a marker for each placement."""
    cuts = cut_list(document, options)
    events = [
        (0, TRACK_NAME, _text(cuts.title)),
        (0, METER, bytes([4, 2, 24, 8])),
        (0, TEMPO, BEAT_US.to_bytes(3, "big")),
    ]
    offset = _offset(cuts)
    events += [] if offset is None else [(0, OFFSET, offset)]
    events += [
        (_ticks(clip.begin, cuts.rate), MARKER, _text(f"{flat(clip.cue.cue_no)} {clip.name}"))
        for clip in cuts.clips
    ]
    events.append((max(_ticks(cuts.length, cuts.rate), events[-1][0]), END, b""))
    track = bytearray()
    at = 0
    for tick, kind, content in events:
        track += _variable(tick - at) + bytes([META, kind]) + _variable(len(content)) + content
        at = tick
    head = (
        b"MThd" + (6).to_bytes(4, "big") + b"".join(one.to_bytes(2, "big") for one in (0, 1, TICKS_PER_BEAT))
    )
    return head + b"MTrk" + len(track).to_bytes(4, "big") + bytes(track)


def _ticks(picture: int, rate: PictureRate) -> int:
    """Say at which tick a picture begins."""
    return round(picture_to_fraction(picture, rate) * TICKS_PER_S)


def _offset(cuts: CutList) -> bytes | None:
    """Write the first picture's timecode; None at a rate for which the format has no code."""
    code = FRAME_CODES.get((cuts.rate.nominal, cuts.rate.is_drop))
    hours, minutes, seconds, pictures = (
        int(part) for part in picture_to_timecode(cuts.origin, cuts.rate).replace(";", ":").split(":")
    )
    if code is None or not 0 <= hours < HOURS:
        return None
    return bytes([code << 5 | hours, minutes, seconds, pictures, 0])


def _text(text: str) -> bytes:
    """Write a text as UTF-8 of a bounded length, cut between letters."""
    return text.encode()[:LONGEST_NAME].decode(errors="ignore").encode()


def _variable(number: int) -> bytes:
    """Write a variable-length number."""
    parts = [number & 0x7F]
    while number := number >> 7:
        parts.append(number & 0x7F | 0x80)
    return bytes(reversed(parts))
