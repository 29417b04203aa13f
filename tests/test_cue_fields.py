"""The list of what a field of a cue must reach, as `test_fields` has it for recordings: to add one, begin here.

1. A line in `model.Cue`, and one in `FIELDS` below that says who says it: the engine (`rerun.HEARD_FIELDS`, a new
   identification renews it), the reviewer (`edits.CUE_FIELDS`, or another edit), or the catalogue, which keeps it.
2. In which exports it is seen; the golden files follow (`tests.golden.renew`), ``python -m docs.renew`` the schema.

A field that is not in the list, one that reaches less than is said, and one that reaches more, all fail.
"""

from dataclasses import dataclass
from functools import cache

import pytest
from tests.golden.documents import HARBOUR_WORK, sample
from tests.golden.renew import cells_as_text

from cuespotter.exports.formats import FORMATS, render
from cuespotter.model import Cue, MusicSign, Recording, Rival, SceneHint, WorkQuestion
from cuespotter.model.schema import document_schema
from cuespotter.review.edits import CUE_FIELDS
from cuespotter.review.rerun import HEARD_FIELDS, merge_rerun

SEEN = ("html", "csv", "cuesheet", "prs", "apra", "tono", "xspf", "resolve-markers")
"""One export of each kind; what the others show is told by their golden files."""
SHEETS = frozenset({"cuesheet", "prs", "apra", "tono"})
ALL = frozenset(SEEN)
OTHER = Recording(id="r9", path="c/d.flac", duration_s=99.0, title="Other")


@dataclass(frozen=True)
class Reach:
    """Who says a field, a value that it may have, and where it is seen besides the JSON."""

    value: object
    said_by: str
    seen_in: frozenset[str] = frozenset()


def heard(value, *, seen=frozenset()):
    return Reach(value, "engine", frozenset(seen))


def said(value, *, seen=frozenset()):
    return Reach(value, "reviewer", frozenset(seen))


def kept(value, *, seen=frozenset()):
    return Reach(value, "catalogue", frozenset(seen))


FIELDS = {
    "kind": heard("unnamed_music", seen={"csv"}),
    "confidence": heard(0.5, seen={"html", "csv"}),
    "start_s": heard(20.0, seen=SHEETS | {"html", "xspf"}),
    "end_s": heard(21.0, seen=SHEETS | {"html"}),
    "recording": heard(OTHER, seen=ALL),
    "placements": heard([], seen={"html", "csv", "resolve-markers"}),
    "level_db": heard(-3.0),
    "signs": heard([MusicSign(name="tuning", share=0.9)]),
    "rivals": heard([Rival(recording=OTHER, recording_in_s=1.0, confidence=0.4)]),
    "questions": heard([WorkQuestion(recording=OTHER, confidence=0.9)]),
    "scene_hint": heard(SceneHint(confidence=0.9, side="left")),
    "cue_no": said("9m99", seen={"csv", "cuesheet", "xspf", "resolve-markers"}),
    "title": said("Xylo", seen=ALL),
    "artist": said("Xylo", seen=ALL),
    "work": said(HARBOUR_WORK, seen=SHEETS | {"html"}),
    "original": said(OTHER, seen={"html"}),
    "notes": said("Xylo", seen={"html", "csv", "cuesheet"}),
    "film_part": said("end_title", seen=SHEETS | {"html", "csv"}),
    "perception": said("seen", seen={"html", "prs", "apra", "tono"}),
    "vocal": said("vocal", seen={"html", "apra"}),
    "prominence": said("featured", seen={"prs", "apra", "tono"}),
    "form": said("song", seen={"html"}),
    "is_rolled_up": said(True),
    "work_origin": said("pre_existing", seen={"html", "csv", "cuesheet", "prs", "apra"}),
    "recording_origin": said("made_for_film", seen={"html", "csv", "cuesheet", "resolve-markers"}),
    "still_s": said(9.0),
    "id": kept("c9", seen={"html", "csv"}),
    "status": kept("confirmed", seen={"csv", "cuesheet"}),
    "locked": kept(["title"]),
    "voice_probability": kept(0.99),
}
BY_OTHER_EDITS = {"original"}
"""What a reviewer says otherwise than by the field's name."""
RECORDING = Recording(id="r1", path="a/b.flac", duration_s=271.4, title="Bare")


@cache
def bare():
    """A cue of which nobody has said anything."""
    known = sample().cues[0]
    return Cue(
        id="c1",
        cue_no="1m01",
        confidence=0.98,
        start_s=known.start_s,
        end_s=known.end_s,
        recording=RECORDING,
        placements=known.placements,
    )


def having(name):
    return bare().model_copy(update={name: FIELDS[name].value})


def film(cue):
    return sample().model_copy(update={"cues": [cue]})


def rendered(cue, format_name):
    content = render(film(cue), format_name)
    return cells_as_text(content) if FORMATS[format_name].needs == "sheets" else content


bare_in = cache(lambda format_name: rendered(bare(), format_name))


def test_every_field_of_a_cue_is_in_the_list():
    missing = set(Cue.model_fields) ^ set(FIELDS)
    assert not missing, f"say in tests/test_cue_fields.py who says {missing} and what they reach"


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_said_by_whom_the_list_says(name):
    by = FIELDS[name].said_by
    assert (name in HEARD_FIELDS) == (by == "engine")
    assert by != "reviewer" or (name in CUE_FIELDS) != (name in BY_OTHER_EDITS)
    assert by != "catalogue" or name not in CUE_FIELDS
    assert f'"{name}"' in document_schema()


def said_by(who):
    return [name for name, one in FIELDS.items() if one.said_by == who]


@pytest.mark.parametrize("name", [name for name in said_by("engine") if name not in ("kind", "recording")])
def test_a_new_identification_renews_what_the_engine_says_of_a_cue_that_was_edited(name):
    # another kind, or another recording, is another cue
    before = bare().model_copy(update={"status": "edited", "notes": "Xylo", "locked": ["notes"]})
    (now,) = merge_rerun(film(before), film(having(name))).document.cues
    assert getattr(now, name) == FIELDS[name].value
    assert now.notes == "Xylo"


@pytest.mark.parametrize("name", said_by("reviewer"))
def test_what_the_reviewer_says_outlives_a_new_identification(name):
    before = having(name).model_copy(update={"status": "edited", "locked": [name]})
    (now,) = merge_rerun(film(before), film(bare())).document.cues
    assert getattr(now, name) == FIELDS[name].value


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_seen_in_the_exports_that_the_list_says(name):
    changed = {one for one in SEEN if rendered(having(name), one) != bare_in(one)}
    assert changed == set(FIELDS[name].seen_in)
