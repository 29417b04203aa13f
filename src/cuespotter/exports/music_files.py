"""Where a recording's file lies, as playlists and editors' files write it.

A recording's path is one below the folder given to `add`: neither unique nor a place. So whoever exports
hands in where the files lie (`ExportOptions.music_files`); a document alone, read elsewhere, has only paths.
"""

import os
import posixpath
from collections.abc import Iterable, Sequence
from pathlib import Path, PureWindowsPath
from urllib.parse import quote, quote_from_bytes

from cuespotter.errors import UsageError
from cuespotter.exports.base import ExportOptions
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording


def read_music_roots(texts: Sequence[str]) -> tuple[str | None, tuple[tuple[str, str], ...]]:
    r"""Read where the music lies on the machine on which an export is opened.

    Parameters
    ----------
    texts : sequence of str
        ``OLD=NEW``, as often as there are folders: what lies below OLD here is below NEW there; a
        relative OLD is taken from the folder one stands in. Or one folder
        alone: all of the music lies below it; if its name has an equals sign, write another before it.

    Returns
    -------
    str or None, tuple of (str, str)
        `ExportOptions.music_root` and `ExportOptions.music_roots`.

    Raises
    ------
    UsageError
        Two folders alone, or a folder without a name.

    Examples
    --------
    >>> read_music_roots(["/srv/score=/Volumes/Score", "/srv/songs=S:\\Songs"])
    (None, (('/srv/score', '/Volumes/Score'), ('/srv/songs', 'S:\\Songs')))
    >>> read_music_roots(["=/music/a=b"])
    ('/music/a=b', ())
    """
    alone: list[str] = []
    pairs: dict[str, str] = {}
    for text in texts:
        old, is_pair, new = text.partition("=")
        if not (new if is_pair else old).strip():
            raise UsageError(
                f"--music-root {text!r} names no folder; write a folder, or OLD=NEW for each folder of music"
            )
        if is_pair and old:
            pairs[old if PureWindowsPath(old).is_absolute() else os.path.abspath(old)] = new  # noqa: PTH100 - keeps links
        else:
            alone.append(new if is_pair else old)
    if len(alone) > 1:
        raise UsageError(
            f"the music lies below {alone[0]!r} or below {alone[1]!r}? name one folder, or OLD=NEW for each"
        )
    return (alone[0] if alone else None), tuple(pairs.items())


def unmatched_roots(recordings: Iterable[Recording], options: ExportOptions) -> list[str]:
    """List the folders of `options.music_roots` below which none of the recordings lies."""
    places = [file.location for one in recordings if (file := options.music_files.get(one.id)) is not None]
    return [old for old, _ in options.music_roots if not any(_below_root(place, old) for place in places)]


def files_gone(recordings: Iterable[Recording], options: ExportOptions) -> list[str]:
    """Say of how many recordings no file lies where an export points; on another machine nobody looks."""
    if options.music_root is not None or options.music_roots:
        return []
    known = {one.id: file.location for one in recordings if (file := options.music_files.get(one.id))}
    gone = sum("://" not in place and not Path(place).exists() for place in known.values())
    if not gone:
        return []
    advice = "if they moved, add their folder again, and export once more"
    return [f"of {gone} of {len(known)} recordings no file lies where this says; {advice}"]


def media_gone(document: FilmDocument, options: ExportOptions) -> list[str]:
    """Say the same of the files that an editor is pointed at; what was remembered has none, here or there."""
    return files_gone((cue.recording for cue in document.cues_heard if cue.recording is not None), options)


def path_of(recording: Recording, options: ExportOptions) -> str:
    """Write a recording's place as a path that a player opens.

    Returns
    -------
    str
        Below the folder that `options.music_roots` has for its own; else below `options.music_root` where
        that is told; both with forward slashes. Else where the file lies, as the system writes it (with
        surrogates for bytes that are no text); else the path below its root.
    """
    mapped = _mapped(recording, options)
    if mapped is not None:
        return mapped
    if options.music_root is not None:
        return posixpath.join(options.music_root.replace("\\", "/"), _below(recording, options))
    file = options.music_files.get(recording.id)
    return recording.path if file is None else file.location


def uri_of(recording: Recording, options: ExportOptions) -> str:
    """Write a recording's place as a URI: ``file://`` where its place or the folder of the music is told."""
    path = path_of(recording, options)
    if options.music_root is not None or recording.id in options.music_files:
        return file_uri(path)
    relative = quote(path, safe="/")
    return f"./{relative}" if ":" in path.split("/")[0] else relative


def media_url(cue: Cue, options: ExportOptions) -> str | None:
    """Write the place of a cue's recording for an editor; None where there is none, or no file of its own."""
    if cue.recording is None or cue.recording.heard_in is not None:
        return None
    return file_uri(path_of(cue.recording, options), host="localhost")


def file_uri(location: str, *, host: str = "") -> str:
    r"""Write a place on disk as a URI, from the bytes by which the system knows it.

    Parameters
    ----------
    location : str
        A path of this system or one of Windows; a relative one is taken from the root.
    host : str
        'localhost' for programs that ask for it; a network share's own host goes before it.

    Examples
    --------
    >>> file_uri("/music/100% #1 é.flac")
    'file:///music/100%25%20%231%20%C3%A9.flac'
    >>> file_uri("/music/caf\udce9.mp3")
    'file:///music/caf%E9.mp3'
    >>> file_uri("D:\\Music\\a b.mp3"), file_uri("\\\\nas\\music\\a.mp3")
    ('file:///D:/Music/a%20b.mp3', 'file://nas/music/a.mp3')
    """
    drive = "" if location.startswith("/") else PureWindowsPath(location).drive
    if drive:
        location = location.replace("\\", "/")
    if drive.startswith("\\\\"):
        host, _, location = location.lstrip("/").partition("/")
        drive = ""
    rest = quote_from_bytes(_bytes_of(location[len(drive) :]), safe="/")
    return f"file://{host}/{drive}{'/' if drive else ''}{rest.lstrip('/')}"


def _mapped(recording: Recording, options: ExportOptions) -> str | None:
    """Say where a file lies where the export is opened; None where no folder of it is told."""
    file = options.music_files.get(recording.id)
    if file is None:
        return None
    for old, new in sorted(options.music_roots, key=lambda pair: -len(pair[0])):
        below = _below_root(file.location, old)
        if below is not None:
            return posixpath.join(new.replace("\\", "/"), below)
    return None


def _below_root(location: str, root: str) -> str | None:
    """Give a place below a folder, with forward slashes; None where it lies elsewhere."""
    place, folder = (text.replace("\\", "/") if os.sep == "\\" else text for text in (location, root))
    folder = folder.rstrip("/") + "/"
    return place[len(folder) :] if place.startswith(folder) else None


def is_text(path: str) -> bool:
    """Say whether a path can be written as one line of text: no line end, no byte that is no text."""
    return not any("\ud800" <= letter <= "\udfff" for letter in path) and len(path.splitlines()) <= 1


def _below(recording: Recording, options: ExportOptions) -> str:
    """Give a recording's path below the folder it was added by; from its file, where that is known."""
    file = options.music_files.get(recording.id)
    if file is None:
        return recording.path
    return os.path.relpath(file.location, file.root).replace(os.sep, "/")


def _bytes_of(path: str) -> bytes:
    """Undo what made text of a name's bytes; a name of Windows may hold half a character."""
    try:
        return path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return path.encode("utf-8", "surrogatepass")
