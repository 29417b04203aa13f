"""What several episodes agree on -> where it is heard in another, under speech that drowns most of it.

Each episode has speech of its own over the music: where somebody talks loudly, three in a hundred of the
peaks of two episodes meet by chance, and six or seven with the music. The peaks that two episodes have in
common are the music's: held against a third, they meet much more often, however much else is heard there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.peaks import Peaks
from cuespotter.series.shared import Part, Shared, chance_of, log_likelihood, meets_at, part_at, voted
from cuespotter.settings import Settings

F64 = NDArray[np.float64]


def common_music(
    one: Part, span: tuple[int, int], others: Sequence[tuple[Part, Sequence[Shared]]], settings: Settings
) -> Part:
    """Keep the peaks of an episode's opening or closing that another episode has, too.

    Parameters
    ----------
    one : Part
    span : (first, last)
        Frames of the episode between which it stands.
    others : sequence of (Part, sequence of Shared)
        The same end of other episodes, and what the one shares with each.
    settings : Settings

    Returns
    -------
    Part
        Of these peaks alone, on the clock of the episode.
    """
    frame = one.peaks.frame.astype(np.int64)
    has = np.zeros(len(frame), bool)
    for other, lines in others:
        for line in lines:
            along = (frame + one.first >= line.first) & (frame + one.first < line.last)
            has[along] |= meets_at(one, other, line.shift + one.first - other.first)[along]
    has &= (frame + one.first >= span[0]) & (frame + one.first < span[1])
    return part_at(one.first, Peaks(one.peaks.frame[has], one.peaks.cents[has]), settings)


def find_faint(common: Part, part: Part, settings: Settings) -> list[Shared]:
    """Find what several episodes agree on in another one.

    Parameters
    ----------
    common : Part
        From `common_music`.
    part : Part
        The same end of the other episode.
    settings : Settings

    Returns
    -------
    list of Shared
        On the clock of the other, `shift` later in the one that `common` is from; ascending.
    """
    if not (common.frames and part.frames):
        return []
    rules = settings.series
    lines = []
    for shift in voted(common, part, settings):
        score = _score(common, part, shift, settings)
        begin, end = _best_run(score)
        evidence = float(score[begin:end].sum())
        if evidence >= rules.least_evidence:
            lines.append((evidence, begin, end, shift))
    found: list[Shared] = []
    taken = np.zeros(common.frames, bool)
    for _, begin, end, shift in sorted(lines, key=lambda line: (-line[0], line[3])):
        if not taken[begin:end].any():
            taken[begin:end] = True
            at = shift + part.first
            found.append(Shared(begin + at, end + at, common.first - part.first - shift))
    return sorted(found, key=lambda one: one.first)


def _score(common: Part, part: Part, shift: int, settings: Settings) -> F64:
    """Give the evidence of each frame: only the music's peaks count, and not what else the other has."""
    frame, frames = common.peaks.frame, common.frames
    met = np.bincount(frame, meets_at(common, part, shift), minlength=frames).astype(np.float64)
    count = np.bincount(frame, minlength=frames).astype(np.float64)

    def share(beside: int) -> float:
        return float(meets_at(common, part, shift + beside).mean())

    return log_likelihood(met, count, chance_of(share), settings.series.least_faint_match)


def _best_run(score: F64) -> tuple[int, int]:
    """Give the shortest run with most evidence: frames without any peak have none, and are left out."""
    sums = np.concatenate([[0.0], np.cumsum(score)])
    end = int(np.argmax(sums - np.minimum.accumulate(sums)))
    return end - int(np.argmin(sums[end::-1])), end
