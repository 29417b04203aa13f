"""Samples -> power by frame and bin, in chunks that do not depend on how the samples arrive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import scipy.fft
from numpy.typing import NDArray

from cuespotter.analysis._kernels import power_of_bins
from cuespotter.settings import AnalysisSettings

F32 = NDArray[np.float32]

CHUNK_FRAMES = 256
"""Frames handed on at a time: enough to hide what a call costs."""
AT_ONCE = 64
"""Frames transformed at a time, which fit into the cache: half of what 256 cost."""


@dataclass(frozen=True)
class Chunk:
    """Some frames of all views' samples, windowed but not yet transformed.

    Attributes
    ----------
    first : int
        Number of the first frame; frame 0 is centred on sample 0.
    frames : int
    samples : float32[views, (frames - 1) * hop + window]
    """

    first: int
    frames: int
    samples: F32


def chunk_samples(blocks: Iterable[F32], *, window_samples: int, hop_samples: int) -> Iterator[Chunk]:
    """Cut a stream of samples into chunks of `CHUNK_FRAMES` frames.

    Parameters
    ----------
    blocks : iterable of float32[views, n]
        In order, of any length.
    window_samples, hop_samples : int > 0

    Yields
    ------
    Chunk
        All full chunks and one shorter at the end. There is a frame for every hop that begins within the
        sound, and half a window of silence on both sides.
    """
    held: list[F32] = []
    length = 0
    total = 0
    first = 0
    need = (CHUNK_FRAMES - 1) * hop_samples + window_samples
    for block in blocks:
        if not held:
            held = [np.zeros((len(block), window_samples // 2), np.float32)]
            length = window_samples // 2
        held.append(block)
        length += block.shape[1]
        total += block.shape[1]
        while length >= need:
            joined = np.concatenate(held, axis=1)
            yield Chunk(first, CHUNK_FRAMES, joined[:, :need])
            held = [joined[:, CHUNK_FRAMES * hop_samples :]]
            length = held[0].shape[1]
            first += CHUNK_FRAMES
    frames = -(-total // hop_samples) - first
    if frames > 0:
        joined = np.concatenate([*held, np.zeros((len(held[0]), window_samples), np.float32)], axis=1)
        while frames > 0:
            now = min(frames, CHUNK_FRAMES)
            yield Chunk(first, now, joined[:, : (now - 1) * hop_samples + window_samples])
            joined = joined[:, now * hop_samples :]
            first, frames = first + now, frames - now


def power_of(samples: F32, *, frames: int, window: F32, hop_samples: int, bins: int) -> F32:
    """Give the power of one view's frames.

    Parameters
    ----------
    samples : float32[(frames - 1) * hop_samples + len(window)]
    window : float32[window_samples]
    bins : int
        Only the lowest are given.

    Returns
    -------
    float32[frames, bins]
        Of a full-scale sine, about 1 at its bin.
    """
    cut = np.lib.stride_tricks.sliding_window_view(samples, len(window))[::hop_samples][:frames]
    power = np.empty((frames, bins), np.float32)
    for first in range(0, frames, AT_ONCE):
        some = slice(first, first + AT_ONCE)
        spectrum = scipy.fft.rfft(cut[some] * window, axis=1, overwrite_x=True)
        power_of_bins(spectrum, bins, power[some])
    return power


def hann_window(window_samples: int) -> F32:
    """Give the periodic Hann window, scaled so that a full-scale sine has power 1."""
    phase = 2.0 * np.pi * np.arange(window_samples) / window_samples
    window = 0.5 - 0.5 * np.cos(phase)
    scaled: F32 = (window * (2.0 / window.sum())).astype(np.float32)
    return scaled


@dataclass(frozen=True)
class Transform:
    """How samples become power, once for a run.

    Attributes
    ----------
    window : float32[window_samples]
    hop_samples : int
    bins : int
        The lowest, up to one more than peaks are looked for in.
    """

    window: F32
    hop_samples: int
    bins: int

    @classmethod
    def of(cls, settings: AnalysisSettings) -> Transform:
        """Take the settings' window, hop and bins."""
        return cls(hann_window(settings.window_samples), settings.hop_samples, settings.highest_bin + 2)

    def chunks(self, blocks: Iterable[F32]) -> Iterator[Chunk]:
        """Cut a stream of samples (see `chunk_samples`)."""
        return chunk_samples(blocks, window_samples=len(self.window), hop_samples=self.hop_samples)

    def power(self, samples: F32, frames: int) -> F32:
        """Give the power of one view's frames (see `power_of`)."""
        return power_of(
            samples, frames=frames, window=self.window, hop_samples=self.hop_samples, bins=self.bins
        )
