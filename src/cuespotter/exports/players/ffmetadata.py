"""FFmpeg's metadata file: chapters that ``ffmpeg -i film -i this -map_metadata 1`` puts into a copy."""

import re

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.chapters import chapters
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat
from cuespotter.wording.times import whole_milliseconds


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write version 1, times in milliseconds."""
    lines = [";FFMETADATA1", f"title={_escaped(document.film.title)}"]
    for chapter in chapters(document, options):
        lines += [
            "",
            "[CHAPTER]",
            "TIMEBASE=1/1000",
            f"START={whole_milliseconds(chapter.begin_s)}",
            f"END={whole_milliseconds(chapter.end_s)}",
            f"title={_escaped(chapter.title)}",
        ]
    return ("\n".join(lines) + "\n").encode()


def _escaped(text: str) -> str:
    """Put a backslash before what the format reads as its own."""
    return re.sub(r"([=;#\\])", r"\\\1", flat(text))
