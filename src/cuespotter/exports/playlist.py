"""Which recordings a playlist names, in which order, and how it finds their files."""

import posixpath
import re
from urllib.parse import quote

from cuespotter.exports.base import ExportOptions
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording

MUSICBRAINZ_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def cues_to_play(document: FilmDocument, options: ExportOptions) -> list[tuple[Cue, Recording]]:
    """List the cues whose recording a playlist names, in film order.

    Each recording comes once, at its first cue, unless `options.every_cue` asks for all.
    """
    seen: set[str] = set()
    chosen = []
    for cue in document.cues_heard:
        if cue.recording is None or (cue.recording.id in seen and not options.every_cue):
            continue
        seen.add(cue.recording.id)
        chosen.append((cue, cue.recording))
    return chosen


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


def musicbrainz_id(recording: Recording) -> str | None:
    """Give the recording's MusicBrainz id in its usual form; None where there is none of that form."""
    text = recording.musicbrainz_recording_id
    return text.lower() if text is not None and MUSICBRAINZ_ID.fullmatch(text) else None
