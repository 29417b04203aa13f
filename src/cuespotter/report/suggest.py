"""What can be suggested of a cue that nobody has answered, each with its reasons in words.

Dates prove: what was released years before the film is older than it. All else suggests: a voice that was
heard, the kinds and title of the album, the film's year, and how often a piece returns. A suggestion is never
an answer until a reviewer takes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import exp
from typing import Literal

from cuespotter.model.cue import Cue, SceneHint
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording, year_of
from cuespotter.model.spelling import folded
from cuespotter.model.usage import us_code
from cuespotter.settings import VoiceSettings

Field = Literal["perception", "vocal", "form", "work_origin", "recording_origin"]
LEAST_VOICE, LEAST_VOICE_IN_FILM = VoiceSettings.least_probability, VoiceSettings.least_in_film
"""A voice less surely heard, or less surely absent, suggests nothing: in a recording, and in a film."""
LEAST_CONFIDENCE = 0.7
"""Suggestions less likely than this are kept back."""
YEARS_APART = 2
"""A film's songs are released in its year or the one before: older by this is older than the film."""
PROVED = 0.99
"""What dates prove is as sure as the tags' dates are."""
RETURNS = 3
"""A piece heard so often in a film is a theme of it."""
FORM_WEIGHTS = {
    "vocal": -1.5,
    "instrumental": 0.8,
    "called a score": 2.0,
    "on a soundtrack": 0.5,
    "of the film's year": 0.5,
    "older": -1.2,
    "returns": 0.8,
}
"""Log odds of score against song that each reason adds; ``python -m evaluation.forms`` judges them.

A voice weighs half of what is fitted there, since none of them has a score with a choir. What these films do
not tell (old music without voices, music that returns) is weighed by judgement.
"""
ON_ALBUM_CONFIDENCE = 0.8


@dataclass(frozen=True)
class Suggestion:
    """An answer that nobody has given yet.

    Attributes
    ----------
    field : str
        The cue's field.
    value : str
        What it may hold.
    confidence : float
        0 to 1.
    reasons : tuple of str
        In words.
    is_proved : bool
        Whether dates prove it.
    is_hint : bool
        Whether only the picture can tell: never taken with others, and no code follows from it.
    """

    field: Field
    value: str
    confidence: float
    reasons: tuple[str, ...]
    is_proved: bool = False
    is_hint: bool = False


def suggest(cue: Cue, document: FilmDocument) -> list[Suggestion]:
    """Suggest what nobody has answered of a cue.

    Parameters
    ----------
    cue : Cue
        One of the document's.
    document : FilmDocument

    Returns
    -------
    list of Suggestion
        One for a field at most; none where somebody has answered it.
    """
    open_fields = {
        "perception": cue.perception is None,
        "vocal": cue.vocal is None,
        "form": cue.form is None,
        "work_origin": cue.work_origin == "unknown",
        "recording_origin": cue.recording_origin == "unknown",
    }
    found = [*_perception(cue), *_vocal(cue), *_form(cue, document), *_origins(cue, document)]
    return [one for one in found if open_fields[one.field]]


def suggested_code(cue: Cue, document: FilmDocument) -> str | None:
    """Give the United States usage code that would follow if what is suggested were answered.

    None where a code follows without, or with it as little.
    """
    taken: dict[str, object] = {one.field: one.value for one in suggest(cue, document) if not one.is_hint}
    return None if us_code(cue) is not None else us_code(cue.model_copy(update=taken))


def with_suggestions(document: FilmDocument, *, proved_only: bool = False) -> FilmDocument:
    """Give the document as it would be if all suggestions, or those that dates prove, were answers."""
    cues = []
    for cue in document.cues:
        told = [one for one in suggest(cue, document) if not one.is_hint]
        found = [one for one in told if one.is_proved or not proved_only]
        taken: dict[str, object] = {one.field: one.value for one in found}
        cues.append(cue.model_copy(update=taken) if taken else cue)
    return document.model_copy(update={"cues": cues})


def _perception(cue: Cue) -> Iterator[Suggestion]:
    """Hint at what sounds as if it played within the scene."""
    hint = cue.scene_hint
    if hint is not None:
        reasons = (*_scene_reasons(hint),) or ("it sounds other than the recording does",)
        yield Suggestion("perception", "unseen_source", hint.confidence, reasons, is_hint=True)


def _scene_reasons(hint: SceneHint) -> Iterator[str]:
    """Say what sounds other than on the recording, and what may play it."""
    lowest, highest = (
        None if hz is None else f"{float(f'{hz:.2g}'):g}" for hz in (hint.lowest_hz, hint.highest_hz)
    )
    if lowest is not None and highest is not None:
        yield f"narrow band {lowest} to {highest} Hz (a radio, a telephone)"
    elif lowest is not None:
        yield f"nothing below {lowest} Hz (a radio, a small loudspeaker)"
    elif highest is not None:
        yield f"nothing above {highest} Hz (another room)"
    if hint.rings_on:
        yield "rings on as in a room"
    if hint.side is not None:
        yield f"from the {hint.side}"


def _vocal(cue: Cue) -> Iterator[Suggestion]:
    """Suggest from what was heard."""
    heard = cue.voice_probability
    least = LEAST_VOICE_IN_FILM if cue.recording is None else LEAST_VOICE
    if heard is not None and heard >= least:
        yield Suggestion("vocal", "vocal", heard, ("a voice sings in it",))
    elif heard is not None and heard <= 1.0 - least:
        yield Suggestion("vocal", "instrumental", 1.0 - heard, ("no voice is heard",))


def _form(cue: Cue, document: FilmDocument) -> Iterator[Suggestion]:
    """Weigh what speaks for score and what for a song."""
    weighed = [(FORM_WEIGHTS[reason], words) for reason, words in form_reasons(cue, document)]
    odds = sum(weight for weight, _ in weighed)
    confidence = 1.0 / (1.0 + exp(-abs(odds)))
    if confidence >= LEAST_CONFIDENCE:
        reasons = tuple(words for weight, words in weighed if weight * odds > 0)
        yield Suggestion("form", "score" if odds > 0 else "song", confidence, reasons)


def form_reasons(cue: Cue, document: FilmDocument) -> Iterator[tuple[str, str]]:
    """Give what speaks for score or song: names in `FORM_WEIGHTS`, each with its words."""
    heard = next((one.value for one in _vocal(cue)), None)
    vocal = heard if cue.vocal is None else cue.vocal
    if vocal is not None:
        yield vocal, vocal
    recording = cue.recording
    if recording is not None:
        if "score" in folded(recording.album or "").split():
            yield "called a score", f"its album is called a score ({recording.album})"
        elif vocal == "instrumental" and _is_on_soundtrack(recording):
            yield "on a soundtrack", "from an album of type soundtrack"
        if _years_before(recording, document) >= YEARS_APART:
            yield "older", f"released in {recording.year}, before the film"
        elif recording.year is not None and recording.year == document.film.year and vocal == "instrumental":
            yield "of the film's year", "of the film's year"
    times = _times_heard(cue, document.cues_heard)
    if times >= RETURNS:
        yield "returns", f"returns {times} times"


def _origins(cue: Cue, document: FilmDocument) -> Iterator[Suggestion]:
    """Tell by dates what is older than the film, and by its album what may have been made for it."""
    recording, known = cue.recording, cue.recording_of_work
    if known is None or document.film.year is None:
        return
    if _years_before(known, document) >= YEARS_APART:
        words = (
            f"{known.label_text} was released in {known.year}, {_years_before(known, document)} years before"
        )
        yield Suggestion("work_origin", "pre_existing", PROVED, (words,), is_proved=True)
        if recording is not None:
            yield Suggestion("recording_origin", "pre_existing", PROVED, (words,), is_proved=True)
        return
    work_year = None if cue.work_known is None else cue.work_known.year
    if work_year is not None and document.film.year - work_year >= YEARS_APART:
        words = f"the work is of {work_year}"
        yield Suggestion("work_origin", "pre_existing", PROVED, (words,), is_proved=True)
        return
    if recording is not None and _is_on_soundtrack(recording) and _is_of_film(recording, document):
        words = f"on the film's own album ({recording.album}), and on no earlier release that is known"
        yield Suggestion("recording_origin", "made_for_film", ON_ALBUM_CONFIDENCE, (words,))
        if recording.version is None:
            yield Suggestion("work_origin", "made_for_film", ON_ALBUM_CONFIDENCE, (words,))


def _is_on_soundtrack(recording: Recording) -> bool:
    """Say whether its release is of type soundtrack."""
    kinds = {folded(kind) for kind in recording.release_types}
    return "soundtrack" in kinds or any(release.is_soundtrack for release in recording.releases)


def _is_of_film(recording: Recording, document: FilmDocument) -> bool:
    """Say whether its album bears the film's title."""
    titles = [document.film.title, document.film.original_title or "", *document.film.further_titles]
    album = folded(recording.album or "")
    return any(folded(title) and folded(title) in album for title in titles)


def _years_before(recording: Recording, document: FilmDocument) -> int:
    """Say how many years before the film a recording was first released, as far as is known; else 0."""
    years = [recording.year, *(year_of(release.date) for release in recording.releases)]
    known = [year for year in years if year is not None]
    return 0 if not known or document.film.year is None else document.film.year - min(known)


def _times_heard(cue: Cue, cues: Iterable[Cue]) -> int:
    """Count the cues of the same recording."""
    if cue.recording is None:
        return 1
    return sum(one.recording is not None and one.recording.id == cue.recording.id for one in cues)
