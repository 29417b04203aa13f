"""What may be asked of pages and lists at the shell, each option by what it does to the file."""

import json
from pathlib import Path

import pytest

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6364f8cf500f0003860180015a347d6b0000000049454e44ae426082"
)


@pytest.fixture
def written(cuespotter, library: Path, tmp_path: Path):
    """Give a function that exports Drive with options, and gives the page."""

    def write(*options: object, name: str = "drive.html") -> str:
        answer = cuespotter("export", "Drive", tmp_path / name, *options, "--library", library)
        assert answer.status == 0, answer.err
        return (tmp_path / name).read_text(encoding="utf-8")

    return write


@pytest.fixture
def listed(cuespotter, library: Path):
    def make(*options: object):
        return cuespotter("list", "Mine", *options, "--library", library)

    return make


def test_sections_are_chosen_in_the_order_asked_for(written):
    page = written("--sections", "credits,cues")
    assert page.index('id="credits"') < page.index('id="cues"')
    assert 'id="timeline"' not in page


def test_sections_are_left_out(written):
    page = written("--without", "timeline, credits")
    assert 'id="cues"' in page
    assert 'id="timeline"' not in page
    assert 'id="credits"' not in page


def test_reviewers_are_told_more_than_readers(written):
    readers, reviewers = written(), written("--for", "reviewers")
    assert "1m01" not in readers
    assert "97 %" not in readers
    assert "1m01" in reviewers
    assert "97 %" in reviewers


def test_a_poster_a_lead_links_and_an_address_are_on_the_page(written, tmp_path):
    poster = tmp_path / "poster.png"
    poster.write_bytes(PNG)
    page = written(
        "--poster",
        poster,
        "--lead",
        "First words.",
        "--link",
        "My review=https://example.org/r",
        "--url",
        "https://example.org/drive",
    )
    assert 'class="poster" src="data:image/png;base64,' in page
    assert '<p class="lead" dir="auto">First words.</p>' in page
    assert '<a href="https://example.org/r" rel="noopener noreferrer">My review</a>' in page
    assert '<link rel="canonical" href="https://example.org/drive">' in page


def test_links_that_are_shared_show_a_picture_on_the_web(written, listed, tmp_path):
    address = "https://example.org/drive.jpg"
    assert f'<meta property="og:image" content="{address}">' in written("--image", address)
    listed("--image", address, "--out", tmp_path / "mine.html")
    assert f'<meta property="og:image" content="{address}">' in (tmp_path / "mine.html").read_text()
    assert "og:image" not in written()


def test_a_fragment_has_no_page_of_its_own(written):
    fragment = written("--fragment")
    assert fragment.startswith('<div class="cuespotter fragment">')
    assert "<html" not in fragment
    assert "<h2" in fragment
    assert "<h1" not in fragment


def test_templates_of_the_users_stand_before_ours(written, tmp_path):
    (tmp_path / "look").mkdir()
    (tmp_path / "look" / "film_footer.html").write_text("<footer>Mine: {{ film.title }}</footer>")
    assert "<footer>Mine: Drive</footer>" in written("--templates", tmp_path / "look")


def test_markdown_for_a_site_generator_begins_with_its_facts(written):
    assert written("--front-matter", name="drive.md").startswith('---\ntitle: "The music in Drive (2011)"\n')
    assert written(name="plain.md").startswith("# The music in Drive (2011)")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--sections", "tune"], "a page has no section 'tune'; it has warnings, figures, timeline"),
        (["--poster", "none.png"], "the picture none.png cannot be read"),
        (["--link", "no address"], "--link takes TEXT=URL"),
        (["--link", "Mine=ftp://x"], "'ftp://x' is no web address"),
        (["--url", "example.org"], "'example.org' is no web address"),
        (["--image", "drive.jpg"], "'drive.jpg' is no web address"),
        (["--still", "1m01"], "--still takes CUE=TIME"),
        (["--stills"], "drive.mkv is no longer where it was identified"),
    ],
)
def test_what_a_page_cannot_have_is_told_in_one_line(cuespotter, library, tmp_path, options, words):
    answer = cuespotter("export", "Drive", tmp_path / "x.html", *options, "--library", library)
    assert answer.status == 2
    assert words in answer.err
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "x.html").exists()


def test_a_list_is_kept_and_taken_up_again(listed):
    listed("--where", "year:2011", "--omission", "No John Williams.", "--keep")
    again = listed(
        "--note",
        "Drive=Pink vinyl.",
        "--link",
        "Drive=https://example.org/",
        "--cue",
        "Drive=1m01",
        "--omission",
        "No musicals.",
        "--keep",
    )
    assert again.status == 0
    assert "1. [**Drive**](<https://example.org/>), 2011" in again.out
    assert "listen for Nightcall, 0:00" in again.out
    assert "Pink vinyl." in again.out
    assert again.out.rstrip().endswith("- No John Williams.\n- No musicals.")


def test_a_list_is_written_in_every_form_with_its_picture(listed, tmp_path):
    picture = tmp_path / "p.png"
    picture.write_bytes(PNG)
    files = [tmp_path / f"mine{suffix}" for suffix in (".html", ".md", ".m3u8")]
    answer = listed("--picture", f"Drive={picture}", *(part for file in files for part in ("--out", file)))
    assert answer.status == 0
    page, markdown, playlist = (file.read_text(encoding="utf-8") for file in files)
    assert 'class="thumb" src="data:image/png;base64,' in page
    node = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (node["@type"], node["numberOfItems"], node["itemListElement"][0]["item"]["name"]) == (
        "ItemList",
        1,
        "Drive",
    )
    assert "**Drive**" in markdown
    assert playlist.splitlines()[:2] == ["#EXTM3U", "#PLAYLIST:Mine"]
    assert "/music/Kavinsky/Nightcall.flac" in playlist


def test_the_order_is_the_users_or_none(listed):
    ranked = listed(
        "--recordings", "--only", "--add", "A Real Hero", "--add", "Nightcall", "--order", "given"
    )
    assert ranked.out.index("1. **A Real Hero**") < ranked.out.index("2. **Nightcall**")
    free = listed("--recordings", "--order", "none")
    assert "In no particular order." in free.out
    assert "- **" in free.out


def test_entries_are_left_out_whatever_the_filter_says(listed):
    answer = listed("--recordings", "--where", "artist:any", "--leave-out", "Nightcall")
    assert "Nightcall" not in answer.out
    assert "A Real Hero" in answer.out


def test_a_list_as_a_playlist_says_where_files_are_gone(listed, tmp_path):
    answer = listed("--recordings", "--where", "artist:any", "--out", str(tmp_path / "mine.m3u8"))
    assert "recordings no file lies where this says" in answer.err
    answer = listed("--recordings", "--where", "artist:any", "--out", str(tmp_path / "mine.md"))
    assert "no file lies" not in answer.err


def test_a_list_is_forgotten(listed, cuespotter, library):
    listed("--keep")
    assert listed("--forget").status == 0
    assert cuespotter("list", "--library", library).out == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--out", "mine.pdf"], "a list is written as .html, .md or .m3u8, not '.pdf'"),
        (["--note", "Drive"], "--note takes WHAT=VALUE"),
        (["--note", "Alien=x"], "the catalogue knows no film 'Alien'"),
        (["--link", "Drive=example.org"], "'example.org' is no web address"),
        (["--cue", "Drive=9m09"], "Drive has no cue '9m09'"),
        (["--add", "Alien"], "the catalogue knows no film 'Alien'"),
        (["--order", "tune"], "a list has no order 'tune'"),
        (["--where", "yeer:1"], "yeer"),
        (["--recordings", "--cue", "Nightcall=1"], "--cue chooses a film's cue; this list is of recordings"),
        (["--picture", "Drive=none.png", "--out", "mine.html"], "none.png cannot be read"),
        (["--forget"], "no list is kept as 'Mine'"),
    ],
)
def test_what_a_list_cannot_have_is_told_in_one_line(listed, options, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = listed(*options, "--keep") if options != ["--forget"] else listed(*options)
    assert answer.status == 2
    assert words in answer.err
    assert len(answer.err.strip().splitlines()) == 1
