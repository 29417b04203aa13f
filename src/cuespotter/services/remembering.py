"""Remember: a cue that was named becomes a recording of the library, by its sound in the film."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from cuespotter.errors import StaleError, UsageError
from cuespotter.model import Cue, FilmDocument, Recording
from cuespotter.model.recording import FilmPlace
from cuespotter.review.decision import Decision
from cuespotter.review.edits import find_cue
from cuespotter.services.listening import Listening
from cuespotter.wording.times import clock_text

if TYPE_CHECKING:
    from cuespotter.catalogue.history import Added
    from cuespotter.library.remembered import Remembered


class Remembering(Listening):
    """What nobody had named is found from then on."""

    def _remembering(self, document: FilmDocument, cue: Cue) -> AbstractContextManager[Added]:
        """Hear a cue, and make a recording of it that counts when the change is committed."""
        from cuespotter.library.remembering import remembering

        sound = self._remembered(document, cue)
        least_s = self.settings.remembering.least_s
        if sound.lending_s < least_s or not len(sound.landmarks):
            raise UsageError(
                f"cue {cue.cue_no} has {sound.lending_s:.1f} s of music that can be told from speech; to be "
                f"found again it needs {least_s:.0f} s: draw its bounds wider, or name it without remembering"
            )
        return remembering(self._holdings, sound, recording_of(document, cue, self.settings.analysis.rate_hz))

    def _remembered(self, document: FilmDocument, cue: Cue) -> Remembered:
        """Listen to a cue in its film."""
        from cuespotter.library.remembered import remember_sound
        from cuespotter.media.excerpt import at_rate, cut
        from cuespotter.media.streams import chosen

        reels = [one for one in self._reels(document.film.id) if one[0].film_start_s <= cue.start_s]
        reel, path = reels[-1]
        part = cut(
            path,
            start_s=cue.start_s - reel.film_start_s,
            end_s=min(cue.end_s - reel.film_start_s, reel.duration_s),
            stream=chosen(reel),
        )
        rate_hz = self.settings.analysis.rate_hz
        samples = at_rate(part.samples, rate_hz=part.rate_hz, wanted_hz=rate_hz)
        return remember_sound(samples, part.layout, self.settings)

    def _heard_anew(self, recording: Recording) -> None:
        """Hear a recording again whose index was cleared away while it was out of the library."""
        from cuespotter.library.remembering import remembering

        place = recording.heard_in
        known = self._catalogue.known_recordings()[recording.id]
        if place is None or known.segment is not None:
            return
        cue = Cue(id=recording.id, cue_no="", confidence=1.0, start_s=place.start_s, end_s=place.end_s)
        sound = self._remembered(self._catalogue.document(place.film_id), cue)
        with remembering(self._holdings, sound, recording) as added:
            self._catalogue.add_recordings(added.segment, [added.new], in_segment=[added.id])

    def _library_held(self, recordings: list[str], task: str) -> AbstractContextManager[None]:
        """Hold the library for writing where a step of the history reaches into it."""
        if not recordings:
            return nullcontext()
        from cuespotter.library.remembering import library_held

        return library_held(self._holdings, task)


def to_remember(document: FilmDocument, decision: Decision) -> Cue:
    """Give the cue that a decision wants remembered, as it stands after all else of the decision.

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
    if cue.recording is not None:
        raise UsageError(
            f"cue {cue.cue_no} is {cue.recording.label_text}, which the library has; only music without a "
            "recording can be remembered"
        )
    if cue.title_known is None:
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


def check_bounds(document: FilmDocument, decision: Decision, heard: Cue) -> None:
    """Refuse to keep what was heard where somebody has moved the cue meanwhile.

    Raises
    ------
    StaleError
        Its bounds are others now.
    """
    now = to_remember(document, decision)
    if (now.start_s, now.end_s) != (heard.start_s, heard.end_s):
        raise StaleError(f"cue {now.cue_no} was moved while it was listened to; look, then decide anew")
