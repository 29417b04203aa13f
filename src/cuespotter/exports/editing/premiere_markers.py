"""Markers for Premiere Pro, which takes them from a sequence in Final Cut Pro 7's XML (xmeml 5)."""

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.editing.cut_list import cut_list
from cuespotter.exports.editing.fcp7_xml import DOCTYPE, open_sequence
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.wording.text import flat


def write(document: FilmDocument, options: ExportOptions) -> bytes:
    """Write a sequence without clips, with a marker of its length for each placement."""
    cuts = cut_list(document, options)
    root = Element("xmeml", {"version": "5"})
    sequence = open_sequence(root, cuts)
    media = child(sequence, "media")
    child(child(media, "video"), "track")
    child(child(media, "audio"), "track")
    for clip in cuts.clips:
        marker = child(sequence, "marker")
        child(marker, "name", f"{flat(clip.cue.cue_no)} {clip.name}")
        child(marker, "comment", clip.cue.notes or "")
        child(marker, "in", clip.begin)
        child(marker, "out", clip.end)
    return xml_bytes(root, doctype=DOCTYPE)
