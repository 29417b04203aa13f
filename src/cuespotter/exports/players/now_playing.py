"""What subtitles show, and for how long: the title and artist as a cue begins."""

from dataclasses import dataclass

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import title_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import whole_milliseconds

LEAST_S = 1.0
"""Even the shortest cue is shown this long."""


@dataclass(frozen=True)
class Caption:
    """Lines on the screen in film milliseconds, ``[begin_ms, end_ms)``."""

    begin_ms: int
    end_ms: int
    lines: tuple[str, ...]


def captions(document: FilmDocument, options: ExportOptions) -> list[Caption]:
    """List captions in film order: each from its cue's start, not beyond its end; unnamed music has none."""
    shown = []
    for cue in document.cues_heard:
        if cue.title_known is None:
            continue
        begin_s = max(0.0, cue.start_s)
        end_s = max(min(begin_s + options.now_playing_s, cue.end_s), begin_s + LEAST_S)
        lines = (f"\u266a {flat(title_of(cue))}", flat(cue.artist_known or ""))
        kept = tuple(line for line in lines if line)
        shown.append(Caption(whole_milliseconds(begin_s), whole_milliseconds(end_s), kept))
    return shown
