from pathlib import Path

import pytest
from sqlalchemy import update

from cuespotter.catalogue import schema
from cuespotter.catalogue.film_rows import Reel
from cuespotter.errors import LibraryVersionError, UnknownFilmError
from cuespotter.model import Recording

NIGHTCALL = Recording(id="aaaa1111", path="nightcall.flac", duration_s=259.0, title="Nightcall")
HERO = Recording(id="bbbb2222", path="hero.flac", duration_s=267.0, title="A Real Hero")
REELS = [Reel("/films/drive.mkv", "content of drive")]


@pytest.fixture
def drive(catalogue, make_document):
    document = make_document("drive-2011", NIGHTCALL, HERO, NIGHTCALL, title="Drive")
    catalogue.save_document(document, REELS)
    return document


@pytest.mark.parametrize(
    "name", ["drive-2011", "Drive", "DRIVE", "drive.mkv", "/films/drive.mkv", "dri", "drive-20"]
)
def test_a_film_is_found_by_id_title_file_path_or_the_beginning_of_one(catalogue, drive, name: str) -> None:
    assert catalogue.document(name) == drive


def test_an_unknown_film_is_named_and_the_way_to_it(catalogue, drive) -> None:
    with pytest.raises(UnknownFilmError, match=r"no film 'Juno'.*cuespotter identify"):
        catalogue.document("Juno")
    with pytest.raises(UnknownFilmError):
        catalogue.document("")


def test_a_name_that_fits_several_films_lists_them(catalogue, drive, make_document) -> None:
    catalogue.save_document(make_document("driven", title="Driven"), [Reel("/films/driven.mkv", "other")])
    with pytest.raises(UnknownFilmError, match=r"fits 2 films: 'Drive' \(drive-2011\), 'Driven' \(driven\)"):
        catalogue.document("dri")
    assert catalogue.document("drive").film.id == "drive-2011"


def test_a_film_is_known_again_by_content_wherever_it_lies(catalogue, drive, make_document) -> None:
    again = catalogue.as_known_film(make_document("new"), [Reel("/elsewhere/d.mkv", "content of drive")])
    assert again.film.id == "drive-2011"


def test_a_film_is_known_again_by_place_when_its_content_changed(catalogue, drive, make_document) -> None:
    again = catalogue.as_known_film(make_document("new"), [Reel("/films/drive.mkv", "a new mix")])
    assert again.film.id == "drive-2011"


def test_two_films_never_share_an_id(catalogue, drive, make_document) -> None:
    other = catalogue.as_known_film(make_document("drive-2011"), [Reel("/films/x.mkv", "x")])
    assert other.film.id == "drive-2011-2"


def test_the_same_reels_in_another_order_are_another_film(catalogue, make_document) -> None:
    reels = [Reel("/1.mkv", "one"), Reel("/2.mkv", "two")]
    catalogue.save_document(make_document("film"), reels)
    assert catalogue.known_film(reels) == "film"
    assert catalogue.known_film(reels[::-1]) is None


def test_a_film_that_moved_is_found_by_the_content_of_its_file(
    catalogue, make_document, tmp_path: Path
) -> None:
    file = tmp_path / "somewhere.mkv"
    file.write_bytes(b"pictures and sound")
    catalogue.save_document(
        make_document("film", title="Film"), [Reel("/gone/film.mkv", Reel.of(file).digest)]
    )
    assert catalogue.document(str(file)).film.id == "film"


def test_saving_again_replaces_the_film_whole(catalogue, drive, make_document) -> None:
    catalogue.save_document(make_document("drive-2011", HERO, title="Drive (2011)"), REELS)
    (film,) = catalogue.films()
    assert (film.title, film.cues, film.named_cues) == ("Drive (2011)", 1, 1)
    assert catalogue.uses(["aaaa1111"]) == []


def test_which_films_use_a_recording(catalogue, drive, make_document) -> None:
    catalogue.save_document(make_document("another", HERO, title="Another"), [Reel("/a", "a")])
    assert [(use.film_title, use.cue_no) for use in catalogue.uses(["bbbb2222"])] == [
        ("Another", "1m01"),
        ("Drive", "1m02"),
    ]
    assert len(catalogue.uses(["aaaa1111", "bbbb2222"])) == 4
    assert catalogue.uses([]) == []


def test_rejected_cues_use_nothing(catalogue, drive) -> None:
    cues = [cue.model_copy(update={"status": "rejected"}) for cue in drive.cues]
    catalogue.save_document(drive.model_copy(update={"cues": cues}))
    assert catalogue.uses(["aaaa1111"]) == []
    assert catalogue.films()[0].cues == 0


def test_a_removed_film_is_gone(catalogue, drive) -> None:
    catalogue.remove_film("Drive")
    assert catalogue.films() == []
    assert catalogue.uses(["aaaa1111"]) == []


def test_a_film_of_a_newer_program_is_refused(catalogue, drive) -> None:
    with catalogue.engine.connect() as connection, connection.begin():
        connection.execute(update(schema.films).values(document='{"schema": "cuespotter.film/7"}'))
    with pytest.raises(LibraryVersionError, match="install the Cuespotter that wrote it"):
        catalogue.document("drive-2011")
