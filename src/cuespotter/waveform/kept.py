"""A film's sound, block by block while it is heard -> the samples of its views, kept to be compared.

They lie in a file without a name in the folder for temporary files, at half precision: 160 MB for two hours
of a view. To enter the film again for every stretch would cost more than all that is asked of it.
"""

from __future__ import annotations

import logging
import tempfile
import weakref
from contextlib import suppress
from typing import BinaryIO, cast

import numpy as np

from cuespotter.analysis.views import film_views, mix_channels
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import Settings
from cuespotter.waveform.samples import Views

LOG = logging.getLogger(__name__)
_DTYPE = np.dtype(np.float16)
"""Its rounding lies 66 dB below whatever sounds."""


class KeptSamples:
    """The views of the reel that is heard, or was heard last.

    Parameters
    ----------
    settings : Settings

    Attributes
    ----------
    rate_hz : int
        Of the blocks.
    is_whole : bool
        Whether all of the reel is there; not where no files are listened to, or its own could not be written.
    """

    def __init__(self, settings: Settings) -> None:
        self.rate_hz = settings.analysis.rate_hz
        self.is_whole = False
        self._is_wanted = settings.waveform.listens
        self._file: BinaryIO | None = None
        self._names: tuple[str, ...] = ()

    def take(self, block: AudioBlock) -> None:
        """Keep a block; one that begins a reel takes the place of the last reel.

        Parameters
        ----------
        block : AudioBlock
            Follows the one before without a gap.
        """
        if not self._is_wanted:
            return
        try:
            if block.first_sample == 0:
                self._begin(block)
            if self._file is not None and self.is_whole:
                mixed = mix_channels(film_views(block.layout).mix, block.samples)
                # 1e4: full scale is 1, and what is beyond half precision would be infinite
                self._write(self._file, np.clip(mixed.T, -1e4, 1e4).astype(_DTYPE).tobytes())
        except OSError as error:
            LOG.info("the film's samples are not kept: %s", error)
            self._forget()

    def stretch(self, start_s: float, end_s: float) -> tuple[Views, int]:
        """Give the views of a stretch by name, and the number of its first sample; the end may be missing.

        Parameters
        ----------
        start_s, end_s : float
            On the file's clock.
        """
        assert self._file is not None
        first = max(0, int(start_s * self.rate_hz))
        count = max(0, int(np.ceil(end_s * self.rate_hz)) - first)
        row = len(self._names) * _DTYPE.itemsize
        self._file.seek(first * row)
        flat = np.frombuffer(self._file.read(count * row), _DTYPE)
        views = flat.reshape(-1, len(self._names)).T.astype(np.float32)
        return dict(zip(self._names, views, strict=True)), first

    def _begin(self, block: AudioBlock) -> None:
        """Begin a reel."""
        if self._file is None:
            # closed with this object; unbuffered, so that a full disk is told by the block that it refuses,
            # not again by whatever comes to write the rest of it
            self._file = cast(BinaryIO, tempfile.TemporaryFile(buffering=0, prefix="cuespotter-"))  # noqa: SIM115
            weakref.finalize(self, self._file.close)
        self._file.seek(0)
        self._file.truncate()
        self._names = film_views(block.layout).names
        self.is_whole = True

    @staticmethod
    def _write(file: BinaryIO, data: bytes) -> None:
        """Write all of a block: a disk that is nearly full takes a part of it, and refuses the next."""
        left = memoryview(data)
        while left:
            left = left[file.write(left) :]

    def _forget(self) -> None:
        """Give up what was kept, and the room that it took."""
        self.is_whole = False
        if self._file is not None:
            with suppress(OSError):
                self._file.truncate(0)
