"""Lists at the desk: made, put in order by dragging and by keys, told of, handed on, and never lost."""

import base64
import json
import time
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")
playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")

from playwright.sync_api import expect  # noqa: E402
from tests.web.desk_browser import open_browser  # noqa: E402
from tests.web.test_desk import AXE  # noqa: E402

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
FILMS = "film,film_year,film_director,title,artist,at\nDrive,2011,Refn,Nightcall,Kavinsky,0:09\nJuno,2007,Reitman,Dearest,Buddy Holly,\nManhattan,1979,Allen,Rhapsody in Blue,,0:00\n"


@pytest.fixture
def listed(served, tmp_path: Path):
    """A desk on a library with three told films, and a list of them."""
    table = tmp_path / "films.csv"
    table.write_text(FILMS, encoding="utf-8")
    served.desk.library.learn([table])
    ids = {film.title: film.id for film in served.desk.library.films()}
    told = {
        "name": "Mine/1",
        "where": None,
        "order": "given",
        "added": [ids[one] for one in ("Drive", "Juno", "Manhattan")],
    }
    answer = served.ask("/api/lists/one", {"told": told, "seen": None}, method="PUT")
    assert answer.status == 200
    return served


def titles(served):
    kept = served.desk.library.kept_list("Mine/1")
    return [entry.title for entry in served.desk.library.make_list(kept).entries]


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(listed, browser):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    opened, mistakes = context.new_page(), []
    opened.on("pageerror", lambda error: mistakes.append(str(error)))
    opened.goto(f"{listed.url}#/lists/Mine%2F1")
    expect(opened.locator(".entry")).to_have_count(3)
    yield opened
    context.close()
    assert not mistakes


def shown(page):
    return page.locator(".entry strong").all_inner_texts()


def test_a_list_is_put_in_order_by_dragging(listed, page):
    first, last = page.locator(".handle").first.bounding_box(), page.locator(".entry").last.bounding_box()
    page.mouse.move(first["x"] + 8, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(first["x"] + 8, last["y"] + last["height"] - 4, steps=8)
    page.mouse.up()
    expect(page.locator(".entry strong").last).to_have_text("Drive")
    assert shown(page) == ["Juno", "Manhattan", "Drive"]
    expect(page.locator("[role=status]").filter(has_text="place 3 of 3")).to_have_count(1)
    assert titles(listed) == ["Juno", "Manhattan", "Drive"]


def test_a_list_is_put_in_order_by_a_finger(listed, browser):
    """Touches as the browser itself gets them: no mouse event is sent, and the page must not scroll away."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{listed.url}#/lists/Mine%2F1")
    expect(page.locator(".entry")).to_have_count(3)
    page.locator(".handle").first.scroll_into_view_if_needed()
    first, last = page.locator(".handle").first.bounding_box(), page.locator(".entry").last.bounding_box()
    before = page.evaluate("scrollY")
    touches = context.new_cdp_session(page)

    def touch(kind, *places):
        points = [{"x": x, "y": y} for x, y in places]
        touches.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    x, top, bottom = first["x"] + 20, first["y"] + 20, min(last["y"] + last["height"] - 4, 840)
    touch("touchStart", (x, top))
    for step in range(1, 11):
        touch("touchMove", (x, top + (bottom - top) * step / 10))
    touch("touchEnd")
    expect(page.locator(".entry strong").last).to_have_text("Drive")
    assert page.evaluate("scrollY") == before
    ends_s = time.monotonic() + 60  # the rows were in order before the desk was told
    while titles(listed) != ["Juno", "Manhattan", "Drive"]:
        assert time.monotonic() < ends_s, titles(listed)
        page.wait_for_timeout(60)
    context.close()


def test_a_drag_that_is_given_up_changes_nothing(listed, page):
    first, last = page.locator(".handle").first.bounding_box(), page.locator(".entry").last.bounding_box()
    page.mouse.move(first["x"] + 8, first["y"] + 8)
    page.mouse.down()
    page.mouse.move(first["x"] + 8, last["y"] + last["height"] - 4, steps=8)
    page.keyboard.press("Escape")
    page.mouse.up()
    assert shown(page) == ["Drive", "Juno", "Manhattan"]
    assert titles(listed) == ["Drive", "Juno", "Manhattan"]


def test_a_list_is_put_in_order_by_keys_alone(listed, page):
    page.locator(".handle").last.focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".entry strong").nth(1)).to_have_text("Manhattan")
    assert (
        page.evaluate("document.activeElement.getAttribute('aria-label')") == "Move Manhattan: place 2 of 3"
    )
    page.keyboard.press("Home")
    expect(page.locator(".entry strong").first).to_have_text("Manhattan")
    assert titles(listed) == ["Manhattan", "Drive", "Juno"]


def test_note_link_cue_and_picture_are_told_of_an_entry(listed, page, tmp_path):
    picture = tmp_path / "poster.png"
    picture.write_bytes(base64.b64decode(PNG))
    entry = page.locator(".entry").first
    entry.locator("summary").click()
    entry.get_by_label("Note").fill("Limited hot pink vinyl.")
    entry.get_by_label("Link").fill("https://example.org/drive")
    entry.get_by_label("Link").blur()
    expect(entry.locator("summary")).to_contain_text("https://example.org/drive")
    entry.get_by_label("The cue that stands for it").select_option(label="Nightcall, 0:09")
    expect(entry.locator("summary")).to_contain_text("listen for Nightcall")
    entry.get_by_label("Picture").set_input_files(str(picture))
    expect(page.locator(".entry").first.locator(".entry-picture")).to_have_count(1)
    # Playwright polls a condition by eval, which the desk's content security policy forbids
    expect(page.locator(".entry-picture")).to_have_js_property("naturalWidth", 1)
    page_text = listed.ask("/api/lists/file?name=Mine%2F1&suffix=.html").content.decode()
    assert "Limited hot pink vinyl." in page_text
    assert 'href="https://example.org/drive"' in page_text
    assert "Listen for Nightcall, 0:09" in page_text
    assert 'class="thumb" src="data:image/jpeg;base64,' in page_text


def test_films_are_found_put_in_left_out_and_omissions_told(listed, page):
    page.get_by_role("button", name="Leave Juno out").click()
    expect(page.locator(".entry")).to_have_count(2)
    page.get_by_label("Put films in").fill("juno")
    page.get_by_role("button", name="Juno").click()
    expect(page.locator(".entry")).to_have_count(3)
    page.get_by_label("Honourable omissions, one a line").fill("No John Williams.\nNo musicals.")
    page.get_by_label("Honourable omissions, one a line").blur()
    page.get_by_label("Order").select_option("none")
    expect(page.locator(".entries.unordered")).to_have_count(1)
    kept = listed.desk.library.kept_list("Mine/1")
    assert (kept.omissions, kept.order) == (["No John Williams.", "No musicals."], "none")
    text = listed.ask("/api/lists/file?name=Mine%2F1&suffix=.md").content.decode()
    assert "In no particular order." in text
    assert "- No musicals." in text


def test_a_list_is_made_and_forgotten_and_taken_back(listed, page):
    page.goto(f"{listed.url}#/lists")
    page.get_by_label("A new list").fill("Second")
    page.locator("select[name=kind]").select_option("recordings")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("h1")).to_have_text("Second")
    page.get_by_role("button", name="Forget this list").click()
    expect(page.locator("h1")).to_have_text("Lists")
    assert [one.name for one in listed.desk.library.lists()] == ["Mine/1"]
    page.get_by_role("button", name="Take it back").click()
    expect(page.locator("h1")).to_have_text("Second")
    assert [one.name for one in listed.desk.library.lists()] == ["Mine/1", "Second"]


def test_a_list_that_was_changed_elsewhere_is_told_and_not_written_over(listed, page):
    kept = listed.desk.library.kept_list("Mine/1")
    listed.desk.library.keep_list(kept.model_copy(update={"introduction": "From elsewhere."}))
    page.get_by_label("What to say first").fill("From here.")
    page.get_by_label("What to say first").blur()
    expect(page.locator(".note.bad")).to_contain_text("was changed elsewhere since you looked")
    expect(page.get_by_label("What to say first")).to_have_value("From elsewhere.")
    assert listed.desk.library.kept_list("Mine/1").introduction == "From elsewhere."


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(listed, browser, width, scheme):
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for address, wanted in (("lists", ".card"), ("lists/Mine%2F1", ".entry")):
        page.goto(f"{listed.url}#/{address}")
        expect(page.locator(wanted).first).to_be_visible()
        if wanted == ".entry":
            page.locator("summary").first.click()
            expect(page.get_by_label("The cue that stands for it")).to_be_visible()
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        serious = [
            (one["id"], one["nodes"][0]["html"][:200])
            for one in found
            if one["impact"] in {"serious", "critical"}
        ]
        assert serious == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


@pytest.mark.parametrize(
    ("edit", "status", "words"),
    [
        ({"told": {"name": "Mine/1"}, "seen": None}, 409, "there is a list 'Mine/1' already"),
        ({"told": {"name": "None"}, "seen": "0" * 16}, 409, "there is no list 'None' any more"),
        ({"told": {"name": "New", "where": "yeer:1"}, "seen": None}, 422, "yeer"),
        ({"told": {"name": "New", "order": "tune"}, "seen": None}, 422, "a list has no order 'tune'"),
        (
            {"told": {"name": "New", "words": [{"id": "x", "link": "javascript:1"}]}, "seen": None},
            422,
            "no web address",
        ),
        (
            {"told": {"name": "New", "words": [{"id": "x", "picture": "0" * 16}]}, "seen": None},
            422,
            "that picture is not there",
        ),
        (
            {"told": {"name": "New", "words": [{"id": "x", "picture": "/etc/passwd"}]}, "seen": None},
            422,
            "picture",
        ),
        ({"told": {"name": "", "kind": "films"}, "seen": None}, 422, "name"),
    ],
)
def test_what_cannot_be_is_refused_in_a_line_and_nothing_is_kept(listed, edit, status, words):
    answer = listed.ask("/api/lists/one", edit, method="PUT")
    assert answer.status == status
    assert words in json.loads(answer.content)["detail"]
    assert [one.name for one in listed.desk.library.lists()] == ["Mine/1"]


def test_only_pictures_are_kept_and_only_those_of_a_list_are_shown(listed):
    assert listed.ask("/api/lists/picture", {"content": "no base 64!"}).status == 422
    assert (
        listed.ask("/api/lists/picture", {"content": base64.b64encode(b"<svg/>" * 9).decode()}).status == 422
    )
    kept = listed.ask("/api/lists/picture", {"content": PNG}).json["picture"]
    answer = listed.ask(f"/api/lists/picture?name=Mine%2F1&picture={kept}")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/png")
    assert listed.ask(f"/api/lists/picture?name=Mine%2F1&picture={'0' * 16}").status == 410


def test_a_film_that_was_told_can_be_opened_at_the_desk(listed, page):
    film = next(film for film in listed.desk.library.films() if film.title == "Drive")
    page.goto(f"{listed.url}#/films/{film.id}/details")
    expect(page.locator("h1")).to_contain_text("Drive")
    for tab in ("review", "totals", "export"):
        page.goto(f"{listed.url}#/films/{film.id}/{tab}")
        expect(page.locator("h1")).to_contain_text("Drive")
        page.wait_for_timeout(300)
