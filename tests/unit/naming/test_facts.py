import pytest

from cuespotter.model import Film, FilmFile
from cuespotter.naming.container import facts_of_tags
from cuespotter.naming.facts import Fact, film_with, who_is


def test_a_containers_tags_are_read():
    tags = {
        "TITLE": "Drive",
        "DATE_RELEASED": "2011",
        "GENRE": "Crime; Drama",
        "TMDB": "movie/64690",
        "IMDB": "tt0780504",
    }
    assert facts_of_tags(tags) == {
        "title": "Drive",
        "year": 2011,
        "genres": ["Crime", "Drama"],
        "identifiers.imdb": "tt0780504",
        "identifiers.tmdb": "64690",
    }


def test_an_episodes_tags_are_read():
    facts = facts_of_tags({"title": "Secrets", "show": "Dark", "season_number": "1", "episode_sort": "1"})
    assert (facts["kind"], facts["series_title"], facts["episode_number"]) == ("episode", "Dark", "S01E01")


def test_facts_are_laid_into_the_film_with_their_sources():
    film = Film(
        id="f", title="f", file=FilmFile(name="f.mkv", size=1, duration_s=1.0), duration_s=1.0, notes="kept"
    )
    filled = film_with(film, {"year": Fact(2011, "f.nfo"), "identifiers.tmdb": Fact("7", "the file's name")})
    assert (filled.year, filled.identifiers.tmdb, filled.notes) == (2011, "7", "kept")
    assert filled.sources == {"year": "f.nfo", "identifiers.tmdb": "the file's name"}


def test_a_fact_that_cannot_be_is_passed_over_with_a_word_and_the_others_stay(caplog):
    film = Film(id="f", title="f", file=FilmFile(name="f.mkv", size=1, duration_s=1.0), duration_s=1.0)
    facts = {
        "year": Fact(99999, "f.nfo"),
        "kind": Fact("opera", "f.nfo"),
        "identifiers.imdb": Fact(["tt1"], "f.nfo"),
        "title": Fact("Drive", "f.nfo"),
    }
    filled = film_with(film, facts)
    assert (filled.year, filled.kind, filled.identifiers.imdb, filled.title) == (None, None, None, "Drive")
    assert filled.sources == {"title": "f.nfo"}
    assert "f.nfo says that year is 99999, which cannot be; passed over" in caplog.text


@pytest.mark.parametrize("year", ["99999", "1650", "0", "-5", "2011junk", "20111", "9" * 5000, "", "²011"])
def test_a_year_of_an_nfo_file_that_cannot_be_is_no_year(tmp_path, year):
    film = tmp_path / "drive.mkv"
    film.touch()
    (tmp_path / "drive.nfo").write_text(f"<movie><title>Drive</title><year>{year}</year></movie>", "utf-8")
    facts, complaints = who_is(film, {})
    plain = Film(id="f", title="f", file=FilmFile(name="f.mkv", size=1, duration_s=1.0), duration_s=1.0)
    assert film_with(plain, facts).title == "Drive"
    assert film_with(plain, facts).year in {None, 2011}
    assert not complaints
