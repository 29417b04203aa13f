import json

import pytest
from tests.golden.documents import empty, hostile, sample

from cuespotter.exports import json_document
from cuespotter.exports.formats import render
from cuespotter.model import FilmDocument
from cuespotter.model.schema import document_schema


@pytest.mark.parametrize("document", [sample(), empty(), hostile()], ids=["sample", "empty", "hostile"])
def test_reading_what_was_written_gives_the_same_document(document):
    assert json_document.read(render(document, "json")) == document


def test_the_keys_of_the_contract_are_there():
    document = json.loads(render(sample(), "json"))
    assert document["schema"] == "cuespotter.film/1"
    assert {"id", "title", "file", "speed_regime"} <= document["film"].keys()
    assert {"name", "size", "duration_s", "streams", "stream_used"} <= document["film"]["file"].keys()
    cue = document["cues"][0]
    keys = [
        "id",
        "cue_no",
        "kind",
        "status",
        "confidence",
        "start_s",
        "end_s",
        "recording",
        "placements",
        "rivals",
    ]
    assert set(keys) <= cue.keys()
    assert {"id", "path", "title", "artist"} <= cue["recording"].keys()
    places = [
        "film_in_s",
        "film_out_s",
        "recording_in_s",
        "recording_out_s",
        "speed",
        "pitch_cents",
        "level_db",
    ]
    assert {*places, "heard_on"} <= cue["placements"][0].keys()
    assert document["cues"][3]["recording"] is None


def test_rejected_cues_stay_in_the_canonical_document():
    assert "rejected" in {cue["status"] for cue in json.loads(render(sample(), "json"))["cues"]}


def test_the_schema_names_every_key_that_is_written():
    schema = json.loads(document_schema())
    assert set(json.loads(render(sample(), "json"))) == set(schema["properties"])
    assert schema["title"] == "cuespotter.film/1"


def test_a_document_of_the_first_days_is_still_read():
    old = {
        "schema": "cuespotter.film/1",
        "film": {
            "id": "f",
            "title": "T",
            "file": {"name": "t.mkv", "size": 1, "duration_s": 2.0},
            "duration_s": 2.0,
        },
        "cues": [{"id": "c", "cue_no": "1m01", "confidence": 0.5, "start_s": 0.0, "end_s": 1.0}],
    }
    assert FilmDocument.model_validate(old).cues[0].work_origin == "unknown"
