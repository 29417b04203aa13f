"""Where a recording's file lies, as playlists and editors' files write it.

A recording's path is one below the folder given to `add`: neither unique nor a place. So whoever exports
hands in where the files lie (`ExportOptions.music_files`); a document alone, read elsewhere, has only paths.
"""

import os
import posixpath
from pathlib import PureWindowsPath
from urllib.parse import quote, quote_from_bytes

from cuespotter.exports.base import ExportOptions
from cuespotter.model.cue import Cue
from cuespotter.model.recording import Recording


def path_of(recording: Recording, options: ExportOptions) -> str:
    """Write a recording's place as a path that a player opens.

    Returns
    -------
    str
        Below `options.music_root` where that is told, with forward slashes; else where the file lies, as
        the system writes it (with surrogates for bytes that are no text); else the path below its root.
    """
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
    """Write the place of a cue's recording for an editor; None where there is no recording."""
    if cue.recording is None:
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
