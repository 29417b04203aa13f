"""Kodi's edit decision list: opening and closing of an episode, skipped once as commercial breaks are.

Kodi reads ``Film.edl`` beside ``Film.mkv`` just before it plays it, from a disk or a share of the local
network: a line for each break, begin and end in seconds and what to do. Action 3 skips it once; who winds
back into it sees it. (0 would cut it out, and the clock with it.) Lines that begin with ``##`` are for
people.
"""

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.times import whole_milliseconds

SKIP_ONCE = 3
OURS = b"## Cuespotter"
"""With this begins a file that may be written over."""


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write a line for each part."""
    lines = [f"{OURS.decode()}: what the episodes of a series share; {SKIP_ONCE} skips it once"]
    for part in document.film.series_parts:
        begin, end = whole_milliseconds(part.start_s), whole_milliseconds(part.end_s)
        lines.append(f"{begin / 1000:.3f}\t{end / 1000:.3f}\t{SKIP_ONCE}")
    return ("\n".join(lines) + "\n").encode()


def notes(document: FilmDocument, _options: ExportOptions) -> list[str]:
    """Say that there is nothing to skip."""
    if document.film.series_parts:
        return []
    return [f"{document.film.title} has no opening or closing that is known: see cuespotter series"]
