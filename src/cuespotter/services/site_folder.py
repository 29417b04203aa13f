"""A folder that a site is written to: only what is ours is touched, and of that only what is new.

Beside the pages lies a note of what was written, with digests, so that a file of the user's own is never met,
and one that the user changed since is never lost.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from cuespotter.errors import ExportError
from cuespotter.lines import one_line

NOTE: Final = ".cuespotter-site.json"
VERSION: Final = 1
IN_WORK: Final = ""
"""Instead of a digest: the file may be half of an earlier run, which was broken off."""
NAMED: Final = 3
"""Files named in a message."""


class SiteFolder:
    """A folder with a site in it, or an empty one.

    Parameters
    ----------
    root : Path
        Made when the first file is written.

    Raises
    ------
    ExportError
        It is a file, or the note in it cannot be read.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        if root.exists() and not root.is_dir():
            raise ExportError(f"{_shown(root)} is a file; name a folder for the site")
        self._digests = self._read_note()

    def begin(self, paths: Iterable[str], *, over: bool = False) -> None:
        """Make sure that no file is met that is not ours as we wrote it, and note what will be written.

        Raises
        ------
        ExportError
            Such a file is there (and `over` is not said), or the folder cannot be written. Nothing was
            changed then.
        """
        planned = list(paths)
        strange = [] if over else [path for path in planned if self._is_strange(path)]
        if strange:
            named = ", ".join(one_line(path) for path in strange[:NAMED])
            more = f" and {len(strange) - NAMED} more" if len(strange) > NAMED else ""
            raise ExportError(
                f"{_shown(self.root)} holds {named}{more}, which Cuespotter has not written, or somebody has "
                "changed since; choose an empty folder, move these away, or take --over"
            )
        self._write_note({**self._digests, **{path: self._digests.get(path, IN_WORK) for path in planned}})

    def put(self, path: str, content: bytes) -> bool:
        """Write a file if it is not there as it should be; says whether it was written."""
        from cuespotter.exports.base import write_whole

        target = self.root / path
        self._digests[path] = hashlib.sha256(content).hexdigest()
        if target.is_file() and _digest_of(target) == self._digests[path]:
            return False
        _make_folder(target.parent)
        write_whole(target, content)
        return True

    def end(self, paths: Iterable[str]) -> list[str]:
        """Take away what an earlier site had and this one has not; gives what was taken away.

        A file that somebody has changed since stays where it is.
        """
        planned = set(paths)
        gone = [path for path in self._digests if path not in planned]
        removed = []
        for path in gone:
            target = self.root / path
            if target.is_file() and not self._is_strange(path):
                with suppress(OSError):
                    target.unlink()
                    removed.append(path)
            del self._digests[path]
        self._write_note(self._digests)
        return removed

    def _is_strange(self, path: str) -> bool:
        """Say whether there is a file that is not as we wrote it."""
        target = self.root / path
        if not target.exists() and not target.is_symlink():
            return False
        if not target.is_file():
            return True
        known = self._digests.get(path)
        return known is None or (known != IN_WORK and _digest_of(target) != known)

    def _read_note(self) -> dict[str, str]:
        """Read what was written before."""
        note = self.root / NOTE
        if not note.is_file():
            return {}
        try:
            told = json.loads(note.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            told = None
        files = told.get("files") if isinstance(told, dict) and told.get("version") == VERSION else None
        if not isinstance(files, dict) or not _are_inside(files):
            raise ExportError(
                f"{_shown(note)} cannot be read, which says what of the folder is ours; "
                "choose another folder for the site, or take that file away and say --over"
            )
        return files

    def _write_note(self, digests: dict[str, str]) -> None:
        from cuespotter.exports.base import write_whole

        content = (
            json.dumps({"version": VERSION, "files": digests}, indent=0, sort_keys=True).encode() + b"\n"
        )
        note = self.root / NOTE
        if note.is_file() and note.read_bytes() == content:
            return
        _make_folder(self.root)
        write_whole(note, content)


def _are_inside(files: dict[object, object]) -> bool:
    """Say whether a note names nothing outside its folder: what it names may be taken away."""
    texts = all(isinstance(path, str) and isinstance(digest, str) for path, digest in files.items())
    return texts and not any(Path(str(path)).is_absolute() or ".." in Path(str(path)).parts for path in files)


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"the folder {_shown(folder)} cannot be made: {error.strerror or error}") from error


def _shown(path: Path) -> str:
    return one_line(str(path))
