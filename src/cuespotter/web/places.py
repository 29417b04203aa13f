"""Folders and files below the roots given at start, by number: no path is ever taken from a request."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import UnknownPlaceError, UsageError
from cuespotter.services import is_silent

MOST_ENTRIES = 2000
"""Entries shown of one folder."""


@dataclass(frozen=True)
class ShownPlace:
    """A folder or file that was shown."""

    id: str
    name: str
    is_folder: bool
    size: int


class Places:
    """What may be added or identified, each under an id that only this desk can make.

    Parameters
    ----------
    roots : sequence of Path
        Folders below which the desk may look.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = [root.resolve() for root in roots]
        for root in self._roots:
            if not root.is_dir():
                raise UsageError(f"the root {root} is no folder; name a folder with music or films")
        self._path_of: dict[str, Path] = {}
        self._id_of: dict[Path, str] = {}

    def roots(self) -> list[ShownPlace]:
        """Give the roots themselves."""
        return [self._place(root) for root in self._roots]

    def inside(self, place_id: str) -> list[ShownPlace]:
        """List a folder: folders first, nothing that leads out of the roots.

        What is hidden, or by its name no sound, is left out: what exports wrote beside a film is no film.
        """
        folder = self.path(place_id)
        if not folder.is_dir():
            raise UsageError(f"{folder.name} is no folder")
        try:
            entries = [entry for entry in folder.iterdir() if not entry.name.startswith(".")]
        except OSError as error:
            raise UsageError(f"{folder.name} cannot be read: {error.strerror}") from error
        kept = [
            entry
            for entry in entries
            if self._is_below(entry) and (not is_silent(entry.name) or entry.is_dir())
        ]
        kept = kept[:MOST_ENTRIES]
        places = [self._place(entry) for entry in kept]
        return sorted(places, key=lambda place: (not place.is_folder, place.name.casefold()))

    def path(self, place_id: str) -> Path:
        """Give the path of a place that was shown, if it still lies below a root.

        Raises
        ------
        UnknownPlaceError
            No place was shown under this id, or it leads elsewhere now.
        """
        path = self._path_of.get(place_id)
        if path is None or not self._is_below(path):
            raise UnknownPlaceError("this place is not, or no longer, below a root of the desk")
        return path

    @property
    def folders(self) -> list[Path]:
        """The roots, links followed."""
        return list(self._roots)

    def told(self, message: str) -> str:
        """Write a message for the page: of places below a root, only what the page shows of them."""
        for root in sorted(self._roots, key=lambda one: len(one.parts), reverse=True):
            message = message.replace(f"{root.parent}".rstrip("/\\") + os.sep, "")
        return message

    def _is_below(self, path: Path) -> bool:
        """Say whether a path, links followed, is a folder or plain file below a root."""
        try:
            real = path.resolve(strict=True)
            mode = real.stat().st_mode
        except (OSError, RuntimeError):
            return False
        return (stat.S_ISDIR(mode) or stat.S_ISREG(mode)) and any(map(real.is_relative_to, self._roots))

    def _place(self, path: Path) -> ShownPlace:
        """Show a path under an id."""
        place_id = self._id_of.setdefault(path, secrets.token_hex(8))
        self._path_of[place_id] = path
        name = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace") or "/"
        return ShownPlace(place_id, name, path.is_dir(), path.stat().st_size)
