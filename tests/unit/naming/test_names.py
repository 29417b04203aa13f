from pathlib import Path

import pytest

from cuespotter.naming.facts import first_of, who_is
from cuespotter.naming.names import facts_of_name


def believed(place):
    return {field: fact.value for field, fact in first_of(facts_of_name(Path(place))).items()}


@pytest.mark.parametrize(
    ("place", "facts"),
    [
        ("/films/Drive (2011)/Drive (2011).mkv", {"title": "Drive", "year": 2011}),
        ("/films/Drive (2011).mkv", {"title": "Drive", "year": 2011}),
        ("/films/drive.mkv", {"title": "drive"}),
        ("/films/2001 A Space Odyssey (1968).mkv", {"title": "2001 A Space Odyssey", "year": 1968}),
        ("/films/Blade Runner 2049 (2017).mkv", {"title": "Blade Runner 2049", "year": 2017}),
        ("/films/1917.mkv", {"title": "1917"}),
        (
            "/films/Batman Begins (2005) {tmdb-272}.mp4",
            {"title": "Batman Begins", "year": 2005, "identifiers.tmdb": "272"},
        ),
        (
            "/films/Drive (2011) [imdbid-tt0780504]/Drive.mkv",
            {"title": "Drive", "year": 2011, "identifiers.imdb": "tt0780504"},
        ),
        (
            "/films/Blade Runner (1982) {imdb-tt0083658} {edition-Final Cut}.mkv",
            {"title": "Blade Runner", "year": 1982, "identifiers.imdb": "tt0083658", "version": "Final Cut"},
        ),
        (
            "/films/Brazil (1985)/Brazil (1985) - Director's Cut.mkv",
            {"title": "Brazil", "year": 1985, "version": "Director's Cut"},
        ),
        ("/films/Brazil (1985) - 1080p.mkv", {"title": "Brazil", "year": 1985}),
        ("/films/Juno (2007)/movie.mkv", {"title": "Juno", "year": 2007}),
        ("/films/Juno (2007)/VIDEO_TS/VTS_01_1.VOB", {"title": "Juno", "year": 2007}),
        ("/films/Juno (2007)/BDMV/STREAM/00001.m2ts", {"title": "Juno", "year": 2007}),
        ("/Watch later/Juno (2007).mkv", {"title": "Juno", "year": 2007}),
        (
            "/shows/Dark (2017)/Season 01/Dark S01E03 - Past and Present.mkv",
            {
                "kind": "episode",
                "series_title": "Dark",
                "episode_number": "S01E03",
                "episode_title": "Past and Present",
                "title": "Dark S01E03 Past and Present",
            },
        ),
        (
            "/shows/Dark (2017)/Season 01/S01E01-E02.mkv",
            {
                "kind": "episode",
                "series_title": "Dark",
                "episode_number": "S01E01-E02",
                "title": "S01E01-E02",
            },
        ),
        (
            "/shows/the.wire.1x02.the.detail.avi",
            {
                "kind": "episode",
                "series_title": "the wire",
                "episode_number": "S01E02",
                "episode_title": "the detail",
                "title": "the wire S01E02 the detail",
            },
        ),
    ],
)
def test_names_as_media_servers_ask_for_them_are_read(place, facts):
    assert believed(place) == facts


def test_release_names_are_left_to_guessit():
    pytest.importorskip("guessit")
    said = believed("/films/There.Will.Be.Blood.2007.1080p.BluRay.x264-GRP.mkv")
    assert said == {"title": "There Will Be Blood", "year": 2007}


def test_each_fact_says_where_it_is_from(tmp_path):
    film = tmp_path / "Drive (2011)" / "drive.mkv"
    film.parent.mkdir()
    film.with_suffix(".nfo").write_text("<movie><originaltitle>Drive</originaltitle></movie>")
    facts, complaints = who_is(film, {"title": "Encoded by me", "date": "2009"})
    assert not complaints
    assert {field: fact.source for field, fact in facts.items()} == {
        "original_title": "drive.nfo",
        "title": "the file's name",
        "year": "the folder's name",
    }


def test_a_name_that_is_no_text_is_read():
    assert believed("/films/caf\udce9 (1999).mkv")["year"] == 1999
