"""Which recordings a playlist names, in which order, and how it finds their files."""

import posixpath

from needledrop.exports.base import ExportOptions
from needledrop.model.cue import Cue
from needledrop.model.document import FilmDocument
from needledrop.model.recording import Recording


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
