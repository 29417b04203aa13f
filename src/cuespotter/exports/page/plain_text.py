"""Plain text: the cue list to paste anywhere."""

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import line_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write a line for each cue: when it begins, and what it is; video sites read it as chapters, too."""
    film = document.film
    lines = [flat(film.title if film.year is None else f"{film.title} ({film.year})"), ""]
    lines += [f"{clock_text(cue.start_s)} {line_of(cue)}" for cue in document.cues_heard]
    lines += [line_of(cue) for cue in document.cues_told]
    if not document.music_known:
        lines.append("No music was recognised in this film.")
    return ("\n".join(lines) + "\n").encode()
