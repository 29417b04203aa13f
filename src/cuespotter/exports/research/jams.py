"""JAMS: annotations for music research; segments may overlap, so the namespace is an open one."""

import json

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import line_of

JAMS_VERSION = "0.3.4"
NAMESPACE = "segment_open"


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write one annotation, a segment for each placement; the sandbox holds what JAMS has no field for."""
    segments, details = [], []
    for cue in document.cues_heard:
        spans = [(place.film_in_s, place.film_out_s) for place in cue.placements]
        for number, (begin, end) in enumerate(spans or [(cue.start_s, cue.end_s)]):
            segments.append(
                {
                    "time": round(begin, 6),
                    "duration": round(max(0.0, end - begin), 6),
                    "value": line_of(cue),
                    "confidence": round(cue.confidence, 6),
                }
            )
            place = cue.placements[number].model_dump(mode="json") if cue.placements else None
            details.append({"cue_id": cue.id, "cue_no": cue.cue_no, "kind": cue.kind, "placement": place})
    version = document.cuespotter_version or ""
    annotation = {
        "namespace": NAMESPACE,
        "time": 0,
        "duration": document.film.duration_s,
        "data": segments,
        "annotation_metadata": {
            "curator": {"name": "", "email": ""},
            "annotator": {},
            "version": version,
            "corpus": "",
            "annotation_tools": f"Cuespotter {version}".strip(),
            "annotation_rules": "",
            "validation": "",
            "data_source": "program",
        },
        "sandbox": {"segments": details},
    }
    whole = {
        "file_metadata": {
            "title": document.film.title,
            "artist": "",
            "release": "",
            "duration": document.film.duration_s,
            "identifiers": {},
            "jams_version": JAMS_VERSION,
        },
        "annotations": [annotation],
        "sandbox": {"film_id": document.film.id},
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()
