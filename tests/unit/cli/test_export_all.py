"""Files for all films: beside each or in one folder, and nothing touched that is as it should be."""

import pytest

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue


@pytest.fixture
def shelf(library, drive, tmp_path):
    """A second film, which lies in a folder that is there; 'Drive' lies nowhere on this machine."""
    place = tmp_path / "films" / "Juno (2007).mkv"
    place.parent.mkdir()
    place.write_bytes(b"film")
    film = drive.film.model_copy(update={"id": "juno", "title": "Juno: a/b?", "year": 2007})
    with Catalogue.open(library) as catalogue:
        catalogue.save_document(
            drive.model_copy(update={"film": film}), [Reel(str(place), "content of juno")]
        )
    return place.parent


@pytest.fixture
def export(cuespotter, library):
    return lambda *arguments: cuespotter("export", "--all", *arguments, "--library", library)


def test_files_beside_films_are_named_as_players_look_for_them(export, shelf):
    answer = export("--as", "srt,html,matroska-chapters", "--beside")
    assert {path.name for path in shelf.iterdir()} == {
        "Juno (2007).mkv",
        "Juno (2007).nowplaying.srt",
        "Juno (2007).music.html",
        "Juno (2007).music.chapters.xml",
    }
    assert answer.status == 1
    assert "Drive: the film is not at /films/drive.mkv" in answer.err
    assert answer.err.endswith("3 written, 0 unchanged, 3 failed\n")


def test_what_is_as_it_should_be_is_not_touched(export, shelf, library):
    export("--as", "srt,json", "--beside", "--where", "title:juno")
    before = {path: path.stat().st_mtime_ns for path in shelf.iterdir()}
    answer = export("--as", "srt,json", "--beside", "--where", "title:juno")
    assert answer.err == "0 written, 2 unchanged, 0 failed\n"
    assert {path: path.stat().st_mtime_ns for path in shelf.iterdir()} == before


def test_a_users_own_subtitles_are_never_met(export, shelf):
    own = shelf / "Juno (2007).srt"
    own.write_text("mine")
    export("--as", "srt", "--beside")
    assert own.read_text() == "mine"


def test_one_folder_for_all_with_names_that_any_system_takes(export, shelf, tmp_path):
    answer = export("--as", "srt", "--to", tmp_path / "out")
    assert answer.status == 0
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"Drive (2011).srt", "Juno a b (2007).srt"}


def test_two_films_of_one_name_get_two_files(export, shelf, library, drive, tmp_path):
    with Catalogue.open(library) as catalogue:
        twin = drive.film.model_copy(update={"id": "drive-2"})
        catalogue.save_document(drive.model_copy(update={"film": twin}), [Reel("/films/b.mkv", "b")])
    export("--as", "srt", "--to", tmp_path / "out")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"Drive (2011) [drive-2].srt", "Drive (2011) [drive-2011].srt"} <= names


def test_subtitles_stay_as_long_as_one_likes(export, shelf):
    export("--as", "srt", "--beside", "--where", "title:juno", "--show-for", 3)
    assert "00:00:00,000 --> 00:00:03,000" in (shelf / "Juno (2007).nowplaying.srt").read_text()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--as", "srt"],
        ["--beside"],
        ["--as", "srt", "--beside", "--to", "x"],
        ["--as", "nonsense", "--beside"],
        ["--as", "rapidcue", "--beside"],
        ["--as", "srt", "--beside", "--where", "nonsense:1"],
    ],
)
def test_what_makes_no_sense_is_one_line_and_nothing_is_written(export, shelf, arguments):
    answer = export(*arguments)
    assert answer.status == 2
    assert answer.err.count("\n") == 1
    assert len(list(shelf.iterdir())) == 1


def test_a_folder_that_cannot_be_made_is_told(export, shelf, tmp_path):
    (tmp_path / "file").write_text("")
    answer = export("--as", "srt", "--to", tmp_path / "file" / "out")
    assert answer.status == 2
    assert "cannot be made" in answer.err


@pytest.fixture
def profile(tmp_path):
    path = tmp_path / "night.toml"
    path.write_text('formats = ["srt"]\nto = "cues"\nwhere = "title:juno"\nshow_for = 3\n')
    return path


def test_a_profile_says_which_files_are_written(export, shelf, tmp_path, profile):
    answer = export("--profile", profile)
    assert (answer.status, answer.err) == (0, "1 written, 0 unchanged, 0 failed\n")
    (written,) = (tmp_path / "cues").iterdir()
    assert written.name == "Juno a b (2007).srt"
    assert "00:00:00,000 --> 00:00:03,000" in written.read_text()


def test_what_is_said_with_the_command_stands_above_the_profile(export, shelf, profile):
    answer = export("--profile", profile, "--as", "html,srt", "--beside", "--show-for", 5)
    assert answer.err == "2 written, 0 unchanged, 0 failed\n"
    assert "--> 00:00:05,000" in (shelf / "Juno (2007).nowplaying.srt").read_text()


@pytest.mark.parametrize("said", ["", "formats = []", 'formats = "srt"', "nonsense", "other = 1"])
def test_a_profile_that_says_nothing_is_refused_in_one_line(export, shelf, profile, said):
    profile.write_text(said)
    answer = export("--profile", profile)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert str(profile) in answer.err


def test_a_profile_is_for_all_films(cuespotter, library, profile, tmp_path):
    answer = cuespotter("export", "drive", tmp_path / "x.srt", "--profile", profile, "--library", library)
    assert answer.status == 2
