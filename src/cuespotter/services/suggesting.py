"""Suggest: vocal or instrumental by hearing, score or song and old or new by what is known; and take it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from cuespotter.errors import CuespotterError
from cuespotter.model import Cue, FilmDocument, Placement
from cuespotter.report.suggest import Suggestion, suggest, suggested_code, with_suggestions
from cuespotter.review.decision import Decision
from cuespotter.services.listening import SOUND_RATE_HZ, Listening
from cuespotter.wording.answers import answer_phrase
from cuespotter.wording.numbers import percent_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from cuespotter.analysis.hearing import Kinds
    from cuespotter.report.shares import MusicShares

    F32 = NDArray[np.float32]

MOST_HEARD_S = 60.0
"""So much of a placement or stretch is heard at a time."""
SURE_ENOUGH = 0.95
"""Suggestions from here on are taken where nobody says otherwise."""


class Suggesting(Listening):
    """Answers are suggested with their reasons; a reviewer takes them, one by one or all that are sure."""

    def suggestions(self, film: str | FilmDocument) -> dict[str, list[Suggestion]]:
        """Give what is suggested of a film's cues that nobody has answered, by cue id.

        Examples
        --------
        >>> found = library.suggestions("film.mkv")
        """
        document = self._document(film)
        found = {cue.id: suggest(cue, document) for cue in document.cues_heard}
        return {cue: suggested for cue, suggested in found.items() if suggested}

    def suggestion_words(self, suggested: Sequence[Suggestion]) -> list[str]:
        """Say what is suggested in a line each: 'instrumental, 97 %: no voice is heard'."""
        return [
            f"{answer_phrase(one.field, one.value)}, "
            f"{'by dates' if one.is_proved else percent_text(one.confidence)}: {'; '.join(one.reasons)}"
            for one in suggested
        ]

    def hint_words(self, suggested: Mapping[str, Sequence[Suggestion]]) -> dict[str, str]:
        """Say of each cue why it may play within the scene, by cue id: '86 %: rings on as in a room'."""
        return {
            cue: f"{percent_text(one.confidence)}: {'; '.join(one.reasons)}"
            for cue, found in suggested.items()
            for one in found
            if one.is_hint
        }

    def suggested_codes(self, film: str | FilmDocument) -> dict[str, str | None]:
        """Give the usage code of each cue that would follow from what is suggested, by cue id."""
        document = self._document(film)
        return {cue.id: suggested_code(cue, document) for cue in document.cues_heard}

    def shares_suggested(self, film: str | FilmDocument) -> MusicShares:
        """Count a film's music as `shares` does, as if all that is suggested were answered."""
        from cuespotter.report.shares import share_music

        return share_music(with_suggestions(self._document(film)))

    def hear_voices(
        self, film: str, *, report: Callable[[int, int], None] = lambda _done, _total: None
    ) -> tuple[FilmDocument, list[str]]:
        """Hear whether a voice sings in the cues of which nobody has said so, and keep what was heard.

        A recording of the library is heard itself, over the part that the film uses; music without a name in
        the film, where it is long enough.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        report : callable, optional
            Told how many of how many cues are done.

        Returns
        -------
        FilmDocument, list of str
            The film as it is now, and one line for each cue that could not be heard.

        Raises
        ------
        UsageError
            The extra ``hearing`` is not installed, or does not run here.
        """
        from cuespotter.analysis.hearing import KindsListener

        KindsListener(SOUND_RATE_HZ)  # raises, where there is none, once and not for each cue
        document = self._catalogue.document(film)
        wanted = [cue for cue in document.cues_heard if cue.vocal is None and cue.voice_probability is None]
        heard: dict[str, float] = {}
        remarks = []
        for number, cue in enumerate(wanted):
            report(number, len(wanted))
            try:
                probability = self._voice_of(document.film.id, cue)
            except CuespotterError as error:
                remarks.append(f"{cue.cue_no}: {error.message}")
                continue
            if probability is not None:
                heard[cue.id] = round(probability, 4)
        report(len(wanted), len(wanted))
        if not heard:
            return document, remarks
        summary = f"heard {len(heard)} cues for voices"
        after = self._catalogue.change(
            document.film.id,
            lambda now: _with_voices(now, heard),
            action="hear",
            summary=summary,
            who=self.who,
        )
        return after, remarks

    def take_suggestions(
        self, film: str, *, cues: Sequence[str] = (), least: float = SURE_ENOUGH
    ) -> tuple[FilmDocument, int]:
        """Answer what is suggested surely enough, of all cues or of some; each kind of answer is one change.

        Parameters
        ----------
        film : str
        cues : sequence of str
            Cues by number or id; all by default.
        least : float
            Probability from which a suggestion is taken.

        Returns
        -------
        FilmDocument, int
            The film as it is now, and how many answers were taken.
        """
        document = self._catalogue.document(film)
        meant = {self.cue(document.film.id, name).id for name in cues}
        answers: dict[tuple[str, str], list[str]] = {}
        for cue, suggested in self.suggestions(document).items():
            for one in suggested if not meant or cue in meant else ():
                if one.confidence >= least and not one.is_hint:
                    answers.setdefault((one.field, one.value), []).append(cue)
        for (field, value), ids in answers.items():
            document, _ = self._catalogue.decide(
                document.film.id, Decision(cues=ids, fields={field: value}), who=self.who
            )
        return document, sum(map(len, answers.values()))

    def _voice_of(self, film: str, cue: Cue) -> float | None:
        """Say how likely a voice sings in a cue; None where it cannot be judged."""
        from cuespotter.analysis.voice import voice_probability

        rules = self.settings.voices
        if cue.recording is not None and cue.placements:
            kinds, model = (
                [self._recording_kinds(cue.recording.id, place) for place in cue.placements],
                rules.clean,
            )
        elif cue.duration_s >= rules.least_s:
            kinds, model = [self._film_kinds(film, cue)], rules.under_speech
        else:
            return None
        return voice_probability(_joined(kinds), model, rules)

    def _recording_kinds(self, recording_id: str, place: Placement) -> Kinds:
        """Hear the part of a recording that a placement uses."""
        end_s = max(place.recording_in_s, place.recording_out_s)
        return self._kinds(
            lambda start, stop: self.recording_sound(recording_id, start, stop), place.recording_in_s, end_s
        )

    def _film_kinds(self, film: str, cue: Cue) -> Kinds:
        """Hear a cue in the film, all channels together: a voice stands in the middle."""
        return self._kinds(
            lambda start, stop: self.film_sound(film, start, stop, view="mid"), cue.start_s, cue.end_s
        )

    def _kinds(self, sound: Callable[[float, float], F32], start_s: float, end_s: float) -> Kinds:
        """Hear a stretch, a part at a time."""
        from cuespotter.analysis.hearing import KindsListener

        listener = KindsListener(SOUND_RATE_HZ)
        while start_s < end_s:
            stop_s = min(end_s, start_s + MOST_HEARD_S)
            listener.push(sound(start_s, stop_s).mean(axis=0))
            start_s = stop_s
        return listener.finish()


def _joined(kinds: Sequence[Kinds]) -> Kinds:
    """Put what was heard of several stretches together."""
    import numpy as np

    from cuespotter.analysis.hearing import Kinds

    parts = ("speech", "singing", "music")
    return Kinds(*(np.concatenate([getattr(one, part) for one in kinds]) for part in parts))


def _with_voices(document: FilmDocument, heard: Mapping[str, float]) -> FilmDocument:
    """Note of cues how likely a voice sings in them."""
    cues = [
        cue.model_copy(update={"voice_probability": heard[cue.id]}) if cue.id in heard else cue
        for cue in document.cues
    ]
    return document.model_copy(update={"cues": cues})
