"""Returns of one film -> how likely each is, when what all of them say together is added up.

Music that is played three times is met three times: the first with the second, the second with the third, the
first with the third. If it is the same music, the three differences of time agree; by chance they do not. So
a third place that agrees speaks for two others, however faintly it is met itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp, log
from typing import NamedTuple

import numpy as np

from cuespotter.settings import ThemeSettings
from cuespotter.themes.spans import ThemeSpan


class Meeting(NamedTuple):
    """Two stretches that may have the same music, and the log odds that they do, by what is heard of both."""

    one: ThemeSpan
    other: ThemeSpan
    log_odds: float

    @property
    def apart_s(self) -> float:
        """From the one to the other."""
        return self.other.start_s - self.one.start_s


class _Third(NamedTuple):
    """A third place, and what it adds to the log odds of two others."""

    adds: float
    place: ThemeSpan


def log_odds_together(meetings: Sequence[Meeting], rules: ThemeSettings) -> list[float]:
    """Say how likely each meeting is, if all are taken together.

    For two places, either both have the same music or not; a third has the music of both, of one of them, or
    of none. Summed over what the third may be, by what is heard of its own meetings with the two, it
    multiplies the odds of the two. That three agree in time comes of itself where all have the same music,
    and by chance seldom: `rules.agreement` is that it is so much rarer.

    Parameters
    ----------
    meetings : sequence of Meeting
        All of a film.
    rules : ThemeSettings

    Returns
    -------
    list of float
        Log odds, in the order of the meetings.
    """
    both_ways = [*meetings, *(Meeting(one.other, one.one, one.log_odds) for one in meetings)]
    spans = np.array([(one.one.start_s, one.one.end_s) for one in both_ways]).reshape(-1, 2)

    def met_at(place: ThemeSpan) -> list[Meeting]:
        """Give the meetings from a place: of a long film there are thousands, of which few are."""
        shared = np.minimum(spans[:, 1], place.end_s) - np.maximum(spans[:, 0], place.start_s)
        return [both_ways[number] for number in np.flatnonzero(shared > 0.0)]

    return [
        one.log_odds + sum(_apart(_thirds(one, met_at(one.one), met_at(one.other), rules)))
        for one in meetings
    ]


def _thirds(
    asked: Meeting, from_one: Sequence[Meeting], from_other: Sequence[Meeting], rules: ThemeSettings
) -> Iterator[_Third]:
    """Find the places that both places of a meeting are met with, at times that agree."""
    least = rules.least_share
    for near in (it for it in from_one if it.one.shares(asked.one) >= least):
        for far in (it for it in from_other if it.one.shares(asked.other) >= least):
            if (
                abs(near.apart_s - asked.apart_s - far.apart_s) <= rules.agreement_s
                and near.other.shares(far.other) >= least
                and near.other.shares(asked.other) <= 0.0
                and far.other.shares(asked.one) <= 0.0
            ):
                yield _Third(third_adds(near.log_odds, far.log_odds, rules.agreement), near.other)


def _apart(thirds: Iterator[_Third]) -> Iterator[float]:
    """Let each place speak once: where several meetings are of one, the one that says most."""
    taken: list[ThemeSpan] = []
    for one in sorted(thirds, reverse=True):
        if all(one.place.shares(other) <= 0.0 for other in taken):
            taken.append(one.place)
            yield one.adds


def third_adds(near: float, far: float, agreement: float) -> float:
    """Say what a third place adds to the log odds that two others have the same music.

    Parameters
    ----------
    near, far : float
        Log odds that it has the music of the one, and of the other.
    agreement : float
        Nats by which it is rarer that three agree by chance.

    Examples
    --------
    Two meetings that are as likely as not make a third likely, two sure ones make it sure; a place that
    surely has the music of the one, and hardly of the other, speaks a little against it.

    >>> [round(third_adds(near, far, 4.0), 1) for near, far in ((0.0, 0.0), (9.0, 9.0), (5.0, -5.0))]
    [2.9, 12.3, -1.0]
    """
    return log(1.0 + exp(near + far + agreement)) - log(1.0 + exp(near) + exp(far))
