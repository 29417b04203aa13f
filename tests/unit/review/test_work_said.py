import pytest

from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument, Recording
from cuespotter.model.party import Party
from cuespotter.model.track import Track
from cuespotter.model.work import Work
from cuespotter.review.decision import Decision
from cuespotter.review.work_said import WorkSaid

ANN = Party(name="Ann Writer", role="composer")
SONG = Recording(
    id="aaaa1111",
    path="song.flac",
    duration_s=200.0,
    title="Song",
    work=Work(title="Song", parties=[ANN]),
)
ALBUM = Recording(
    id="bbbb2222",
    path="album.flac",
    duration_s=200.0,
    title="Album",
    tracks=[Track(start_s=0.0, title="First"), Track(start_s=100.0, title="Second")],
)


@pytest.fixture
def film(make_document) -> FilmDocument:
    return make_document("film", SONG, ALBUM, SONG)


def said(film: FilmDocument, *cues: str, **what: object) -> FilmDocument:
    return Decision(cues=cues, work=WorkSaid.model_validate(what)).apply(film)


def test_a_party_known_by_name_gets_what_is_said_and_keeps_the_rest(film: FilmDocument) -> None:
    share = Party(name="ann writer", role="composer_lyricist", share_percent=50)
    house = Party(name="A House", role="publisher", share_percent=50, society="ascap")
    after = said(film, "1m01", parties=[share, house])
    parties = after.cues[0].work_known.parties
    assert [(one.role, one.share_percent, one.society) for one in parties] == [
        ("composer_lyricist", 50, None),
        ("publisher", 50, "ASCAP"),
    ]
    again = said(after, "1m01", parties=[Party(name="Ann Writer", role="composer_lyricist", society="PRS")])
    assert again.cues[0].work_known.parties[0].share_percent == 50


def test_every_cue_of_the_recording_has_the_work_and_none_is_locked_by_it(film: FilmDocument) -> None:
    after = said(film, "1m01", year=1999)
    assert [after.cues[number].work_known.year for number in (0, 2)] == [1999, 1999]
    assert {cue.status for cue in after.cues} == {"found"}
    assert after.cues[0].work is None


def test_an_album_in_one_file_is_not_one_work(film: FilmDocument) -> None:
    after = said(film, "1m02", parties=[ANN])
    assert after.cues[1].work == Work(title="First", parties=[ANN])
    assert after.cues[1].locked == ["work"]
    assert after.cues[1].recording == ALBUM


def test_another_work_takes_the_place_of_the_one_known(film: FilmDocument) -> None:
    other = Work(title="Another", iswc="T-034.524.680-1", parties=[Party(name="Bo", role="composer")])
    assert said(film, "1m01", other=other).cues[2].work_known == other


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ({"parties": [{"name": "A", "role": "composer", "ipi": "00014107339"}]}, "no IPI name number"),
        ({"iswc": "T-034.524.680-2"}, "no ISWC"),
        ({"title": " "}, "title cannot be empty"),
        ({"parties": [{"name": " ", "role": "composer"}]}, "has no name"),
        ({"without": ["Nobody"]}, "has no party 'nobody'; it has Ann Writer"),
        (
            {"parties": [{"name": n, "role": "composer", "share_percent": 60} for n in ("A", "B")]},
            "would add up to 120 %",
        ),
    ],
)
def test_what_no_society_could_read_is_refused(film: FilmDocument, what, message) -> None:
    with pytest.raises(UsageError, match=message):
        said(film, "1m01", **what)


def test_a_party_is_taken_out_and_all_are_told(film: FilmDocument) -> None:
    assert said(film, "1m01", without=["ANN WRITER"]).cues[0].work_known.parties == []
    only = [Party(name="Bo", role="composer")]
    assert said(film, "1m01", parties=only, is_all=True).cues[0].work_known.parties == only


def test_the_history_names_the_parties(film: FilmDocument) -> None:
    house = Party(name="A House", role="publisher", share_percent=50, society="ASCAP")
    decision = Decision(cues=["1m01"], work=WorkSaid(parties=[house], without=["X"]), fields={"notes": "n"})
    assert decision.words(film) == "1m01: notes: n, publisher A House 50 % (ASCAP), without X"
