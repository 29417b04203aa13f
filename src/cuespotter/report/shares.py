"""How much of a film's music was made for it: shares with a named denominator and honest bounds.

Counted on unions of film time, each second once; a second in which original music sounds beside other
music counts as original. While the origin (or form) of a cue is unknown, the lower bound leaves it out
and the upper bound takes it in. The numeric tests are those of the Academy's and the British Academy's
rules of their years; to meet one is not to be eligible, which rests on more than numbers.
"""

from dataclasses import dataclass
from typing import Literal

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.film import Film
from cuespotter.report.stretches import seconds_in
from cuespotter.report.suggest import with_suggestions

Verdict = Literal["meets the numeric test", "does not meet the numeric test", "cannot be told yet"]

NUMERIC_TESTS = (
    ("Academy Awards 2020", 0.60),
    ("Academy Awards from 2021", 0.35),
    ("BAFTA", 0.50),
)
"""Name, and the least share of commissioned score in all music."""
FLOAT_SLACK = 1e-9
"""Sums of seconds err by rounding; a share this close to a threshold has reached it."""


@dataclass(frozen=True)
class Share:
    """A part of a whole, while parts of it are unknown.

    Attributes
    ----------
    lower_s, upper_s : float
        Seconds that are surely, and that may be, in the numerator.
    whole_s : float
        Seconds of the denominator.
    of_what : str
        The denominator's name.
    """

    lower_s: float
    upper_s: float
    whole_s: float
    of_what: str

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Lower and upper bound from 0 to 1; None where there is nothing to share."""
        if self.whole_s <= 0:
            return None
        return min(1.0, self.lower_s / self.whole_s), min(1.0, self.upper_s / self.whole_s)

    def judge(self, threshold: float) -> Verdict:
        """Compare with the threshold of a numeric test; a share equal to it meets it."""
        if self.bounds is None or self.bounds[0] + FLOAT_SLACK < threshold <= self.bounds[1] + FLOAT_SLACK:
            return "cannot be told yet"
        lower, _ = self.bounds
        return (
            "meets the numeric test" if lower + FLOAT_SLACK >= threshold else "does not meet the numeric test"
        )


@dataclass(frozen=True)
class MusicShares:
    """What part of a film is music, and what part of the music was made for it."""

    music_in_film: Share
    score_share: Share
    new_music_share: Share

    @property
    def tests(self) -> list[tuple[str, float, Verdict]]:
        """Each numeric test: its name, its threshold and what the score share says to it."""
        return [(name, least, self.score_share.judge(least)) for name, least in NUMERIC_TESTS]


def share_music(document: FilmDocument) -> MusicShares:
    """Count a film's music, its commissioned score and all music made for it.

    Parameters
    ----------
    document : FilmDocument
        Rejected cues are left out; music that nobody has named is music. What dates prove to be older than
        the film counts as that.

    Returns
    -------
    MusicShares
        `score_share` is commissioned score in all music, `new_music_share` commissioned score and songs
        in all music, `music_in_film` all music in the running time. Of a film that nobody has listened to,
        what is told of it (`Film.told_music_s`, `Film.told_score_s`).
    """
    cues = with_suggestions(document, proved_only=True).cues_heard
    if not cues and document.film.told_music_s:
        return _told_shares(document.film, document.film.told_music_s)
    music_s = _seconds(cues)
    score = [cue for cue in cues if _is_score(cue) is True]
    perhaps_score = [cue for cue in cues if _is_score(cue) is not False]
    new = [cue for cue in cues if _is_new(cue) is True]
    perhaps_new = [cue for cue in cues if _is_new(cue) is not False]
    return MusicShares(
        music_in_film=Share(music_s, music_s, document.film.duration_s, "running time"),
        score_share=Share(_seconds(score), _seconds(perhaps_score), music_s, "all music"),
        new_music_share=Share(_seconds(new), _seconds(perhaps_new), music_s, "all music"),
    )


def _told_shares(film: Film, music_s: float) -> MusicShares:
    """Count what somebody tells: whether music that is no score was written for it stays open."""
    score_s = None if film.told_score_s is None else min(film.told_score_s, music_s)
    return MusicShares(
        music_in_film=Share(music_s, music_s, film.duration_s, "running time"),
        score_share=Share(score_s or 0.0, music_s if score_s is None else score_s, music_s, "all music"),
        new_music_share=Share(score_s or 0.0, music_s, music_s, "all music"),
    )


def _is_new(cue: Cue) -> bool | None:
    """Whether the work was made for the film; a cover sung for it is new as a recording only."""
    return None if cue.work_origin == "unknown" else cue.work_origin == "made_for_film"


def _is_score(cue: Cue) -> bool | None:
    """Whether it is commissioned score: made for the film, and no song."""
    if _is_new(cue) is False or cue.form == "song":
        return False
    return None if _is_new(cue) is None or cue.form is None else True


def _seconds(cues: list[Cue]) -> float:
    """Count the film seconds under these cues, each once."""
    return seconds_in((cue.start_s, cue.end_s) for cue in cues)
