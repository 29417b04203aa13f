"""Files that survive: the few operations by which the library reaches the disk, all in one place.

A file is written under another name in the same folder, forced to the disk, renamed, and the folder forced
to the disk: at any moment its name stands for the whole old content, the whole new one, or nothing.  Tests
put a `Disk` in place that fails at each operation in turn, or that forgets what was never forced.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from cuespotter.errors import CuespotterError, LibraryUnwritableError

SEGMENT_SUFFIX = ".ndx"
"""Ends the name of a segment."""
PARTIAL_SUFFIX = ".partial"
"""Ends the name of a file that is not finished; such a file never counts."""


class Disk:
    """The operating system's files, one method for each operation that can fail."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new, empty file for writing and reading."""
        return path.open("w+b")

    def write(self, file: BinaryIO, data: bytes | memoryview) -> None:
        """Write all of `data` where the file stands."""
        file.write(data)

    def seek(self, file: BinaryIO, offset: int) -> None:
        """Stand at `offset` from the beginning."""
        file.seek(offset)

    def sync(self, file: BinaryIO) -> None:
        """Force what was written to the disk."""
        file.flush()
        os.fsync(file.fileno())

    def close(self, file: BinaryIO) -> None:
        """Close the file."""
        file.close()

    def rename(self, source: Path, target: Path) -> None:
        """Give the file its new name, at once, over any older file of that name."""
        source.replace(target)

    def unlink(self, path: Path) -> None:
        """Remove the file; it may be gone already."""
        path.unlink(missing_ok=True)

    def sync_folder(self, folder: Path) -> None:
        """Force the folder's names to the disk (Windows knows no such thing and needs none)."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def written_whole(path: Path, disk: Disk) -> Iterator[BinaryIO]:
    """Write a file whole or not at all.

    Parameters
    ----------
    path : Path
        The file's final name, in a folder that exists.
    disk : Disk
        What to write with.

    Yields
    ------
    BinaryIO
        The file to write into, by the methods of `disk`. When the block ends well it is on the disk under its
        final name; when it ends in any error, there is no trace of it, unless removing it failed too: then
        its name ends in ``.partial``.

    Raises
    ------
    LibraryUnwritableError
        The folder cannot be written or the disk is full.
    """
    partial = path.with_name(path.name + PARTIAL_SUFFIX)
    try:
        file = disk.create(partial)
        try:
            yield file
            disk.sync(file)
        finally:
            disk.close(file)
        disk.rename(partial, path)
        disk.sync_folder(path.parent)
    except BaseException as error:
        with contextlib.suppress(OSError):
            disk.unlink(partial)
        if isinstance(error, OSError) and not isinstance(error, CuespotterError):
            raise unwritable(path, error) from error
        raise


def unwritable(path: Path, error: OSError) -> LibraryUnwritableError:
    """Say that `path` could not be written, why, and what helps."""
    cures = {
        errno.ENOSPC: "free some space and run the command again",
        errno.EDQUOT: "free some of your quota and run the command again",
        errno.EROFS: "choose a library that can be written (--library)",
        errno.EACCES: "choose a library that can be written (--library)",
    }
    cure = cures.get(error.errno or 0, "check the disk, then run the command again")
    reason = error.strerror or str(error)
    return LibraryUnwritableError(
        f"{path.name} was not written ({reason}); the library is as it was; {cure}",
        path=path,
        errno=error.errno,
    )


def collect_garbage(folder: Path, keep: Collection[str], *, disk: Disk | None = None) -> list[str]:
    """Remove the index files that do not count.

    Parameters
    ----------
    folder : Path
        Where the segments lie.
    keep : collection of str
        Names of the segments that count.
    disk : Disk, optional
        What to remove with.

    Returns
    -------
    list[str]
        Names of the files that were removed, sorted: segments that are not in `keep`, and unfinished files.
        Files of other kinds stay, and so does what cannot be removed now (on Windows: a segment in use).
    """
    disk = disk or Disk()
    removed = []
    for path in sorted(folder.iterdir()):
        if path.name not in keep and path.name.endswith((SEGMENT_SUFFIX, PARTIAL_SUFFIX)):
            with contextlib.suppress(OSError):
                disk.unlink(path)
                removed.append(path.name)
    return removed
