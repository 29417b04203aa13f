"""Which recordings a playlist names, in which order."""

import re

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.music_files import files_gone
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
        if cue.recording.heard_in is not None:
            # it was remembered from a film, and has no file that could be played
            continue
        seen.add(cue.recording.id)
        chosen.append((cue, cue.recording))
    return chosen


def notes(document: FilmDocument, options: ExportOptions) -> list[str]:
    """Say why a playlist is empty, or of how many recordings no file lies where it says."""
    played = cues_to_play(document, options)
    if not played:
        return [f"the playlist is empty: {why_empty(document)}"]
    return files_gone((recording for _, recording in played), options)


def why_empty(document: FilmDocument) -> str:
    """Say why there is nothing to play."""
    count = len(document.cues_heard)
    if not count:
        return "no music was found in the film"
    remembered = sum(
        cue.recording is not None and cue.recording.heard_in is not None for cue in document.cues_heard
    )
    lack = "none has a recording of the library"
    if remembered:
        lack = (
            f"none has a recording with a file: {remembered} remembered from a film, which has none to play"
        )
    return (
        f"of its {'one cue' if count == 1 else f'{count} cues'} {lack}; "
        "add the music with 'cuespotter add' and identify the film again"
    )


def musicbrainz_id(recording: Recording) -> str | None:
    """Give the recording's MusicBrainz id in its usual form; None where there is none of that form."""
    text = recording.musicbrainz_recording_id
    return text.lower() if text is not None and MUSICBRAINZ_ID.fullmatch(text) else None
