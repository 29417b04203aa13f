"""Alignments that are believed -> from when to when they are heard, by the recordings' own files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from cuespotter.alignment.align import Alignment, same_line
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparisons, Line, Span
from cuespotter.alignment.offsets import follows
from cuespotter.errors import MediaError
from cuespotter.settings import AlignmentSettings, Settings
from cuespotter.waveform.course import Course
from cuespotter.waveform.extent import heard_between
from cuespotter.waveform.samples import SampleSource


def course_of(line: Line, span: Span, hop_samples: int) -> Course:
    """Say in samples how a recording lies in a stretch of film."""
    return Course(
        first=round(span.first * hop_samples),
        last=round(span.last * hop_samples),
        speed=line.speed,
        offset=line.offset * hop_samples,
        ratio=2.0 ** (line.pitch_cents / 1200.0),
    )


def with_extents(
    comparisons: Comparisons,
    explained: Sequence[Explained],
    believed: Sequence[bool],
    film: SampleSource,
    music_of: Callable[[int], SampleSource | None],
    settings: Settings,
) -> list[Explained]:
    """Find the bounds of what is believed, in the order of the film; what cannot be heard keeps its own.

    Where tempo or pitch was changed alone, no sample of the film belongs to one of the recording: peaks tell
    the bounds there.

    Parameters
    ----------
    comparisons : Comparisons
    explained : sequence of Explained
    believed : sequence of bool
        Of each, whether it is worth opening a file for.
    film : SampleSource
    music_of : callable
        Gives a recording's own samples by its number; None where no file is at hand.
    settings : Settings
    """
    found = list(explained)
    for place, one in enumerate(explained):
        if not believed[place] or not follows(one.alignment.line, settings.alignment):
            continue
        music = music_of(one.alignment.recording)
        if music is None:
            continue
        others = [other.alignment for other, is_sure in zip(found, believed, strict=True) if is_sure]
        limits = _limits(comparisons, one.alignment, others, settings.alignment)
        try:
            alignment = _bounded(one.alignment, film, music, limits, settings)
        except MediaError:
            # a file that has gone bad since it was added: peaks must do
            continue
        if alignment is not one.alignment:
            found[place] = replace(one, alignment=alignment)
    moved = [
        one.alignment.span != before.alignment.span for one, before in zip(found, explained, strict=True)
    ]
    return _joined(found, believed, moved, settings)


def _joined(
    found: Sequence[Explained], believed: Sequence[bool], moved: Sequence[bool], settings: Settings
) -> list[Explained]:
    """Make one of two alignments along one line that were drawn over what was drowned out in between."""
    done: list[Explained] = []
    latest: dict[int, tuple[int, bool]] = {}
    for one, is_sure, is_moved in zip(found, believed, moved, strict=True):
        recording = one.alignment.recording
        place, was_moved = latest.get(recording, (-1, False))
        may_join = is_sure and place >= 0 and (is_moved or was_moved)
        if may_join and _goes_on(done[place].alignment, one.alignment, settings):
            done[place] = _both(done[place], one)
            latest[recording] = (place, True)
            continue
        if is_sure:
            latest[recording] = (len(done), is_moved)
        done.append(one)
    return done


def _goes_on(before: Alignment, after: Alignment, settings: Settings) -> bool:
    """Say whether two alignments of one recording lie over each other along one line.

    By as much as moves a bound: bounds of peaks may touch where a film lost a picture.
    """
    least = settings.waveform.extent.least_move_s * settings.analysis.frames_per_second
    return before.last - after.first >= least and same_line(before, after, settings.alignment)


def _both(before: Explained, after: Explained) -> Explained:
    """Make one of two: the clearer one's line, between the bounds of both."""
    earlier, later = sorted((before.alignment, after.alignment), key=lambda one: one.first)
    clearer = before if before.alignment.peaks >= after.alignment.peaks else after
    last = max(earlier, later, key=lambda one: one.last)
    whole = replace(
        clearer.alignment,
        first=earlier.first,
        first_error=earlier.first_error,
        last=last.last,
        last_error=last.last_error,
        gain=earlier.gain + later.gain,
        support=earlier.support + later.support,
        peaks=earlier.peaks + later.peaks,
    )
    return replace(clearer, alignment=whole, rivals=[*before.rivals, *after.rivals])


def _limits(
    comparisons: Comparisons, alignment: Alignment, others: Sequence[Alignment], settings: AlignmentSettings
) -> Span:
    """Say how far an alignment may reach: to its recording's ends, or to where it plays at another place."""
    own = [
        other
        for other in others
        if other.recording == alignment.recording and not same_line(alignment, other, settings)
    ]
    line, known = alignment.line, comparisons.of(alignment.recording).known
    earliest = [min(other.last, alignment.first) for other in own if other.first < alignment.first]
    latest = [max(other.first, alignment.last) for other in own if other.last > alignment.last]
    begins, ends = line.offset, line.offset + known.frames / line.speed
    return Span(max(0.0, begins, *earliest), min(float(comparisons.heard.frames), ends, *latest))


def _bounded(
    alignment: Alignment, film: SampleSource, music: SampleSource, limits: Span, settings: Settings
) -> Alignment:
    """Move an alignment's bounds to where its recording's samples are heard."""
    analysis, rules = settings.analysis, settings.waveform
    course = course_of(alignment.line, alignment.span, analysis.hop_samples)
    samples = (limits.first * analysis.hop_samples, limits.last * analysis.hop_samples)
    extent = heard_between(film, music, course, samples, rules)
    first, last = extent.first / analysis.hop_samples, extent.last / analysis.hop_samples
    error = rules.extent.bound_error_s * analysis.frames_per_second
    moved = alignment if extent.level_db is None else replace(alignment, level_db=extent.level_db)
    # a bound that stays comes back rounded to a sample
    if abs(first - alignment.first) >= 1.0:
        moved = replace(moved, first=first, first_error=error)
    if abs(last - alignment.last) >= 1.0:
        moved = replace(moved, last=last, last_error=error)
    return moved
