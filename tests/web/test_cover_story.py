"""A cover that no library has, from the question at the desk to page and sheet, in a real browser."""

import csv
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")
playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")

from playwright.sync_api import expect  # noqa: E402
from tests.reference.performances import COVERED, make_cover  # noqa: E402

from cuespotter import open_library  # noqa: E402

from .conftest import Made  # noqa: E402
from .desk_browser import open_browser, until  # noqa: E402

TABLE = """path,performer,work_title,name,role
Work {n}.wav,The Rebels,Tumbling Down,Steve Hart,composer_lyricist
"""
IN_STEP = """() => {
  const { player } = desk.screen;
  const laid = player.lane.find((one) => player.position >= one.filmInS && player.position < one.filmOutS);
  return laid ? laid.recordingInS + laid.speed * (player.position - laid.filmInS) - 0.88 * player.position : null;
}"""
"""Where the recording would begin if it ran as the cast plays: known from how the film was made."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A library in which the covered work has a name, an artist and a writer, and the film with its cover."""
    base = tmp_path_factory.mktemp("cover")
    table = base / "told.csv"
    table.write_text(TABLE.format(n=COVERED), encoding="utf-8")
    folder = make_cover(base, table)
    with open_library(folder) as library:
        film = library.film("The Cover").film.id
    return Made(folder, base / "music", base / "film.wav", film)


@pytest.fixture
def page(open_desk, made):
    served = open_desk(roots=[made.film.parent])
    with open_browser() as browser:
        opened = browser.new_page(viewport={"width": 1280, "height": 860}, accept_downloads=True)
        mistakes = []
        opened.on("pageerror", lambda error: mistakes.append(str(error)))
        opened.goto(f"{served.url}#/films/{served.film_id}/review")
        yield opened
        assert not mistakes


def handed_on(page, form):
    """Preview a format, download it, and give its file."""
    page.get_by_role("link", name="Export").click()
    page.locator(f'[data-format="{form}"]').click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    return Path(download.value.path())


def test_a_cover_is_asked_about_heard_confirmed_and_stands_beside_its_original(page, made):
    page.locator(".cue-row").first.click()
    question = page.locator(".questions")
    expect(question).to_contain_text("Another recording of …?")
    expect(question).to_contain_text("Tumbling Down")
    question.get_by_role("button", name="Listen").click()
    page.keyboard.press("o")
    until(page, "desk.screen.player.mode === 'both' && desk.screen.player.loudness() > 0.003")
    until(page, f"({IN_STEP})() !== null")
    assert page.evaluate(IN_STEP) == pytest.approx(20.0, abs=3.0)
    page.keyboard.press("k")
    page.keyboard.press("w")
    beside = page.locator(".versions")
    expect(beside).to_contain_text("Original and cover")
    expect(beside.locator("li").first).to_contain_text("The Rebels")
    page.get_by_label("Artist", exact=True).fill("The Cast")
    page.get_by_label("Artist", exact=True).press("Tab")
    expect(beside.locator("li").last).to_contain_text("The Cast")
    page.locator('select[name="recording_origin"]').select_option("made_for_film")
    expect(beside.locator("li").last).to_contain_text("Recorded for the film")
    beside.get_by_role("button", name="Listen").click()
    until(page, "desk.screen.player.loudness() > 0.003")

    published = handed_on(page, "html")
    shown = page.frame_locator("iframe").locator(".works")
    expect(shown).to_contain_text("The Rebels")
    text = published.read_text(encoding="utf-8")
    assert text.index("Originals and covers") < text.rindex("The Cast")
    rows = list(csv.reader(handed_on(page, "cuesheet").read_text(encoding="utf-8-sig").splitlines()))
    heading = next(row for row in rows if "Original by" in row)
    first = dict(zip(heading, rows[rows.index(heading) + 1], strict=True))
    assert (first["Title"], first["Artist"]) == ("Tumbling Down", "The Cast")
    assert (first["Original by"], first["Party"]) == ("The Rebels", "Steve Hart")
