"""Stills kept on disk, by what they show: the next look at a film costs nothing, and old films make room."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

MOST_BYTES = 192 << 20
"""Kept in all: some 40,000 small stills."""
_LOOKED_AFTER = 200
"""So many are written before it is counted again how much there is."""


class KeptStills:
    """Small stills in a folder; what was not looked at longest goes first.

    Parameters
    ----------
    folder : Path
        Made when the first still is kept; where nothing may be written, nothing is kept.
    most_bytes : int
        Kept at most, a few more between two counts.
    """

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        self._written = _LOOKED_AFTER
        self._lock = threading.Lock()

    def get(self, path: Path, at_s: float, height: int, *, near: bool) -> bytes | None:
        """Give a still of a file as it now is, if there is one."""
        kept = self._place(path, at_s, height, near=near)
        try:
            content = kept.read_bytes()
            kept.touch()
        except OSError:
            return None
        return content

    def put(self, content: bytes, path: Path, at_s: float, height: int, *, near: bool) -> None:
        """Keep a still."""
        kept = self._place(path, at_s, height, near=near)
        beside = kept.with_suffix(f".{threading.get_ident()}")
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(content)
            beside.replace(kept)
            self._make_room()
        except OSError:
            return

    def _place(self, path: Path, at_s: float, height: int, *, near: bool) -> Path:
        """Name a still: another name when the file is another, or was changed."""
        facts = path.stat()
        film = hashlib.sha256(f"{path}|{facts.st_size}|{facts.st_mtime_ns}".encode()).hexdigest()[:20]
        return self._folder / film / f"{round(at_s * 1000)}-{height}{'-near' if near else ''}.jpg"

    def _make_room(self) -> None:
        """Throw the oldest away where there is too much; counted now and then only."""
        with self._lock:
            self._written += 1
            if self._written < _LOOKED_AFTER:
                return
            self._written = 0
            facts = [(file.stat(), file) for file in self._folder.glob("*/*")]
            left = sum(one.st_size for one, _file in facts)
            for one, file in sorted(facts, key=lambda pair: pair[0].st_mtime):
                if left <= self._most_bytes:
                    return
                file.unlink(missing_ok=True)
                left -= one.st_size
