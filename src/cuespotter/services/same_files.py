"""Whether a film's file is still where it was identified, and still the same."""

from __future__ import annotations

from pathlib import Path

from cuespotter.buckets import as_path
from cuespotter.catalogue.film_rows import Reel
from cuespotter.errors import MediaError, MissingFileError


class SameFiles:
    """Looks at films' files; one whose content had to be read is not read again while it stays as it is."""

    def __init__(self) -> None:
        self._same: set[tuple[Reel, int, int]] = set()

    def path_of(self, reel: Reel) -> Path:
        """Say where a film's file lies.

        Raises
        ------
        MissingFileError
            It is not there.
        MediaError
            Another file lies there, or it cannot be read.
        """
        path = as_path(reel.location)
        if not path.is_file():
            raise MissingFileError(
                f"the film's file {path} is no longer where it was identified; put it back, or identify it "
                "where it lies now",
                path=str(path),
            )
        try:
            difference = None if self._is_still(reel, path) else _difference(reel, path)
        except OSError as error:
            raise MediaError(f"{path} cannot be read: {error.strerror}", path=str(path)) from error
        if difference is not None:
            raise MediaError(
                f"{path} is not the file in which the film was identified ({difference}); put that one back, "
                "or identify this one: 'cuespotter identify'",
                path=str(path),
            )
        return path

    def _is_still(self, reel: Reel, path: Path) -> bool:
        """Say whether a file is the one that was identified."""
        facts = path.stat()
        seen = (reel, facts.st_size, facts.st_mtime_ns)
        if seen not in self._same and reel.is_still(path):
            self._same.add(seen)
        return seen in self._same


def _difference(reel: Reel, path: Path) -> str:
    """Say by what a file is another."""
    size = path.stat().st_size
    if reel.size is None or size == reel.size:
        return "its content is another"
    return f"it has {size:,} bytes, that one had {reel.size:,}"
