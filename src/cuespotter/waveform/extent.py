"""A recording's line through a film -> from when to when its samples are heard there.

A bound is the place where evidence, added up from inside of it, is largest. A fading end 20 dB under the film
is still like the recording, a little in each block; speech or a stroke that covers a block says nothing, nor
does a rest in the recording.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cuespotter.settings import ExtentSettings, WaveformSettings
from cuespotter.waveform.blocks import Grid
from cuespotter.waveform.coherence import grid_of
from cuespotter.waveform.course import Course
from cuespotter.waveform.level import Powers, powers_of
from cuespotter.waveform.response import Resemblance, resemblance_of, response_of
from cuespotter.waveform.samples import SampleSource

F64 = NDArray[np.float64]
I64 = NDArray[np.int64]
EARLIER, LATER = -1, 1


class Extent(NamedTuple):
    """From when to when a recording is heard, in samples of film, and how loud.

    Attributes
    ----------
    first, last : float
    level_db : float or None
        Next to its bounds, against everything else; None where samples do not tell.
    """

    first: float
    last: float
    level_db: float | None


def heard_between(
    film: SampleSource,
    music: SampleSource,
    course: Course,
    limits: tuple[float, float],
    settings: WaveformSettings,
) -> Extent:
    """Find from when to when a recording is heard, in samples of film, and how loud against the rest.

    Parameters
    ----------
    film, music : SampleSource
        At one rate.
    course : Course
        Along which it surely plays, where pitch follows speed; its bounds are those found so far.
    limits : tuple[float, float]
        Samples of film beyond which it is not looked for.
    settings : WaveformSettings

    Returns
    -------
    Extent
        The bounds of the course where samples tell nothing better.

    Raises
    ------
    MediaError
        One of the files cannot be listened to.
    """
    grid = grid_of(film.rate_hz, stretched=False, settings=settings)
    hop = round(grid.block * settings.extent.hop_share)
    cores = [_core(course, side, grid, hop, settings.extent) for side in (EARLIER, LATER)]
    if len(cores[0]) < settings.extent.least_blocks:
        return Extent(course.first, course.last, None)
    first = response_of(film, music, course, cores[0], grid, settings)
    is_one = np.array_equal(cores[0], cores[1])
    last = first if is_one else response_of(film, music, course, cores[1], grid, settings)
    found, parts = list[float](), list[Powers]()
    for side, core, response, own in (
        (EARLIER, cores[0], first, course.first),
        (LATER, cores[1], last, course.last),
    ):
        if response is None:
            found.append(float(own))
            continue
        blocks = _outwards(core, side, limits, hop, grid, settings.extent)
        steps = ((starts, resemblance_of(film, music, response, starts, grid, settings)) for starts in blocks)
        found.append(_bound(steps, side, float(own), grid, hop, settings.extent))
        if side == EARLIER or not is_one:
            parts.append(powers_of(film, music, response, core, grid, settings))
    return Extent(found[0], found[1], Powers.together(parts).level_db if parts else None)


def _core(course: Course, side: int, grid: Grid, hop: int, rules: ExtentSettings) -> I64:
    """Give the blocks next to a bound, inside of it, on a grid that all bounds of a film share."""
    first, last = course.first, course.last - grid.block
    reach = round(rules.core_s * grid.rate_hz)
    if side == EARLIER:
        last = min(last, first + reach)
    else:
        first = max(first, last - reach)
    return np.arange(-(-first // hop), last // hop + 1) * hop


def _outwards(
    core: I64, side: int, limits: tuple[float, float], hop: int, grid: Grid, rules: ExtentSettings
) -> Iterator[I64]:
    """Give blocks from the middle of a core to its bound, and then in steps beyond, as far as the limits."""
    ordered = core[::side]
    yield ordered[(len(ordered) - 1) // 2 :]
    count = round(rules.step_s * grid.rate_hz / hop)
    for step in range(round(rules.reach_s / rules.step_s)):
        starts = ordered[-1] + side * hop * (1 + step * count + np.arange(count))
        middles = starts + grid.block / 2
        inside = starts[(middles >= limits[0]) & (middles <= limits[1])]
        if len(inside):
            yield inside
        if len(inside) < count:
            return


def _bound(
    steps: Iterator[tuple[I64, Resemblance]],
    side: int,
    own: float,
    grid: Grid,
    hop: int,
    rules: ExtentSettings,
) -> float:
    """Add evidence up outwards until it is clear where it was largest; a bound stays where little is won."""
    sums, edges = [0.0], list[float]()
    for starts, resemblance in steps:
        outer = starts + grid.block / 2 + side * hop / 2
        if not edges:
            edges.append(float(outer[0]) - side * hop)
        edges += outer.tolist()
        sums += (sums[-1] + np.cumsum(_nats(resemblance, rules))).tolist()
        is_beyond = side * (edges[-1] - own) > 0
        if is_beyond and max(sums) - sums[-1] > rules.given_up_nats:
            break
    best = int(np.argmax(sums))
    before = int(np.abs(np.array(edges) - own).argmin())
    if sums[best] - sums[before] < rules.least_nats:
        return own
    return edges[best] if abs(edges[best] - own) >= rules.least_move_s * grid.rate_hz else own


def _nats(resemblance: Resemblance, rules: ExtentSettings) -> F64:
    """Give log likelihood ratios: it plays, as loud as it may, against it does not."""
    gains = np.array(rules.gains)[:, np.newaxis]
    variance = resemblance.variance + 1e-9
    told = resemblance.expected / variance * (gains * resemblance.alike - gains**2 * resemblance.expected / 2)
    highest = told.max(axis=0)
    ratios = highest + np.log(np.exp(told - highest).mean(axis=0))
    nats: F64 = np.minimum(ratios, rules.most_nats) - rules.penalty_nats
    return nats
