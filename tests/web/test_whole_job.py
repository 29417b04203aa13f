"""The assistant's whole job in a real browser, once by keys alone and once by mouse.

Identify the locked mix, review 227 cues, say what the form asks, fill the parties, reach "ready", hand on the
workbook and the editor's list. What is typed into a field is typed by both; nothing else of the page is called.
"""

import io
import re

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")
playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")

from playwright.sync_api import expect  # noqa: E402
from tests.unit.exports.readers import reader, timeline_of  # noqa: E402

from .desk_browser import open_browser  # noqa: E402
from .long_film import many_cues  # noqa: E402

CUES = 227
MOST_CHANGES = 30
"""Requests that change something: a sheet for 227 cues takes fewer than 60 actions, looking included."""
MOST_TABS = 400
PARTIES = {
    "Alder": ("Alder Waltz", "Ada Alder", "PRS", "00000000199", "100"),
    "Birch": ("Birch March", "Ben Birch", "GEMA", "00000000297", "100"),
    "Cedar": ("Cedar Song", "Cleo Cedar", "NS", "", "100"),
}
SCORE = ("Score of the film", "Mira Sand", "ASCAP", "00000000395", "100")
HEADER = {
    "year": "2026",
    "header.production_company": "Northlight",
    "header.prepared_by": "A. Reader",
    "timecode_origin": "01:00:00:00",
}


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def job(open_desk, made, browser):
    """A desk from whose library the film was taken out, and a page on it; a mistake of the page fails the test."""
    served = open_desk(roots=[made.film.parent])
    served.desk.library.remove_film(served.film_id)
    context = browser.new_context(viewport={"width": 1440, "height": 900}, accept_downloads=True)
    page, mistakes, changes = context.new_page(), [], []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("request", lambda request: changes.append(request.url) if request.method != "GET" else None)
    page.goto(served.url)
    yield served, page, changes
    context.close()
    assert not mistakes


class ByKeys:
    """Everything by the keyboard: Tab until the thing has the focus, then the key that does it."""

    def __init__(self, page):
        self.page = page

    def reach(self, locator):
        thing = locator.element_handle()
        for _ in range(MOST_TABS):
            if self.page.evaluate("thing => document.activeElement === thing", thing):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{locator} is not reached by Tab")

    def press(self, locator):
        self.reach(locator)
        self.page.keyboard.press("Enter")

    def fill(self, locator, text):
        self.reach(locator)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Tab")

    def choose(self, locator, words):
        self.reach(locator)
        self.page.keyboard.type(words)
        self.page.keyboard.press("Tab")

    def leave_fields(self):
        self.page.keyboard.press("Escape")
        self.page.evaluate("document.activeElement.blur()")

    def find(self, text):
        self.leave_fields()
        self.page.keyboard.press("/")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text or " ")
        self.page.keyboard.press("Enter")

    def select_all(self):
        self.leave_fields()
        self.page.keyboard.press("Control+a")

    def first(self):
        self.leave_fields()
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("ArrowUp")

    def confirm(self):
        self.leave_fields()
        self.page.keyboard.press("c")


class ByMouse:
    """Everything by clicks; only texts are typed."""

    def __init__(self, page):
        self.page = page

    def press(self, locator):
        locator.click()

    def fill(self, locator, text):
        locator.click(click_count=3)
        self.page.keyboard.type(text)
        self.page.mouse.click(4, 400)

    def choose(self, locator, words):
        locator.select_option(label=words)

    def find(self, text):
        field = self.page.locator(".find-cue")
        field.click(click_count=3)
        self.page.keyboard.press("Delete")
        self.page.keyboard.type(text)

    def select_all(self):
        self.first()
        self.page.locator(".cue-row").last.click(modifiers=["Shift"])

    def first(self):
        self.page.locator(".cue-row").first.click()

    def confirm(self):
        self.page.get_by_role("button", name="Confirm").click()


@pytest.mark.parametrize("hands", [ByKeys, ByMouse], ids=["keys", "mouse"])
def test_the_whole_job_from_the_locked_mix_to_the_editors_list(job, hands, tmp_path):
    served, page, changes = job
    by = hands(page)
    film_id = identify(served, page, by)
    many_cues(served, CUES, film_id)
    page.reload()
    expect(page.locator(".cue-row")).to_have_count(CUES)
    del changes[:]

    by.select_all()
    expect(page.locator(".cue-head")).to_contain_text(f"{CUES} cues chosen")
    for field, words in (("perception", "Not heard"), ("vocal", "Instrumental")):
        answer(page, by, field, words)
    say_works(page, by)
    by.find("")
    by.select_all()
    by.confirm()
    expect(page.locator(".film-progress")).to_contain_text("all reviewed")

    by.press(page.get_by_role("link", name="Details"))
    for name, text in HEADER.items():
        by.fill(page.locator(f'.details-form [name="{name}"]'), text)
    prepared = page.locator('[name="header.date_prepared"]')
    fill_date(page, by, prepared)
    expect(page.locator(".report h2")).to_have_text("Ready: all is there, and it adds up")
    assert len(changes) < MOST_CHANGES
    hand_on(served, page, by, tmp_path)
    history = served.ask(f"/api/films/{film_id}/history").json
    assert any(f"{CUES} cues" in one["summary"] for one in history)


def identify(served, page, by):
    """From the list of films, a file below the desk's root."""
    by.press(page.get_by_text("Identify a film", exact=True))
    by.press(page.locator(".place > summary").first)
    row = page.locator(".place-file", has_text="Needle.wav")
    by.press(row.get_by_role("button", name="Identify as a film"))
    card = page.locator(".card")
    expect(card).to_have_count(1, timeout=60000)
    by.press(card)
    expect(page.locator(".cue-row")).to_have_count(2)
    return served.ask("/api/films").json[0]["id"]


def answer(page, by, field, words):
    """One answer for all that are chosen, saved before the next."""
    by.choose(page.locator(f'.panel select[name="{field}"]'), words)
    expect(page.locator(".saved")).to_have_text(re.compile("^saved"))


def say_works(page, by):
    """What was made for the film at once; each recording's work once, for all its cues."""
    by.find("unnamed")
    by.select_all()
    answer(page, by, "work_origin", "Made for the film")
    say_work(page, by, *SCORE)
    for name, said in PARTIES.items():
        by.find(name)
        by.select_all()
        answer(page, by, "work_origin", "Existed before")
        answer(page, by, "recording_origin", "Existed before")
        say_work(page, by, *said)


def say_work(page, by, title, name, society, ipi, share):
    work = page.locator('details[data-part="work"]')
    if work.get_attribute("open") is None:
        by.press(work.locator("summary"))
    by.fill(page.locator('.work [name="work-title"]'), title)
    by.press(page.get_by_role("button", name="Add a party"))
    for kind, text in (("name", name), ("society", society), ("ipi", ipi), ("share", share)):
        if text:
            by.fill(page.locator(f".work .party-{kind}").last, text)
    by.press(page.get_by_role("button", name="Save the work"))
    expect(page.locator(".saved")).to_contain_text(f"saved: {title}")


def fill_date(page, by, field):
    if isinstance(by, ByKeys):
        by.reach(field)
    else:
        field.click()
    page.keyboard.type("11262026")
    page.keyboard.press("Tab")


def hand_on(served, page, by, tmp_path):
    """The workbook and the list, read back by openpyxl and OpenTimelineIO."""
    by.press(page.get_by_role("link", name="Export"))
    expect(page.locator(".preview h2")).to_have_text("xlsx")
    with page.expect_download() as download:
        by.press(page.get_by_role("link", name="Download"))
    book = reader("openpyxl").load_workbook(io.BytesIO(download.value.path().read_bytes()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"Ada Alder", "Mira Sand", "Northlight", "A. Reader"} <= set(cells)
    by.press(page.locator('[data-format="cmx3600"]'))
    expect(page.locator(".preview-text")).to_contain_text("01:00:20:00")
    with page.expect_download() as download:
        by.press(page.get_by_role("link", name="Download"))
    timeline = timeline_of(
        download.value.path().read_bytes(), ".edl", tmp_path, rate=25, ignore_timecode_mismatch=True
    )
    assert len(list(timeline.find_clips())) == CUES
    assert served.ask(f"/api/films/{served.film_id}/check").json == []
