"""Take the pictures of desk and site anew: ``python -m docs.desk_pictures LIBRARY``, with Debian's chromium.

LIBRARY is one in which the sample film was identified (``make demo``); a copy of it is shown, in which six
more films were told of by tables (``sample/essay``).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cuespotter import open_library
from cuespotter.model.kept_list import KeptList, ListWords
from cuespotter.services import Decision, ExportOptions, Library, SiteOptions

ESSAY = Path(__file__).parent.parent / "sample" / "essay"
IMAGES = Path(__file__).parent / "images"
LIST = "Six soundtracks"
SITE = {"width": 1100, "height": 760}
DESKTOP = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
SETTLED_MS = 3500
"""Until stills and waveforms are drawn."""
MEASURED = "desk.screen.timeline?.levels?.words === ''"
"""Of a film's screen: its level is known over its whole length."""


def main(library: Path) -> None:
    """Take all of them."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of the tests' packages

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as running:
        copy = Path(folder) / "library"
        shutil.copytree(library, copy)
        film, edit = _prepare(copy, Path(folder))
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        with _desk(copy) as url:
            _desktop(browser, url, film, edit)
            _phone(browser, url, film)
        _site(browser, copy, Path(folder) / "site")
        browser.close()


def _prepare(folder: Path, beside: Path) -> tuple[str, Path]:
    """Review some cues, so that there is something to see, and hand on a list that differs in one place."""
    with open_library(folder, who="A. Reader") as library:
        film = library.films()[0].id
        library.confirm(film, ["1m01", "1m02"])
        library.decide(film, Decision(cues=["1m04"], fields={"notes": "the radio in the kitchen"}))
        library.decide(film, Decision(fields={"year": 2025, "header.production_company": "Groove Pictures"}))
        edit = beside / "music.edl"
        library.export(film, edit, options=ExportOptions(timecode_origin="01:00:00:00"))
        text = edit.read_text(encoding="utf-8").replace("Docking3", "Landing")
        edit.write_text(text.replace("Pioneer Space Simulator contributors - Docking3", ""), encoding="utf-8")
        library.learn(sorted(ESSAY.glob("*.csv")))
        _keep_list(library)
    return film, edit


def _keep_list(library: Library) -> None:
    """Keep the six films that were told of as a list in an order of its own."""
    films = {row.title: row.id for row in library.films()}
    wanted = ("Drive", "Trainspotting", "Velvet Goldmine", "Juno", "There Will Be Blood", "Manhattan")
    library.keep_list(
        KeptList(
            name=LIST,
            where=None,
            order="given",
            introduction="Six films, and the music that makes them.",
            added=[films[title] for title in wanted],
            words=[ListWords(id=films["Drive"], note="There is a limited hot pink vinyl.")],
            omissions=["No John Williams, and no musicals."],
        )
    )


@contextmanager
def _desk(folder: Path) -> Iterator[str]:
    """Open the desk at a free port."""
    command = [sys.executable, "-m", "cuespotter", "serve", "--library", str(folder), "--port", "0"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)  # noqa: S603 - our own program
    try:
        line = running.stderr.readline() if running.stderr is not None else ""
        found = re.search(r"http://\S+", line)
        if found is None:
            raise SystemExit(f"the desk did not open: {line}")
        yield found[0]
    finally:
        running.terminate()
        running.wait()


def _desktop(browser: Any, url: str, film: str, edit: Path) -> None:
    """Each screen as it fills a window."""
    page = browser.new_page(viewport=DESKTOP, color_scheme="light")
    page.goto(url)
    for name in ("films", "library"):
        _show(page, name)
        _take(page, name)
    _show(page, f"lists/{quote(LIST)}")
    page.locator("summary").first.click()
    _take(page, "list")
    _show(page, f"films/{film}/review")
    page.locator(".cue-row").nth(3).click()
    page.wait_for_timeout(SETTLED_MS)
    _take(page, "review")
    page.keyboard.press("?")
    _take(page, "keys")
    page.keyboard.press("Escape")
    for name in ("details", "totals", "export", "compare"):
        _show(page, f"films/{film}/{name}")
        if name == "export":
            page.locator('[data-format="resolve-markers"]').click()
            page.wait_for_timeout(SETTLED_MS)
        if name == "compare":
            page.locator('input[type="file"]').set_input_files(edit)
            page.wait_for_timeout(SETTLED_MS)
        _take(page, name)
    page.close()
    dark = browser.new_page(viewport=DESKTOP, color_scheme="dark")
    dark.goto(url)
    _show(dark, f"films/{film}/review")
    dark.wait_for_timeout(SETTLED_MS)
    _take(dark, "review-dark")
    dark.close()


def _phone(browser: Any, url: str, film: str) -> None:
    """Show the panel that comes to a cue."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)
    page = context.new_page()
    page.goto(url)
    _show(page, f"films/{film}/review")
    page.locator(".cue-row").nth(3).tap()
    page.wait_for_timeout(SETTLED_MS)
    _take(page, "phone")
    context.close()


def _site(browser: Any, library: Path, folder: Path) -> None:
    """Show a site's first page, and that of a film with originals and covers."""
    with open_library(library) as opened:
        words = "What plays when, and who sings it."
        opened.publish_site(folder, options=SiteOptions(title=LIST, introduction=words))
    page = browser.new_page(viewport=SITE, color_scheme="light")
    for name, path in (("index", "index.html"), ("film", "films/velvet-goldmine-1998.html")):
        page.goto((folder / path).as_uri())
        page.screenshot(path=str(IMAGES / f"site-{name}.png"))
    page.close()


def _show(page: Any, address: str) -> None:
    page.evaluate("address => { location.hash = '#/' + address; }", address)
    page.wait_for_timeout(SETTLED_MS)
    while address.endswith("/review") and not page.evaluate(MEASURED):
        page.wait_for_timeout(SETTLED_MS)


def _take(page: Any, name: str) -> None:
    page.screenshot(path=str(IMAGES / f"desk-{name}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
