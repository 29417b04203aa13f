"""The API does what the commands do: judge, edit, undo, check, total, hand on; and tells who was too late."""

import json

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from cuespotter import open_library
from cuespotter.exports.formats import FORMATS


def test_a_film_is_listed_with_its_progress(served):
    cue, revision = served.cue()
    before = served.ask("/api/films").json
    served.ask(f"/api/films/{served.film_id}/verdict", {"verdict": "confirm", "cues": {cue: revision}})
    after = served.ask("/api/films").json
    assert [row["reviewed_cues"] for row in (*before, *after)] == [0, 1]
    assert after[0]["cues"] == 2
    assert after[0]["is_file_there"]


def test_films_are_searched_with_the_language_of_the_lists(served):
    assert len(served.ask("/api/films?where=cues:2..").json) == 1
    assert served.ask("/api/films?where=cues:9..").json == []
    wrong = served.ask("/api/films?where=foo:bar")
    assert wrong.status == 422
    assert "no field 'foo'" in wrong.json["detail"]


def test_a_cue_is_trimmed_and_remembered_under_the_reviewers_name(served):
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}/cues/{cue}"
    state = served.ask(path, {"revision": revision, "start_s": 6.25}, method="PATCH").json
    assert state["document"]["cues"][0]["start_s"] == 6.25
    assert state["document"]["cues"][0]["status"] == "edited"
    assert served.catalogue.history(served.film_id)[-1].who == "Ada"


def test_a_stale_edit_is_refused_and_told_what_changed(served):
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}/cues/{cue}"
    served.ask(path, {"revision": revision, "start_s": 6.25}, method="PATCH")
    late = served.ask(path, {"revision": revision, "end_s": 15.0}, method="PATCH")
    assert late.status == 409
    assert late.headers["content-type"] == "application/problem+json"
    assert late.json["cues"][cue]["start_s"] == 6.25
    assert "start 6.25 (Ada)" in late.json["detail"]
    assert served.state()["document"]["cues"][0]["end_s"] != 15.0


def test_an_answer_for_many_cues_is_one_change_or_none(served):
    cues = dict([served.cue(0), served.cue(1)])
    path = f"/api/films/{served.film_id}/answers"
    state = served.ask(path, {"cues": cues, "fields": {"vocal": "instrumental"}, "verdict": "confirm"}).json
    assert [(cue["vocal"], cue["status"]) for cue in state["document"]["cues"]] == [
        ("instrumental", "confirmed")
    ] * 2
    assert len(served.ask(f"/api/films/{served.film_id}/history").json) == 1
    late = served.ask(path, {"cues": cues, "fields": {"vocal": "vocal"}})
    assert (late.status, len(late.json["cues"])) == (409, 2)
    undone = served.ask(f"/api/films/{served.film_id}/undo", {}).json
    assert [cue["vocal"] for cue in undone["document"]["cues"]] == [None, None]


def test_two_pages_may_edit_two_cues(served):
    (first, seen_first), (second, seen_second) = served.cue(0), served.cue(1)
    path = f"/api/films/{served.film_id}/cues/"
    assert served.ask(path + first, {"revision": seen_first, "start_s": 6.0}, method="PATCH").status == 200
    assert served.ask(path + second, {"revision": seen_second, "start_s": 31.0}, method="PATCH").status == 200


def test_split_merge_undo_and_redo_come_back_to_the_same_film(served):
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}"
    before = served.state()["document"]
    parted = served.ask(f"{path}/cues/{cue}/split", {"revision": revision, "at_s": 12.0}).json
    assert len(parted["document"]["cues"]) == 3
    halves = [one["id"] for one in parted["document"]["cues"][:2]]
    joined = served.ask(f"{path}/merge", {"cues": {one: parted["cue_revisions"][one] for one in halves}}).json
    assert len(joined["document"]["cues"]) == 2
    assert served.ask(f"{path}/undo", {}).json["document"] == parted["document"]
    assert served.ask(f"{path}/undo", {}).json["document"] == before
    assert served.ask(f"{path}/redo", {}).json["document"] == parted["document"]
    assert served.ask(f"{path}/redo", {}).json["document"] == joined["document"]
    assert served.ask(f"{path}/redo", {}).status == 409


def test_a_new_change_forgets_what_could_be_redone(served):
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}"
    served.ask(f"{path}/verdict", {"verdict": "reject", "cues": {cue: revision}})
    assert served.ask(f"{path}/undo", {}).json["can_redo"]
    served.ask(f"{path}/verdict", {"verdict": "confirm", "cues": {cue: revision}})
    assert served.ask(f"{path}/redo", {}).status == 409


def test_answers_and_names_are_stored_and_checked(served):
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}/cues/{cue}"
    fields = {
        "film_part": "main_title",
        "work": {"title": "Alder", "parties": [{"name": "A B", "role": "composer"}]},
    }
    state = served.ask(path, {"revision": revision, "fields": fields}, method="PATCH").json
    assert state["usage_codes"][cue] == "MT"
    assert state["document"]["cues"][0]["work"]["parties"][0]["name"] == "A B"
    wrong = {"revision": state["cue_revisions"][cue], "fields": {"film_part": "overture"}}
    assert served.ask(path, wrong, method="PATCH").status == 422


def test_a_cue_is_added_and_given_a_recording(served):
    recording = served.ask("/api/recordings?text=Cedar").json["recordings"][0]
    state = served.ask(
        f"/api/films/{served.film_id}/cues",
        {"start_s": 52.0, "end_s": 55.0, "recording": recording["id"], "fields": {"vocal": "vocal"}},
    ).json
    added = state["document"]["cues"][-1]
    assert (added["recording"]["id"], added["vocal"], added["start_s"]) == (recording["id"], "vocal", 52.0)


def add_unnamed(served, start_s, end_s):
    state = served.ask(f"/api/films/{served.film_id}/cues", {"start_s": start_s, "end_s": end_s}).json
    (cue,) = [one for one in state["document"]["cues"] if one["recording"] is None]
    return cue["id"], state["cue_revisions"][cue["id"]]


def test_a_named_cue_is_remembered_and_undo_takes_it_out_of_the_library(served):
    cue, revision = add_unnamed(served, 31.0, 46.0)
    path = f"/api/films/{served.film_id}/cues/{cue}"
    edit = {"revision": revision, "fields": {"title": "The sea"}, "is_remembered": True}
    state = served.ask(path, edit, method="PATCH").json
    (named,) = [one for one in state["document"]["cues"] if one["id"] == cue]
    assert named["recording"]["heard_in"]["start_s"] == 31.0
    assert named["placements"][0]["recording_out_s"] == 15.0
    assert served.ask("/api/recordings?text=The%20sea").json["total"] == 1
    level = served.ask(f"/api/recordings/{named['recording']['id']}/level")
    assert (level.status, max(level.json["level_db"]) > -40) == (200, True)
    served.ask(f"/api/films/{served.film_id}/undo", {})
    assert served.ask("/api/recordings?text=The%20sea").json["total"] == 0


def test_what_cannot_be_remembered_is_refused_and_nothing_is_changed(served):
    cue, revision = add_unnamed(served, 52.0, 56.0)
    path = f"/api/films/{served.film_id}/cues/{cue}"
    before = served.state()
    nameless = served.ask(path, {"revision": revision, "is_remembered": True}, method="PATCH")
    assert (nameless.status, "has no title" in nameless.json["detail"]) == (422, True)
    edit = {"revision": revision, "fields": {"title": "A sting"}, "is_remembered": True}
    short = served.ask(path, edit, method="PATCH")
    assert (short.status, "it needs 6 s" in short.json["detail"]) == (422, True)
    known = before["document"]["cues"][0]["id"]
    edit = {"revision": before["cue_revisions"][known], "is_remembered": True}
    named = served.ask(f"/api/films/{served.film_id}/cues/{known}", edit, method="PATCH")
    assert (named.status, "which the library has" in named.json["detail"]) == (422, True)
    assert served.state() == before


def test_the_films_own_fields_are_held_against_their_revision(served):
    path = f"/api/films/{served.film_id}"
    seen = served.state()["film_revision"]
    edit = {"revision": seen, "fields": {"title": "Needle", "header.network": "Arte"}}
    assert served.ask(path, edit, method="PATCH").json["document"]["film"]["header"]["network"] == "Arte"
    assert served.ask(path, edit, method="PATCH").status == 409
    fixed = {"revision": served.state()["film_revision"], "fields": {"duration_s": 1}}
    assert served.ask(path, fixed, method="PATCH").status == 422


def test_the_check_and_the_totals_follow_the_edits(served):
    texts = [row["text"] for row in served.ask(f"/api/films/{served.film_id}/check").json]
    assert any("production company" in text for text in texts)
    cue, revision = served.cue()
    path = f"/api/films/{served.film_id}/cues/{cue}"
    fields = {"work_origin": "made_for_film", "form": "score"}
    served.ask(path, {"revision": revision, "fields": fields}, method="PATCH")
    totals = served.ask(f"/api/films/{served.film_id}/totals").json
    score = next(row for row in totals["shares"] if row["name"] == "score share")
    assert 0.3 < score["lower"] < 0.6
    assert totals["reviewed"] == 1


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if not row.needs_template])
def test_every_export_is_what_the_command_would_write(served, name, tmp_path):
    answer = served.ask(f"/api/films/{served.film_id}/exports/{name}")
    if answer.status == 422:
        assert answer.json["detail"]
        return
    assert "attachment" in answer.headers["content-disposition"]
    if FORMATS[name].needs is None:
        with open_library(served.desk.library.folder) as library:
            library.export(served.film_id, tmp_path / "written", format_name=name)
        assert answer.content == (tmp_path / "written").read_bytes()


def test_a_preview_may_do_nothing(served):
    answer = served.ask(f"/api/films/{served.film_id}/exports/html?is_preview=true")
    assert answer.headers["content-type"].startswith("text/html")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_films_that_use_a_recording_are_told(served):
    recording = served.state()["document"]["cues"][0]["recording"]["id"]
    uses = served.ask(f"/api/recordings/{recording}/uses").json
    assert [(use["film_id"], use["cue_no"]) for use in uses] == [(served.film_id, "1m01")]


def test_the_openapi_names_every_address_and_its_problems(served):
    document = json.loads(served.ask("/api/openapi.json").content)
    assert "/api/films/{film_id}/cues/{cue_id}" in document["paths"]
    edit = document["paths"]["/api/films/{film_id}/cues/{cue_id}"]["patch"]["responses"]
    assert "application/problem+json" in edit["409"]["content"]


def test_a_work_is_said_once_for_every_recording_of_it(served):
    cue_id, revision = served.cue()
    party = {
        "name": "Ada Marlow",
        "role": "composer",
        "ipi": "00014107338",
        "society": "PRS",
        "share_percent": 100,
    }
    work = {"title": "Alder", "iswc": "T-034.524.680-1", "parties": [party]}
    address = f"/api/films/{served.film_id}/work"
    answer = served.ask(address, {"cues": {cue_id: revision}, "work": work})
    assert answer.status == 200, answer.content
    recording = answer.json["document"]["cues"][0]["recording"]["id"]
    assert served.catalogue.recording(recording).work.parties[0].name == "Ada Marlow"
    known = served.ask(f"/api/parties?film={served.film_id}").json
    assert [(one["name"], one["society"], one["works"]) for one in known["parties"]] == [
        ("Ada Marlow", "PRS", 1)
    ]
    assert {"name": "GEMA", "words": "Germany"} in known["societies"]
    assert served.ask(address, {"cues": {cue_id: revision}, "work": work}).status == 409
    now = answer.json["cue_revisions"][cue_id]
    wrong = {**work, "parties": [{**party, "ipi": "00014107339"}]}
    refused = served.ask(address, {"cues": {cue_id: now}, "work": wrong})
    assert refused.status == 422
    assert "00014107339" in refused.json["detail"]
    served.ask(f"/api/films/{served.film_id}/undo", {})
    assert served.ask(f"/api/parties?film={served.film_id}").json["parties"] == []
