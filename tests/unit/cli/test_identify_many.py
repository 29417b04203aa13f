"""Folders of films, unattended: each film once, what is done is skipped, what fails is told and costs only itself."""

import json

import numpy as np
import pytest
from tests.unit.media.making import encode, tone

from cuespotter.catalogue.database import writing
from cuespotter.catalogue.recording_writes import set_removed
from cuespotter.catalogue.store import Catalogue


@pytest.fixture
def films(reel, tmp_path):
    """A folder of films; `reel` makes a file that the stand-in for the engine 'hears'."""

    def make(*names):
        for name in names:
            path = tmp_path / "films" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(name.encode())
        return tmp_path / "films"

    return make


@pytest.fixture
def identify(cuespotter, library):
    return lambda *arguments: cuespotter("identify", *arguments, "--library", library)


def test_a_folder_is_gone_through_and_each_film_is_named_in_its_lines(identify, engine, films):
    answer = identify(films("One (2001)/One (2001).mkv", "two.mp4", "two-trailer.mp4"))
    assert answer.status == 0
    assert "One: 3 cues, 2 of them from the library" in answer.err
    assert "two: 3 cues" in answer.err
    assert "1 trailers, samples and other extras were passed over" in answer.err
    assert answer.err.endswith("2 done, 0 skipped, 0 failed\n")


def test_what_is_done_is_skipped_until_it_is_asked_for_again(identify, engine, films):
    folder = films("one.mkv", "two.mkv")
    identify(folder)
    assert identify(folder).err == "0 done, 2 skipped, 0 failed\n"
    assert len(engine) == 2
    assert identify(folder, "--again").err.endswith("2 done, 0 skipped, 0 failed\n")
    assert len(engine) == 4


def test_a_film_that_was_moved_is_known_by_its_content_and_its_new_place_is_noted(
    identify, cuespotter, engine, films, library
):
    folder = films("one.mkv")
    identify(folder)
    (folder / "shelf").mkdir()
    (folder / "one.mkv").rename(folder / "shelf" / "uno.mkv")
    assert identify(folder).err == "0 done, 1 skipped, 0 failed\n"
    assert len(engine) == 1
    assert cuespotter("show", folder / "shelf" / "uno.mkv", "--library", library).status == 0


def test_a_film_that_has_changed_is_searched_again_under_its_own_name(
    identify, cuespotter, engine, films, library
):
    folder = films("one.mkv")
    identify(folder)
    (folder / "one.mkv").write_bytes(b"another cut")
    assert identify(folder).err.endswith("1 done, 0 skipped, 0 failed\n")
    with Catalogue.open(library) as catalogue:
        assert len(catalogue.films()) == 2  # drive, which the library had, and this


def test_a_library_that_has_changed_is_a_reason_to_search_again(identify, engine, films, library):
    folder = films("one.mkv")
    identify(folder)
    with Catalogue.open(library) as catalogue:
        catalogue.remove_recordings({"bbbb33334444"})
    assert identify(folder).err.endswith("1 done, 0 skipped, 0 failed\n")


def put_removed(library, is_removed):
    with Catalogue.open(library) as catalogue, writing(catalogue.engine, catalogue.place) as connection:
        set_removed(connection, "bbbb33334444", is_removed=is_removed)


def test_a_film_that_is_identified_alone_is_noted_as_in_a_folder(identify, engine, films, library):
    folder = films("one.mkv")
    put_removed(library, is_removed=True)
    identify(folder)
    put_removed(library, is_removed=False)
    identify(folder / "one.mkv")
    assert identify(folder).err == "0 done, 1 skipped, 0 failed\n"
    # as it was for the folder at first, but not for what was found since
    put_removed(library, is_removed=True)
    assert identify(folder).err.endswith("1 done, 0 skipped, 0 failed\n")


def test_one_films_failure_costs_only_that_film(identify, engine, films):
    folder = films("mute.mkv", "one.mkv")
    answer = identify(folder)
    assert answer.status == 1
    assert "mute.mkv has no audio stream" in answer.err
    assert answer.err.endswith("1 done, 0 skipped, 1 failed\n")
    assert identify(folder).err.endswith("0 done, 1 skipped, 1 failed\n")


def test_a_film_that_is_being_copied_is_told_and_searched_the_next_time(identify, engine, films, monkeypatch):
    folder = films("one.mkv")
    looks = iter([1, 2, 3, 3])
    monkeypatch.setattr("cuespotter.services.unattended.looks_of", lambda paths: next(looks))
    answer = identify(folder)
    assert "one.mkv was written to while it was heard; run again when it is complete" in answer.err
    assert answer.status == 2
    assert identify(folder).err.endswith("1 done, 0 skipped, 0 failed\n")


def test_a_report_for_programs_and_one_for_people(identify, engine, films, tmp_path):
    folder = films("one.mkv", "mute <i>.mkv")
    identify(folder, "--report", tmp_path / "night.json")
    said = json.loads((tmp_path / "night.json").read_text())
    assert (said["schema"], said["done"], said["skipped"], said["failed"]) == (
        "cuespotter.account/1",
        1,
        0,
        1,
    )
    failed, done = said["films"]
    assert failed["outcome"] == "failed"
    assert "no audio stream" in failed["reason"]
    assert (done["title"], done["cues"], done["named_cues"]) == ("one", 3, 2)
    identify(folder, "--report", tmp_path / "night.html")
    page = (tmp_path / "night.html").read_text()
    assert "mute &lt;i&gt;.mkv" in page
    assert "0 done, 1 skipped, 1 failed" in page


def test_a_report_that_cannot_be_written_is_refused_before_the_night_begins(
    identify, engine, films, tmp_path
):
    answer = identify(films("one.mkv"), "--report", tmp_path / "night.txt")
    assert answer.status == 2
    assert "a report is written as .json or .html, not 'night.txt'" in answer.err
    assert engine == []


def test_facts_beside_the_film_are_taken_and_bad_ones_told(identify, cuespotter, engine, films, library):
    folder = films("Drive (2011)/Drive (2011).mkv", "Juno (2007)/Juno (2007).mkv")
    (folder / "Drive (2011)" / "movie.nfo").write_text(
        "<movie><genre>Crime</genre><uniqueid type='tmdb'>64690</uniqueid></movie>"
    )
    (folder / "Juno (2007)" / "movie.nfo").write_text(
        "<!DOCTYPE a [<!ENTITY b 'c'>]><movie><title>&b;</title></movie>"
    )
    answer = identify(folder)
    assert answer.status == 0
    assert "movie.nfo declares a document type" in answer.err
    film = json.loads(
        cuespotter("show", folder / "Drive (2011)" / "Drive (2011).mkv", "--json", "--library", library).out
    )["film"]
    assert (film["title"], film["year"], film["genres"], film["identifiers"]["tmdb"]) == (
        "Drive",
        2011,
        ["Crime"],
        "64690",
    )
    assert film["sources"]["genres"] == "movie.nfo"
    assert film["sources"]["year"] == "the file's name"


def test_the_reviewers_word_stands_above_what_lies_beside_the_film(
    identify, cuespotter, engine, films, library
):
    folder = films("Drive (2011)/Drive (2011).mkv")
    identify(folder)
    place = folder / "Drive (2011)" / "Drive (2011).mkv"
    cuespotter("edit", place, "--set", "year=2012", "--library", library)
    (folder / "Drive (2011)" / "movie.nfo").write_text("<movie><year>2013</year><genre>Crime</genre></movie>")
    identify(folder, "--again")
    film = json.loads(cuespotter("show", place, "--json", "--library", library).out)["film"]
    assert (film["year"], film["genres"]) == (2012, ["Crime"])


def test_what_the_container_says_is_believed_where_nothing_else_knows(identify, engine, tmp_path, library):
    encode(
        tmp_path / "Two (2002).mka",
        tone(1, 440)[np.newaxis],
        codec="flac",
        metadata={"title": "encoded by somebody", "GENRE": "Musical"},
    )
    assert identify(tmp_path / "Two (2002).mka").status == 0
    with Catalogue.open(library) as catalogue:
        film = catalogue.document("Two").film
    assert (film.title, film.genres, film.sources["genres"]) == ("Two", ["Musical"], "the container")
