from pathlib import Path

import pytest


def test_the_site_is_written_and_told(cuespotter, library: Path, tmp_path: Path):
    cuespotter("list", "Mine", "--keep", "--library", library)
    answer = cuespotter("site", tmp_path / "site", "--title", "Heard", "--library", library)
    assert answer.status == 0
    assert answer.err.strip().endswith("0 unchanged")
    assert "1 film, 1 list; " in answer.err
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "<title>Heard</title>" in index
    assert 'href="films/drive-2011.html"' in index
    assert 'href="lists/mine.html"' in index
    again = cuespotter("site", tmp_path / "site", "--title", "Heard", "--library", library)
    assert "0 files written" in again.err


def test_films_lists_sections_and_readers_are_chosen(cuespotter, library: Path, tmp_path: Path):
    cuespotter("list", "Mine", "--keep", "--library", library)
    cuespotter("list", "Other", "--keep", "--library", library)
    site = tmp_path / "site"
    cuespotter(
        "site", site, "--list", "Mine", "--for", "reviewers", "--without", "timeline", "--library", library
    )
    assert [file.name for file in (site / "lists").iterdir()] == ["mine.html"]
    page = (site / "films" / "drive-2011.html").read_text(encoding="utf-8")
    assert "1m01" in page
    assert "part-timeline" not in page
    cuespotter("site", site, "--no-lists", "--where", "year:1999", "--library", library)
    assert not (site / "lists" / "mine.html").exists()
    assert "No film is here yet." in (site / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--list", "None"], "no list is kept as 'None'"),
        (["--list", "Mine", "--no-lists"], "take one of them"),
        (["--poster", "drive.jpg"], "--poster takes FILM=FILE, not 'drive.jpg'"),
        (["--poster", "Drive=none.jpg"], "the picture none.jpg cannot be read"),
        (["--poster", "Alien=x.jpg"], "the catalogue knows no film 'Alien'"),
        (["--url", "example.org"], "no web address"),
        (["--where", "yeer:1"], "yeer"),
        (["--sections", "tune"], "a page has no section 'tune'"),
        (["--templates", "nowhere"], "there is no folder of templates nowhere"),
    ],
)
def test_what_cannot_be_is_told_in_one_line_and_nothing_is_written(
    cuespotter, library, tmp_path, options, words
):
    answer = cuespotter("site", tmp_path / "site", *options, "--library", library)
    assert answer.status == 2
    assert words in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "site" / "index.html").exists()
