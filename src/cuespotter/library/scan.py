"""Folders and files named by the user -> the files that may be recordings.

Follows links to folders, each folder once; skips hidden files and what is plainly no sound, unless named.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import MediaError, MissingFileError, NotMediaError

_SILENT = """
    .jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .svg .ico .psd .xcf
    .txt .text .md .rst .nfo .log .cue .toc .m3u .m3u8 .pls .xspf .wpl .asx .jspf
    .pdf .doc .docx .odt .rtf .xls .xlsx .ods .csv .tsv .json .xml .html .htm .css .js .url .webloc .lnk
    .srt .ass .ssa .vtt .sub .idx .lrc .sup
    .zip .rar .7z .gz .bz2 .xz .tar .par2 .sfv .md5 .sha1 .sha256 .ffp .st5 .accurip .torrent
    .ini .cfg .conf .toml .yaml .yml .db .sqlite .ndx .py .sh .bat .exe .dll .so .iso
    .tmp .part .partial .crdownload .bak .lock .asd .reapeaks .pek .sfk
"""
SILENT_SUFFIXES = frozenset(_SILENT.split())
"""Suffixes of files beside the music that no decoder should be bothered with."""


@dataclass(frozen=True)
class FoundFile:
    """A file that may be a recording.

    Attributes
    ----------
    location : str
        Its absolute path; links are not resolved.
    root : str
        The folder that was named, or the folder of the file that was named.
    size, mtime_ns : int
        As the file system says, in bytes and nanoseconds.
    """

    location: str
    root: str
    size: int
    mtime_ns: int

    @property
    def path(self) -> Path:
        """The file itself."""
        return Path(self.location)

    @property
    def below(self) -> str:
        """Its path below the root, as text with forward slashes."""
        return path_below(self.location, self.root)


def path_below(location: str, root: str) -> str:
    r"""Write a place below its root with forward slashes; bytes that are no text as ``\xff``."""
    below = Path(os.path.relpath(location, root)).as_posix()
    return below.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def find_files(paths: Sequence[Path]) -> Iterator[FoundFile | MediaError]:
    """Walk what the user named, in the order of the names; each file once.

    Yields
    ------
    FoundFile or MediaError
        A file, or why something that was named (or a folder on the way) could not be looked at.
    """
    seen: set[str] = set()
    for path in paths:
        for found in _walk_named(Path(os.path.abspath(path))):  # noqa: PTH100 (resolve would follow links)
            if isinstance(found, MediaError):
                yield found
            elif found.location not in seen:
                seen.add(found.location)
                yield found


def _walk_named(path: Path) -> Iterator[FoundFile | MediaError]:
    """Walk one path that the user named."""
    try:
        facts = path.stat()
    except OSError as error:
        yield MissingFileError(f"{path}: {error.strerror}; check the name", path=str(path))
        return
    if stat.S_ISDIR(facts.st_mode):
        yield from _walk_folder(path, path, set())
    elif stat.S_ISREG(facts.st_mode):
        yield FoundFile(str(path), str(path.parent), facts.st_size, facts.st_mtime_ns)
    else:
        yield NotMediaError(f"{path} is neither a file nor a folder; name a file or a folder", path=str(path))


def _walk_folder(folder: Path, root: Path, entered: set[tuple[int, int]]) -> Iterator[FoundFile | MediaError]:
    """Walk a folder, sorted by name; `entered` are the folders already walked, by device and inode."""
    try:
        facts = folder.stat()
        if (facts.st_dev, facts.st_ino) in entered:
            return
        entered.add((facts.st_dev, facts.st_ino))
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
    except OSError as error:
        yield MissingFileError(f"{folder} cannot be looked into: {error.strerror}", path=str(folder))
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            facts = entry.stat()
        except OSError as error:
            yield MissingFileError(f"{entry.path} cannot be looked at: {error.strerror}", path=entry.path)
            continue
        if stat.S_ISDIR(facts.st_mode):
            yield from _walk_folder(Path(entry.path), root, entered)
        elif stat.S_ISREG(facts.st_mode) and Path(entry.name).suffix.lower() not in SILENT_SUFFIXES:
            yield FoundFile(entry.path, str(root), facts.st_size, facts.st_mtime_ns)
