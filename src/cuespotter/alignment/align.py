"""Candidates -> alignments: each exact in offset, speed and pitch, with bounds and the evidence for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cuespotter.alignment.bounds import Bounds, Passage, passages, trim
from cuespotter.alignment.lookup import Comparison, Comparisons, Line, Span
from cuespotter.alignment.offsets import Sighting, coarse_line, fit_line, is_named, quick_z, sight, snap
from cuespotter.matching.match import Candidate
from cuespotter.settings import AlignmentSettings, CandidateSettings

F64 = NDArray[np.float64]


@dataclass(frozen=True)
class Alignment:
    """A recording laid along a film: where, how, and how surely.

    Attributes
    ----------
    recording : int
        Number in `Index.recordings`.
    line : Line
    first, last : float
        Film frames in which it is heard.
    first_error, last_error : float
        Standard errors of both, in frames.
    gain : float
        Log likelihood ratio of the peaks in bounds, in nats: heard against not heard.
    support : float
        The same, of which each quarter of a second counts only so much: a single chord proves little,
        however many peaks it has.
    peaks : int
        The recording's peaks in bounds.
    strength : float
        Mean presence of its peaks, in standard deviations.
    sharpness : float
        Presence at the line above that beside it, in standard deviations.
    view_strength : float64[views]
        Mean presence in each view.
    level_db : float or None
        Of its music against everything else, where the recording's own file told it.
    """

    recording: int
    line: Line
    first: float
    last: float
    first_error: float
    last_error: float
    gain: float
    support: float
    peaks: int
    strength: float
    sharpness: float
    view_strength: F64
    level_db: float | None = None

    @property
    def span(self) -> Span:
        """Film frames in which it is heard."""
        return Span(self.first, self.last)


@dataclass(frozen=True)
class Screened:
    """A candidate that passed a first, cheap look: its line, its window, and how well it fits there.

    It has no weights of views as a `Sighting` has: those need a look around it, which most are spared.
    """

    recording: int
    line: Line
    span: Span
    z: float


def screen(candidates: Iterable[Candidate], comparisons: Comparisons) -> list[Screened]:
    """Look candidates up in the film's presence, and keep those that may be there."""
    passed = []
    for candidate in candidates:
        span = Span(float(candidate.first), float(candidate.last))
        line = Line(
            span.middle - candidate.recording_frame / candidate.speed, candidate.speed, candidate.pitch_cents
        )
        z = quick_z(comparisons.of(candidate.recording), line, span)
        if z >= comparisons.settings.least_quick_z:
            passed.append(Screened(candidate.recording, line, span, z))
    return passed


def promising(screened: Iterable[Screened], settings: CandidateSettings) -> dict[int, list[Screened]]:
    """Keep the best candidates of each window, by recording.

    Little music sounds at once, and what is far from the best there is chance.
    """
    by_window: dict[Span, list[Screened]] = defaultdict(list)
    for one in screened:
        by_window[one.span].append(one)
    kept: dict[int, list[Screened]] = defaultdict(list)
    for span in sorted(by_window):
        ranked = sorted(
            by_window[span], key=lambda one: (-one.z, one.recording, one.line.offset, one.line.speed)
        )
        for one in ranked[: settings.most_per_window]:
            kept[one.recording].append(one)
    return kept


def verify(compared: Comparison, screened: Sequence[Screened]) -> list[Sighting]:
    """Hold candidates of one recording against what is seen beside them, and keep those that stand out.

    Each line is seen once, in the window where it is clearest.

    Returns
    -------
    list of Sighting
        The clearest first.
    """
    settings = compared.settings
    kept: list[Sighting] = []
    # windows and lines, as they were found and, where they were looked at, as they were seen
    taken = np.empty((len(screened), 4))
    seen = np.empty((len(screened), 4))
    count = 0
    for one in sorted(screened, key=lambda one: (-one.z, one.span, one.line.offset)):
        near = _are_near(taken[:count], one.span, one.line, settings.same_line_frames)
        if near.any() and not _may_jump(taken[:count][near], one):
            continue
        sighting = sight(compared, one.line, one.span)
        if near.any() and _are_near(seen[:count], one.span, sighting.line, settings.same_exact_frames).any():
            continue
        taken[count] = (*one.span, one.line.offset, one.line.speed)
        seen[count] = (*one.span, sighting.line.offset, sighting.line.speed)
        count += 1
        if sighting.z >= settings.least_z:
            kept.append(sighting)
    return sorted(kept, key=by_clearness)


def by_clearness(sighting: Sighting) -> tuple[float, float, float]:
    """Put the clearest sighting first; of equals the earlier in the film, then that of the earlier line."""
    return -sighting.z, sighting.span.first, sighting.line.offset


def align(compared: Comparison, sightings: Sequence[Sighting]) -> list[Alignment]:
    """Turn the sightings of one recording into alignments that do not overlap.

    Its lines compete block by block, so that a repeated bar is heard on the line that explains most around
    it, and a cut from one place of the recording to another becomes two alignments.

    Returns
    -------
    list of Alignment
        Ascending in the film.
    """
    settings = compared.settings
    lines = _distinct((compared.once(_coarse, sighting) for sighting in sightings), settings)
    exact = [
        compared.once(_exact, passage.sighting.line, passage.span)
        for passage in passages(compared, lines)
        if passage.span.length >= settings.least_frames
    ]
    found = [compared.once(_finish, passage) for passage in passages(compared, _distinct(exact, settings))]
    return [alignment for alignment in found if alignment is not None]


def _distinct(sightings: Iterable[Sighting], settings: CandidateSettings) -> list[Sighting]:
    """Leave out sightings of a line that was seen already."""
    lines: list[Sighting] = []
    for sighting in sightings:
        if len(lines) == settings.most_lines:
            break
        if not any(_same_line(sighting.line, other.line, sighting, settings) for other in lines):
            lines.append(sighting)
    return lines


def _are_near(taken: F64, span: Span, line: Line, reach_frames: float) -> NDArray[np.bool_]:
    """Mark the lines (first, last, offset, speed) in overlapping windows that hear the same as another."""
    first, last, offset, speed = taken.T
    near: NDArray[np.bool_] = (first < span.last) & (span.first < last)
    for at in span:
        near &= np.abs(speed * (at - offset) - line.recording_frame(at)) <= reach_frames
    return near


def _may_jump(near: F64, one: Screened) -> bool:
    """Say whether a line could go on in lines (first, last, offset, speed) near it by a small jump.

    Those are of other windows, and play at the same speed: in its own window it is the same line, coarsely.
    """
    first, last, _offset, speed = near.T
    is_own = (first == one.span.first) & (last == one.span.last)
    return not bool((is_own | (speed != one.line.speed)).any())


def _same_line(line: Line, other: Line, where: Sighting, settings: CandidateSettings) -> bool:
    """Say whether two refined lines are one, in pitch as well."""
    if abs(line.pitch_cents - other.pitch_cents) > settings.same_line_cents:
        return False
    return line.is_near(other, where.span, settings.same_exact_frames)


def _coarse(compared: Comparison, sighting: Sighting) -> Sighting:
    """Find the speed and pitch of a sighting in its own window."""
    return _exact(compared, coarse_line(compared, sighting), sighting.span)


def _exact(compared: Comparison, line: Line, span: Span) -> Sighting:
    """Fit a line over a span, take a named speed where it is near, and see it again."""
    return sight(compared, snap(fit_line(compared, line, span), span, compared.settings), span)


def _finish(compared: Comparison, passage: Passage) -> Alignment | None:
    """Make a passage exact: its line over all of it, then its bounds, then its evidence."""
    settings = compared.settings
    if passage.span.length < settings.least_frames:
        return None
    sighting = _exact(compared, passage.sighting.line, passage.span)
    bounds = trim(compared, sighting, passage)
    if bounds.gain < settings.least_gain or bounds.span.length < settings.least_frames:
        return None
    return measure(compared, sighting.line, bounds)


def measure(compared: Comparison, line: Line, bounds: Bounds) -> Alignment | None:
    """Measure how a line fits between given bounds; None where there are too few peaks to tell."""
    stretch = compared.cut(line, bounds.span)
    if len(stretch) < compared.settings.least_peaks:
        return None
    sighting = sight(compared, line, bounds.span)
    strengths = _view_strengths(compared, sighting.line, bounds.span)
    return Alignment(
        compared.recording,
        sighting.line,
        *bounds.span,
        first_error=bounds.first_error,
        last_error=bounds.last_error,
        gain=bounds.gain,
        support=bounds.gain,
        peaks=len(stretch),
        strength=_strength(strengths),
        sharpness=sighting.z,
        view_strength=strengths,
    )


def goes_on(before: Alignment, after: Alignment, settings: AlignmentSettings) -> bool:
    """Say whether two alignments of one recording are one that was drowned out in between."""
    if before.recording != after.recording or after.first - before.last > settings.drowned_frames:
        return False
    weaker, stronger = sorted((before.strength, after.strength))
    return weaker >= settings.drowned_strength * stronger and same_line(before, after, settings)


def same_line(one: Alignment, other: Alignment, settings: AlignmentSettings) -> bool:
    """Say whether two alignments of one recording lie along one line."""
    if abs(one.line.pitch_cents - other.line.pitch_cents) > settings.same_line_cents:
        return False
    between = Span(min(one.last, other.last), max(one.first, other.first))
    return one.line.is_near(other.line, between, settings.drowned_slack_frames)


def _fits(compared: Comparison, line: Line, part: Alignment) -> bool:
    """Say whether a line hears an alignment as well as its own does: else the recording jumps in between."""
    settings = compared.settings
    if not line.is_near(part.line, part.span, settings.same_line_frames):
        return False
    strengths = _view_strengths(compared, line, part.span)
    return _strength(strengths) >= settings.joined_strength * _strength(part.view_strength)


def _jumps(line: Line, before: Alignment, after: Alignment, settings: AlignmentSettings) -> bool:
    """Say whether a line bridges a jump by a wrong speed.

    A slope of 0.2 % passes within a frame of both sides of a jump by 0.04 s. Where nothing lies in between,
    two lines at a speed that films have are likelier than one at a speed that none has.
    """
    return (
        after.first - before.last <= settings.jump_frames
        and is_named(before.line, settings)
        and is_named(after.line, settings)
        and not is_named(line, settings)
    )


def _view_strengths(compared: Comparison, line: Line, span: Span) -> F64:
    """Give the mean presence of the peaks along a line in each view."""
    stretch = compared.cut(line, span)
    if not len(stretch):
        return np.zeros(len(compared.heard.views))
    strengths: F64 = compared.presence(stretch, line).mean(axis=1)
    return strengths


def _strength(view_strengths: F64) -> float:
    """Put together what views hear; what is below chance hears nothing."""
    return float(np.sqrt((np.maximum(view_strengths, 0) ** 2).sum()))


def join(compared: Comparison, before: Alignment, after: Alignment) -> Alignment | None:
    """Make one alignment of two that go on in each other; None where one line does not fit both."""
    settings = compared.settings
    bounds = Bounds(
        Span(before.first, after.last), before.first_error, after.last_error, before.gain + after.gain
    )
    stronger = before if before.peaks >= after.peaks else after
    line = snap(fit_line(compared, stronger.line, bounds.span), bounds.span, settings)
    if not all(_fits(compared, line, part) for part in (before, after)) or _jumps(
        line, before, after, settings
    ):
        return None
    joined = measure(compared, line, bounds)
    return None if joined is None else replace(joined, support=before.support + after.support)
