"""Power by frame and bin -> one view of a film as it was heard: its peaks, its presence, its level."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.hearing import Kinds
from cuespotter.analysis.peaks import Peaks, Section, Sectioner, join_peaks, loudest, pick_peaks
from cuespotter.analysis.presence import log_axis, measure_presence
from cuespotter.analysis.selection import cents_of, selected
from cuespotter.analysis.views import View
from cuespotter.settings import AnalysisSettings, HearingSettings

F32 = NDArray[np.float32]


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
    kinds : Kinds or None
        How surely there is speech, singing, music on it, frame by frame; None where nobody told (see
        `hearing.py`).
    """

    view: View
    peaks: Peaks
    loud_peaks: Peaks
    loudest_peaks: Peaks
    presence: NDArray[np.int8]
    column_cents: float
    level_db: F32
    kinds: Kinds | None = None

    @property
    def name(self) -> str:
        """The view's name."""
        return self.view.name

    def between(self, first: int, last: int) -> HeardView:
        """Cut frames ``[first, last)`` out of the view, as if nothing else had been heard."""
        peaks, loud, loudest = (
            part.cut(first, last) for part in (self.peaks, self.loud_peaks, self.loudest_peaks)
        )
        frames, kinds = slice(first, last), self.kinds
        if kinds is not None:
            kinds = Kinds(kinds.speech[frames], kinds.singing[frames], kinds.music[frames])
        presence, level_db = self.presence[frames], self.level_db[frames]
        return HeardView(self.view, peaks, loud, loudest, presence, self.column_cents, level_db, kinds)


class ViewListener:
    """One view on its way from samples to peaks and presence, section by section.

    Between chunks it holds the sectioner's rows, the peaks of all sections that are done, and their presence
    in one array [columns, frames] that doubles when it is full: the frames of a column lie side by side, as
    look-ups want.
    """

    def __init__(self, view: View, settings: AnalysisSettings, hearing: HearingSettings) -> None:
        self._view = view
        self._settings, self._hearing = settings, hearing
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

    def hear(self, make_power: Callable[[F32, int], F32], samples: F32, frames: int) -> None:
        """Take the next frames' samples, of which `make_power` makes the view's power."""
        settings = self._settings
        power = make_power(samples, frames)
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
        columns = np.rint(cents_of(dense, settings) / hearing.presence.step_cents).astype(np.int64)
        self._keep(measure_presence(section, dense, columns, self._axis, hearing.presence))
        self._peaks.append(selected(section, dense, settings, hearing.peaks_per_second))
        self._loud.append(selected(section, dense, settings, hearing.loud_peaks_per_second))
        self._loudest.append(selected(section, dense, settings, hearing.loudest_peaks_per_second))

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
