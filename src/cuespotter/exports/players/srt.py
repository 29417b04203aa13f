"""SubRip: "now playing" as a subtitle track for any player."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.now_playing import captions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.times import stamp_text


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write SRT as UTF-8; what players would take for a tag or an arrow is set apart."""
    blocks = []
    for number, caption in enumerate(captions(document, options), start=1):
        begin, end = (stamp_text(ms / 1000, separator=",") for ms in (caption.begin_ms, caption.end_ms))
        lines = [_plain(line) for line in caption.lines]
        blocks.append("\n".join([str(number), f"{begin} --> {end}", *lines]))
    return ("\n\n".join(blocks) + "\n").encode()


def _plain(line: str) -> str:
    """Keep a title from being read as markup: SubRip has no escapes, so look-alikes stand in."""
    table: dict[str, str | int | None] = {"<": "\u2039", ">": "\u203a", "{": "(", "}": ")"}
    return line.replace("-->", "\u2192").translate(str.maketrans(table))
