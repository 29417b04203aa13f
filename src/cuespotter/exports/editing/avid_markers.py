"""Avid Media Composer's markers, as its Markers window imports them: text, a line each, parted by tabs.

1. who set it; 2. timecode; 3. track; 4. colour; 5. comment; 6. length in pictures. The time line must begin
at the timecode from which the lines count.
"""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import cut_list
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import sort_of
from cuespotter.wording.text import flat

WHO = "Cuespotter"
TRACK = "TC1"
"""The track of timecode is in every sequence, whatever its other tracks."""
COLOURS = {
    "drop": "magenta",
    "cover": "red",
    "made": "cyan",
    "library": "yellow",
    "recording": "blue",
    "unnamed": "white",
}
"""Of the eight that every version knows."""


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write a marker for each placement at the film's own timecode."""
    cuts = cut_list(document, options)
    lines = []
    for clip in cuts.clips:
        words = f"{flat(clip.cue.cue_no)} {clip.name}".replace("\t", " ")
        fields = (WHO, cuts.timecode(clip.begin), TRACK, COLOURS[sort_of(clip.cue)], words, str(clip.length))
        lines.append("\t".join(fields) + "\n")
    # a film without music has one empty line: a text ends its last line
    return ("".join(lines) or "\n").encode()
