"""Folders and files named by the user -> the films in them, each with its reels in order.

A film may be one file, several numbered ones ("Film-cd1.avi", "Film part 2.mkv": as Kodi and Jellyfin stack
them), or a disc's folder. What belongs to a film but is none (trailers, samples, featurettes) is passed over
and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cuespotter.buckets import BucketPath, as_path
from cuespotter.errors import MediaError
from cuespotter.library.scan import FoundFile, find_files
from cuespotter.wording.numbers import count_text

_FILM_SUFFIXES = """
    .mkv .mka .mp4 .m4v .mov .qt .avi .divx .wmv .asf .ts .m2ts .mts .mpg .mpeg .m2v .vob .webm .ogv .ogm
    .flv .f4v .3gp .3g2 .mxf .dv .gxf .rm .rmvb .nut
"""
FILM_SUFFIXES: Final = frozenset(_FILM_SUFFIXES.split())
"""What is taken for a film in a folder; a file that was named itself may have any suffix."""
_EXTRAS = """
    trailers trailer samples sample extras extra featurettes featurette shorts clips interviews theme-music
    backdrops other bonus behind_the_scenes deleted_scenes
"""
_EXTRA_FOLDERS: Final = frozenset(_EXTRAS.split())
"""As Jellyfin and Plex name them; spaces are compared as underscores."""
_EXTRA_NAME: Final = re.compile(
    r"[-._ ](trailer|sample|featurette|behindthescenes|deleted|deletedscene|interview|scene|clip|extra|other)"
    r"\d*$",
    re.IGNORECASE,
)
_STACKED: Final = re.compile(
    r"^(?P<name>.*?)[\s._-]*[\[(]?\b(?:cd|dvd|part|pt|disc|disk|reel)[\s._-]*(?P<number>\d{1,3}|[a-h])[\])]?(?P<rest>[^\w].*)?$",
    re.IGNORECASE,
)
_DVD_TITLE: Final = re.compile(r"^VTS_(?P<set>\d\d)_(?P<part>[1-9])$", re.IGNORECASE)
"""Parts of a DVD's title sets; part 0 is a menu, as is ``VIDEO_TS.VOB``."""


@dataclass
class FilmSearch:
    """What was found in what the user named.

    Attributes
    ----------
    films : list of tuple of Path
        The reels of each film, in order; the films in the order of their names.
    passed_over : int
        Trailers, samples and other extras.
    others : list of Path
        What may hold sound and has no film's name; named itself it would be a film.
    complaints : list of MediaError
        What was named and is not there, folders that cannot be looked into.
    """

    films: list[tuple[Path, ...]] = field(default_factory=list)
    passed_over: int = 0
    others: list[Path] = field(default_factory=list)
    complaints: list[MediaError] = field(default_factory=list)

    def why_none(self, places: Sequence[Path | str], wanted: str) -> str:
        """Say in one line that no films are in what was named, what is, and what to name instead."""
        # a URL that was taken for a path has lost a slash
        named = ((as_path(place), place) for place in places)
        shown = [str(path if isinstance(path, BucketPath) else place) for path, place in named]
        said = f"no films are in {', '.join(shown)}"
        if self.others:
            said += f", only {count_text(len(self.others), 'other file')} ({self.others[0].name})"
            return f"{said}; name such files themselves where they are films, or {wanted}"
        if self.passed_over:
            said += ", only extras (trailers, samples and the like)"
        return f"{said}; name {wanted}"


def find_films(places: Sequence[Path | str]) -> FilmSearch:
    """Find the films in folders and files.

    A file that is named itself is a film, whatever it is called; in folders names decide.
    ``s3://BUCKET/FOLDER`` names what lies in a bucket.
    """
    search, paths = FilmSearch(), list(map(as_path, places))
    named = {str(path.absolute()) for path in paths if not path.is_dir()}
    below: dict[Path, list[FoundFile]] = {}
    for found in find_files(paths):
        if isinstance(found, MediaError):
            search.complaints.append(found)
        elif found.location in named:
            search.films.append((found.path,))
        elif found.path.suffix.lower() in FILM_SUFFIXES:
            below.setdefault(found.path.parent, []).append(found)
        else:
            search.others.append(found.path)
    for folder, files in below.items():
        films = [one for one in files if not _is_extra(one, folder)]
        search.passed_over += len(files) - len(films)
        search.films.extend(_films_of_folder(folder, films))
    return search


def _is_extra(file: FoundFile, folder: Path) -> bool:
    """Say whether a file goes with a film and is none: by its own name, or by a folder's below the root."""
    below = folder.relative_to(file.root).parts if folder.is_relative_to(file.root) else ()
    return any(part.lower().replace(" ", "_") in _EXTRA_FOLDERS for part in below) or bool(
        _EXTRA_NAME.search(file.path.stem)
    )


def _films_of_folder(folder: Path, files: Sequence[FoundFile]) -> Iterator[tuple[Path, ...]]:
    """Put the files of one folder together into films."""
    if folder.name.lower() == "video_ts" and any(_DVD_TITLE.match(one.path.stem) for one in files):
        yield _longest_title(files)
    elif folder.name.lower() == "stream" and folder.parent.name.lower() == "bdmv":
        if files:
            yield (max(files, key=lambda one: (one.size, one.location)).path,)
    else:
        yield from _stacked(file.path for file in files)


def _longest_title(files: Iterable[FoundFile]) -> tuple[Path, ...]:
    """Give the parts of a DVD's largest title set: the film; menus and bonus films have others."""
    sets: dict[str, list[FoundFile]] = {}
    for one in files:
        found = _DVD_TITLE.match(one.path.stem)
        if found is not None:
            sets.setdefault(found["set"], []).append(one)
    largest = max(sets.values(), key=lambda parts: sum(part.size for part in parts))
    return tuple(sorted(part.path for part in largest))


def _stacked(paths: Iterable[Path]) -> Iterator[tuple[Path, ...]]:
    """Put numbered files together, where they go from one on without a gap; all others stand alone."""
    stacks: dict[tuple[str, str, str], dict[int, Path]] = {}
    order: list[tuple[str, str, str] | Path] = []
    for path in paths:
        found = _STACKED.match(path.stem)
        if found is None or not found["name"]:
            order.append(path)
            continue
        key = (found["name"].lower(), (found["rest"] or "").lower(), path.suffix.lower())
        if key not in stacks:
            order.append(key)
        stacks.setdefault(key, {})[_numbered(found["number"])] = path
    for one in order:
        if isinstance(one, Path):
            yield (one,)
            continue
        parts = stacks[one]
        whole = len(parts) > 1 and set(parts) == set(range(1, len(parts) + 1))
        reels = tuple(parts[number] for number in sorted(parts))
        yield from [reels] if whole else ((reel,) for reel in reels)


def _numbered(text: str) -> int:
    """Read a part's number; letters count from a on."""
    return int(text) if text.isdecimal() else ord(text.lower()) - ord("a") + 1
