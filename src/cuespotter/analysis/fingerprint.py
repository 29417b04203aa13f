"""Blocks of samples -> what is remembered of a recording, and what is heard in a film."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis._kernels import FilmPeaks
from cuespotter.analysis.dubs import Dub, SharedPower
from cuespotter.analysis.hearing import is_installed
from cuespotter.analysis.leaning import Leaning, LeaningListener
from cuespotter.analysis.listener import HeardView, ViewListener
from cuespotter.analysis.peaks import Peaks, cut_sections, join_peaks, pick_peaks
from cuespotter.analysis.selection import selected
from cuespotter.analysis.spectrogram import Transform
from cuespotter.analysis.view_kinds import ViewsKinds
from cuespotter.analysis.views import (
    MIDDLE,
    SHARED,
    SIDE,
    Views,
    film_views,
    mix_channels,
    recording_views,
)
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
class Heard:
    """A film, as it was heard.

    Attributes
    ----------
    views : tuple[HeardView, ...]
        All of the same number of frames.
    frames : int
    leaning : Leaning or None
        To which side it leans, frame by frame; None where it has no sides.
    """

    views: tuple[HeardView, ...]
    frames: int
    leaning: Leaning | None = None

    @property
    def column_cents(self) -> float:
        """Width of a column of presence, the same in all views."""
        return self.views[0].column_cents

    @cached_property
    def presences(self) -> tuple[NDArray[np.int8], ...]:
        """The presence of all views."""
        return tuple(view.presence for view in self.views)

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
        chosen = selected(section, found, settings, settings.peaks_per_second)
        parts.append(Peaks(chosen.frame, np.rint(chosen.cents).astype(np.uint16)))
        frames += section.frames
    return Fingerprint(join_peaks(parts, np.uint16), frames)


def hear_film(
    blocks: Iterable[AudioBlock],
    settings: AnalysisSettings,
    hearing: HearingSettings,
    dubs: Sequence[Dub] = (),
) -> Heard:
    """Hear a film on all its views.

    Parameters
    ----------
    blocks : iterable of AudioBlock
        At `settings.rate_hz`, of one layout.
    dubs : sequence of Dub
        Further language tracks; what all share is one more view.

    Returns
    -------
    Heard
        The same however the sound is cut into blocks, and however many threads work.
    """
    views: Views | None = None
    ears = ViewsKinds(settings.rate_hz) if hearing.tells_kinds and is_installed() else None

    def mixed() -> Iterator[F32]:
        nonlocal views
        for block in blocks:
            if views is None:
                views = film_views(block.layout)
            samples = mix_channels(views.mix, block.samples)
            if ears is not None:
                ears.take(samples)
            yield samples

    listeners: list[ViewListener] = []
    transform = Transform.of(settings)
    shared = SharedPower(dubs, transform)
    sides = LeaningListener(settings.window_samples, settings.hop_samples)
    jobs: list[Future[None]] = []
    frames = 0
    with ThreadPoolExecutor(max_workers=hearing.threads) as pool:
        for chunk in transform.chunks(mixed()):
            if not listeners and views is not None:
                heard = (*views.views, *([SHARED] if dubs else []))
                listeners = [ViewListener(view, settings, hearing) for view in heard]
            # while they are at work, the next chunk is decoded
            for job in jobs:
                job.result()
            jobs = [
                pool.submit(listener.hear, transform.power, samples, chunk.frames)
                for listener, samples in zip(listeners, chunk.samples, strict=False)
            ]
            if ears is not None:
                jobs += [pool.submit(job) for job in ears.jobs()]
            middle = chunk.samples[views.views.index(MIDDLE)] if views is not None else chunk.samples[0]
            if dubs:
                jobs.append(pool.submit(listeners[-1].hear, shared.next, middle, chunk.frames))
            if views is not None and SIDE in views.views:
                sides.hear(middle, chunk.samples[views.views.index(SIDE)], chunk.frames)
            frames += chunk.frames
        for job in jobs:
            job.result()
    # one after the other: each needs its presence twice for a moment
    heard_views = [listener.finish() for listener in listeners]
    for place, kinds in enumerate(
        ears.finish(frames, settings.frames_per_second) if ears is not None else ()
    ):
        heard_views[place] = replace(heard_views[place], kinds=kinds)
    return Heard(tuple(heard_views), frames, sides.finish())


def _energy_rows(blocks: Iterable[AudioBlock], settings: AnalysisSettings) -> Iterator[F32]:
    """Give the energy of a recording's channels, frame by frame."""

    def mixed() -> Iterator[F32]:
        mix = None
        for block in blocks:
            if mix is None:
                mix = recording_views(block.layout)
            yield mix_channels(mix, block.samples)

    transform = Transform.of(settings)
    for chunk in transform.chunks(mixed()):
        views = [transform.power(view, chunk.frames) for view in chunk.samples]
        yield views[0] if len(views) == 1 else views[0] + views[1]
