import pytest

from cuespotter.errors import CatalogueError, UsageError
from cuespotter.model import Cue, FilmDocument, Placement, Recording
from cuespotter.review import edits, film_edits

SONG = Recording(id="aaaa1111", path="song.flac", duration_s=200.0, title="Song")
OTHER = Recording(id="bbbb2222", path="other.flac", duration_s=200.0, title="Other")


@pytest.fixture
def film(make_document) -> FilmDocument:
    """Two cues of 50 s, at 0 s and at 100 s; the second plays from 20 s of its song at PAL speed."""
    document = make_document("film", SONG, SONG)
    placement = Placement(
        film_in_s=100.0, film_out_s=148.0, recording_in_s=20.0, recording_out_s=70.0, speed=25 / 24
    )
    second = document.cues[1].model_copy(update={"end_s": 148.0, "placements": [placement]})
    return document.model_copy(update={"cues": [document.cues[0], second]})


def cue(document: FilmDocument, name: str) -> Cue:
    return edits.find_cue(document, name)


def follows_the_one_equation(placement: Placement) -> bool:
    film_s = placement.film_out_s - placement.film_in_s
    return placement.recording_out_s - placement.recording_in_s == pytest.approx(placement.speed * film_s)


def test_a_cue_is_named_by_number_id_or_its_beginning(film: FilmDocument) -> None:
    long_id = film.cues[0].model_copy(update={"id": "f00dcafe"})
    film = film.model_copy(update={"cues": [long_id, film.cues[1]]})
    for name in ("1m01", "1M01", "f00dcafe", "f00d"):
        assert cue(film, name) == long_id
    with pytest.raises(CatalogueError, match=r"no cue '9m99'.*cuespotter show"):
        cue(film, "9m99")


def test_a_verdict_is_a_status_and_nothing_else(film: FilmDocument) -> None:
    for verdict, status in ((edits.confirm, "confirmed"), (edits.reject, "rejected")):
        judged = verdict(film, "1m01")
        assert cue(judged, "1m01") == cue(film, "1m01").model_copy(update={"status": status})
        assert cue(judged, "1m02") == cue(film, "1m02")


def test_fields_that_were_set_are_locked(film: FilmDocument) -> None:
    edited = cue(edits.set_cue_fields(film, "1m01", {"film_part": "main_title", "notes": "loud"}), "1m01")
    assert (edited.film_part, edited.notes, edited.status) == ("main_title", "loud", "edited")
    assert edited.locked == ["film_part", "notes"]


def test_a_field_can_be_cleared(film: FilmDocument) -> None:
    once = edits.set_cue_fields(film, "1m01", {"notes": "loud", "work_origin": "library"})
    edited = cue(edits.set_cue_fields(once, "1m01", {"notes": None, "work_origin": None}), "1m01")
    assert (edited.notes, edited.work_origin) == (None, "unknown")


def test_editing_does_not_take_a_confirmation_back(film: FilmDocument) -> None:
    confirmed = edits.confirm(film, "1m01")
    assert cue(edits.set_cue_fields(confirmed, "1m01", {"notes": "x"}), "1m01").status == "confirmed"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"colour": "red"}, "no field 'colour'"),
        ({"id": "x"}, "no field 'id'"),
        ({"film_part": "middle"}, "film_part cannot be 'middle'; needed is one of 'logo', 'main_title'"),
        ({"title": "\udcff"}, "title cannot be '.+udcff'; write a text in Unicode"),
        ({"start_s": "soon"}, "start_s cannot be 'soon'"),
    ],
)
def test_what_cannot_be_set_is_named(film: FilmDocument, fields, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        edits.set_cue_fields(film, "1m01", fields)


def test_a_trimmed_cue_keeps_its_song_in_step(film: FilmDocument) -> None:
    edited = cue(edits.trim(film, "1m02", start_s=112.0, end_s=136.0), "1m02")
    (placement,) = edited.placements
    assert (edited.start_s, edited.end_s) == (112.0, 136.0)
    assert (placement.recording_in_s, placement.recording_out_s) == pytest.approx((32.5, 57.5))
    assert follows_the_one_equation(placement)
    assert edited.locked == ["end_s", "placements", "start_s"]


def test_a_cue_that_is_drawn_out_draws_its_song_out_as_far_as_it_goes(film: FilmDocument) -> None:
    edited = cue(edits.trim(film, "1m02", start_s=50.0, end_s=160.0), "1m02")
    (placement,) = edited.placements
    assert (edited.start_s, edited.end_s) == (50.0, 160.0)
    assert placement.recording_in_s == pytest.approx(0.0)
    assert placement.film_in_s == pytest.approx(100.0 - 20.0 * 24 / 25)
    assert placement.recording_out_s == pytest.approx(82.5)
    assert follows_the_one_equation(placement)


@pytest.mark.parametrize(
    ("start", "end"),
    [(120.0, 110.0), (-5.0, None), (148.0, None), (None, 1e300), (None, 6002.0), (6000.5, 6000.9)],
)
def test_a_cue_must_begin_in_the_film_and_end_later(film: FilmDocument, start, end) -> None:
    with pytest.raises(UsageError, match=r"must begin in the film, which is 6000.00 s long, and end later"):
        edits.trim(film, "1m02", start_s=start, end_s=end)


def test_a_split_makes_two_cues_of_one(film: FilmDocument) -> None:
    parted = edits.split(film, "1m02", 124.0)
    first, second = cue(parted, "1m02"), cue(parted, "1m02b")
    assert (first.start_s, first.end_s, second.start_s, second.end_s) == (100.0, 124.0, 124.0, 148.0)
    assert first.placements[0].recording_out_s == second.placements[0].recording_in_s == pytest.approx(45.0)
    assert first.id != second.id
    assert [one.start_s for one in parted.cues] == [0.0, 100.0, 124.0]
    with pytest.raises(UsageError, match="not inside"):
        edits.split(film, "1m02", 100.0)


def test_a_merge_undoes_a_split_but_for_the_cut(film: FilmDocument) -> None:
    parted = edits.split(film, "1m02", 124.0)
    merged = cue(edits.merge(parted, ["1m02b", "1m02"]), "1m02")
    before = cue(film, "1m02")
    assert (merged.id, merged.start_s, merged.end_s) == (before.id, before.start_s, before.end_s)
    assert len(merged.placements) == 2


def test_only_cues_of_one_recording_merge(film: FilmDocument) -> None:
    other = edits.set_recording(film, "1m02", OTHER)
    with pytest.raises(UsageError, match="different recordings"):
        edits.merge(other, ["1m01", "1m02"])
    with pytest.raises(UsageError, match="two cues or more"):
        edits.merge(film, ["1m01", "1m01"])


def test_another_recording_takes_the_place_of_the_wrong_one(film: FilmDocument) -> None:
    edited = cue(edits.set_recording(film, "1m01", OTHER), "1m01")
    assert edited.recording == OTHER
    assert edited.placements == []
    assert "recording" in edited.locked
    assert cue(edits.set_recording(film, "1m01", SONG), "1m01").placements != []


def test_a_cue_that_only_the_reviewer_heard(film: FilmDocument) -> None:
    longer = edits.add_cue(film, 60.0, 70.0, {"title": "Humming"})
    assert [one.cue_no for one in longer.cues] == ["1m01", "1m01b", "1m02"]
    assert cue(longer, "1m01b").title_known == "Humming"
    assert cue(edits.add_cue(longer, 80.0, 81.0, {}), "1m01c").kind == "unnamed_music"
    assert cue(edits.add_cue(longer, 180.0, 181.0, {}), "1m03").start_s == 180.0


@pytest.mark.parametrize(("start", "end"), [(70.0, 60.0), (5.0, 1e308), (-1.0, 5.0), (6001.0, 6002.0)])
def test_a_new_cue_lies_in_its_film(film: FilmDocument, start: float, end: float) -> None:
    with pytest.raises(UsageError, match="a new cue cannot run from"):
        edits.add_cue(film, start, end, {})


@pytest.mark.parametrize(
    "fields", [{"start_s": -5}, {"start_s": 9, "end_s": 3}, {"end_s": 1e308}, {"end_s": 99_999_999}]
)
def test_bounds_that_come_as_fields_are_checked_as_bounds(film: FilmDocument, fields) -> None:
    with pytest.raises(UsageError, match="cannot"):
        edits.set_cue_fields(film, "1m02", fields)


def test_bounds_that_come_as_fields_move_the_placements_with_them(film: FilmDocument) -> None:
    as_fields = edits.set_cue_fields(film, "1m02", {"start_s": 112, "end_s": "136", "notes": "x"})
    as_bounds = edits.set_cue_fields(
        edits.trim(film, "1m02", start_s=112.0, end_s=136.0), "1m02", {"notes": "x"}
    )
    assert as_fields == as_bounds


def test_a_number_can_be_set_and_is_locked(film: FilmDocument) -> None:
    edited = edits.set_cue_fields(film, "1m02", {"cue_no": "2m05"})
    assert [one.cue_no for one in edited.cues] == ["1m01", "2m05"]
    assert "cue_no" in cue(edited, "2m05").locked
    assert edits.set_cue_fields(edited, "2m05", {"cue_no": "2M05"}).cues[1].cue_no == "2M05"


@pytest.mark.parametrize("number", ["1m01", "1M01", "c0", "", "  ", " 2m05", "2m\n05", "x" * 21, None, 7])
def test_a_number_that_is_taken_or_none_is_refused(film: FilmDocument, number: object) -> None:
    with pytest.raises(UsageError, match=r"cue_no cannot be|number of another cue"):
        edits.set_cue_fields(film, "1m02", {"cue_no": number})


def test_all_cues_are_numbered_anew_by_reel_and_order(film: FilmDocument) -> None:
    reel = film.film.file.model_copy(update={"film_start_s": 90.0})
    two_reels = film.model_copy(update={"film": film.film.model_copy(update={"further_reels": [reel]})})
    longer = edits.reject(edits.add_cue(two_reels, 60.0, 70.0, {}), "1m01")
    assert [(one.cue_no, one.status) for one in edits.renumber(longer).cues] == [
        ("1m01b", "rejected"),
        ("1m01", "edited"),
        ("2m01", "found"),
    ]


def test_the_films_own_fields(film: FilmDocument) -> None:
    edited = film_edits.set_film_fields(
        film, {"title": "Drive", "year": "2011", "header.network": "BBC", "identifiers.imdb": "tt0780504"}
    ).film
    assert (edited.title, edited.year, edited.header.network) == ("Drive", 2011, "BBC")
    assert edited.identifiers.imdb == "tt0780504"
    assert edited.sources["header.network"] == edited.sources["title"] == "the reviewer"
    cleared = film_edits.set_film_fields(film, {"header.network": None}).film
    assert cleared.model_copy(update={"sources": {}}) == film.film


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"duration_s": 1.0}, "fact of the film's files"),
        ({"header.colour": "red"}, "has no field 'colour' to set"),
        ({"colour": "red"}, "has no field 'colour' to set"),
        ({"title.x": "y"}, "no field 'title' with fields in it"),
        ({"year": "soon"}, "year cannot be 'soon'; write a whole number"),
        ({"year": 99_999_999_999}, "year cannot be 99999999999; needed is at most 2200"),
        ({"year": -5}, "needed is at least 1800"),
        ({"title": "\udcff"}, "title cannot be '.+udcff'; write a text in Unicode"),
        ({"further_titles": ["a", "\ud800"]}, "further_titles cannot be .*; write a text in Unicode"),
    ],
)
def test_what_a_film_does_not_have_is_named(film: FilmDocument, fields, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        film_edits.set_film_fields(film, fields)


def test_a_field_that_is_none_is_named_with_what_was_meant(film: FilmDocument) -> None:
    with pytest.raises(UsageError, match=r"a film has no field 'yaer' to set; did you mean 'year'\?"):
        film_edits.set_film_fields(film, {"yaer": 1999})
    with pytest.raises(
        UsageError, match=r"a film's header has no field 'netwrk' to set; did you mean 'network'"
    ):
        film_edits.set_film_fields(film, {"header.netwrk": "BBC"})
    with pytest.raises(UsageError, match=r"a cue has no field 'titel' to set; did you mean 'title'\?"):
        edits.set_cue_fields(film, "1m01", {"titel": "X"})
