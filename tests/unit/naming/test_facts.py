from cuespotter.model import Film, FilmFile
from cuespotter.naming.container import facts_of_tags
from cuespotter.naming.facts import Fact, film_with


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
