import pytest

from cuespotter.naming.nfo import NfoError, facts_of_nfo, nfo_of

KODI = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<movie>
    <title>Drive</title>
    <originaltitle>Drive</originaltitle>
    <premiered>2011-09-16</premiered>
    <genre>Crime</genre><genre>Drama / Thriller</genre>
    <director>Nicolas Winding Refn</director><studio>FilmDistrict</studio><country>USA</country>
    <uniqueid type="imdb" default="true">tt0780504</uniqueid><uniqueid type="tmdb">64690</uniqueid>
    <actor><name>Ryan Gosling</name><role>Driver</role><title>no title of the film</title></actor>
    <fileinfo><streamdetails><audio><language>eng</language></audio></streamdetails></fileinfo>
</movie>
"""


@pytest.fixture
def write(tmp_path):
    def writer(content):
        path = tmp_path / "film.nfo"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return writer


def test_what_kodi_writes_is_read(write):
    assert facts_of_nfo(write(KODI)) == {
        "title": "Drive",
        "original_title": "Drive",
        "year": 2011,
        "genres": ["Crime", "Drama", "Thriller"],
        "header.director": "Nicolas Winding Refn",
        "header.production_company": "FilmDistrict",
        "header.country": "USA",
        "identifiers.imdb": "tt0780504",
        "identifiers.tmdb": "64690",
    }


def test_what_jellyfin_writes_is_read(write):
    text = "\ufeff<movie><title>Caf\u00e9</title><year>1999</year><imdbid>tt0000001</imdbid><tmdbid>7</tmdbid></movie>"
    assert facts_of_nfo(write(text)) == {
        "title": "Caf\u00e9",
        "year": 1999,
        "identifiers.imdb": "tt0000001",
        "identifiers.tmdb": "7",
    }


@pytest.mark.parametrize(
    ("address", "facts"),
    [
        ("https://www.imdb.com/title/tt0780504/", {"identifiers.imdb": "tt0780504"}),
        ("  https://www.themoviedb.org/movie/64690-drive\r\n", {"identifiers.tmdb": "64690"}),
    ],
)
def test_a_bare_address_is_read(write, address, facts):
    assert facts_of_nfo(write(address)) == facts


def test_an_address_behind_the_xml_is_read_and_the_xml_wins(write):
    path = write(KODI + "https://www.imdb.com/title/tt9999999/\nhttps://www.wikidata.org/wiki/Q1\n")
    facts = facts_of_nfo(path)
    assert facts["identifiers.imdb"] == "tt0780504"
    assert facts["identifiers.wikidata"] == "Q1"


def test_the_first_of_several_episodes_counts(write):
    one = "<episodedetails><title>{0}</title><showtitle>Dark</showtitle><season>1</season><episode>{1}</episode></episodedetails>"
    facts = facts_of_nfo(write(one.format("Secrets", 1) + one.format("Lies", 2)))
    assert (facts["kind"], facts["episode_number"], facts["episode_title"]) == (
        "episode",
        "S01E01",
        "Secrets",
    )


BOMB = '<!DOCTYPE movie [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><movie><title>&b;</title></movie>'


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (BOMB, "declares a document type"),
        ('<!DOCTYPE m SYSTEM "file:///etc/passwd"><movie/>', "declares a document type"),
        ("<movie><title>Drive</movie>", "no XML that can be read"),
        ("<movie><title>cut of", "no XML that can be read"),
        ("R I P  by  nobody", "neither XML of Kodi or Jellyfin"),
        ("", "neither XML of Kodi or Jellyfin"),
        (b"\x00\xff\xfe" * 100, "neither XML of Kodi or Jellyfin"),
        ('<?xml version="1.0" encoding="klingon"?><movie/>', "film.nfo is"),
        (b"x" * 2_000_001, "more than 2000000 bytes"),
    ],
)
def test_what_cannot_be_read_is_one_line_that_names_the_file(write, content, complaint):
    with pytest.raises(NfoError, match=complaint) as caught:
        facts_of_nfo(write(content))
    assert "film.nfo" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_long_and_odd_texts_are_bounded(write):
    facts = facts_of_nfo(
        write(f"<movie><title>{'a' * 10_000}\n\tb</title><year>99999</year><id>nonsense</id></movie>")
    )
    assert len(facts["title"]) == 500
    assert set(facts) == {"title"}


def test_the_file_of_the_films_own_name_comes_before_that_of_the_folder(tmp_path):
    film = tmp_path / "drive.mkv"
    assert nfo_of(film) is None
    (tmp_path / "movie.nfo").write_text("")
    assert nfo_of(film).name == "movie.nfo"
    (tmp_path / "drive.nfo").write_text("")
    assert nfo_of(film).name == "drive.nfo"
