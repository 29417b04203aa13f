"""ELAN's EAF: one tier for each layer of music, since annotations of a tier may not overlap."""

from urllib.parse import quote

from cuespotter.exports.base import ExportOptions
from cuespotter.exports.xml_text import Element, child, xml_bytes
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import deal_lanes
from cuespotter.wording.cues import line_of
from cuespotter.wording.times import whole_milliseconds

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
NO_DATE = "1970-01-01T00:00:00+00:00"
"""The format wants a date; the same document must give the same file."""
TIER_TYPE = "music"


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write EAF 3.0, times in milliseconds."""
    cues = document.cues_heard
    spans = [
        (_milliseconds(cue.start_s), max(_milliseconds(cue.start_s) + 1, _milliseconds(cue.end_s)))
        for cue in cues
    ]
    lanes = deal_lanes(spans)
    root = _root()
    header = child(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
    name = document.film.file.name
    child(
        header,
        "MEDIA_DESCRIPTOR",
        MEDIA_URL=f"./{quote(name)}",
        RELATIVE_MEDIA_URL=f"./{quote(name)}",
        MIME_TYPE="",
    )
    child(header, "PROPERTY", str(2 * len(cues)), NAME="lastUsedAnnotationId")
    times = child(root, "TIME_ORDER")
    for number, millisecond in enumerate(time for span in spans for time in span):
        child(times, "TIME_SLOT", TIME_SLOT_ID=f"ts{number + 1}", TIME_VALUE=millisecond)
    for lane in range(max(lanes, default=0) + 1):
        tier = child(root, "TIER", LINGUISTIC_TYPE_REF=TIER_TYPE, TIER_ID=f"Music {lane + 1}")
        for number, cue in enumerate(cues):
            if lanes[number] == lane:
                holder = child(
                    child(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION", ANNOTATION_ID=f"a{number + 1}"
                )
                holder.set("TIME_SLOT_REF1", f"ts{2 * number + 1}")
                holder.set("TIME_SLOT_REF2", f"ts{2 * number + 2}")
                child(holder, "ANNOTATION_VALUE", f"{cue.cue_no} {line_of(cue)}")
    child(
        root,
        "LINGUISTIC_TYPE",
        GRAPHIC_REFERENCES="false",
        LINGUISTIC_TYPE_ID=TIER_TYPE,
        TIME_ALIGNABLE="true",
    )
    return xml_bytes(root)


def _root() -> Element:
    """Open the document with its schema; it has no author but the program."""
    return Element(
        "ANNOTATION_DOCUMENT",
        {
            "AUTHOR": "Cuespotter",
            "DATE": NO_DATE,
            "FORMAT": "3.0",
            "VERSION": "3.0",
            "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "xsi:noNamespaceSchemaLocation": SCHEMA,
        },
    )


def _milliseconds(seconds: float) -> int:
    return max(0, whole_milliseconds(seconds))
