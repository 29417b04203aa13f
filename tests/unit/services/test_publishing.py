import json
import xml.etree.ElementTree as ET
from pathlib import Path

import av
import pytest
from tests.golden.documents import empty, sample

from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import ExportError, UsageError
from cuespotter.model.kept_list import KeptList, ListWords
from cuespotter.services import Decision, Library, SiteOptions, open_library
from cuespotter.services.site_folder import NOTE

ATOM = "{http://www.w3.org/2005/Atom}"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6364f8cf500f0003860180015a347d6b0000000049454e44ae426082"
)


@pytest.fixture
def library(tmp_path: Path):
    folder = tmp_path / "library"
    folder.mkdir()
    with Catalogue.open(folder, create=True) as catalogue:
        for one in (sample(), empty()):
            catalogue.save_document(one, [Reel(f"/films/{one.film.id}.mkv", one.film.id)])
    with open_library(folder) as opened:
        yield opened


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def times(site: Path) -> dict[str, int]:
    return {
        str(file.relative_to(site)): file.stat().st_mtime_ns for file in site.rglob("*") if file.is_file()
    }


def test_what_is_as_it_should_be_is_not_touched(library: Library, site: Path):
    first = library.publish_site(site)
    before = times(site)
    second = library.publish_site(site)
    assert (first.films, first.written > 5, second.written, second.unchanged) == (2, True, 0, first.written)
    assert times(site) == before
    library.decide("Night Ferry", Decision(fields={"notes": "Seen twice."}))
    third = library.publish_site(site)
    changed = {path for path, at in times(site).items() if before.get(path) != at}
    assert third.written == 1
    assert changed - {NOTE} == {"films/night-ferry-2011.html"}


def test_what_the_site_has_no_longer_is_taken_away_and_nothing_else(library: Library, site: Path):
    library.keep_list(KeptList(name="Mine"))
    library.publish_site(site)
    (site / "films" / "of-mine.html").write_text("mine")
    done = library.publish_site(site, where='title:"Night Ferry"', lists=[])
    assert sorted(done.removed) == ["films/talk.html", "lists/mine.html"]
    assert (site / "films" / "of-mine.html").read_text() == "mine"
    assert not (site / "films" / "talk.html").exists()


def test_a_file_of_somebody_else_stops_it_before_anything_is_written(library: Library, site: Path):
    site.mkdir()
    (site / "index.html").write_text("my own page")
    with pytest.raises(ExportError, match=r"holds index\.html, which Cuespotter has not written"):
        library.publish_site(site)
    assert [file.name for file in site.iterdir()] == ["index.html"]
    library.publish_site(site, over=True)
    assert "my own page" not in (site / "index.html").read_text()


def test_what_somebody_changed_in_a_site_is_not_lost(library: Library, site: Path):
    library.publish_site(site)
    page = site / "films" / "talk.html"
    page.write_text("better words")
    with pytest.raises(ExportError, match=r"films/talk\.html, which .* somebody has changed since"):
        library.publish_site(site)
    done = library.publish_site(site, where='title:"Night Ferry"')
    assert page.read_text() == "better words"
    assert done.removed == []


def test_what_was_broken_off_goes_on(library: Library, site: Path, monkeypatch: pytest.MonkeyPatch):
    def stop(number: int, _count: int, _what: str) -> None:
        if number == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        library.publish_site(site, report=stop)
    half = sum(1 for file in site.rglob("*") if file.is_file())
    half_page = site / "films" / "night-ferry-2011.html"
    half_page.write_text("half")
    done = library.publish_site(site)
    assert 1 < half < done.written + done.unchanged
    assert "half" not in half_page.read_text()[:10]


@pytest.mark.parametrize(
    "note",
    [
        "no json",
        "[]",
        '{"version": 9, "files": {}}',
        '{"version": 1, "files": {"../x": ""}}',
        '{"version": 1, "files": {"/etc/x": "a"}}',
    ],
)
def test_a_note_that_cannot_be_is_refused_and_nothing_outside_is_touched(
    library: Library, site: Path, note: str
):
    site.mkdir()
    (site.parent / "x").write_text("outside")
    (site / NOTE).write_text(note)
    with pytest.raises(ExportError, match="cannot be read, which says what of the folder is ours"):
        library.publish_site(site)
    assert (site.parent / "x").read_text() == "outside"


def test_a_file_in_the_place_of_the_folder_is_told(library: Library, site: Path):
    site.write_text("a file")
    with pytest.raises(ExportError, match="is a file; name a folder"):
        library.publish_site(site)


def test_where_it_will_stand_gives_a_feed_and_pictures_to_share(library: Library, site: Path, tmp_path: Path):
    poster = tmp_path / "poster.png"
    poster.write_bytes(PNG)
    film = library.films("year:2011")[0]
    library.keep_list(
        KeptList(
            name="Best", introduction="Only the best.", words=[ListWords(id=film.id, picture=str(poster))]
        )
    )
    options = SiteOptions(title="Heard", url="https://example.org/heard", posters={film.id: poster})
    library.publish_site(site, options=options)
    page = (site / "films" / "night-ferry-2011.html").read_text(encoding="utf-8")
    (picture,) = (site / "pictures").iterdir()
    assert picture.read_bytes() == PNG
    assert f'property="og:image" content="https://example.org/heard/pictures/{picture.name}"' in page
    assert 'property="og:url" content="https://example.org/heard/films/night-ferry-2011.html"' in page
    assert f'<img class="poster" src="../pictures/{picture.name}"' in page
    feed = ET.parse(site / "feed.xml").getroot()
    assert feed.find(f"{ATOM}id").text == "https://example.org/heard/"
    entries = {one.find(f"{ATOM}title").text: one.find(f"{ATOM}id").text for one in feed.iter(f"{ATOM}entry")}
    assert entries == {
        "Best": "https://example.org/heard/lists/best.html",
        "Night Ferry (2011)": "https://example.org/heard/films/night-ferry-2011.html",
        "Talk": "https://example.org/heard/films/talk.html",
    }
    updated = [one.find(f"{ATOM}updated").text for one in feed.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    assert feed.find(f"{ATOM}updated").text == updated[0]


def test_a_film_without_a_poster_is_shared_with_its_strip(library: Library, site: Path):
    library.publish_site(site, options=SiteOptions(url="https://example.org/"))
    page = (site / "films" / "night-ferry-2011.html").read_text(encoding="utf-8")
    (picture,) = (site / "pictures").iterdir()
    assert f'property="og:image" content="https://example.org/pictures/{picture.name}"' in page
    assert "poster" not in page.split("<body>")[1]
    with av.open(str(picture)) as drawn:
        image = next(drawn.decode(video=0)).to_ndarray(format="rgb24")
    assert image.shape == (630, 1200, 3)
    band, paper = image[315], [251, 249, 245]
    assert band[0].tolist() == paper
    assert band[61].tolist() == [194, 24, 91]  # from 0:00 on a pre-existing recording
    assert image[40].reshape(-1, 3).tolist() == [paper] * 1200
    assert "og:image" not in (site / "films" / "talk.html").read_text(encoding="utf-8")


def test_without_an_address_there_is_no_feed_and_no_page_tells_one(library: Library, site: Path):
    library.publish_site(site)
    assert not (site / "feed.xml").exists()
    assert not any("og:url" in page.read_text(encoding="utf-8") for page in site.rglob("*.html"))


def test_an_address_that_is_none_is_refused(library: Library, site: Path):
    with pytest.raises(UsageError, match="no web address"):
        library.publish_site(site, options=SiteOptions(url="example.org"))
    assert not site.exists()


def test_a_film_that_cannot_be_seen_goes_without_stills_and_is_named(library: Library, site: Path):
    done = library.publish_site(site, stills=True)
    assert [remark.split(":")[0] for remark in done.remarks] == ["Night Ferry", "Talk"]
    assert (site / "films" / "night-ferry-2011.html").is_file()


def test_pages_of_music_and_composers_say_in_which_films(library: Library, site: Path):
    library.publish_site(site)
    music = (site / "music" / "harbour-lights-off-the-quay.html").read_text(encoding="utf-8")
    assert 'href="../films/night-ferry-2011.html#cue-c1"' in music
    assert 'href="../composers/ada-marlow.html"' in music
    person = (site / "composers" / "ada-marlow.html").read_text(encoding="utf-8")
    assert 'href="../music/harbour-lights-off-lena-holm.html"' in person
    node = json.loads(music.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert (node["@type"], node["name"]) == ("MusicRecording", "Harbour Lights Off")
    assert [one["name"] for one in node["recordingOf"]["composer"]] == ["Ada Marlow"]
