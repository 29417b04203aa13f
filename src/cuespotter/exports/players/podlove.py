"""Podlove Simple Chapters, for podcasts and web players."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.players.chapters import chapters
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.wording.times import stamp_text

NAMESPACE = "http://podlove.org/simple-chapters"


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write version 1.2; the format knows starts only."""
    root = Element("psc:chapters", {"version": "1.2", "xmlns:psc": NAMESPACE})
    for chapter in chapters(document, options):
        child(root, "psc:chapter", start=stamp_text(chapter.begin_s), title=chapter.title)
    return xml_bytes(root)
