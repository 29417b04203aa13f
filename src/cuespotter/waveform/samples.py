"""Files -> the samples of their mixes, a stretch at a time, each decoded once while it is in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.views import film_views, mix_channels
from cuespotter.errors import MediaError
from cuespotter.media.patience import patiently
from cuespotter.media.streams import StreamChoice
from cuespotter.media.stretch import read_stretch

F32 = NDArray[np.float32]
TILE_S = 5.0
"""A file is entered at whole multiples of this, and read that far."""
MOST_TILES = 96
"""Kept at hand of all files together, 50 MB: stretches of a film follow each other, and recordings return."""

Views = dict[str, F32]


class SampleSource(Protocol):
    """Sound of which stretches can be had: a file's, or what was kept of a film while it was heard."""

    @property
    def rate_hz(self) -> int:
        """Samples a second."""

    def stretch(self, start_s: float, end_s: float) -> tuple[Views, int]:
        """Give the views of a stretch by name, and the number of its first sample in the file.

        Parameters
        ----------
        start_s, end_s : float
            On the file's clock; more may be given, and what lies beyond its ends may be missing.

        Raises
        ------
        MediaError
            The file cannot be listened to.
        """


class Tiles:
    """Stretches of files that were decoded last, so that each is decoded once while it is in use."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[Path, int], Views] = OrderedDict()

    def get(
        self, path: Path, numbers: Sequence[int], make: Callable[[int, int], Sequence[Views]]
    ) -> list[Views]:
        """Give tiles of a file in a row; those that are not at hand are made, from the first to the last."""
        missing = [number for number in numbers if (path, number) not in self._kept]
        if missing:
            made = make(missing[0], missing[-1] + 1)
            self._kept |= {(path, missing[0] + place): tile for place, tile in enumerate(made)}
        for number in numbers:
            self._kept.move_to_end((path, number))
        tiles = [self._kept[path, number] for number in numbers]
        while len(self._kept) > MOST_TILES:
            self._kept.popitem(last=False)
        return tiles


class Waveform:
    """The views of one file, as samples at one rate.

    Parameters
    ----------
    path : Path
    stream : StreamChoice or None
    rate_hz : int
    tiles : Tiles
        What is at hand.

    Attributes
    ----------
    is_unreadable : bool
        Whether a stretch was asked for that could not be decoded.
    """

    def __init__(self, path: Path, stream: StreamChoice | None, rate_hz: int, tiles: Tiles) -> None:
        self.rate_hz = rate_hz
        self.is_unreadable = False
        self._path, self._stream, self._tiles = path, stream, tiles

    def stretch(self, start_s: float, end_s: float) -> tuple[Views, int]:
        """Give the views of a stretch; see `SampleSource`."""
        first, last = int(max(0.0, start_s) // TILE_S), int(max(0.0, end_s) // TILE_S)
        tiles = self._tiles.get(self._path, range(first, last + 1), self._decode)
        names = [name for name in tiles[0] if all(name in tile for tile in tiles)]
        origin = first * round(TILE_S * self.rate_hz)
        return {name: np.concatenate([tile[name] for tile in tiles]) for name in names}, origin

    def _decode(self, first: int, end: int) -> list[Views]:
        """Decode tiles in a row, as long as the file answers in time."""
        try:
            (mixed,) = patiently(partial(self._mixed, first * TILE_S, end * TILE_S), self._path)
        except MediaError:
            self.is_unreadable = True
            raise
        size = round(TILE_S * self.rate_hz)
        return [
            {name: mix[place * size : (place + 1) * size] for name, mix in mixed.items()}
            for place in range(end - first)
        ]

    def _mixed(self, start_s: float, end_s: float) -> Iterator[Views]:
        """Decode a stretch into its views, as something that can be waited for."""
        block = read_stretch(
            self._path, rate_hz=self.rate_hz, start_s=start_s, end_s=end_s, stream=self._stream
        )
        views = film_views(block.layout)
        yield dict(zip(views.names, mix_channels(views.mix, block.samples), strict=True))
