"""Audacity's label track: begin, end and text, one line for each placement."""

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import line_of
from cuespotter.wording.text import flat


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write seconds with six decimals, parted by tabs."""
    lines = []
    for cue in document.cues_heard:
        spans = [(place.film_in_s, place.film_out_s) for place in cue.placements]
        for begin, end in spans or [(cue.start_s, cue.end_s)]:
            lines.append(f"{begin:.6f}\t{end:.6f}\t{flat(cue.cue_no)} {line_of(cue)}")
    return ("\n".join(lines) + "\n").encode()
