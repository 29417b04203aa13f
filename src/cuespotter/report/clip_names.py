"""Whether an editor's clip is a cue's recording, by its name: editing systems trim and number names."""

import re
from collections.abc import Iterable

from cuespotter.model.cue import Cue
from cuespotter.report.filter import fold
from cuespotter.wording.cues import UNNAMED

ENDINGS = re.compile(
    r"\.(wav|wave|bwf|aiff?|mp3|m4a|aac|flac|ogg|opus|mxf|mov|w64|rf64|wma|alac)$", re.IGNORECASE
)
TRIMMED = re.compile(r"(?:[-_.](?:dup|cm|edit|new)?\d{1,3}|\.(?:L|R|C|Ls|Rs|LFE|A\d+))$", re.IGNORECASE)
"""What Pro Tools puts behind a clip's name: Song-01, Song_02, Song.L, Song.A1, Song.dup1."""
SHORTEST_PART = 5
"""Letters and digits a title has at least, so that it may stand for a clip's name in which more is said."""

MOST = 0.5
"""Of a cue's name, which a shorter one of a clip has at least."""


def clip_key(name: str) -> str:
    """Bring a clip's name to that of its sound: without folder, ending, channel and the numbers of cuts.

    Examples
    --------
    >>> clip_key("Music/Café du Nord-03.wav"), clip_key("Cafe du Nord.L")
    ('cafe du nord', 'cafe du nord')
    """
    text = ENDINGS.sub("", file_name(name).strip())
    while (shorter := TRIMMED.sub("", text)) != text and shorter.strip():
        text = shorter
    return _folded(text)


def file_name(name: str) -> str:
    """Leave out the folder of a clip's file, as any system writes it."""
    return name.replace("\\", "/").rsplit("/", 1)[-1]


def is_named(names: Iterable[str], cue: Cue) -> bool:
    """Say whether one of a clip's names is that of a cue's music.

    Parameters
    ----------
    names : iterable of str
        The clip's name, its file's.
    cue : Cue
        Unnamed music is meant by nothing but those words.
    """
    wanted = set(_names_of(cue))
    for name in names:
        plain = _folded(ENDINGS.sub("", file_name(name)))
        for key in {plain, clip_key(name)} - {""}:
            if key in wanted or any(_is_part(one, key) or _is_most(key, one) for one in wanted):
                return True
    return False


def _names_of(cue: Cue) -> Iterable[str]:
    """Give what a cue's music may be called, folded."""
    recording = cue.recording
    if recording is None and cue.title_known is None:
        return [_folded(UNNAMED)]
    titles = {cue.title_known, recording.title if recording else None}
    files = {recording.path.rsplit("/", 1)[-1]} if recording else set()
    artist = cue.artist_known
    said = [*titles, *(f"{artist} {title}" for title in titles if artist and title), *files]
    return [key for one in said if one and (key := _folded(ENDINGS.sub("", one)))]


def _is_part(part: str, whole: str) -> bool:
    """Say whether whole words of a name are another, one long enough to mean something."""
    return len(part.replace(" ", "")) >= SHORTEST_PART and f" {part} " in f" {whole} "


def _is_most(part: str, whole: str) -> bool:
    """Say whether a clip's shorter name is most of what a cue may be called."""
    return _is_part(part, whole) and len(part) >= MOST * len(whole)


def _folded(text: str) -> str:
    """Fold case, accents and punctuation away."""
    kept = fold(text).replace("'", "")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in kept).split())
