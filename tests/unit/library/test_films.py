from pathlib import Path

import pytest

from cuespotter.library.films import FilmSearch, find_films


@pytest.fixture
def tree(tmp_path):
    def make(*names, size=1):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"x" * size)
        return tmp_path

    return make


def films_below(folder):
    search = find_films([folder])
    assert not search.complaints
    return [tuple(reel.relative_to(folder).as_posix() for reel in film) for film in search.films]


def test_every_film_of_a_folder_is_found_and_nothing_else(tree):
    folder = tree(
        "Drive (2011)/Drive (2011).mkv",
        "Drive (2011)/poster.jpg",
        "Drive (2011)/Drive.nfo",
        "b.mp4",
        "c.flac",
    )
    assert films_below(folder) == [("Drive (2011)/Drive (2011).mkv",), ("b.mp4",)]


def test_trailers_samples_and_extras_are_passed_over_and_counted(tree):
    folder = tree(
        "A/A.mkv", "A/A-trailer.mkv", "A/Sample/a.mkv", "A/Behind the Scenes/making.mkv", "A/a.sample.mkv"
    )
    search = find_films([folder])
    assert [film[0].name for film in search.films] == ["A.mkv"]
    assert search.passed_over == 4


def test_a_film_called_like_an_extra_is_found_where_the_root_is_called_so(tree):
    folder = tree("Extras/Film.mkv") / "Extras"
    assert films_below(folder) == [("Film.mkv",)]


def test_numbered_files_are_the_reels_of_one_film_in_order(tree):
    folder = tree("Ben Hur-cd2.avi", "Ben Hur-cd1.avi", "Che part 1.mkv", "Che part 2.mkv", "Che part 10.mkv")
    assert films_below(folder) == [
        ("Ben Hur-cd1.avi", "Ben Hur-cd2.avi"),
        ("Che part 1.mkv",),
        ("Che part 2.mkv",),
        ("Che part 10.mkv",),
    ]


@pytest.mark.parametrize(
    "name", ["Part 1.mkv", "The Party.mkv", "Department 2.mkv", "Harry Potter Part 1.mkv", "Counterpart2.mkv"]
)
def test_a_number_alone_makes_no_reels(tree, name):
    assert set(films_below(tree(name, "Other.mkv"))) == {(name,), ("Other.mkv",)}


def test_a_dvd_is_its_largest_title_set_without_menus(tree):
    folder = tree(
        "Juno/VIDEO_TS/VIDEO_TS.VOB", "Juno/VIDEO_TS/VTS_01_0.VOB", "Juno/VIDEO_TS/VTS_01_1.VOB", size=5
    )
    tree("Juno/VIDEO_TS/VTS_02_1.VOB", "Juno/VIDEO_TS/VTS_02_2.VOB", size=9)
    assert films_below(folder) == [("Juno/VIDEO_TS/VTS_02_1.VOB", "Juno/VIDEO_TS/VTS_02_2.VOB")]


def test_a_blu_ray_is_its_largest_stream(tree):
    folder = tree("Juno/BDMV/STREAM/00001.m2ts", size=2)
    tree("Juno/BDMV/STREAM/00002.m2ts", size=7)
    assert films_below(folder) == [("Juno/BDMV/STREAM/00002.m2ts",)]


def test_a_file_that_was_named_is_a_film_whatever_it_is_called(tree):
    folder = tree("a-trailer.flac")
    assert find_films([folder / "a-trailer.flac"]).films == [(folder / "a-trailer.flac",)]


def test_a_folder_without_films_says_what_it_holds_instead(tree):
    folder = tree("Hörspiel/1.flac", "Hörspiel/2.flac", "cover.jpg")
    assert find_films([folder]).why_none([folder], "a folder of episodes") == (
        f"no films are in {folder}, only 2 other files (1.flac); "
        "name such files themselves where they are films, or a folder of episodes"
    )
    extras = tree("Drive/Trailers/a.mkv") / "Drive"
    assert find_films([extras]).why_none([extras], "a film") == (
        f"no films are in {extras}, only extras (trailers, samples and the like); name a film"
    )


def test_what_is_not_there_is_told_and_the_rest_goes_on(tree):
    folder = tree("a.mkv")
    search = find_films([folder / "gone", folder])
    assert [error.message.split(":")[-1] for error in search.complaints] == [
        " No such file or directory; check the name"
    ]
    assert len(search.films) == 1


def test_links_in_a_circle_end(tree):
    folder = tree("A/a.mkv")
    (folder / "A" / "round").symlink_to(folder)
    assert films_below(folder) == [("A/a.mkv",)]


@pytest.mark.parametrize("kind", [str, Path])
def test_a_place_in_a_bucket_is_told_as_it_was_typed(kind):
    said = FilmSearch().why_none([kind("s3://x/y")], "a film")
    assert said == "no films are in s3://x/y; name a film"
