"""Credit lines, as they run at a film's end; only what is known stands in them."""

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat


def credit_lines(document: FilmDocument) -> list[str]:
    """Write one credit for each piece of music, in film order, each once; nameless music has none."""
    lines = [line for cue in document.music_known if (line := credit_line(cue)) is not None]
    return list(dict.fromkeys(lines))


def credit_line(cue: Cue) -> str | None:
    """Write '"Title". Written by A, B. Performed by C. Courtesy of D'; None where there is no title.

    A file's name is no title: such a recording has no credit either.
    """
    title = _title(cue)
    if title is None:
        return None
    recording = cue.recording
    parts = [
        _phrase("Written by", _writers(cue)),
        _phrase("Performed by", cue.artist_known),
        _phrase("Courtesy of", None if recording is None else recording.label),
    ]
    return ". ".join([f"\u201c{flat(title)}\u201d", *[part for part in parts if part is not None]])


def _title(cue: Cue) -> str | None:
    recording = cue.recording_of_work
    if cue.title is None and cue.work is None and (recording is None or recording.title is None):
        return None
    return cue.title_known


def _writers(cue: Cue) -> str | None:
    """Name the writers, each once."""
    return ", ".join(dict.fromkeys(party.name for party in cue.writers_known)) or None


def _phrase(words: str, names: str | None) -> str | None:
    return None if not names else f"{words} {flat(names)}"
