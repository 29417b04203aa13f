import json
from pathlib import Path

import pytest
from tests.golden.documents import sample

import cuespotter
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument
from cuespotter.services import Decision, ExportOptions

HEAD = "film,film_year,film_director,film_genre,title,artist,year,at,work_title,name,role,version,first_recorded_by\n"
DRIVE = HEAD + (
    "Drive,2011,Nicolas Winding Refn,Crime; Drama,,,,,,,,,\n"
    "Drive,,,,Nightcall,Kavinsky,2010,0:09:05,,,,,\n"
    "Drive,,,,Oh My Love,Katyna Ranieri,1971,,Oh My Love,Riz Ortolani,composer,,\n"
)


@pytest.fixture
def library(tmp_path: Path):
    with cuespotter.open_library(tmp_path / "library", create=True) as opened:
        yield opened


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str, name: str = "films.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_film_is_entered_with_its_music_and_nothing_is_invented(library, table):
    learnt = library.learn([table(DRIVE)])
    assert (learnt.rows, learnt.films, learnt.remarks) == (3, 1, ())
    film = library.film("Drive").film
    assert (film.title, film.year, film.header.director, film.genres) == (
        "Drive",
        2011,
        "Nicolas Winding Refn",
        ["Crime", "Drama"],
    )
    assert (film.is_listened_to, film.duration_s, film.sources["header.director"]) == (
        False,
        0.0,
        "films.csv",
    )
    night, love = film.also_heard
    assert "Courtesy" not in library.render("Drive", "html").decode()
    assert (night.title, night.artist, night.year, night.at_s, night.work) == (
        "Nightcall",
        "Kavinsky",
        2010,
        545.0,
        None,
    )
    assert (love.at_s, [party.name for party in love.work.parties]) == (None, ["Riz Ortolani"])
    assert library.film("Drive").cues == []


def test_a_table_read_again_changes_nothing_and_a_corrected_one_corrects(library, table):
    library.learn([table(DRIVE)])
    again = library.learn([table(DRIVE)])
    assert again.films == 0
    assert library.history("Drive") == []
    library.learn([table(DRIVE.replace("Kavinsky,2010", "Kavinsky,2011"))])
    assert [one.year for one in library.film("Drive").film.also_heard] == [2011, 1971]
    library.undo("Drive")
    assert [one.year for one in library.film("Drive").film.also_heard] == [2010, 1971]


def test_music_that_is_told_no_longer_is_forgotten_only_when_that_is_said(library, table):
    library.learn([table(DRIVE)])
    short = "\n".join(DRIVE.splitlines()[:3])
    library.learn([table(short)])
    assert len(library.film("Drive").film.also_heard) == 2
    library.learn([table(short)], replace=True)
    assert [one.title for one in library.film("Drive").film.also_heard] == ["Nightcall"]


def test_the_reviewers_word_stands_above_a_table(library, table):
    library.learn([table(DRIVE)])
    library.decide("Drive", Decision(fields={"header.director": "N. W. Refn"}))
    library.learn([table(DRIVE.replace("Crime; Drama", "Thriller"))])
    film = library.film("Drive").film
    assert (film.header.director, film.genres) == ("N. W. Refn", ["Thriller"])


def test_a_film_that_is_heard_later_is_the_same_film(library, table, tmp_path):
    library.learn([table(DRIVE)])
    told = library.film("Drive").film.id
    heard = sample()
    heard = heard.model_copy(update={"film": heard.film.model_copy(update={"title": "Drive", "year": 2011})})
    with Catalogue.open(tmp_path / "library") as catalogue:
        reels = [Reel("/films/drive.mkv", "content")]
        known = catalogue.as_known_film(heard, reels)
        catalogue.save_found(known, reels)
    (film,) = library.films()
    assert (film.id, film.cues) == (told, 7)
    document = library.film("Drive")
    assert (document.film.is_listened_to, document.film.header.director) == (True, "Nicolas Winding Refn")
    assert [cue.title_known for cue in document.cues_told] == ["Nightcall", "Oh My Love"]


def test_what_is_heard_takes_the_place_of_what_is_told(library, table, tmp_path):
    with Catalogue.open(tmp_path / "library") as catalogue:
        catalogue.save_document(sample(), [Reel("/films/ferry.mkv", "content")])
    library.learn(
        [table("film,title,artist\nNight Ferry,HARBOUR lights off,The Quay\nNight Ferry,Other,Else\n")]
    )
    assert [cue.title_known for cue in library.film("Night Ferry").cues_told] == ["Other"]
    page = library.render("Night Ferry", "html").decode()
    assert "Also in the film" in page


def test_the_film_is_filtered_and_listed_by_what_is_told(library, table):
    library.learn([table(DRIVE)])
    for where in (
        "composer:Ortolani",
        "artist:Kavinsky",
        "recording_year:..1980",
        "genre:crime",
        "cues:none",
        "music_percent:none",
        "length:none",
    ):
        assert [film.title for film in library.films(where)] == ["Drive"], where
    assert library.films("music_percent:..100") == []
    (entry,) = library.list_films("Mine").entries
    assert entry.details == ("2 pieces of music", "with Kavinsky, Katyna Ranieri")
    assert entry.recordings == ()


def test_every_format_takes_a_film_that_was_told(library, table):
    library.learn([table(DRIVE)])
    document = library.film("Drive")
    for name, form in library.formats().items():
        if not form.needs_template:
            assert isinstance(library.render(document, name, options=ExportOptions()), bytes), name
    page = library.render(document, "html").decode()
    assert "from 9:05" in page
    assert "Told, not heard" in page
    assert "0:00 of music" not in page
    assert "Nightcall" in library.render(document, "markdown").decode()
    assert FilmDocument.model_validate_json(library.render(document, "json")) == document


def test_two_films_of_one_title_are_told_apart_by_year(library, table):
    library.learn([table("film,film_year,title\nSolaris,1972,One\nSolaris,2002,Two\n")])
    assert sorted((film.year, film.title) for film in library.films()) == [
        (1972, "Solaris"),
        (2002, "Solaris"),
    ]
    with pytest.raises(UsageError, match="knows 2 films of that title; give film_year"):
        library.learn([table("film,title\nSolaris,Three\n")])


def test_rows_that_disagree_are_named_and_the_rest_is_taken(library, table):
    text = "film,film_year,film_director,title,artist,year\nDrive,2011,A,,,\nDrive,2011,B,,,\nJuno,2007,C,Dearest,Buddy Holly,1958\n"
    learnt = library.learn([table(text)])
    assert learnt.remarks == (
        "row 3 of films.csv disagrees with row 2 of films.csv: header.director 'B', not 'A'",
    )
    assert [film.title for film in library.films()] == ["Juno"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("film,tune\nDrive,x\n", "has a column 'tune' that means nothing here"),
        ("film,title\n,x\n", "row 2 of films.csv names no film; fill film"),
        ("film,artist\nDrive,Kavinsky\n", "row 2 of films.csv tells of music without its title; fill title"),
        ("film,film_year\nDrive,soon\n", "row 2 of films.csv: film_year cannot be 'soon'; write it as 2011"),
        (
            "film,film_length\nDrive,100\n",
            "row 2 of films.csv: film_length cannot be '100'; write h:mm:ss or m:ss",
        ),
        ("film,film_kind\nDrive,movie\n", "row 2 of films.csv, Drive: kind"),
        ("film,title,vocal\nDrive,x,loud\n", "row 2 of films.csv: vocal"),
        ("film,title,at\nDrive,x,late\n", "row 2 of films.csv: at cannot be 'late'"),
        ("film,title,name,role\nDrive,x,Someone,composer\n", "tells of a work without its title"),
    ],
)
def test_what_cannot_be_is_told_in_one_line_and_nothing_is_taken(library, table, text, words):
    with pytest.raises(UsageError) as error:
        library.learn([table("film,title\nJuno,Dearest\n", "good.csv"), table(text)])
    assert words in error.value.message
    assert library.films() == []


def test_side_tables_of_films_and_of_recordings_may_be_named_together(library, table):
    learnt = library.learn([table(DRIVE), table("isrc,work_title\nGBAAA7300001,X\n", "works.csv")])
    assert learnt.films == 1
    assert [remark.split(":")[0] for remark in learnt.remarks] == ["row 2 of works.csv meets no recording"]


def test_the_essays_films_hold_what_their_essay_says(library):
    essay = Path("sample/essay")
    learnt = library.learn(sorted(essay.glob("*.csv")))
    assert (learnt.films, learnt.remarks) == (6, ())
    juno = {one.title: one for one in library.film("Juno").film.also_heard}
    actors = juno["Anyone Else but You"]
    assert (actors.version.kind, actors.version.first_recorded_by, actors.perception) == (
        "cover",
        "The Moldy Peaches",
        "seen",
    )
    assert library.film("Manhattan").film.also_heard[0].at_s == 0.0
    assert library.film("Trainspotting").film.also_heard[0].title == "Lust for Life"
    assert [film.title for film in library.films("composer:Gershwin")] == ["Manhattan"]
    assert [film.title for film in library.films("colour:pink and limited:yes")] == ["Drive"]
    assert [film.title for film in library.films('artist:"Iggy Pop"')] == ["Trainspotting"]
    assert json.loads(library.render("Drive", "json"))["film"]["also_heard"][0]["title"] == "Nightcall"


def test_no_file_is_written_beside_a_film_that_has_none(library, table, tmp_path):
    library.learn([table(DRIVE)])
    assert list(library.export_all(["srt"])) == []
    assert [one.outcome for one in library.export_all(["html"], to=tmp_path / "out")] == ["written"]
