"""Film that nothing explains, and the recordings' own files -> what may play there all the same.

Faint music leaves so few peaks that the index's votes for it drown in those for everything else. Its file has
all cells of its spectrogram, which need no votes: they are laid at every offset, at every speed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np

from cuespotter.alignment.align import measure
from cuespotter.alignment.bars import with_margin
from cuespotter.alignment.bounds import Bounds, Passage, trim
from cuespotter.alignment.confidence import confidence_in
from cuespotter.alignment.evidence import remainder
from cuespotter.alignment.explain import Explained, overlap
from cuespotter.alignment.lookup import Comparison, Comparisons, Line, Span
from cuespotter.alignment.offsets import coarse_line, follows, is_named, sight
from cuespotter.clock import cents_of_speed
from cuespotter.errors import MediaError
from cuespotter.identify.asked import FileOf
from cuespotter.identify.reels import LISTENING, Report
from cuespotter.matching.hypotheses import all_windows, swept_hypotheses, unexplained_windows
from cuespotter.media.streams import StreamChoice
from cuespotter.settings import ExplainSettings, SecondLookSettings, Settings
from cuespotter.waveform.bands import F32, bands_of
from cuespotter.waveform.everywhere import fits_of
from cuespotter.waveform.samples import Tiles, Waveform

VIEWS = ("mid", "side")


class Proposed(NamedTuple):
    """A recording that may play in a window: deviations, its number, its line."""

    z: float
    recording: int
    line: Line
    span: Span


class _Asked(NamedTuple):
    """A window of film at one speed and pitch, on one view."""

    window: int
    span: Span
    speed: float
    cents: float
    cells: F32


class SecondLook:
    """A reel and all recordings' files, laid at every offset of each other.

    Parameters
    ----------
    path : Path
        The reel.
    stream : StreamChoice or None
        What is listened to in it.
    recordings : sequence of str
        Ids, by their number in the index.
    file_of : callable
        Gives the file of a recording by its id; None where none is at hand.
    settings : Settings

    Attributes
    ----------
    wanted, missing : set of int
        Numbers of the recordings that were looked for, and of those whose files were not to be had.
    """

    def __init__(
        self,
        path: Path,
        stream: StreamChoice | None,
        recordings: Sequence[str],
        file_of: FileOf,
        settings: Settings,
    ) -> None:
        self._path, self._stream, self._settings = path, stream, settings
        self._recordings, self._file_of = recordings, file_of
        self.wanted, self.missing = set[int](), set[int]()

    def believed(self, explained: Sequence[Explained], recordings: int) -> list[Explained]:
        """Leave out what is not sure enough to be reported, in a library of so many recordings."""
        settings = self._settings
        said = [confidence_in(one, recordings=recordings, settings=settings) for one in explained]
        least = settings.explain.least_confidence
        return [one for one, sure in zip(explained, said, strict=True) if sure >= least]

    def proposed(
        self,
        comparisons: Comparisons,
        believed: Sequence[Explained],
        skipped: Sequence[tuple[float, float]],
        report: Report,
    ) -> list[Proposed]:
        """Say which recordings may play where nothing is believed, the likeliest of each window first.

        Parameters
        ----------
        comparisons : Comparisons
        believed : sequence of Explained
            What is known so far.
        skipped : sequence of (float, float)
            Frames in which nothing is looked for.
        report : callable
            Is told how far it is.
        """
        covered = [*skipped, *(one.alignment.span for one in believed)]
        windows = self._windows(covered, comparisons.heard.frames)
        wanted = self._wanted(believed) if windows else {}
        if not wanted:
            return []
        with ThreadPoolExecutor(self._settings.hearing.threads) as pool:
            heard = pool.map(lambda one: self._cells(comparisons.of(one[0]), one[1]), wanted.items())
            music = {number: cells for number, cells in zip(wanted, heard, strict=True) if cells is not None}
        found: list[Proposed] = []
        self.missing |= wanted.keys() - music.keys()
        speeds, most = self._speeds(believed), self._settings.waveform.second.windows_together
        for first in range(0, len(windows) if music else 0, most):
            report("looking a second time", LISTENING + (1.0 - LISTENING) * first / len(windows))
            try:
                asked = list(self._asked(windows[first : first + most], speeds))
            except MediaError:
                # what cannot be read a second time is not looked at again
                continue
            found += self._clearest(asked, music) if asked else []
        return found

    def noted(self, is_remembered: Callable[[int], bool]) -> dict[str, int]:
        """Say for how many recordings it looked by their files, and for how many no file was to be had.

        What was remembered from a film never had a file.
        """
        missing = sum(not is_remembered(number) for number in self.missing)
        return {"second_look_heard": len(self.wanted - self.missing), "second_look_missing": missing}

    def is_followed(self, one: Explained) -> bool:
        """Say whether the samples of what was proposed follow each other clearly enough."""
        rules = self._settings.waveform.second
        if one.coherence is None or one.picked is None:
            return False
        if not follows(one.alignment.line, self._settings.alignment):
            return one.picked >= rules.stretched_z and one.coherence >= rules.stretched_coherence
        return one.coherence >= rules.least_coherence

    def _windows(self, covered: Sequence[tuple[float, float]], frames: int) -> list[Span]:
        """Choose the windows of film that are mostly unexplained, of more than may be asked about some."""
        rules, per_s = self._settings.waveform.second, self._settings.analysis.frames_per_second
        every = all_windows(frames, round(rules.window_s * per_s))
        windows = unexplained_windows(every, covered, frames, self._settings.matching)
        windows = [one for one in windows if one[1] - one[0] >= rules.least_window_s * per_s]
        most = max(1, int(rules.most_windows_an_hour * frames / per_s / 3600.0))
        chosen = np.unique(np.linspace(0, len(windows) - 1, min(most, len(windows))).astype(int))
        return [Span(*map(float, windows[place])) for place in chosen.tolist()]

    def _wanted(self, believed: Sequence[Explained]) -> dict[int, Path]:
        """Say which recordings are looked for, and their files: all, or of a large library what is known."""
        numbers: Sequence[int] = range(len(self._recordings))
        if len(self._recordings) > self._settings.waveform.second.most_recordings:
            numbers = sorted({one.alignment.recording for one in believed})
        files = ((number, self._file_of(self._recordings[number])) for number in numbers)
        at_hand = {number: file for number, file in files if file is not None}
        self.wanted |= set(numbers)
        self.missing |= set(numbers) - at_hand.keys()
        return at_hand

    def _speeds(self, believed: Sequence[Explained]) -> list[tuple[float, float]]:
        """Say at which speeds and pitches: the film's own where it has one, else all that a search sweeps."""
        rules, alignment = self._settings.waveform.second, self._settings.alignment
        named = [one.alignment.line.speed for one in believed if is_named(one.alignment.line, alignment)]
        for speed in self._settings.matching.named_speeds:
            own = sum(abs(other / speed - 1.0) < alignment.snap_most for other in named)
            if own >= max(rules.own_speed_least, rules.own_speed_share * len(believed)):
                return [(speed, cents_of_speed(speed))]
        swept = swept_hypotheses(self._settings.matching)
        return [
            *((speed, cents_of_speed(speed)) for speed in self._settings.matching.named_speeds),
            *(
                (speed, one.pitch_cents)
                for one in swept
                for speed in one.speeds
                if (speed, one.pitch_cents) != (1.0, 0.0)
            ),
        ]

    def _cells(self, compared: Comparison, file: Path) -> F32 | None:
        """Hear a recording in bands; None where its file has gone bad."""
        rules, analysis = self._settings.waveform.second, self._settings.analysis
        try:
            views, _ = Waveform(file, None, rules.rate_hz, Tiles()).stretch(
                0.0, compared.known.frames / analysis.frames_per_second
            )
        except MediaError:
            return None
        # half as much memory for all of a library
        halved: F32 = bands_of(views["mid"], rules).astype(np.float16)
        return halved

    def _asked(self, windows: Sequence[Span], speeds: Sequence[tuple[float, float]]) -> Iterator[_Asked]:
        """Hear the windows in bands, at every speed and pitch, on each view that holds anything."""
        rules, per_s = self._settings.waveform.second, self._settings.analysis.frames_per_second
        film = Waveform(self._path, self._stream, rules.rate_hz, Tiles())
        views, origin = film.stretch(windows[0].first / per_s, windows[-1].last / per_s)
        loud = float((views["mid"] ** 2).mean()) * rules.silent_share
        for sound in (views[name] for name in VIEWS if name in views):
            if float((sound**2).mean()) <= loud:
                continue
            for speed, cents in speeds:
                cells = bands_of(sound, rules, speed=speed, cents=cents)
                per_frame = rules.rate_hz / rules.hop_samples * speed
                for window, span in enumerate(windows):
                    first = round((span.first / per_s - origin / rules.rate_hz) * per_frame)
                    last = round((span.last / per_s - origin / rules.rate_hz) * per_frame)
                    part = cells[first:last]
                    if len(part) > rules.least_beside_frames:
                        begins = (origin / rules.rate_hz + first / per_frame) * per_s
                        yield _Asked(window, Span(begins, span.last), speed, cents, part)

    def _clearest(self, asked: Sequence[_Asked], music: dict[int, F32]) -> list[Proposed]:
        """Choose what stands out most in each window, and of each recording the clearest speeds."""
        rules, per_s = self._settings.waveform.second, self._settings.analysis.frames_per_second
        fits = fits_of([one.cells for one in asked], list(music.values()), rules)
        numbers, frame_s = list(music), rules.hop_samples / rules.rate_hz
        windows = defaultdict[int, list[Proposed]](list)
        for row, place in zip(*np.nonzero(fits.z >= rules.least_z), strict=True):
            one, z = asked[place], float(fits.z[row, place])
            offset = one.span.first - int(fits.frame[row, place]) * frame_s / one.speed * per_s
            line = Line(offset, one.speed, one.cents)
            windows[one.window].append(Proposed(z, numbers[row], line, one.span))
        kept: list[Proposed] = []
        for window in sorted(windows):
            lines = Counter[int]()
            for one in sorted(windows[window], key=lambda one: (-one.z, one.recording, one.line.speed)):
                # chance may move the clearest speed by a step
                if lines[one.recording] < rules.most_lines and lines.total() < rules.most_per_window:
                    lines[one.recording] += 1
                    kept.append(one)
        return kept


def laid(compared: Comparison, one: Proposed, rules: SecondLookSettings) -> Explained | None:
    """Lay a recording along the film where it was proposed; None where there are too few peaks to tell.

    Its peaks tell its bounds where they are heard in enough of the window, else the window does.
    """
    seen = sight(compared, one.line, one.span)
    line = coarse_line(compared, seen)
    seen = sight(compared, line, one.span)
    reach = compared.settings.bound_reach_frames
    wide = Span(max(0.0, one.span.first - reach), min(float(compared.heard.frames), one.span.last + reach))
    bounds = trim(compared, seen, Passage(seen, one.span, wide))
    if bounds.span.length < rules.least_heard * one.span.length:
        bounds = Bounds(one.span, reach, reach, 0.0)
    measured = measure(compared, line, bounds)
    return None if measured is None else with_margin(compared, Explained(measured, 0.0, picked=one.z))


def is_told(
    comparisons: Comparisons, one: Explained, others: Sequence[Explained], settings: ExplainSettings
) -> bool:
    """Say whether others tell the same: the recording itself at that time, or another release of it."""
    around = [other.alignment for other in others if overlap(other.alignment, one.alignment) > 0]
    if any(other.recording == one.alignment.recording for other in around):
        return True
    return remainder(comparisons, one.alignment, around).shared > settings.most_shared
