"""What each export keeps: one function from document to bytes; a file that appears whole or not at all.

How to add an export:

1. A file in the room of those who ask for it (`page`, `sheets`, `editing`, `players`, `research`), with
   ``write(document, options) -> bytes``. It is given a document without bytes that are no text; words come
   from `cuespotter.wording`, XML from `xml_text`, the music's place from `music_files`, pictures from
   `cuespotter.clock`. The same input gives the same bytes: no clock, no random number, no order of a set.
2. Where the format cannot hold all that is known, a second function of the same arguments that gives the
   lines to say about it (`Format.notes`).
3. A row in the table, `formats.FORMATS`: name, endings, one line of what it is for.
4. ``python -m tests.golden.renew`` writes its golden file, ``python -m docs.renew`` its line in
   docs/formats.md: read both before you commit them. A format that needs a template has neither.
5. A test beside the others of its room, ``tests/unit/exports/ROOM/``, that reads the file back by a real
   reader (`tests/unit/exports/readers.py`); the tests of the whole table hold the rest: hostile and empty
   documents, names of any bytes, no raw names, the same bytes twice.
"""

import errno
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cuespotter.errors import ExportError
from cuespotter.lines import one_line
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import unicode_values


class MusicFile(Protocol):
    """Where a recording lies: its file, and the folder by which it came into the library."""

    @property
    def location(self) -> str:
        """The file's absolute path, with surrogates for bytes that are no text."""

    @property
    def root(self) -> str:
        """A folder above it."""


@dataclass(frozen=True)
class OwnChapter:
    """A chapter that the film's file brings with it, ``[begin_s, end_s)`` on the film's clock."""

    begin_s: float
    end_s: float
    title: str


@dataclass(frozen=True)
class PageOptions:
    """What a user may ask of a page; other formats do not read it."""

    templates: Path | None = None
    """A folder with templates of the user's own, which stand before ours (docs/templates.md)."""
    poster: Path | None = None
    """A picture, put into the page."""
    lead: str | None = None
    """What is said first, paragraphs parted by empty lines; None takes the film's notes."""
    stills: Mapping[str, bytes] = field(default_factory=dict)
    """JPEG pictures of the film, by cue id."""
    links: tuple[tuple[str, str], ...] = ()
    """Further pages about the film: words, and a web address each."""
    url: str | None = None
    """Where the page will stand; pages that are shared tell it."""
    image: str | None = None
    """A picture on the web that links to the page show, where they are shared."""
    for_reviewers: bool = False
    """Tell cue numbers, levels, codes and probabilities too."""
    sections: tuple[str, ...] = ()
    """Which sections, in this order; none named means all that have something to say."""
    without: tuple[str, ...] = ()
    """Sections to leave out."""
    front_matter: bool = False
    """Markdown: begin with the facts that static site generators read."""
    fragment: bool = False
    """Only what is pasted into another page."""


@dataclass(frozen=True)
class ExportOptions:
    """What a user may ask of an export; each format reads what concerns it."""

    music_root: str | None = None
    """Folder put before a recording's path below the one it was added by; None writes where the file lies."""
    music_roots: tuple[tuple[str, str], ...] = ()
    """Folders here, and what they are called where the export is opened; the longest that fits is taken."""
    music_files: Mapping[str, MusicFile] = field(default_factory=dict)
    """Where recordings lie on this machine, by id: `Catalogue.files_at_hand` gives it."""
    every_cue: bool = False
    """Playlists name a recording at each of its cues; else only at its first, as a listener would want."""
    picture_rate: str | None = None
    """'24000/1001', '23.976', '29.97DF', ...; None takes the film's own."""
    timecode_origin: str | None = None
    """Timecode of the film's first picture; None takes the film's own, else zero."""
    now_playing_s: float = 8.0
    """Subtitles stay this long: time enough to read two lines."""
    own_chapters: tuple[OwnChapter, ...] = ()
    """The film's own chapters; those of the cues are put among them, so that none is lost in the film."""
    page: PageOptions = PageOptions()
    """What concerns pages alone."""
    template: Path | None = None
    """The user's workbook for RapidCue, or the TOML of a column sheet."""


@dataclass(frozen=True)
class Format:
    """One row of the table of formats.

    Attributes
    ----------
    name : str
        What ``--as`` takes.
    suffixes : tuple of str
        Endings of a file's name that choose it; the longest ending wins.
    description : str
        What it is for, in one line.
    write : callable
        Document and options to the bytes of the file; the same input always gives the same bytes.
    media_type : str
        For a browser.
    is_text : bool
        Whether a person can look at it as text.
    needs : str or None
        The extra of the package that must be installed, where one must.
    needs_template : bool
        Whether `ExportOptions.template` must name the user's workbook or TOML.
    is_sheet : bool
        Whether it is a cue sheet that somebody files: who exports it wants to hear what is missing.
    has_chapters : bool
        Whether it has chapters, those of the film itself (`ExportOptions.own_chapters`) among them.
    has_stills : bool
        Whether it shows pictures of the film.
    notes : callable or None
        What the file cannot hold of this document, a line each; None where it holds all that it is for.
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    write: Callable[[FilmDocument, ExportOptions], bytes] = field(repr=False)
    media_type: str
    is_text: bool = True
    needs: str | None = None
    needs_template: bool = False
    is_sheet: bool = False
    has_chapters: bool = False
    has_stills: bool = False
    notes: Callable[[FilmDocument, ExportOptions], list[str]] | None = field(default=None, repr=False)

    @property
    def room(self) -> str:
        """Who asks for it: 'page', 'sheets', 'editing', 'players', 'research', or 'exports' for programs."""
        return self.write.__module__.split(".")[-2]


def writable(document: FilmDocument) -> FilmDocument:
    """Give the document with the sign U+FFFD for every byte that is no text, so that any format can hold it.

    Titles and paths from disks and tags may bear such bytes; where a file lies, they are kept apart
    (`ExportOptions.music_files`).
    """
    try:
        document.model_dump_json()
    except ValueError:  # pydantic tells so that a text cannot be encoded
        return FilmDocument.model_validate(unicode_values(document.model_dump(by_alias=True)))
    return document


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all.

    The bytes go to a new file beside the target, which then takes its place; what stood there before
    stays until that moment. A device or pipe (``/dev/stdout``) is written straight away; a pipe that nobody
    reads is refused, since writing would wait for ever.

    Raises
    ------
    ExportError
        The target is a folder, its folder is missing or cannot be written, or the disk is full.
    """
    place = target.resolve()
    _check_place(target, place)
    try:
        if place.is_fifo():
            _write_pipe(place, content)
        elif place.exists() and not place.is_file():
            place.write_bytes(content)
        else:
            _replace(place, content)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise ExportError(
                f"{shown(target)} is no regular file but a pipe or device that nobody reads; "
                "name a file to write, or start what reads it first",
                target=str(target),
            ) from error
        reason = error.strerror or str(error)
        raise ExportError(
            f"cannot write {shown(target)}: {reason}; nothing was changed there", target=str(target)
        ) from error


def shown(path: Path) -> str:
    """Show a path on one line, whatever characters it is made of."""
    return one_line(str(path))


def _check_place(target: Path, place: Path) -> None:
    """Refuse what can be seen to fail before anything is written."""
    if place.is_dir():
        raise ExportError(f"{shown(target)} is a folder; name a file to write", target=str(target))
    if not place.parent.is_dir():
        raise ExportError(
            f"there is no folder {shown(target.parent)} for {shown(Path(target.name))}; make it first",
            target=str(target),
        )


def _replace(place: Path, content: bytes) -> None:
    """Write beside `place`, make it last, and rename over it."""
    handle, beside = tempfile.mkstemp(prefix=".cuespotter-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode_of(place))
        Path(beside).replace(place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _write_pipe(place: Path, content: bytes) -> None:
    """Write into a pipe; `OSError` (ENXIO) where nobody reads it."""
    handle = os.open(place, os.O_WRONLY | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _mode_of(place: Path) -> int:
    """Keep the permissions of the file replaced; a new one gets what the user's mask allows."""
    if place.exists():
        return place.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
