import json
from pathlib import Path

import pytest

from cuespotter.errors import LibraryUnwritableError
from cuespotter.model import FilmDocument
from cuespotter.model.recording import FilmPlace
from cuespotter.services.identifying import Identified


def test_the_cue_list_is_printed_and_kept(cuespotter, library: Path, engine, reel) -> None:
    answer = cuespotter("identify", reel("juno.mkv"), "--library", library)
    assert answer.status == 0
    assert "Nightcall" in answer.out
    assert answer.err == "3 cues, 2 of them from the library\n"
    assert "Nightcall" in cuespotter("show", "juno", "--library", library).out


def test_music_that_is_not_where_it_was_added_from_is_told(
    cuespotter, library: Path, engine, reel, monkeypatch
) -> None:
    said = "music files not at hand, or not readable as they were when added: 2; peaks alone tell of them"
    assert said in cuespotter("identify", reel("alone.mkv"), "--library", library).err
    assert f"alone: {said}" in cuespotter("identify", "--again", reel("alone.mkv"), "--library", library).err
    assert "not at hand" not in cuespotter("identify", reel("juno.mkv"), "--library", library).err
    monkeypatch.setenv("CUESPOTTER_ORIGINALS", "off")
    assert "not at hand" not in cuespotter("identify", reel("alone.mkv"), "--library", library).err


@pytest.mark.parametrize(("heard", "looked"), [(0, "second time: 3"), (5, "for a second time: 3")])
def test_a_second_look_for_which_files_are_missing_is_told(drive, heard, looked) -> None:
    counts = {"second_look_heard": heard, "second_look_missing": 3}
    film = drive.film.model_copy(update={"file": drive.film.file.model_copy(update=counts)})
    (line,) = Identified(drive.model_copy(update={"film": film})).originals
    assert line.startswith(f"not looked {'a ' if not heard else ''}{looked} recordings have no music file")
    assert Identified(drive).originals == []


def test_what_was_remembered_from_a_film_is_not_counted_as_from_the_library(drive) -> None:
    place = FilmPlace(film_id="f1", film_title="Film", start_s=1.0, end_s=9.0)
    first, *others = drive.cues
    heard = first.model_copy(update={"recording": first.recording.model_copy(update={"heard_in": place})})
    said = Identified(drive.model_copy(update={"cues": [heard, *others]})).summary
    assert said == "3 cues, 1 of them from the library, 1 remembered from a film"
    alone = Identified(drive.model_copy(update={"cues": [heard]})).summary
    assert alone == "1 cue, 0 of them from the library, 1 remembered from a film"


def test_what_was_searched_in_one_way_is_searched_again_in_another(
    cuespotter, library: Path, engine, reel, monkeypatch
) -> None:
    film = reel("one.mkv")
    for originals, options, calls in (
        ("on", (), 1),
        ("on", ("--thorough",), 2),
        ("thorough", (), 2),
        ("on", (), 3),
    ):
        monkeypatch.setenv("CUESPOTTER_ORIGINALS", originals)
        cuespotter("identify", "--each", film, *options, "--library", library)
        assert len(engine) == calls


def test_what_was_searched_with_the_musics_files_is_searched_again_without_them(
    cuespotter, library: Path, engine, reel, monkeypatch
) -> None:
    film = reel("one.mkv")
    for originals, calls in (("on", 1), ("on", 1), ("off", 2), ("off", 2)):
        monkeypatch.setenv("CUESPOTTER_ORIGINALS", originals)
        cuespotter("identify", "--each", film, "--library", library)
        assert len(engine) == calls


def test_json_to_stdout_is_only_json(cuespotter, library: Path, engine, reel) -> None:
    answer = cuespotter("identify", reel("juno.mkv"), "--json", "-", "--library", library, "--title", "Juno")
    document = FilmDocument.model_validate(json.loads(answer.out))
    assert document.film.title == "Juno"


def test_json_to_a_file_leaves_the_table(cuespotter, library: Path, engine, reel, tmp_path: Path) -> None:
    answer = cuespotter("identify", reel("juno.mkv"), "--json", tmp_path / "juno.json", "--library", library)
    assert "Nightcall" in answer.out
    assert json.loads((tmp_path / "juno.json").read_text())["schema"] == "cuespotter.film/1"


def test_several_files_are_the_reels_of_one_film(cuespotter, library: Path, engine, reel) -> None:
    reels = [reel("one.mkv"), reel("two.mkv")]
    assert cuespotter("identify", *reels, "--stream", 2, "--library", library).status == 0
    assert engine == [(reels, 2, None)]


def test_each_file_may_be_a_film_of_its_own(cuespotter, library: Path, engine, reel) -> None:
    answer = cuespotter(
        "identify", "--each", reel("one.mkv"), reel("mute.mkv"), reel("two.mkv"), "--library", library
    )
    assert answer.status == 1
    assert "mute.mkv has no audio stream" in answer.err
    assert answer.out.count("Nightcall") == 2
    assert answer.out.startswith("one:\n")
    assert cuespotter("identify", "--each", reel("mute1"), reel("mute2"), "--library", library).status == 2


def test_one_title_for_several_films_makes_no_sense(cuespotter, library: Path, engine, reel) -> None:
    answer = cuespotter("identify", "--each", reel("a"), reel("b"), "--title", "X", "--library", library)
    assert answer.status == 2


@pytest.mark.parametrize(("name", "words"), [("no such.mkv", "no file"), ("", "no films are in")])
def test_what_is_no_film_is_told_in_one_line(
    cuespotter, library: Path, engine, tmp_path, name, words
) -> None:
    answer = cuespotter("identify", tmp_path / name, "--library", library)
    assert answer.status == 2
    assert words in answer.err
    assert answer.err.count("\n") == 1
    assert engine == []


def test_an_empty_library_is_told_before_anything_is_heard(
    cuespotter, empty_library: Path, engine, reel
) -> None:
    answer = cuespotter("identify", reel("juno.mkv"), "--library", empty_library)
    assert answer.status == 2
    assert "holds no recording" in answer.err
    assert engine == []


def test_no_music_is_said_plainly(cuespotter, library: Path, engine, reel) -> None:
    answer = cuespotter("identify", reel("silent.mkv"), "--library", library)
    assert (answer.status, answer.out, answer.err) == (0, "", "no music was found in silent\n")


def test_a_result_that_cannot_be_kept_is_still_shown(
    cuespotter, library: Path, engine, reel, monkeypatch
) -> None:
    def refuse(self, document, reels, *, who=None):
        raise LibraryUnwritableError("read-only")

    monkeypatch.setattr("cuespotter.catalogue.store.Catalogue.save_found", refuse)
    answer = cuespotter("identify", reel("juno.mkv"), "--library", library)
    assert answer.status == 1
    assert "Nightcall" in answer.out
    assert "not kept" in answer.err


def test_the_same_film_again_is_the_same_film(
    cuespotter, library: Path, engine, reel, tmp_path: Path
) -> None:
    first = reel("juno.mkv")
    cuespotter("identify", first, "--library", library)
    first.rename(tmp_path / "renamed.mkv")
    cuespotter("identify", tmp_path / "renamed.mkv", "--library", library)
    assert len(cuespotter("films", "--library", library).out.splitlines()) == 3
