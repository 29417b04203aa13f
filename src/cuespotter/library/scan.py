"""Folders and files named by the user -> the files that may be recordings.

Follows links to folders, each folder once; skips hidden files, what is plainly no sound and what systems
keep beside the user's files (recycle bins, thumbnails), unless named.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.buckets import BucketPath, as_path
from cuespotter.errors import MediaError, MissingFileError, NotMediaError

_SILENT = """
    .jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .svg .ico .psd .xcf
    .txt .text .md .rst .nfo .log .cue .toc .m3u .m3u8 .pls .xspf .wpl .asx .jspf
    .pdf .doc .docx .odt .rtf .xls .xlsx .ods .csv .tsv .json .xml .html .htm .css .js .url .webloc .lnk
    .srt .ass .ssa .vtt .sub .idx .lrc .sup .edl .otio
    .zip .rar .7z .gz .bz2 .xz .tar .par2 .sfv .md5 .sha1 .sha256 .ffp .st5 .accurip .torrent
    .ini .cfg .conf .toml .yaml .yml .db .sqlite .ndx .py .sh .bat .exe .dll .so .iso
    .tmp .part .partial .crdownload .bak .lock .asd .reapeaks .pek .sfk
"""
SILENT_SUFFIXES = frozenset(_SILENT.split())
"""Suffixes of files beside the music that no decoder should be bothered with."""

_SIDE_FOLDERS = """
    @eadir #recycle #snapshot @recycle @recently-snapshot @tmp @sharebin @sharesnap @synoresource
    @synofinder-log __macosx $recycle.bin system_volume_information lost+found network_trash_folder
    temporary_items
"""
SIDE_FOLDERS = frozenset(_SIDE_FOLDERS.split())
"""Folders that network storage and operating systems keep among the user's, in lower case, _ for a blank.

What lies in them is deleted, a thumbnail, or half of a file from elsewhere: never music of the user's. Those
whose names begin with a dot (.Trash-1000, .AppleDouble, .@__thumb, ._song.mp3) are passed over as hidden.
"""
OLD_BINS = frozenset(["RECYCLER", "RECYCLED"])
"""Recycle bins of old Windows, in capitals only: albums are called so too."""
SIDE_FILES = ("@synoeastream", "@synoresource")
"""Endings of files that a Synology keeps beside others, in lower case."""


@dataclass(frozen=True)
class FoundFile:
    """A file that may be a recording.

    Attributes
    ----------
    location : str
        Its absolute path; links are not resolved. Or the URL of what lies in a bucket.
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
        return as_path(self.location)

    @property
    def below(self) -> str:
        """Its path below the root, as text with forward slashes."""
        return path_below(self.location, self.root)


def path_below(location: str, root: str) -> str:
    r"""Write a place below its root with forward slashes; bytes that are no text as ``\xff``."""
    below = Path(os.path.relpath(location, root)).as_posix()
    return below.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def find_files(
    paths: Sequence[Path],
    *,
    pass_over: Callable[[str], None] | None = None,
    within: Sequence[Path] | None = None,
) -> Iterator[FoundFile | MediaError]:
    """Walk what the user named, in the order of the names; each file once.

    Parameters
    ----------
    paths : sequence of Path
        Files, and folders to walk.
    pass_over : callable, optional
        Told the name of each side folder (`SIDE_FOLDERS`) that was not entered.
    within : sequence of Path, optional
        Resolved folders: what lies outside of them once links are followed is passed over without a word,
        since its very name may be nobody's business. None follows every link.

    Yields
    ------
    FoundFile or MediaError
        A file, or why something that was named (or a folder on the way) could not be looked at.
    """
    seen: set[str] = set()
    for path in paths:
        in_bucket = isinstance(path, BucketPath)
        whole = path if in_bucket else Path(os.path.abspath(path))  # noqa: PTH100 (resolve would follow links)
        for found in _walk_named(whole, pass_over or _say_nothing, within):
            if isinstance(found, MediaError):
                yield found
            elif found.location not in seen:
                seen.add(found.location)
                yield found


def _walk_named(
    path: Path, pass_over: Callable[[str], None], within: Sequence[Path] | None
) -> Iterator[FoundFile | MediaError]:
    """Walk one path that the user named."""
    if not _lies_within(path, within):
        return
    try:
        facts = path.stat()
    except OSError as error:
        # where a bucket refuses, it says what to look at
        is_told = isinstance(path, BucketPath) and not isinstance(error, FileNotFoundError)
        advice = "" if is_told else "; check the name"
        yield MissingFileError(f"{path}: {error.strerror}{advice}", path=str(path))
        return
    if isinstance(path, BucketPath) and stat.S_ISDIR(facts.st_mode):
        yield from _walk_bucket(path, pass_over)
    elif stat.S_ISDIR(facts.st_mode):
        yield from _Walk(path, pass_over, within).folder(path)
    elif stat.S_ISREG(facts.st_mode):
        yield FoundFile(str(path), str(path.parent), facts.st_size, facts.st_mtime_ns)
    else:
        yield NotMediaError(f"{path} is neither a file nor a folder; name a file or a folder", path=str(path))


def _walk_bucket(path: BucketPath, pass_over: Callable[[str], None]) -> Iterator[FoundFile | MediaError]:
    """Walk what lies below a name in a bucket, which has no folders but in names."""
    told: set[str] = set()
    try:
        for one, facts in path.below():
            folders = one.relative_to(path).parts[:-1]
            aside = [name for name in folders if _is_side_folder(name)]
            if aside and not told.issuperset(aside):
                told.update(aside)
                pass_over(aside[0])
            hidden = any(name.startswith(".") for name in (*folders, one.name))
            if not (aside or hidden or is_silent(one.name)):
                yield FoundFile(str(one), str(path), facts.st_size, facts.st_mtime_ns)
    except OSError as error:
        yield MissingFileError(f"{path} cannot be looked into: {error.strerror}", path=str(path))


class _Walk:
    """Walks a folder; holds the folders that were entered, by device and inode, so that links end."""

    def __init__(self, root: Path, pass_over: Callable[[str], None], within: Sequence[Path] | None) -> None:
        self._root = root
        self._pass_over = pass_over
        self._within = within
        self._entered: set[tuple[int, int]] = set()

    def folder(self, folder: Path) -> Iterator[FoundFile | MediaError]:
        """Walk a folder, sorted by name."""
        try:
            facts = folder.stat()
            if (facts.st_dev, facts.st_ino) in self._entered:
                return
            self._entered.add((facts.st_dev, facts.st_ino))
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        except OSError as error:
            yield MissingFileError(f"{folder} cannot be looked into: {error.strerror}", path=str(folder))
            return
        for entry in entries:
            if not entry.name.startswith(".") and _lies_within(Path(entry.path), self._within):
                yield from self._entry(entry)

    def _entry(self, entry: os.DirEntry[str]) -> Iterator[FoundFile | MediaError]:
        """Walk what one name of a folder stands for."""
        try:
            facts = entry.stat()
        except OSError as error:
            yield MissingFileError(f"{entry.path} cannot be looked at: {error.strerror}", path=entry.path)
            return
        if stat.S_ISDIR(facts.st_mode):
            if _is_side_folder(entry.name):
                self._pass_over(entry.name)
            else:
                yield from self.folder(Path(entry.path))
        elif stat.S_ISREG(facts.st_mode) and not is_silent(entry.name):
            yield FoundFile(entry.path, str(self._root), facts.st_size, facts.st_mtime_ns)


def _lies_within(path: Path, within: Sequence[Path] | None) -> bool:
    """Say whether a path, links followed, lies in one of the folders; with None, everything does."""
    if within is None:
        return True
    real = Path(os.path.realpath(path))  # of a link in a circle as far as it can be told: it is no file then
    return any(real.is_relative_to(folder) for folder in within)


def _is_side_folder(name: str) -> bool:
    """Say whether a folder's name alone tells that nothing of the user's lies in it."""
    return name in OLD_BINS or name.lower().replace(" ", "_") in SIDE_FOLDERS


def is_silent(name: str) -> bool:
    """Say whether a file's name alone tells that it is no sound."""
    return Path(name).suffix.lower() in SILENT_SUFFIXES or name.lower().endswith(SIDE_FILES)


def _say_nothing(name: str) -> None:
    """Report to nobody."""
