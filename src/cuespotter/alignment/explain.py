"""Competing alignments -> the placements that explain the film best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf

from cuespotter.alignment.align import Alignment, goes_on, join
from cuespotter.alignment.bounds import reach_out
from cuespotter.alignment.evidence import Remainder, remainder
from cuespotter.alignment.lookup import Comparisons, Span
from cuespotter.alignment.scene import SceneSigns
from cuespotter.settings import EvidenceSettings, ExplainSettings


@dataclass(frozen=True)
class Explained:
    """An alignment that is needed to explain the film, and those that say what it says.

    Attributes
    ----------
    alignment : Alignment
        With the bounds and the gain that others leave to it.
    shared : float
        Share of its peaks that others explain.
    rivals : list of Alignment
    bar_margin : float
        Nats by which its place in the recording fits better than others that sound like it (see `bars.py`).
    scene : SceneSigns or None
        How the recording sounds there; None where nobody measured, or it is too short.
    among : int or None
        How many recordings it could have been, where those are few; None: all of the library.
    coherence : float or None
        Deviations by which the film's samples follow the recording's file; None where no file was heard.
    picked : float or None
        Deviations by which its place stands out among all places of all recordings, by samples; None where
        peaks proposed it.
    mix_confidence : float or None
        Probability that it is the recording itself and no other mix of it; None where nobody can tell.
    """

    alignment: Alignment
    shared: float
    rivals: list[Alignment] = field(default_factory=list)
    bar_margin: float = inf
    scene: SceneSigns | None = None
    among: int | None = None
    coherence: float | None = None
    picked: float | None = None
    mix_confidence: float | None = None


def explain(
    comparisons: Comparisons, alignments: Sequence[Alignment], settings: ExplainSettings
) -> list[Explained]:
    """Choose the smallest set of alignments that explains the film.

    Taken by falling gain: each must bring enough of its own, beyond the peaks that those before it explain;
    what does not becomes a rival of the one that overlaps it most.

    Returns
    -------
    list of Explained
        Ascending in the film.
    """
    ranked = sorted(alignments, key=lambda a: (-a.gain, a.first, a.recording))
    chosen: list[Explained] = []
    for alignment in ranked:
        around = [other for other in chosen if _near(alignment, other.alignment, comparisons.settings)]
        left = remainder(comparisons, alignment, [other.alignment for other in around])
        if _stands(left, around, settings):
            chosen.append(Explained(left.alignment, left.shared))
        elif around:
            nearest = max(around, key=lambda other: overlap(alignment, other.alignment))
            if overlap(alignment, nearest.alignment) > 0:
                nearest.rivals.append(alignment)
    chosen.sort(key=lambda one: (one.alignment.first, one.alignment.recording))
    return _joined(comparisons, [_grown(comparisons, one, chosen, settings) for one in chosen])


def _grown(
    comparisons: Comparisons, one: Explained, chosen: Sequence[Explained], settings: ExplainSettings
) -> Explained:
    """Let an alignment follow its faint music, up to where other music begins.

    Beyond, music in the same key would pass for it. Alignments that gain little against this one are no
    music: chance has given them a part of it.
    """
    alignment = one.alignment
    least = min(settings.weak_share * alignment.gain, settings.strong_gain)
    others = [other.alignment for other in chosen if other is not one and other.alignment.gain >= least]
    earliest = max(
        (min(other.last, alignment.first) for other in others if other.first < alignment.first), default=0.0
    )
    latest = min(
        (max(other.first, alignment.last) for other in others if other.last > alignment.last),
        default=float(comparisons.heard.frames),
    )
    first, last = reach_out(
        comparisons.of(alignment.recording), alignment.line, alignment.span, Span(earliest, latest)
    )
    return replace(one, alignment=replace(alignment, first=first, last=last))


def _joined(comparisons: Comparisons, explained: Sequence[Explained]) -> list[Explained]:
    """Join alignments of one recording that go on in each other."""
    done: list[Explained] = []
    latest: dict[int, int] = {}
    for one in explained:
        recording = one.alignment.recording
        place = latest.get(recording)
        if place is not None and goes_on(done[place].alignment, one.alignment, comparisons.settings):
            before = done[place]
            whole = join(comparisons.of(recording), before.alignment, one.alignment)
            if whole is not None:
                done[place] = Explained(whole, max(before.shared, one.shared), [*before.rivals, *one.rivals])
                continue
        latest[recording] = len(done)
        done.append(one)
    return done


def overlap(alignment: Alignment, other: Alignment) -> float:
    """Film frames in which both are heard."""
    return max(0.0, min(alignment.last, other.last) - max(alignment.first, other.first))


def _near(alignment: Alignment, other: Alignment, settings: EvidenceSettings) -> bool:
    """Say whether another alignment can explain something of this one."""
    beyond = settings.own_reach_frames if other.recording == alignment.recording else 0.0
    return other.first - beyond < alignment.last and alignment.first < other.last + beyond


def _stands(left: Remainder, around: Sequence[Explained], settings: ExplainSettings) -> bool:
    """Say whether what is left of an alignment is needed."""
    alignment = left.alignment
    if alignment.gain < settings.least_gain or left.shared > settings.most_shared:
        return False
    if alignment.strength < settings.least_strength:
        return False
    length = alignment.last - alignment.first
    return not any(
        other.alignment.recording == alignment.recording
        and overlap(alignment, other.alignment) > settings.same_recording_overlap * length
        for other in around
    )
