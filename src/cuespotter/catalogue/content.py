"""A file's content -> a digest, by which a file is known again when it was moved or copied."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Callable
from pathlib import Path

BLOCK_BYTES = 1 << 20
"""Read at a time, and the size of each block taken of a very large file."""
WHOLE_BYTES = 256 << 20
"""Up to this size every byte counts: stems of one session may share length, head and tail."""
BLOCKS_OF_LARGE = 256
"""Blocks taken of a larger file, evenly spread, its first and its last among them."""


def content_digest(path: Path) -> str:
    """Digest a file's content: all of it up to 256 MiB, 256 blocks of 1 MiB and the size above.

    Returns
    -------
    str
        32 hexadecimal digits (BLAKE2b).

    Raises
    ------
    OSError
        The file cannot be read, or is none: a pipe, a device.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a").write_bytes(b"needle")
    ...     _ = Path(folder, "b").write_bytes(b"needle")
    ...     content_digest(Path(folder, "a")) == content_digest(Path(folder, "b"))
    True
    """
    digest = hashlib.blake2b(digest_size=16)
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode):
        # opening a pipe would wait for somebody to write into it
        raise OSError(errno.EINVAL, "no regular file")
    size = facts.st_size
    digest.update(str(size).encode() + b"\n")
    with path.open("rb") as file:
        if size <= WHOLE_BYTES:
            while block := file.read(BLOCK_BYTES):
                digest.update(block)
        else:
            for number in range(BLOCKS_OF_LARGE):
                file.seek((size - BLOCK_BYTES) * number // (BLOCKS_OF_LARGE - 1))
                digest.update(file.read(BLOCK_BYTES))
    return digest.hexdigest()


def is_unchanged(
    path: Path, *, size: int | None, mtime_ns: int | None, digest: Callable[[], str | None]
) -> bool:
    """Say whether a file is what it was: of that size and time, else of that content, which is read for it.

    Parameters
    ----------
    path : Path
    size, mtime_ns : int or None
        As the file system said; None where that was not noted.
    digest : callable
        Gives that of its content, which is asked for only where the time is another.

    Raises
    ------
    OSError
        It cannot be looked at, or read.
    """
    facts = path.stat()
    if not stat.S_ISREG(facts.st_mode) or (size is not None and facts.st_size != size):
        return False
    return (size, mtime_ns) == (facts.st_size, facts.st_mtime_ns) or content_digest(path) == digest()


def shortest_free_id(digest: str, taken: frozenset[str] | set[str]) -> str:
    """Make a recording's id from the digest of its first content: as short as is still free.

    Examples
    --------
    >>> shortest_free_id("0123456789abcdef", set())
    '0123456789ab'
    >>> shortest_free_id("0123456789abcdef", {"0123456789ab"})
    '0123456789abc'
    """
    for length in range(12, len(digest) + 1):
        if digest[:length] not in taken:
            return digest[:length]
    return f"{digest}-{sum(name.startswith(digest) for name in taken)}"
