"""Why a cue that nobody has named is thought music: what was measured in it, and whether it returns."""

from __future__ import annotations

from cuespotter.model import Cue, FilmDocument
from cuespotter.report.themes import theme_of
from cuespotter.wording.signs import reason_texts


def reasons_of(cue: Cue, document: FilmDocument) -> list[str]:
    """Say why a cue is thought music, and what speaks against it; nothing of a cue that has a recording.

    Parameters
    ----------
    cue : Cue
    document : FilmDocument
        Its film, whose themes say whether it returns.

    Returns
    -------
    list of str
        What speaks for it comes first; none of a document of before, which keeps no signs.
    """
    if cue.kind != "unnamed_music" or cue.recording is not None or not cue.signs:
        return []
    theme = theme_of(cue, document)
    returns = [] if theme is None else [f"returns as Theme {theme.letter}, {len(theme.places)} times"]
    return reason_texts(cue.signs, cue.duration_s, returns)
