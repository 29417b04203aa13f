"""A name as the user writes it -> a path; those of buckets can be read, looked at and walked like any other.

All that opens a film takes a `Path` and asks it itself (`open`, `stat`, `is_file`), so that a path which
answers from a bucket is all that is needed. Nothing is ever written there.
"""

from __future__ import annotations

import io
import os
import re
import stat
import sys
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any, Final

from cuespotter.buckets.asking import PATIENCE_S, Address, ObjectFacts
from cuespotter.buckets.opening import check_keyless
from cuespotter.errors import UsageError

if TYPE_CHECKING or sys.platform != "win32":
    from pathlib import Path
    from pathlib import PosixPath as SystemPath
else:
    from pathlib import Path
    from pathlib import WindowsPath as SystemPath

SCHEMES: Final = ("s3", "gs", "az")
_URL: Final = re.compile(rf"(?:{'|'.join(SCHEMES)}):/", re.IGNORECASE)


def as_path(name: Path | str) -> Path:
    """Say which path a name means.

    Parameters
    ----------
    name : Path or str
        A file or folder, or what lies in a bucket: ``s3://BUCKET/KEY``, also where it was taken for a path
        before, which makes one slash of two.

    Returns
    -------
    Path
        A `BucketPath` where it lies in a bucket.

    Raises
    ------
    UsageError
        No bucket can be meant, or keys stand in the URL.

    Examples
    --------
    >>> as_path("s3://archive/films/drive.mkv").name
    'drive.mkv'
    >>> str(as_path("s3://archive/films/drive.mkv").with_suffix(".nfo"))
    's3://archive/films/drive.nfo'
    >>> str(as_path(Path("s3://archive/films")))
    's3://archive/films'
    """
    if isinstance(name, BucketPath) or not _URL.match(os.fspath(name)):
        return Path(name) if isinstance(name, str) else name
    path = BucketPath(name)
    for bucket in path.parts[1:2]:
        check_keyless(f"{path.parts[0]}//{bucket}")  # a key may well have a question mark in it
    if len(path.parts) < 2 or ".." in path.parts:
        raise UsageError(f"{name} names no bucket; write s3://BUCKET/FOLDER or s3://BUCKET/FOLDER/FILM")
    return path


class BucketPath(SystemPath):
    """Where an object lies in a bucket, or all those whose keys begin with a folder's name."""

    patience_s = PATIENCE_S
    """How much longer than a disk it may take to answer."""

    def __str__(self) -> str:
        """Write the URL."""
        return f"{self.parts[0]}//{'/'.join(self.parts[1:])}"

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the URL."""
        return type(self), (str(self),)

    def __fspath__(self) -> str:
        """Give the URL, of which no system call finds a file."""
        return str(self)

    @property
    def address(self) -> Address:
        """Its bucket and its key."""
        return Address(f"{self.parts[0]}//{self.parts[1]}", "/".join(self.parts[2:]))

    def absolute(self) -> BucketPath:
        """Give itself: a URL is whole."""
        return self

    def resolve(self, strict: bool = False) -> BucketPath:  # noqa: ARG002, FBT001, FBT002 (pathlib's own)
        """Give itself: there are no links."""
        return self

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:  # noqa: ARG002 (pathlib's own)
        """Look at it; that there is a folder shows by what lies in it.

        Raises
        ------
        OSError
            See `Address.facts`.
        """
        address = self.address
        try:
            return _as_stat(stat.S_IFREG | 0o444, address.facts())
        except FileNotFoundError:
            # a bucket that is empty is there all the same
            if next(address.below(most=1), None) is None and address.key:
                raise
        return _as_stat(stat.S_IFDIR | 0o555, ObjectFacts(address.url, 0, 0, None))

    def exists(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 (pathlib's own)
        """Say whether there is such an object or folder."""
        try:
            self.stat()
        except FileNotFoundError:
            return False
        return True

    def is_file(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 (pathlib's own)
        """Say whether there is such an object that may be read.

        S3 says that somebody has no right to what is not there, where he may not list the bucket.
        """
        if not self.address.key:
            return False
        try:
            self.address.facts()
        except (FileNotFoundError, PermissionError):
            return False
        return True

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:  # noqa: ARG002 (pathlib's own)
        """Say whether it is known to be a folder."""
        try:
            return stat.S_ISDIR(self.stat().st_mode)
        except OSError:
            return False

    def open(  # type: ignore[override]
        self, mode: str = "r", buffering: int = -1, *_text: Any, **_more: Any
    ) -> IO[bytes]:
        """Open it to be read as bytes, which are brought as they are wanted.

        Raises
        ------
        OSError
            See `BucketFile`; also that nothing is written into a bucket.
        """
        from cuespotter.buckets.reading import BucketFile  # noqa: PLC0415

        if mode != "rb":
            raise io.UnsupportedOperation(f"{self} is only read, and as bytes")
        raw = BucketFile(self.address)
        return raw if buffering == 0 else io.BufferedReader(raw)  # type: ignore[return-value]

    def below(self) -> Iterator[tuple[BucketPath, os.stat_result]]:
        """Give all that lies below it, however deep, in the order of its names."""
        for facts in self.address.below():
            yield type(self)(facts.url), _as_stat(stat.S_IFREG | 0o444, facts)


def _as_stat(mode: int, facts: ObjectFacts) -> os.stat_result:
    """Say as a disk would what a bucket says."""
    when = facts.changed_s
    return os.stat_result(
        (mode, 0, 0, 1, 0, 0, facts.size, when, when, when), {"st_mtime_ns": when * 1_000_000_000}
    )
