"""What is published, in a real browser and by real validators: valid, quiet, and for everybody."""

from pathlib import Path

import pytest
from tests.golden.documents import empty, hostile, sample
from tests.web.desk_browser import open_browser
from tests.web.nu_checker import nu_complaints

from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.formats import render

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
DOCUMENTS = {"sample": sample, "empty": empty, "hostile": hostile}
ELSEWHERE = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Blog</title></head><body><main><h1>Blog</h1>{}</main></body></html>'


def write_pages(folder: Path) -> None:
    """Each document for readers, for reviewers, and as a fragment in a page of somebody else's."""
    for name, document in DOCUMENTS.items():
        for kind, options in {
            "readers": PageOptions(),
            "reviewers": PageOptions(for_reviewers=True),
            "fragment": PageOptions(fragment=True),
        }.items():
            content = render(document(), "html", ExportOptions(page=options)).decode()
            whole = ELSEWHERE.replace("{}", content) if kind == "fragment" else content
            (folder / f"{name}-{kind}.html").write_text(whole, encoding="utf-8")


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    write_pages(folder)
    return folder


def test_every_page_is_valid_html_and_css(published):
    assert nu_complaints(published) == []


def examine(browser, page_file: Path, *, width: int, scheme: str) -> tuple[list[str], list[str], int]:
    """Give what axe finds, what was asked of any network, and how wide the page came out."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    said = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]
    return said, [url for url in asked if not url.startswith(("file:", "data:"))], wide


LOOKS = ((1280, "light"), (390, "dark"))
"""Both widths and both schemes; each page in two looks, since a look costs seconds."""


def test_axe_finds_nothing_and_nothing_is_asked_of_the_network(published):
    with open_browser() as browser:
        for name in ("sample-readers", "sample-reviewers", "sample-fragment", "hostile-readers"):
            for width, scheme in LOOKS:
                found = examine(browser, published / f"{name}.html", width=width, scheme=scheme)
                assert found == ([], [], width), f"{name}, {width}, {scheme}"


def test_the_policy_of_a_page_shows_its_pictures_and_forbids_the_rest(tmp_path):
    still = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    import base64

    poster = tmp_path / "poster.png"
    poster.write_bytes(base64.b64decode(still))
    page_file = tmp_path / "film.html"
    page_file.write_bytes(render(sample(), "html", ExportOptions(page=PageOptions(poster=poster))))
    with open_browser() as browser:
        page = browser.new_page()
        refused = []
        page.on("console", lambda message: refused.append(message.text))
        page.goto(page_file.as_uri())
        assert page.evaluate("document.querySelector('.poster').naturalWidth") == 1
        assert refused == []
        page.evaluate("fetch('https://example.org/').catch(() => null)")
        page.evaluate("document.body.append(Object.assign(new Image(), {src: 'https://example.org/x.png'}))")
        page.wait_for_timeout(200)
        assert len([text for text in refused if "Content Security Policy" in text]) >= 2
        page.close()


def test_by_keyboard_and_touch_the_strip_tells_and_leads_to_its_cues(published):
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
        page = context.new_page()
        page.goto((published / "sample-readers.html").as_uri())
        tip = page.locator(".strip a.bar .tip").first
        assert not tip.is_visible()
        page.locator(".strip a.bar").first.focus()
        assert tip.is_visible()
        page.locator(".strip a.named").first.tap()
        assert page.url.endswith("#cue-c1")
        context.close()


def test_in_print_the_footer_stands_on_no_page_of_its_own(published):
    with open_browser() as browser:
        page = browser.new_page()
        page.goto((published / "sample-readers.html").as_uri())
        pdf = page.pdf(format="A4", prefer_css_page_size=True)
        kept = page.evaluate("getComputedStyle(document.querySelector('footer')).breakBefore")
        page.emulate_media(media="print")
        printed = page.evaluate("getComputedStyle(document.querySelector('footer')).breakBefore")
        page.close()
    assert (kept, printed) == ("auto", "avoid")
    assert 1 <= pdf.count(b"/Type /Page\n") <= 4
