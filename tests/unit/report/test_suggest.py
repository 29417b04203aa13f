import pytest

from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Recording, SceneHint
from cuespotter.model.work import Work
from cuespotter.report.shares import share_music
from cuespotter.report.suggest import suggest, suggested_code, with_suggestions


def recording(key="r", **facts):
    return Recording(id=key, path=f"{key}.flac", duration_s=200.0, title=f"Song {key}", **facts)


def cue(number=1, **facts):
    return Cue(
        id=f"c{number}", cue_no=f"1m{number:02}", confidence=1.0,
        start_s=100.0 * number, end_s=100.0 * number + 50.0, **facts
    )  # fmt: skip


def film(*cues, title="Drive", year=2011):
    reel = FilmFile(name="film.mkv", size=1, duration_s=6000.0)
    return FilmDocument(
        film=Film(id="f", title=title, year=year, duration_s=6000.0, file=reel), cues=list(cues)
    )


def said(one, document):
    return {found.field: found.value for found in suggest(one, document)}


@pytest.mark.parametrize(
    ("heard", "in_recording", "in_film"),
    [
        (0.97, "vocal", "vocal"), (0.8, "vocal", None), (0.6, None, None), (None, None, None),
        (0.02, "instrumental", "instrumental"), (0.2, "instrumental", None),
    ],
)  # fmt: skip
def test_a_voice_is_suggested_only_where_it_was_heard_surely(heard, in_recording, in_film):
    named, unnamed = cue(voice_probability=heard, recording=recording()), cue(voice_probability=heard)
    assert said(named, film(named)).get("vocal") == in_recording
    assert said(unnamed, film(unnamed)).get("vocal") == in_film


def test_an_answer_that_somebody_gave_is_not_suggested():
    one = cue(voice_probability=0.97, vocal="instrumental", form="score")
    assert said(one, film(one)) == {}


def test_an_instrumental_from_the_films_own_soundtrack_that_returns_is_score():
    score = recording(album="Drive", release_types=["album", "soundtrack"], date="2011-09-16")
    cues = [cue(number, recording=score, voice_probability=0.01) for number in (1, 2, 3)]
    found = {one.field: one for one in suggest(cues[0], film(*cues))}
    assert found["form"].value == "score"
    assert found["form"].reasons == (
        "instrumental", "from an album of type soundtrack", "of the film's year", "returns 3 times"
    )  # fmt: skip
    assert found["work_origin"].value == found["recording_origin"].value == "made_for_film"
    assert not found["work_origin"].is_proved


def test_that_no_voice_is_heard_makes_no_score_alone():
    one = cue(voice_probability=0.01)
    assert said(one, film(one)) == {"vocal": "instrumental"}


def test_an_older_song_is_a_song_and_older_by_its_date():
    lust = recording(original_date="1977-08-29", date="1996", release_types=["soundtrack"])
    one = cue(recording=lust, voice_probability=0.99)
    found = {one.field: one for one in suggest(one, film(one, year=1996))}
    assert found["form"].value == "song"
    assert found["work_origin"].value == found["recording_origin"].value == "pre_existing"
    assert found["work_origin"].is_proved
    assert "1977" in found["work_origin"].reasons[0]


def test_another_recording_of_an_older_work_is_of_an_older_work_and_its_own_date_stays_open():
    one = cue(original=recording(date="2001"), kind="unnamed_music")
    assert said(one, film(one, year=2007)) == {"work_origin": "pre_existing"}


def test_a_new_recording_of_a_work_of_1924_is_of_an_older_work():
    one = cue(recording=recording(date="1979", work=Work(title="Rhapsody in Blue", year=1924)))
    assert said(one, film(one, year=1979)) == {"work_origin": "pre_existing"}


def test_without_the_films_year_no_date_proves_anything():
    one = cue(recording=recording(date="1977"))
    assert said(one, film(one, year=None)) == {}


def test_the_share_counts_what_dates_prove_and_shows_what_suggestions_would_make_of_it():
    older = cue(1, recording=recording("old", date="1977"))
    score = recording("new", album="Drive", release_types=["soundtrack"], date="2011")
    new = cue(2, recording=score, voice_probability=0.0)
    document = film(older, new)
    assert share_music(document).score_share.bounds == (0.0, 0.5)
    assert share_music(with_suggestions(document)).score_share.bounds == (0.5, 0.5)


@pytest.mark.parametrize(
    ("signs", "reasons"),
    [
        (
            {"lowest_hz": 277.2, "highest_hz": 3520.0, "side": "left"},
            ("narrow band 280 to 3500 Hz (a radio, a telephone)", "from the left"),
        ),
        (
            {"highest_hz": 698.5, "rings_on": True},
            ("nothing above 700 Hz (another room)", "rings on as in a room"),
        ),
        ({"lowest_hz": 349.2}, ("nothing below 350 Hz (a radio, a small loudspeaker)",)),
        ({}, ("it sounds other than the recording does",)),
    ],
)
def test_what_sounds_as_if_it_played_in_the_scene_is_a_hint_with_its_reasons(signs, reasons):
    one = cue(scene_hint=SceneHint(confidence=0.96, **signs))
    (found,) = suggest(one, film(one))
    assert (found.field, found.value, found.reasons) == ("perception", "unseen_source", reasons)
    assert found.is_hint


def test_no_code_and_no_share_follows_from_a_hint_and_an_answer_ends_it():
    hint = SceneHint(confidence=0.96, side="left")
    one = cue(scene_hint=hint, vocal="vocal")
    assert suggested_code(one, film(one)) is None
    assert with_suggestions(film(one)).cues[0].perception is None
    told = one.model_copy(update={"perception": "seen"})
    # nothing of the scene any more; that there is a voice still says that it is a song
    assert said(told, film(told)) == {"form": "song"}
