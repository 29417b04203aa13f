"""A site as it is read: valid, quiet, for everybody, whole, and searched without a server."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.golden.documents import empty, hostile, sample
from tests.web.desk_browser import open_browser
from tests.web.nu_checker import nu_complaints
from tests.web.test_published import LOOKS, examine

from cuespotter import open_library
from cuespotter.exports.base import writable
from cuespotter.exports.site.contents import SiteOptions, gather
from cuespotter.exports.site.site import site_files
from cuespotter.model.kept_list import KeptList
from cuespotter.report.lists import list_films, list_recordings

ROOT = Path(__file__).parents[2]
AT = "2026-01-02T03:04:05.000000Z"


def write_site(folder: Path, options: SiteOptions) -> None:
    films = {one.film.id: writable(one) for one in (sample(), empty(), hostile())}
    music = [cue.recording for one in films.values() for cue in one.cues if cue.recording is not None]
    lists = [
        (list_films("My <films>", films.values(), introduction="x & y", order="none"), AT),
        (list_recordings("Recordings", music), AT),
    ]
    contents = gather(((one, AT) for one in films.values()), lists, options)
    for path, content in site_files(contents, films.__getitem__, lambda _film: {}):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, SiteOptions(title="Films & <music>", introduction="What plays when."))
    return folder


class Ways(HTMLParser):
    """Gathers where a page leads, what it loads, and the places in it."""

    def __init__(self, page: Path):
        super().__init__()
        self.ways, self.ids = [], set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, name, attributes):
        values = dict(attributes)
        self.ids |= {values["id"]} if "id" in values else set()
        self.ways += [values[key] for key in ("href", "src") if key in values]


def test_every_way_in_a_site_leads_to_a_page_and_a_place_that_are_there(site):
    pages = {page: Ways(page) for page in site.rglob("*.html")}
    assert len(pages) > 15
    for page, found in pages.items():
        for way in found.ways:
            if re.match(r"https?://|data:", way):
                continue
            path, _, place = way.partition("#")
            goal = (page.parent / unquote(path)).resolve() if path else page
            assert goal.is_file(), f"{page}: {way}"
            assert not place or place in pages[goal].ids, f"{page}: {way}"


def test_every_page_of_a_site_is_reached_from_the_first(site):
    reached, left = set(), [site / "index.html"]
    while left:
        page = left.pop()
        if page in reached or page.suffix != ".html":
            continue
        reached.add(page)
        for way in Ways(page).ways:
            path = way.partition("#")[0]
            if path and not re.match(r"https?://|data:", way):
                left.append((page.parent / unquote(path)).resolve())
    assert reached == {page.resolve() for page in site.rglob("*.html")}


def test_every_page_of_a_site_is_valid_html_and_css(site, tmp_path):
    for number, page in enumerate([*site.rglob("*.html"), *site.rglob("*.css")]):
        (tmp_path / f"{number}-{page.name}").write_bytes(page.read_bytes())
    assert nu_complaints(tmp_path) == []


@pytest.mark.parametrize(
    "kind",
    [
        "index.html",
        "music.html",
        "composers.html",
        "search.html",
        "music/harb*.html",
        "composers/ada*.html",
        "lists/my*.html",
        "films/night*.html",
    ],
)
def test_axe_finds_nothing_and_nothing_is_asked_of_the_network(site, kind):
    page = next(iter(sorted(site.glob(kind))))
    with open_browser() as browser:
        for width, scheme in LOOKS:
            assert examine(browser, page, width=width, scheme=scheme) == ([], [], width), (kind, width)


def test_a_site_is_searched_on_disk_by_keyboard_whatever_accents_and_case(site):
    with open_browser() as browser:
        page = browser.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto((site / "search.html").as_uri())
        page.keyboard.type("HÁRBOUR quay")
        assert page.locator("#found li").count() == 1
        assert page.locator("#count").inner_text() == "1 found"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/music/harbour-lights-off-the-quay.html")
        page.get_by_role("link", name="Night Ferry (2011)").click()
        assert page.get_by_role("heading", level=1).inner_text().startswith("Night Ferry")
        page.goto((site / "search.html").as_uri() + "?q=zzzz")
        assert page.locator("#count").inner_text() == "Nothing found"
        page.close()
    assert refused == []


def test_nothing_that_a_title_holds_becomes_markup_in_the_search(site):
    text = (site / "search.html").read_text(encoding="utf-8")
    entries = re.search(r'<script type="application/json" id="entries">(.*?)</script>', text, re.DOTALL)
    assert entries is not None
    assert not set("<>&") & set(entries[1])
    with open_browser() as browser:
        page = browser.new_page()
        page.goto((site / "search.html").as_uri() + "?q=bold")
        assert page.locator("#found li").count() > 0
        assert page.locator("#found b").count() == 0
        page.close()


@pytest.fixture(scope="module")
def essay(tmp_path_factory) -> Path:
    """The six films of the essay, told by side tables alone, as a site with a list of them."""
    folder = tmp_path_factory.mktemp("essay")
    with open_library(folder / "library", create=True) as library:
        learnt = library.learn(sorted((ROOT / "sample" / "essay").glob("*.csv")))
        assert learnt.remarks == ()
        library.keep_list(KeptList(name="Six soundtracks", omissions=["No John Williams, and no musicals."]))
        library.publish_site(folder / "site", options=SiteOptions(title="Six soundtracks"))
    return folder / "site"


def test_the_six_films_of_the_essay_are_a_valid_site(essay, tmp_path):
    assert sorted(page.stem for page in (essay / "films").iterdir()) == [
        "drive-2011",
        "juno-2007",
        "manhattan-1979",
        "there-will-be-blood-2007",
        "trainspotting-1996",
        "velvet-goldmine-1998",
    ]
    for folder in ("films", "lists", "."):
        for page in (essay / folder).glob("*.html"):
            (tmp_path / page.name).write_bytes(page.read_bytes())
    assert nu_complaints(tmp_path) == []


@pytest.mark.parametrize(
    "page", ["films/velvet-goldmine-1998.html", "films/manhattan-1979.html", "index.html"]
)
def test_the_essays_site_is_for_everybody(essay, page):
    with open_browser() as browser:
        for width, scheme in LOOKS:
            assert examine(browser, essay / page, width=width, scheme=scheme) == ([], [], width), (
                page,
                width,
            )


def test_the_essays_pages_say_who_sings_and_who_had_it_first_and_invent_no_time(essay):
    juno = (essay / "films" / "juno-2007.html").read_text(encoding="utf-8")
    assert "Cover; first by The Moldy Peaches, 2001" in juno
    assert "The two actors sing and play it." in juno
    assert not re.search(r"from \d+:\d\d", juno)
    assert 'class="bar' not in juno
    velvet = (essay / "films" / "velvet-goldmine-1998.html").read_text(encoding="utf-8")
    work = velvet.split('class="work" dir="auto">2HB<')[1].split('class="work"')[0]
    cards = re.findall(r'class="kind"[^>]*>([^<]+)</p>\s*<p[^>]*>([^<]+)<', work)
    assert cards == [("Original", "Roxy Music, 1972"), ("Cover", "The Venus in Furs, 1998")]
    blood = (essay / "films" / "there-will-be-blood-2007.html").read_text(encoding="utf-8")
    assert "Score written for the film: 43 % of all music (1:21:00)" in blood
    verdicts = dict(re.findall(r"<li>([^<(]+) \(\d+ %\): <strong>([^<]+)<", blood))
    assert verdicts == {
        "Academy Awards 2020": "does not meet the numeric test",
        "Academy Awards from 2021": "meets the numeric test",
        "BAFTA": "does not meet the numeric test",
    }
    manhattan = (essay / "films" / "manhattan-1979.html").read_text(encoding="utf-8")
    assert "from 0:00" in manhattan
    assert "written by George Gershwin" in manhattan
    bowie = (essay / "composers" / "david-bowie.html").read_text(encoding="utf-8")
    assert "Juno (2007)" in bowie
    assert "Trainspotting (1996)" in bowie
