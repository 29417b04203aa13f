"""M3U8: the playlist that every player reads."""

from collections.abc import Iterable
from urllib.parse import quote

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.music_files import file_uri, is_text, path_of
from cuespotter.exports.players.playlist import cues_to_play, why_empty
from cuespotter.model.document import FilmDocument
from cuespotter.model.recording import Recording
from cuespotter.wording.cues import line_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import whole_seconds


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write the recordings in film order; music that nobody has named cannot be played and is left out."""
    lines = ["#EXTM3U", f"#PLAYLIST:{flat(document.film.title)}"]
    chosen = cues_to_play(document, options)
    if not chosen:
        lines.append(f"# empty: {why_empty(document)}")
    for cue, recording in chosen:
        lines.append(f"#EXTINF:{whole_seconds(recording.duration_s)},{line_of(cue)}")
        lines.append(_path_line(path_of(recording, options)))
    return ("\n".join(lines) + "\n").encode()


def list_playlist(name: str, recordings: Iterable[Recording], options: ExportOptions) -> bytes:
    """Write a list's recordings, each once, in the list's order."""
    each = {recording.id: recording for recording in recordings if recording.heard_in is None}
    lines = ["#EXTM3U", f"#PLAYLIST:{flat(name)}"]
    if not each:
        lines.append("# empty: nothing in the list is a recording of the library")
    for recording in each.values():
        title = recording.title or recording.path
        line = flat(title if recording.artist is None else f"{recording.artist} - {title}")
        lines += [
            f"#EXTINF:{whole_seconds(recording.duration_s)},{line}",
            _path_line(path_of(recording, options)),
        ]
    return ("\n".join(lines) + "\n").encode()


def _path_line(path: str) -> str:
    """Keep a path on its line; what no line of text can hold goes as a URI.

    A leading # would make a comment of it, so a relative path gets a ./ before it.
    """
    if not is_text(path):
        return (
            file_uri(path) if path.startswith("/") else f"./{quote(path, safe='/', errors='surrogateescape')}"
        )
    return f"./{path}" if path.startswith("#") else path
