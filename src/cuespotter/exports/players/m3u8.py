"""M3U8: the playlist that every player reads."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.music_files import path_of
from cuespotter.exports.players.playlist import cues_to_play
from cuespotter.exports.wording import flat, line_of
from cuespotter.model.document import FilmDocument


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write the recordings in film order; music that nobody has named cannot be played and is left out."""
    lines = ["#EXTM3U", f"#PLAYLIST:{flat(document.film.title)}"]
    for cue, recording in cues_to_play(document, options):
        lines.append(f"#EXTINF:{int(recording.duration_s + 0.5)},{line_of(cue)}")
        lines.append(_path_line(path_of(recording, options)))
    return ("\n".join(lines) + "\n").encode()


def _path_line(path: str) -> str:
    """Keep a path on its line: a leading # would be a comment, a line end would part it in two."""
    on_one_line = path.replace("\r", "%0D").replace("\n", "%0A")
    return f"./{on_one_line}" if on_one_line.startswith("#") else on_one_line
