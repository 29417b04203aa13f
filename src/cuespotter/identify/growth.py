"""What is asked of a film that was searched before, when the library has grown since, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cuespotter.alignment.confidence import Reported, reported
from cuespotter.alignment.explain import Explained
from cuespotter.settings import Settings

SeenSpan = tuple[float, float]
"""Where something was found already, ``[in, out)`` in film seconds."""
EXPLAINED_SHARE = 0.5
"""What is found lies where something was found already if more of it than this share does."""


@dataclass(frozen=True)
class Growth:
    """What was found already; the index that goes with it holds the new recordings alone.

    Attributes
    ----------
    explained : sequence of (float, float)
        Where nothing is searched: what plays there is known, and nobody has rejected it.
    covered : sequence of (float, float)
        Where music has a name, rejected or not: it is no unnamed music.
    recordings : int
        In the whole library: how likely chance is depends on it.
    """

    explained: Sequence[SeenSpan]
    covered: Sequence[SeenSpan]
    recordings: int

    def on_reel(self, start_s: float, settings: Settings) -> tuple[list[SeenSpan], list[SeenSpan]]:
        """Give what is explained and what is covered on the clock of a reel that begins there, in frames."""
        return in_frames(self.explained, start_s, settings), in_frames(self.covered, start_s, settings)


def in_frames(spans: Sequence[SeenSpan], start_s: float, settings: Settings) -> list[tuple[float, float]]:
    """Put spans of the film on the clock of a reel that begins at `start_s`, in frames."""
    rate = settings.analysis.frames_per_second
    return [((first - start_s) * rate, (last - start_s) * rate) for first, last in spans]


def beside(found: Sequence[Explained], spans: Sequence[tuple[float, float]]) -> list[Explained]:
    """Leave out what was found where something was found already; `spans` in frames."""
    return [one for one in found if _share_in(one, spans) <= EXPLAINED_SHARE]


def told_beside(
    explained: Sequence[Explained],
    spans: Sequence[tuple[float, float]],
    growth: Growth,
    is_remembered: Callable[[int], bool],
    settings: Settings,
) -> list[Reported]:
    """Say what of all that explains a reel is told: what is likely enough, and `beside` what was found."""
    return reported(
        beside(explained, spans),
        recordings=growth.recordings,
        settings=settings,
        is_remembered=is_remembered,
    )


def _share_in(one: Explained, spans: Sequence[tuple[float, float]]) -> float:
    """Give the share of an alignment that lies in spans; they may overlap."""
    first, last = one.alignment.span
    inside, reached = 0.0, first
    for begin, end in sorted(spans):
        inside += max(0.0, min(end, last) - max(begin, reached))
        reached = max(reached, end)
    return inside / max(1.0, last - first)
