"""What was heard x sounds of films -> where which of them returns, and how surely.

The music of a film returns at the film's own speed and pitch, so two stretches differ in time alone. Whatever
is looked for was lent by a film, perhaps by this very stretch: a sound's own place is no return, nor what
lies so near that it is the music's own repetition.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cuespotter.alignment.align import Alignment, Screened, align, goes_on, join, promising, screen, verify
from cuespotter.alignment.bounds import reach_out
from cuespotter.alignment.confidence import SAME_SPEED, return_features
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparison, Comparisons, Line
from cuespotter.alignment.lookup import Span as FilmSpan
from cuespotter.alignment.offsets import is_named
from cuespotter.analysis.fingerprint import Heard
from cuespotter.matching.held import HeldPostings
from cuespotter.matching.hypotheses import all_windows, unexplained_windows
from cuespotter.matching.match import Hypothesis, match, pair_batches
from cuespotter.matching.postings import Postings
from cuespotter.settings import Settings
from cuespotter.themes.sounds import Sound

Span = tuple[float, float]


@dataclass(frozen=True)
class Return:
    """The same music in two places, in frames of what each is from.

    Attributes
    ----------
    source : int
        What was searched.
    first, last : float
        Where in that.
    other : int
        What the sound is from.
    other_first, other_last : float
    evidence : tuple of float
        Of which `alignment.confidence.return_confidence` makes a probability.
    """

    source: int
    first: float
    last: float
    other: int
    other_first: float
    other_last: float
    evidence: tuple[float, ...]


def find_returns(
    heard: Heard, source: int, spans: Sequence[Span], sounds: Sequence[Sound], settings: Settings
) -> list[Return]:
    """Look for sounds in parts of a film.

    Parameters
    ----------
    heard : Heard
        The film, or a reel of it.
    source : int
        Its number among the sources of the sounds.
    spans : sequence of (first, last)
        Frames in which to look.
    sounds : sequence of Sound
    settings : Settings

    Returns
    -------
    list of Return
        All that may be one, sure or not.
    """
    comparisons = Comparisons(heard, lambda number: sounds[number].fingerprint, settings.alignment)
    screened = [
        one
        for one in _screened(heard, spans, sounds, comparisons, settings)
        if _is_elsewhere(one.line, source, sounds[one.recording], settings)
    ]
    found = []
    for number, lines in sorted(promising(screened, settings.alignment).items()):
        compared = comparisons.of(number)
        may_be = [
            one
            for one in _aligned(compared, lines)
            if _is_elsewhere(one.line, source, sounds[number], settings) and _keeps_speed(one.line, settings)
        ]
        whole = _grown(compared, _joined(compared, may_be), spans)
        found += [_return(one, source, sounds[number], settings) for one in whole]
    return found


def evidence_of(alignment: Alignment, settings: Settings) -> tuple[float, ...]:
    """Give what a return is judged by: what a remembered cue is.

    But that it is at the film's own speed proves nothing here: no other was tried.
    """
    support, peaks, sharpness, shared, _, length = return_features(Explained(alignment, 0.0), settings)
    return support, peaks, sharpness, shared, 0.0, length


def _screened(
    heard: Heard, spans: Sequence[Span], sounds: Sequence[Sound], comparisons: Comparisons, settings: Settings
) -> list[Screened]:
    """Look landmarks up at the film's own speed, and keep the places that may be true."""
    rules = settings.matching
    held = HeldPostings([one.fingerprint.frames for one in sounds], [one.landmarks for one in sounds])
    postings = Postings(held, rules.most_unpacked)
    affordable = rules.affordable(rules.hits_per_frame, postings.number)
    outside = _between(spans, heard.frames)
    windows = unexplained_windows(
        all_windows(heard.frames, rules.window_frames), outside, heard.frames, rules
    )
    loud = [view.loud_peaks for view in heard.views]
    passed: list[Screened] = []
    for batch in pair_batches(loud, windows, fan_out=rules.fan_out, settings=rules):
        hypothesis = Hypothesis(0.0, (1.0,))
        found = match(batch.pairs, postings, hypothesis, batch.windows, rules, hits_per_frame=affordable)
        passed += screen(found, comparisons)
    return passed


def _aligned(compared: Comparison, lines: Sequence[Screened]) -> list[Alignment]:
    """Make candidates of one sound exact."""
    sightings = verify(compared, lines)
    return align(compared, sightings) if sightings else []


def _joined(compared: Comparison, alignments: Iterable[Alignment]) -> list[Alignment]:
    """Make one of what goes on along one line, though it is talked over and other bars are met in between.

    A theme's bars resemble each other: where its own place is drowned out, the next may be heard.
    """
    done: list[Alignment] = []
    for one in alignments:
        for place, before in enumerate(done):
            whole = join(compared, before, one) if goes_on(before, one, compared.settings) else None
            if whole is not None:
                done[place] = whole
                break
        else:
            done.append(one)
    return done


def _grown(compared: Comparison, alignments: Sequence[Alignment], spans: Sequence[Span]) -> list[Alignment]:
    """Let each follow its music where that is talked over: as far as a stretch goes, up to the next one."""
    grown = []
    for one in alignments:
        inside = [span for span in spans if span[0] <= one.span.middle < span[1]]
        first, last = inside[0] if inside else one.span
        for other in alignments:
            if other is not one and other.first < one.first:
                first = max(first, min(other.last, one.first))
            elif other is not one:
                last = min(last, max(other.first, one.last))
        limits = FilmSpan(min(first, one.first), max(last, one.last))
        reached = reach_out(compared, one.line, one.span, limits)
        grown.append(replace(one, first=reached.first, last=reached.last))
    return grown


def _is_elsewhere(line: Line, source: int, sound: Sound, settings: Settings) -> bool:
    """Say whether a line leads to another place than the sound's own, far enough to be a return.

    Within one source only to a later one: an earlier one is met from there.
    """
    apart = settings.themes.apart_s * settings.analysis.frames_per_second
    return sound.source != source or line.offset - sound.first_frame >= apart


def _keeps_speed(line: Line, settings: Settings) -> bool:
    """Say whether both stretches play at one speed and pitch, as all of one film does."""
    return is_named(line, settings.alignment) and abs(line.speed - 1.0) < SAME_SPEED


def _return(alignment: Alignment, source: int, sound: Sound, settings: Settings) -> Return:
    """Say where a sound returns, and by what evidence."""
    line = alignment.line
    return Return(
        source,
        alignment.first,
        alignment.last,
        sound.source,
        sound.first_frame + line.recording_frame(alignment.first),
        sound.first_frame + line.recording_frame(alignment.last),
        evidence_of(alignment, settings),
    )


def _between(spans: Sequence[Span], frames: int) -> list[Span]:
    """Give what lies between spans."""
    gaps, reached = [], 0.0
    for first, last in sorted(spans):
        if first > reached:
            gaps.append((reached, first))
        reached = max(reached, last)
    return [*gaps, (reached, float(frames))] if reached < frames else gaps
