"""Where a recording's file lies, as playlists and editors' files write it."""

import posixpath
from urllib.parse import quote

from cuespotter.exports.base import ExportOptions
from cuespotter.model.cue import Cue
from cuespotter.model.recording import Recording


def path_of(recording: Recording, options: ExportOptions) -> str:
    """Put the folder of the music before a recording's path, with forward slashes."""
    if options.music_root is None:
        return recording.path
    return posixpath.join(options.music_root.replace("\\", "/"), recording.path)


def uri_of(recording: Recording, options: ExportOptions) -> str:
    """Write a recording's place as a URI: absolute (``file://``) where the folder of the music is told."""
    path = quote(path_of(recording, options), safe="/")
    if options.music_root is None:
        return f"./{path}" if ":" in path.split("/")[0] else path
    return "file://" + (path if path.startswith("/") else f"/{path}")


def media_url(cue: Cue, options: ExportOptions) -> str | None:
    """Write the place of a cue's recording for an editor; None where there is no recording."""
    if cue.recording is None:
        return None
    path = quote(path_of(cue.recording, options), safe="/")
    return f"file://localhost/{path.lstrip('/')}"
