"""Remember: a cue that was named becomes a recording of the library, by its sound in the film."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from cuespotter.errors import NoSoundError, StaleError, UsageError
from cuespotter.model import Cue, FilmDocument, Recording
from cuespotter.model.recording import FilmPlace
from cuespotter.review.decision import Decision
from cuespotter.review.edits import find_cue
from cuespotter.services.listening import Listening
from cuespotter.wording.times import clock_text

if TYPE_CHECKING:
    from cuespotter.catalogue.history import Added
    from cuespotter.library.remembered import Remembered

_ADVICE = ": draw its bounds wider, or name it without remembering"


class Remembering(Listening):
    """What nobody had named is found from then on."""

    def _chosen_to_remember(
        self, document: FilmDocument, decision: Decision
    ) -> tuple[Decision, Cue, AbstractContextManager[Added]]:
        """Hear the longest cue of a decision that can be remembered; gives the decision of that one, too."""
        refusals = []
        for alone in each_alone(document, decision):
            try:
                cue = to_remember(document, alone, self._is_there)
                return alone, cue, self._remembering(document, cue)
            except UsageError as error:
                refusals.append(error)
        raise refusals[0]

    def _remembering(self, document: FilmDocument, cue: Cue) -> AbstractContextManager[Added]:
        """Hear a cue, and make a recording of it that counts when the change is committed."""
        from cuespotter.library.remembering import remembering

        sound = self._remembered(document, cue)
        return remembering(self._holdings, sound, recording_of(document, cue, self.settings.analysis.rate_hz))

    def _remembered(self, document: FilmDocument, cue: Cue) -> Remembered:
        """Listen to a cue in its film."""
        from cuespotter.library.remembered import remember_sound
        from cuespotter.media.excerpt import at_rate, cut
        from cuespotter.media.streams import chosen

        reel, path = [one for one in self._reels(document.film.id) if one[0].film_start_s <= cue.start_s][-1]
        part = cut(
            path,
            start_s=cue.start_s - reel.film_start_s,
            end_s=min(cue.end_s - reel.film_start_s, reel.duration_s),
            stream=chosen(reel),
        )
        if not part.samples.any():
            raise NoSoundError(
                f"{path} is silent, or cannot be read, from {clock_text(cue.start_s)} to "
                f"{clock_text(cue.end_s)} of the film: there is nothing to remember",
                path=str(path),
            )
        rate_hz = self.settings.analysis.rate_hz
        samples = at_rate(part.samples, rate_hz=part.rate_hz, wanted_hz=rate_hz)
        sound = remember_sound(samples, part.layout, self.settings)
        self._check_lends(sound, cue)
        return sound

    def _check_lends(self, sound: Remembered, cue: Cue) -> None:
        """Refuse what would not be found again."""
        least_s = self.settings.remembering.least_s
        what = f"cue {cue.cue_no}" if cue.cue_no else "what was remembered"
        if sound.lending_s < least_s:
            raise UsageError(
                f"{what} has {sound.lending_s:.1f} s of music that can be told from speech; to be "
                f"found again it needs {least_s:.0f} s{_ADVICE if cue.cue_no else ''}"
            )
        if not len(sound.landmarks):
            raise UsageError(
                f"{what}, from {clock_text(cue.start_s)} to {clock_text(cue.end_s)}, has no note that stands "
                f"out; it would not be found again{_ADVICE if cue.cue_no else ''}"
            )

    def _heard_anew(self, recording_id: str) -> Added | None:
        """Hear a recording again in its film, for the index, which holds it no more; None where it does.

        The library is held for writing; it counts when what is given is committed.
        """
        from cuespotter.library.remembering import written

        recording = self._catalogue.recording(recording_id)
        place = recording.heard_in
        if place is None or self._catalogue.known_recordings()[recording_id].segment is not None:
            return None
        cue = Cue(id=recording_id, cue_no="", confidence=1.0, start_s=place.start_s, end_s=place.end_s)
        sound = self._remembered(self._catalogue.document(place.film_id), cue)
        return written(self._holdings, sound, recording)

    def _is_there(self, recording: Recording) -> bool:
        """Say whether the library has a recording, and nobody took it out."""
        known = self._catalogue.known_recordings().get(recording.id)
        return known is not None and not known.removed

    def _library_held(self, recordings: list[str], task: str) -> AbstractContextManager[None]:
        """Hold the library for writing where a step of the history reaches into it."""
        if not recordings:
            return nullcontext()
        from cuespotter.library.remembering import library_held

        return library_held(self._holdings, task)


def each_alone(document: FilmDocument, decision: Decision) -> list[Decision]:
    """Give what a decision says of each of its cues alone, the longest first; itself, where it is of one."""
    cues = {cue.id: cue for cue in (find_cue(document, name) for name in decision.cues)}
    if len(cues) < 2 or decision.is_merge:
        return [decision]
    longest = sorted(cues.values(), key=lambda cue: (-cue.duration_s, cue.start_s, cue.id))
    return [replace(decision, cues=[cue.id]) for cue in longest]


def to_remember(document: FilmDocument, decision: Decision, is_there: Callable[[Recording], bool]) -> Cue:
    """Give the cue that a decision wants remembered, as it stands after all else of the decision.

    Parameters
    ----------
    document : FilmDocument
    decision : Decision
    is_there : callable
        Says whether the library has a recording.

    Raises
    ------
    UsageError
        It has no name, or a name in the library already.
    """
    before = {cue.id for cue in document.cues}
    after = replace(decision, is_remembered=False)
    changed = after.apply(document) if after.says_anything else document
    if decision.is_new:
        (cue,) = [one for one in changed.cues if one.id not in before]
    else:
        cue = find_cue(changed, find_cue(document, decision.cues[0]).id)
    if cue.recording is not None and is_there(cue.recording):
        raise UsageError(
            f"cue {cue.cue_no} is {cue.recording.label_text}, which the library has; only music without a "
            "recording can be remembered"
        )
    if not (cue.title_known or "").strip():
        raise UsageError(f"cue {cue.cue_no} has no title to remember it by; give one with --title")
    return cue


def recording_of(document: FilmDocument, cue: Cue, rate_hz: int) -> Recording:
    """Say what is known of a recording that is heard in a film alone; its id is made later, of its sound."""
    film = document.film
    place = FilmPlace(film_id=film.id, film_title=film.title, start_s=cue.start_s, end_s=cue.end_s)
    samples = round((cue.end_s - cue.start_s) * rate_hz)
    return Recording(
        id="",
        path=f"from {film.title}, {clock_text(cue.start_s)}",
        duration_s=samples / rate_hz,
        title=cue.title_known,
        artist=cue.artist_known,
        heard_in=place,
    )


def check_bounds(now: Cue, heard: Cue) -> None:
    """Refuse to keep what was heard where somebody has moved the cue meanwhile.

    Raises
    ------
    StaleError
        Its bounds are others now.
    """
    if (now.start_s, now.end_s) != (heard.start_s, heard.end_s):
        raise StaleError(f"cue {now.cue_no} was moved while it was listened to; look, then decide anew")
