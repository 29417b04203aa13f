"""Where in the film a recording is first and last heard, and on which of its lines."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment._kernels import mark_met
from cuespotter.alignment._path_kernels import best_path
from cuespotter.alignment.lookup import Comparison, Line, Span, Stretch
from cuespotter.alignment.offsets import Sighting
from cuespotter.settings import PathSettings

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Passage:
    """A stretch of film heard along one line.

    Attributes
    ----------
    sighting : Sighting
    span : Span
        To a block.
    within : Span
        How far the bounds may be looked for.
    """

    sighting: Sighting
    span: Span
    within: Span


@dataclass(frozen=True)
class Bounds:
    """Where something is heard, the standard errors of both bounds in frames, the evidence in nats."""

    span: Span
    first_error: float
    last_error: float
    gain: float


@dataclass(frozen=True)
class Expected:
    """What a peak of a recording says, in nats, where it is expected to be heard so clearly.

    Attributes
    ----------
    means : float64[views]
        Mean presence of its peaks in each view; views that hear it better count for more.
    deviation : float
        Of presence weighted so, by chance.
    mean : float
        Of presence weighted so and divided by its deviation.
    cost : float
        Nats that speak against a peak whose presence is 0.
    met, missed : float
        Nats for a peak of the film exactly at the recording's, and for none.
    """

    means: F64
    deviation: float
    mean: float
    cost: float
    met: float
    missed: float


class _Gains(NamedTuple):
    """What a line gains, block by block of film from the first its recording reaches, and what it expects."""

    first: int
    gained: F64
    expected: Expected


@dataclass(frozen=True)
class _Looked:
    """Peaks of a recording looked up in the film: where, how present in each view, and if met exactly."""

    frame: F64
    cents: F64
    presence: F64
    is_met: NDArray[np.bool_]


NOTHING_EXPECTED = Expected(np.zeros(0), deviation=1.0, mean=0.0, cost=0.0, met=0.0, missed=0.0)
"""Of a recording that was seen nowhere: its peaks say nothing, for or against."""


def passages(compared: Comparison, lines: Sequence[Sighting]) -> list[Passage]:
    """Find the best explanation of a film by lines of one recording, of which one sounds at a time.

    A path through (silence or one of the lines) for each block of film, by dynamic programming. Every
    entry costs `settings.enter_cost` nats and as much as the line gains in `settings.enter_frames`: a bar
    that returns fits a little better at a wrong place by chance, the more so the clearer the music is. Only
    the step over to a line close by is cheap (`settings.jump_cost`): films lose a picture or a tenth of a
    second more often than they leap to an equal bar minutes away.
    """
    if not lines:
        return []
    settings = compared.settings
    blocks = -(-compared.heard.frames // settings.block_frames)
    gains = np.full((len(lines), blocks), -np.inf)
    costs = np.full(len(lines), settings.enter_cost)
    kin = _families(lines, settings.jump_frames)
    for place, sighting in enumerate(lines):
        # a line that was seen poorly expects little, and faint music that speaks against the clear line would
        # speak for the one beside it: all of a family are held to what its clearest line expects
        clearest = lines[kin[place]] if kin[place] < place else None
        first, gained, _expected = compared.once(_gains, sighting, clearest)
        gains[place, first : first + len(gained)] = gained
        costs[place] += settings.enter_frames * _gain_per_frame(gains[place], sighting, settings)
    path = best_path(gains, costs, kin, settings.jump_cost)
    edges = [0, *(np.flatnonzero(np.diff(path)) + 1).tolist(), blocks]
    runs = [(first, last) for first, last in itertools.pairwise(edges) if last > first and path[first] >= 0]
    size = settings.block_frames
    found = []
    for place, (first, last) in enumerate(runs):
        before = runs[place - 1][1] if place else 0
        after = runs[place + 1][0] if place + 1 < len(runs) else blocks
        early = settings.seam_reach_frames if place and before == first else settings.bound_reach_frames
        late = (
            settings.seam_reach_frames
            if place + 1 < len(runs) and after == last
            else settings.bound_reach_frames
        )
        found.append(
            Passage(
                lines[int(path[first])],
                span=Span(float(first * size), float(last * size)),
                within=Span(first * size - early, last * size + late),
            )
        )
    return found


def _families(lines: Sequence[Sighting], jump_frames: float) -> NDArray[np.int64]:
    """Say of each line with which of the clearer ones it is akin: they part by a small jump at most.

    Returns
    -------
    int64[lines]
        Number of the first of its family.
    """
    kin = np.arange(len(lines))
    for number, one in enumerate(lines):
        for first in np.flatnonzero(kin[:number] == np.arange(number)).tolist():
            other = lines[first]
            between = Span(min(one.span.first, other.span.first), max(one.span.last, other.span.last))
            if one.line.is_near(other.line, between, jump_frames):
                kin[number] = first
                break
    return kin


def reach_out(compared: Comparison, line: Line, span: Span, limits: Span) -> Span:
    """Follow faint music beyond the bounds found so far.

    Under loud speech music goes on, hardly heard: a small share of its clearest presence, but for seconds. A
    bound moves out to where such small evidence adds up to most, if that is enough.

    Returns
    -------
    Span
        Within `limits`.
    """
    settings = compared.settings
    farthest = settings.faint_reach_frames
    earliest, latest = max(limits.first, span.first - farthest), min(limits.last, span.last + farthest)
    stretch = compared.cut(line, Span(min(earliest, span.first), max(latest, span.last)))
    looked = _look(compared, line, stretch)
    frame = looked.frame
    ratios = _ratios(compared, looked, _expected(compared, looked, span, share=settings.faint_share))
    after, before = frame >= span.last, frame < span.first
    gained, last, _ = _bound(frame[after], ratios[after], span.last)
    if gained < settings.faint_gain:
        last = span.last
    gained, first, _ = _bound(-frame[before][::-1], ratios[before][::-1], -span.first)
    return Span(-first if gained >= settings.faint_gain else span.first, last)


def trim(compared: Comparison, sighting: Sighting, passage: Passage) -> Bounds:
    """Find the first and the last peak of a passage that speak for it.

    From the middle outwards, log likelihood ratios are added up peak by peak; the bound is where the sum is
    largest. Its error is the spread of all places where the sum is nearly as large.
    """
    span = passage.span
    stretch = compared.cut(sighting.line, passage.within)
    if not len(stretch):
        return Bounds(span, first_error=0.0, last_error=0.0, gain=0.0)
    frame = sighting.line.film_frame(stretch.frame)
    ratios = ratios_along(compared, sighting.line, stretch, span)
    middle = int(np.searchsorted(frame, span.middle))
    after, last, last_error = _bound(frame[middle:], ratios[middle:], span.last)
    before, first, first_error = _bound(-frame[:middle][::-1], ratios[:middle][::-1], -span.first)
    return Bounds(Span(-first, last), first_error, last_error, gain=before + after)


def _bound(frame: F64, ratios: F64, default: float) -> tuple[float, float, float]:
    """Give the largest sum, where it is reached, and how unsure that is."""
    if not len(frame):
        return 0.0, default, 0.0
    sums = np.cumsum(ratios)
    best = int(sums.argmax())
    likely = np.exp(sums - sums[best])
    likely /= likely.sum()
    mean = float((likely * frame).sum())
    error = float(np.sqrt((likely * (frame - mean) ** 2).sum()))
    return float(sums[best]), float(frame[best]) + 0.5, error


def _gains(compared: Comparison, sighting: Sighting, clearest: Sighting | None) -> _Gains:
    """Add up a line's log likelihood ratios by block of film, where the recording lasts.

    Its peaks are held to what is expected of the clearest line of its family or, without that, to what they
    say where it was seen.
    """
    line, settings = sighting.line, compared.settings
    expected = None if clearest is None else compared.once(_gains, clearest, None).expected
    first = max(0.0, line.offset)
    last = min(float(compared.heard.frames), line.offset + compared.known.frames / line.speed)
    if last <= first:
        return _Gains(0, np.zeros(0), expected or NOTHING_EXPECTED)
    looked = _look(compared, line, compared.cut(line, Span(first, last)))
    if expected is None:
        expected = _expected(compared, looked, sighting.span, share=settings.path_share)
    ratios = _ratios(compared, looked, expected)
    begin, end = int(first) // settings.block_frames, -(-int(last) // settings.block_frames)
    block = np.clip((looked.frame / settings.block_frames).astype(np.int64), begin, end - 1)
    gained = np.bincount(block - begin, weights=ratios, minlength=end - begin)
    return _Gains(begin, gained.astype(np.float64, copy=False), expected)


def _gain_per_frame(row: F64, sighting: Sighting, settings: PathSettings) -> float:
    """Say what a line gains where it was seen."""
    inside = row[
        int(sighting.span.first) // settings.block_frames : -(
            -int(sighting.span.last) // settings.block_frames
        )
    ]
    gained = inside[np.isfinite(inside)]
    return max(0.0, float(gained.mean()) / settings.block_frames) if len(gained) else 0.0


def ratios_along(compared: Comparison, line: Line, stretch: Stretch, span: Span) -> F64:
    """Give the log likelihood ratio of each peak of a stretch, as when bounds are looked for."""
    looked = _look(compared, line, stretch)
    return _ratios(compared, looked, _expected(compared, looked, span, share=compared.settings.bound_share))


def _look(compared: Comparison, line: Line, stretch: Stretch) -> _Looked:
    """Look up all peaks of a stretch in the film."""
    frame, cents = line.film_frame(stretch.frame), stretch.cents + line.pitch_cents
    return _Looked(frame, cents, compared.presence(stretch, line), _are_met(compared, frame, cents))


def _expected(compared: Comparison, looked: _Looked, span: Span, *, share: float) -> Expected:
    """Say what is expected of peaks along a line, by how clearly those in a span are heard.

    Where the recording is heard, a share of the largest mean presence it has over some time in the span:
    music fades in, and is talked over. Views hear partly the same, so that they count as
    `settings.view_correlation` says.
    """
    settings = compared.settings
    inside = (looked.frame >= span.first) & (looked.frame < span.last)
    nothing = replace(NOTHING_EXPECTED, means=np.zeros(len(looked.presence)))
    if not inside.any():
        return nothing
    presence = looked.presence[:, inside]
    means = np.maximum(presence.mean(axis=1), 0.0)
    if not means.any():
        # no view hears it at all: every peak speaks against it, by a nat
        return replace(nothing, cost=1.0)
    shared = settings.view_correlation
    deviation = float(np.sqrt((1 - shared) * (means**2).sum() + shared * means.sum() ** 2))
    mean = _best_mean((means @ presence) / deviation, settings.expected_peaks) * share
    met, missed = _expected_exactly(compared, looked, inside, share=share)
    return Expected(means, deviation, mean, mean**2 / 2, met, missed)


def _expected_exactly(
    compared: Comparison, looked: _Looked, inside: NDArray[np.bool_], *, share: float
) -> tuple[float, float]:
    """Say what it adds, in nats, that a peak of the film stands exactly at the recording's, or that none is.

    Presence forgives a frame and a few cents; a bar that returns is told from its copy by peaks that do not
    need that. How often it happens by chance is counted beside the line.
    """
    frame, cents = looked.frame[inside], looked.cents[inside]
    beside = [_are_met(compared, frame + shift, cents) for shift in compared.settings.exact_beside_frames]
    # kept off 0 and 1: a ratio to what never (or always) happens by chance would prove anything
    chance = float(np.clip(np.mean([met.mean() for met in beside]), 0.02, 0.9))
    rate = chance + share * float(np.clip(looked.is_met[inside].mean() - chance, 0.0, 0.95 - chance))
    return float(np.log(rate / chance)), float(np.log((1 - rate) / (1 - chance)))


def _are_met(compared: Comparison, frame: F64, cents: F64) -> NDArray[np.bool_]:
    """Mark the places at which the film has a peak exactly."""
    settings = compared.settings
    marked: NDArray[np.bool_] = mark_met(
        frame, cents, compared.heard.peaks, settings.exact_reach_frames, settings.exact_reach_cents
    )
    return marked


def _ratios(compared: Comparison, looked: _Looked, expected: Expected) -> F64:
    """Give the log likelihood ratio of each peak: present as expected against present by chance.

    By chance, presence has mean 0 and deviation 1 in each view.
    """
    settings = compared.settings
    together = (expected.means @ looked.presence) / expected.deviation
    ratios: F64 = expected.mean * together - expected.cost
    ratios += np.where(looked.is_met, expected.met, expected.missed) * settings.exact_weight
    np.clip(ratios, -settings.most_ratio, settings.most_ratio, out=ratios)
    return ratios


def _best_mean(values: F64, count: int) -> float:
    """Give the largest mean of `count` values in a row."""
    if len(values) <= count:
        return float(values.mean())
    sums = np.cumsum(np.concatenate([np.zeros(1), values]))
    return float((sums[count:] - sums[:-count]).max() / count)
