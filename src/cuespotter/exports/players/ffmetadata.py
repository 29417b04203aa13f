"""FFmpeg's metadata file: chapters that ``ffmpeg -i film -i this -map_metadata 1`` puts into a copy."""

import re

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.chapters import chapters
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write version 1, times in milliseconds."""
    lines = [";FFMETADATA1", f"title={_escaped(document.film.title)}"]
    for chapter in chapters(document):
        lines += [
            "",
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={int(chapter.begin_s * 1000 + 0.5)}",
            f"END={int(chapter.end_s * 1000 + 0.5)}",
            f"title={_escaped(chapter.title)}",
        ]
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    """Put a backslash before what the format reads as its own."""
    return re.sub(r"([=;#\\])", r"\\\1", flat(text))
