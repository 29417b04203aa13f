"""At the edges of what its parameters allow, and with values that JSON allows and nothing else does, no 500."""

import itertools

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

TIMES = ("0", "0.001", "59.999999", "999999.9", "1e6", "1e308", "-0.0", "nan", "1_0", "")
SPEEDS = ("0.25", "4", "1.0000001", "0.2499", "nan")
PITCHES = ("-2400", "2400", "0", "1e-9", "-2401")
TEXTS = ("%00", "%ED%A0%80", "%25", "%27", "_" * 2000, "a" * 2001, "%F0%9F%8E%B5", "%2A", "\\")
WHERES = ("year:1e999", "year:..", "(" * 900, "not " * 499, "year:" + "9" * 1900, "a:b:c", '"', "%00:%00")
VALUES = (
    1e308,
    -1,
    10**30,
    2**63,
    True,
    "\ud800",
    "\x00",
    "x" * 100_000,
    [],
    [[]],
    {"a": {"b": None}},
    [None],
    "20x5",
    "",
)

RAW = ("pydantic", "Input should", "String should", "Value error", "body.", "query.", "path.")
"""Words of the framework's own, not of ours."""


def no_mistake(answer):
    assert answer.status < 500, answer.content
    if answer.status >= 400:
        said = answer.json["detail"]
        assert said
        assert not any(raw in said for raw in RAW)


def test_times_at_the_edges(served):
    recording = served.ask("/api/recordings").json["recordings"][0]["id"]
    cue, _ = served.cue()
    for start, end in itertools.product(TIMES, repeat=2):
        no_mistake(served.ask(f"/api/films/{served.film_id}/sound?from={start}&to={end}"))
        no_mistake(served.ask(f"/api/recordings/{recording}/sound?from={start}&to={end}"))
        no_mistake(served.ask(f"/api/films/{served.film_id}/cues/{cue}/evidence?from={start}&to={end}"))


def test_speeds_and_pitches_at_the_edges(served):
    recording = served.ask("/api/recordings").json["recordings"][0]["id"]
    for speed, pitch, end in itertools.product(SPEEDS, PITCHES, ("0.00001", "1", "29.99")):
        query = f"from=0&to={end}&speed={speed}&pitch={pitch}"
        no_mistake(served.ask(f"/api/recordings/{recording}/sound?{query}"))
        no_mistake(served.ask(f"/api/recordings/{recording}/sound?{query}&as=opus"))


def test_texts_and_filters_at_the_edges(served):
    for text in (*TEXTS, *WHERES):
        asked = text.replace(" ", "+")
        for address in ("films?where=", "recordings?text=", "recordings?where="):
            no_mistake(served.ask(f"/api/{address}{asked}"))


@pytest.mark.parametrize("value", VALUES, ids=range(len(VALUES)))
def test_values_that_json_allows(served, value):
    state = served.state()
    film = f"/api/films/{served.film_id}"
    cue, revision = served.cue()
    for name in ("title", "year", "header.initial_air_date", "further_titles", "kind", "value", ""):
        edit = {"revision": state["film_revision"], "fields": {name: value}}
        no_mistake(served.ask(film, edit, method="PATCH"))
    for name in ("title", "work", "vocal", "notes", "cue_no", "confidence", "placements", "id"):
        edit = {"revision": revision, "fields": {name: value}}
        no_mistake(served.ask(f"{film}/cues/{cue}", edit, method="PATCH"))
    no_mistake(served.ask(f"{film}/cues", {"start_s": value, "end_s": value, "fields": {}}))
    no_mistake(served.ask(f"{film}/cues", {"start_s": 1, "end_s": 2, "recording": value}))
    no_mistake(served.ask(f"{film}/verdict", {"verdict": "confirm", "cues": {cue: value}}))
    assert served.ask(film).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"revision": "a", "fields": {"title": ' + b"[" * 3000 + b"]" * 3000 + b"}}",
        b'{"revision": "a", "fields": {"year": 1e999}}',
        b'{"revision": "a", "fields": {"year": NaN}}',
        b'{"revision": "a", "fields": {"year": ' + b"9" * 5000 + b"}}",
        b'{"revision": "\\ud800", "fields": {"\\ud800": "\\udfff"}}',
        b"\xff\xfe",
        b"null",
        b"",
    ],
    ids=range(9),
)
def test_bodies_that_are_hardly_json(served, body):
    cue, _ = served.cue()
    film = f"/api/films/{served.film_id}"
    for address in (film, f"{film}/cues/{cue}"):
        no_mistake(served.ask(address, body, method="PATCH"))
    for address in (
        f"{film}/cues",
        f"{film}/verdict",
        f"{film}/merge",
        "/api/jobs/add",
        "/api/jobs/identify",
    ):
        no_mistake(served.ask(address, body))


@pytest.mark.parametrize("cue_id", ["%00", "%ED%A0%80", "..", "a" * 101, "%2F"])
def test_ids_that_are_none(served, cue_id):
    for address in (
        f"films/{cue_id}",
        f"films/{served.film_id}/cues/{cue_id}/evidence?from=0&to=1",
        f"recordings/{cue_id}/uses",
        f"places/{cue_id}",
        f"jobs/{cue_id}",
    ):
        no_mistake(served.ask(f"/api/{address}"))


def test_what_is_refused_names_the_field_the_find_and_the_need(served):
    cue, revision = served.cue()
    sound = f"/api/films/{served.film_id}/sound"
    address = f"/api/films/{served.film_id}/cues/{cue}"
    unfit = {"revision": revision, "start_s": "soon"}
    answers = [
        (served.ask(f"{sound}?from=x&to=1"), "from cannot be 'x'; write a number"),
        (served.ask(f"{sound}?to=1"), "from is missing; it is needed"),
        (served.ask("/api/films/_x"), "film_id cannot be '_x'; write it as this program gives it"),
        (served.ask(address, unfit, method="PATCH"), "start_s cannot be 'soon'; write a number"),
        (served.ask(address, b"{", method="PATCH"), "what was sent cannot be read; write JSON"),
        (
            served.ask(address, [], method="PATCH"),
            "what was sent cannot be []; write fields with their values",
        ),
    ]
    assert [(answer.status, answer.json["detail"]) for answer, _ in answers] == [
        (422, words) for _, words in answers
    ]
