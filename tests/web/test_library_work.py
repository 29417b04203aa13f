"""Side tables, removals and the editor's list: the API's answers, and what stays as it was."""

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

TABLE = """path,work_title,name,role,ipi,society,share
Alder.wav,Alder Waltz,Ada Alder,composer,00000000199,PRS,100
Nowhere.wav,Nothing,Nobody,composer,,NS,100
"""


def parties(served, number=0):
    work = served.state()["document"]["cues"][number]["recording"]["work"]
    return [] if work is None else [party["name"] for party in work["parties"]]


def test_a_side_table_is_loaded_seen_and_taken_back(served):
    learnt = served.ask("/api/tables/learn", {"name": "parties.csv", "text": TABLE}).json
    assert (learnt["rows"], learnt["recordings"], learnt["films"]) == (2, 1, 1)
    assert learnt["remarks"] == ["row 3 of parties.csv meets no recording: path Nowhere.wav"]
    assert parties(served) == ["Ada Alder"]
    (row,) = served.ask("/api/tables/told").json
    assert (row["path"], row["work"]["title"]) == ("Alder.wav", "Alder Waltz")
    assert served.ask("/api/tables/forget", {"recordings": [row["recording_id"]]}).json == {"films": 1}
    assert parties(served) == []
    assert served.ask("/api/tables/told").json == []
    # the film's own history has it, so that it can be undone there
    served.ask(f"/api/films/{served.film_id}/undo", {})
    assert parties(served) == ["Ada Alder"]


def test_a_table_that_is_none_is_refused_by_its_name_and_nothing_is_taken(served):
    answer = served.ask("/api/tables/learn", {"name": "wishes.csv", "text": "a,b\n1,2\n"})
    assert answer.status == 422
    assert "wishes.csv" in answer.json["detail"]
    assert "table-" not in answer.json["detail"]
    assert served.ask("/api/tables/told").json == []
    hidden = served.ask("/api/tables/learn", {"name": "../../etc/x\u0007.csv", "text": TABLE}).json
    assert hidden["remarks"][0].startswith("row 3 of _.._etc_x_.csv meets no")


def test_a_film_is_forgotten_only_with_its_title_and_its_file_stays(served):
    path = f"/api/films/{served.film_id}/remove"
    refused = served.ask(path, {"title": "Another"})
    assert (refused.status, "nothing was removed" in refused.json["detail"]) == (422, True)
    title = served.state()["document"]["film"]["title"]
    assert served.ask(path, {"title": title}).json == {"what": title}
    assert served.ask("/api/films").json == []
    assert served.made.film.is_file()


def test_a_recording_is_removed_and_the_film_keeps_what_it_says_of_it(served):
    recording = served.state()["document"]["cues"][0]["recording"]
    path = f"/api/recordings/{recording['id']}/remove"
    assert served.ask(path, {"path": "other.wav"}).status == 422
    assert served.ask(path, {"path": recording["path"]}).json == {"what": recording["path"]}
    assert served.ask("/api/recordings").json["total"] == 2
    assert served.state()["document"]["cues"][0]["recording"]["path"] == recording["path"]
    assert (served.made.music / "Alder.wav").is_file()


def test_the_editors_list_is_compared_and_kept_nowhere(served):
    first = served.state()["document"]["cues"][0]
    begin, end = (f"00:00:{int(at):02}:{int(at % 1 * 25):02}" for at in (first["start_s"], first["end_s"]))
    text = (
        f"TITLE: R1\n001  AX  A  C  00:00:00:00 00:00:10:00 {begin} {end}\n* FROM CLIP NAME: Alder-02.L\n"
        "002  AX  A2  C  00:00:00:00 00:00:10:00 00:00:55:00 00:00:59:00\n* FROM CLIP NAME: Other\n"
    )
    asked = {"name": "music.edl", "text": text, "picture_rate": "25", "timecode_origin": "00:00:00:00"}
    before = served.state()
    answer = served.ask(f"/api/films/{served.film_id}/compare", asked).json
    assert [(row["verdict"], row["cue_no"]) for row in answer["rows"]] == [
        ("agrees", "1m01"),
        ("only_heard", "1m02"),
        ("only_edit", None),
    ]
    assert answer["tracks"] == ["A", "A2"]
    only = served.ask(f"/api/films/{served.film_id}/compare", {**asked, "tracks": ["A"]}).json
    assert [row["verdict"] for row in only["rows"]] == ["agrees", "only_heard"]
    assert served.state() == before
    wrong = served.ask(f"/api/films/{served.film_id}/compare", {"name": "notes.txt", "text": "hello"})
    assert (wrong.status, wrong.json["detail"][:9]) == (422, "notes.txt")


def test_an_editors_file_counts_and_links_as_it_is_asked_to(served):
    path = f"/api/films/{served.film_id}/exports/cmx3600"
    music = served.made.music
    asked = f"?picture_rate=24&timecode_origin=10:00:00:00&music_root={music}=/Volumes/Music"
    text = served.ask(path + asked).content.decode()
    assert " 10:00:" in text
    assert "* FROM FILE: /Volumes/Music/Alder.wav" in text
    refused = served.ask(path + "?picture_rate=fast")
    assert (refused.status, "no picture rate" in refused.json["detail"]) == (422, True)
