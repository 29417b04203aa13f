"""WebVTT: "now playing" for browsers and players, at the top of the picture, away from dialogue."""

from html import escape

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.now_playing import captions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat
from cuespotter.wording.times import stamp_text


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write WebVTT (W3C, 2019)."""
    title = flat(document.film.title).replace("-->", "\u2192")
    blocks = [f"WEBVTT {title}"]
    for number, caption in enumerate(captions(document, options), start=1):
        begin, end = (stamp_text(ms / 1000) for ms in (caption.begin_ms, caption.end_ms))
        lines = [escape(line, quote=False) for line in caption.lines]
        blocks.append("\n".join([str(number), f"{begin} --> {end} line:5%", *lines]))
    return ("\n\n".join(blocks) + "\n").encode()
