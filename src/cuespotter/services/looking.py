"""Look: the film's pictures by name and time, from the files where they lie."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.errors import UsageError
from cuespotter.services.kept_stills import KeptStills
from cuespotter.services.levelling import Levelling

if TYPE_CHECKING:
    from cuespotter.media.pictures import PictureReader

SMALL_HEIGHT = 180
"""Stills of up to this height are kept: those beside cues, and of the strip."""
OPEN_READERS = 3
"""Files kept open for the next picture: going on is ten times faster than going there."""
IDLE_S = 20.0
"""After so long without a question all files are let go, so that they can be moved."""


class Looking(Levelling):
    """Pictures by name and time."""

    def still(self, film: str, at_s: float, height: int, *, near: bool = False) -> bytes:
        """Give the picture that a film shows at a time.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        at_s : float
            On the film's clock, in seconds, over its reels.
        height : int
            Of the still at most, in pixels; its width follows.
        near : bool
            Whether the last key picture before it will do, which is found much faster.

        Returns
        -------
        bytes
            JPEG.

        Raises
        ------
        UsageError
            The film does not last so long.
        MediaError
            A file is gone, has no picture, or none can be decoded there.

        Examples
        --------
        >>> library.still("film.mkv", 20.0, 90)[:3] == bytes([255, 216, 255])
        True
        """
        path, within_s = self._picture_at(film, at_s)
        if height <= SMALL_HEIGHT:
            kept = self._stills.get(path, within_s, height, near=near)
            if kept is not None:
                return kept
        content = self._readers.reader(path).still(within_s, height=height, near=near)
        if height <= SMALL_HEIGHT:
            self._stills.put(content, path, within_s, height, near=near)
        return content

    def reel_file(self, film: str, number: int) -> Path:
        """Give the place of one of a film's files.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        number : int
            Which reel, from 0.

        Raises
        ------
        UsageError
            The film has no such reel.
        MissingFileError
            The file is gone.

        Examples
        --------
        >>> library.reel_file("film.mkv", 0).name
        'film.mkv'
        """
        reels = self._reels(film)
        if not 0 <= number < len(reels):
            raise UsageError(
                f"the film has {len(reels)} reel(s); there is no number {number}, counted from 0"
            )
        return reels[number][1]

    def _picture_at(self, film: str, at_s: float) -> tuple[Path, float]:
        """Give the reel that is shown at a time, and the time within it."""
        reels = self._reels(film)
        last = reels[-1][0]
        if at_s > last.film_start_s + last.duration_s + 1.0:
            raise UsageError(f"the film does not last until {at_s:.1f} s")
        reel, path = [one for one in reels if one[0].film_start_s <= at_s][-1]
        return path, at_s - reel.film_start_s

    @cached_property
    def _stills(self) -> KeptStills:
        """Stills that were made before."""
        return KeptStills(self.folder / "desk" / "stills")

    @cached_property
    def _readers(self) -> _Readers:
        """Files that are being looked at."""
        return _Readers()


class _Readers:
    """The files that were looked at last, kept open for a while."""

    def __init__(self) -> None:
        self._open: OrderedDict[Path, PictureReader] = OrderedDict()
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def reader(self, path: Path) -> PictureReader:
        """Give a file's reader; the file that was not looked at longest is let go for it."""
        from cuespotter.media.pictures import PictureReader

        with self._lock:
            self._open[path] = reader = self._open.pop(path, None) or PictureReader(path)
            spare = [self._open.popitem(last=False)[1] for _ in range(len(self._open) - OPEN_READERS)]
            self._close_later()
        for one in spare:
            one.close()
        return reader

    def close(self) -> None:
        """Let all files go."""
        with self._lock:
            spare = list(self._open.values())
            self._open.clear()
        for one in spare:
            one.close()

    def _close_later(self) -> None:
        """Let the files go when nobody asks any more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(IDLE_S, self.close)
        self._timer.daemon = True
        self._timer.start()
