"""Blocks of samples -> what is remembered of a recording, and what is heard in a film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis import spectrogram
from cuespotter.analysis._kernels import FilmPeaks
from cuespotter.analysis.peaks import (
    LocalPeaks,
    Peaks,
    Section,
    Sectioner,
    cut_sections,
    join_peaks,
    loudest,
    pick_peaks,
)
from cuespotter.analysis.presence import log_axis, measure_presence
from cuespotter.analysis.views import View, Views, film_views, mix_channels, recording_views
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import AnalysisSettings, HearingSettings

F32 = NDArray[np.float32]

RECORDING_SECTION_FRAMES = 2048
"""Peaks of a recording are picked in 48 s at a time; the margins cost a twentieth of it."""


@dataclass(frozen=True)
class Fingerprint:
    """What the library keeps of a recording: its peaks, and how many frames it is long."""

    peaks: Peaks
    frames: int


@dataclass(frozen=True)
class HeardView:
    """One view of a film.

    Attributes
    ----------
    view : View
    peaks : Peaks
        To be met by those of a recording that is laid along the film.
    loud_peaks : Peaks
        The louder of them, to be paired and looked up in the index.
    loudest_peaks : Peaks
        The loudest, for the speeds that are less likely.
    presence : int8[frames, columns]
        To be looked up by the index's candidates (see `presence.py`). Neighbours in time lie side by side in
        memory: a line is looked up together with many beside it.
    column_cents : float
        Width of a column of presence.
    level_db : float32[frames]
        Level of the view re a full-scale sine.
    """

    view: View
    peaks: Peaks
    loud_peaks: Peaks
    loudest_peaks: Peaks
    presence: NDArray[np.int8]
    column_cents: float
    level_db: F32

    @property
    def name(self) -> str:
        """The view's name."""
        return self.view.name


@dataclass(frozen=True)
class Heard:
    """A film, as it was heard: its views, all of the same number of frames."""

    views: tuple[HeardView, ...]
    frames: int

    @property
    def column_cents(self) -> float:
        """Width of a column of presence, the same in all views."""
        return self.views[0].column_cents

    @cached_property
    def peaks(self) -> FilmPeaks:
        """The peaks of all views."""
        joined = join_peaks([view.peaks for view in self.views], np.float32)
        starts = np.cumsum([0, *(len(view.peaks) for view in self.views)])
        return FilmPeaks(joined.frame, joined.cents.astype(np.float32), starts)


def fingerprint_recording(blocks: Iterable[AudioBlock], settings: AnalysisSettings) -> Fingerprint:
    """Remember a recording by the peaks of its channels' energy.

    Parameters
    ----------
    blocks : iterable of AudioBlock
        At `settings.rate_hz`, of one layout.

    Returns
    -------
    Fingerprint
        Empty where there is no sound. The same however the sound is cut into blocks.
    """
    frames = 0
    parts: list[Peaks] = []
    rows = _energy_rows(blocks, settings)
    margin = settings.selection_half_frames + settings.recording_reach_frames
    for section in cut_sections(rows, section_frames=RECORDING_SECTION_FRAMES, margin_frames=margin):
        found = pick_peaks(
            section,
            reach_frames=settings.recording_reach_frames,
            reach_bins=settings.recording_reach_bins,
            lowest_bin=settings.lowest_bin,
            highest_bin=settings.highest_bin,
            floor_db=settings.floor_db,
        )
        chosen = _selected(section, found, settings, settings.peaks_per_second)
        parts.append(Peaks(chosen.frame, np.rint(chosen.cents).astype(np.uint16)))
        frames += section.frames
    return Fingerprint(join_peaks(parts, np.uint16), frames)


def hear_film(blocks: Iterable[AudioBlock], settings: AnalysisSettings, hearing: HearingSettings) -> Heard:
    """Hear a film on all its views.

    Parameters
    ----------
    blocks : iterable of AudioBlock
        At `settings.rate_hz`, of one layout.

    Returns
    -------
    Heard
        The same however the sound is cut into blocks, and however many threads work.
    """
    views: Views | None = None

    def mixed() -> Iterator[F32]:
        nonlocal views
        for block in blocks:
            if views is None:
                views = film_views(block.layout)
            yield mix_channels(views.mix, block.samples)

    listeners: list[_ViewListener] = []
    jobs: list[Future[None]] = []
    frames = 0
    with ThreadPoolExecutor(max_workers=hearing.threads) as pool:
        chunks = spectrogram.chunk_samples(
            mixed(), window_samples=settings.window_samples, hop_samples=settings.hop_samples
        )
        for chunk in chunks:
            if not listeners and views is not None:
                listeners = [_ViewListener(view, settings, hearing) for view in views.views]
            # while they are at work, the next chunk is decoded
            for job in jobs:
                job.result()
            jobs = [
                pool.submit(listener.hear, chunk.samples[i], chunk.frames)
                for i, listener in enumerate(listeners)
            ]
            frames += chunk.frames
        for job in jobs:
            job.result()
    # one after the other: each needs its presence twice for a moment
    return Heard(tuple(listener.finish() for listener in listeners), frames)


class _ViewListener:
    """One view on its way from samples to peaks and presence, section by section.

    Between chunks it holds the sectioner's rows, the peaks of all sections that are done, and their presence
    in one array [columns, frames] that doubles when it is full: the frames of a column lie side by side, as
    look-ups want.
    """

    def __init__(self, view: View, settings: AnalysisSettings, hearing: HearingSettings) -> None:
        self._view = view
        self._settings, self._hearing = settings, hearing
        self._window = spectrogram.hann_window(settings.window_samples)
        self._axis = log_axis(
            lowest_hz=settings.lowest_hz,
            step_cents=hearing.presence.step_cents,
            columns=hearing.presence.columns(settings),
            bin_hz=settings.rate_hz / settings.window_samples,
        )
        self._sectioner = Sectioner(
            section_frames=hearing.section_frames, margin_frames=hearing.margin_frames
        )
        self._peaks: list[Peaks] = []
        self._loud: list[Peaks] = []
        self._loudest: list[Peaks] = []
        self._presence = np.empty((len(self._axis[0]), hearing.section_frames), np.int8)
        self._frames = 0
        self._level: list[F32] = []

    def hear(self, samples: F32, frames: int) -> None:
        """Take the next samples."""
        settings = self._settings
        power = spectrogram.power_of(
            samples,
            frames=frames,
            window=self._window,
            hop_samples=settings.hop_samples,
            bins=settings.highest_bin + 2,
        )
        total = power[:, settings.lowest_bin : settings.highest_bin].sum(axis=1)
        self._level.append((10.0 * np.log10(np.maximum(total, 1e-12))).astype(np.float32))
        for section in self._sectioner.push(power):
            self._section(section)

    def finish(self) -> HeardView:
        """Work on what is left."""
        for section in self._sectioner.finish():
            self._section(section)
        presence = self._presence[:, : self._frames].copy().T
        self._presence = np.empty((len(presence), 0), np.int8)
        level = np.concatenate([np.zeros(0, np.float32), *self._level])
        peaks, loud, loudest = (
            join_peaks(parts, np.float32) for parts in (self._peaks, self._loud, self._loudest)
        )
        return HeardView(self._view, peaks, loud, loudest, presence, self._hearing.presence.step_cents, level)

    def _section(self, section: Section) -> None:
        """Pick the peaks of a section and measure its presence."""
        settings, hearing = self._settings, self._hearing
        found = pick_peaks(
            section,
            reach_frames=hearing.reach_frames,
            reach_bins=hearing.reach_bins,
            lowest_bin=settings.lowest_bin,
            highest_bin=settings.highest_bin,
            floor_db=settings.floor_db,
        )
        dense = found.only(
            loudest(
                found,
                half_width_frames=settings.selection_half_frames,
                per_half_width=settings.per_selection(hearing.presence_peaks_per_second),
            )
        )
        columns = np.rint(_cents(dense, settings) / hearing.presence.step_cents).astype(np.int64)
        self._keep(measure_presence(section, dense, columns, self._axis, hearing.presence))
        self._peaks.append(_selected(section, dense, settings, hearing.peaks_per_second))
        self._loud.append(_selected(section, dense, settings, hearing.loud_peaks_per_second))
        self._loudest.append(_selected(section, dense, settings, hearing.loudest_peaks_per_second))

    def _keep(self, presence: NDArray[np.int8]) -> None:
        """Lay the presence of a section behind the others, column by column; full room doubles."""
        columns, room = self._presence.shape
        end = self._frames + len(presence)
        if end > room:
            roomier = np.empty((columns, max(end, 2 * room)), np.int8)
            roomier[:, : self._frames] = self._presence[:, : self._frames]
            self._presence = roomier
        self._presence[:, self._frames : end] = presence.T
        self._frames = end


def _energy_rows(blocks: Iterable[AudioBlock], settings: AnalysisSettings) -> Iterator[F32]:
    """Give the energy of a recording's channels, frame by frame."""

    def mixed() -> Iterator[F32]:
        mix = None
        for block in blocks:
            if mix is None:
                mix = recording_views(block.layout)
            yield mix_channels(mix, block.samples)

    window = spectrogram.hann_window(settings.window_samples)
    for chunk in spectrogram.chunk_samples(
        mixed(), window_samples=settings.window_samples, hop_samples=settings.hop_samples
    ):
        views = [
            spectrogram.power_of(
                view,
                frames=chunk.frames,
                window=window,
                hop_samples=settings.hop_samples,
                bins=settings.highest_bin + 2,
            )
            for view in chunk.samples
        ]
        yield views[0] if len(views) == 1 else views[0] + views[1]


def _selected(section: Section, found: LocalPeaks, settings: AnalysisSettings, per_second: float) -> Peaks:
    """Keep the loudest peaks of the section proper, sorted by frame, then cents."""
    keep = loudest(
        found,
        half_width_frames=settings.selection_half_frames,
        per_half_width=settings.per_selection(per_second),
    )
    frame = found.row - section.margin
    keep &= (frame >= 0) & (frame < section.frames)
    chosen = found.only(keep)
    cents = _cents(chosen, settings).astype(np.float32)
    frame = frame[keep] + section.first
    order = np.lexsort((cents, frame))
    return Peaks(frame[order].astype(np.int32), cents[order])


def _cents(peaks: LocalPeaks, settings: AnalysisSettings) -> NDArray[np.float64]:
    """Give the peaks' heights above the lowest frequency."""
    hz = peaks.height.astype(np.float64) * (settings.rate_hz / settings.window_samples)
    cents: NDArray[np.float64] = np.maximum(1200.0 * np.log2(hz / settings.lowest_hz), 0.0)
    return cents
