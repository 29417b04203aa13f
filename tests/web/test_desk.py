"""The desk in a real browser: reviewed by keys and by mouse, heard, reloaded, shared, and held to be accessible."""

import json
import re
from pathlib import Path

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")
playwright = pytest.importorskip("playwright.sync_api", reason="browser tests need Playwright")

from playwright.sync_api import expect  # noqa: E402

from cuespotter.clock import FilmSeconds, RecordingSeconds  # noqa: E402
from cuespotter.model import FilmStretch, FilmTheme, Placement, Rival, SceneHint, WorkQuestion  # noqa: E402

from .desk_browser import open_browser, until  # noqa: E402
from .long_film import many_cues  # noqa: E402

AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def open_page(browser):
    """Give a function that opens a page of its own; a mistake in its console fails the test."""
    contexts, mistakes = [], []

    def opened(url, **settings):
        settings.setdefault("viewport", {"width": 1280, "height": 860})
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on(
            "console",
            lambda said: (
                mistakes.append(said.text)
                if said.type == "error" and "status of 4" not in said.text
                else None
            ),
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not mistakes


@pytest.fixture
def page(served, open_page):
    opened = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(opened.locator(".cue-row")).to_have_count(2)
    return opened


def rows(page, status):
    return page.locator(f".cue-row.{status}")


def test_a_cue_that_was_named_is_remembered_by_its_button(served, open_page):
    served.ask(f"/api/films/{served.film_id}/cues", {"start_s": 31.0, "end_s": 46.0})
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    page.locator(".cue-row", has_text="0:31").click()
    remember = page.get_by_role("button", name="Remember its sound")
    expect(remember).to_be_disabled()
    page.get_by_label("Title", exact=True).fill("The sea")
    page.keyboard.press("Enter")
    expect(remember).to_be_enabled()
    remember.click()
    expect(remember).to_have_count(0)
    assert served.ask("/api/recordings?text=The%20sea").json["recordings"][0]["heard_in"] is not None
    page.get_by_role("button", name="Undo").first.click()
    expect(remember).to_be_enabled()


def test_a_theme_has_a_lane_and_one_name_is_the_name_of_all(served, open_page):
    starts = (22.0, 32.0, 49.0)
    for start_s in starts:
        served.ask(f"/api/films/{served.film_id}/cues", {"start_s": start_s, "end_s": start_s + 7})
    document = served.catalogue.document(served.film_id)
    places = [FilmStretch(start_s=one, end_s=one + 7, confidence=0.9) for one in starts]
    film = document.film.model_copy(update={"themes": [FilmTheme(letter="A", places=places)]})
    served.catalogue.save_document(document.model_copy(update={"film": film}))
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    page.locator(".cue-row", has_text="0:22").click()
    panel = page.locator("section.theme")
    expect(panel).to_contain_text("3 times in this film, 0:21 in all")
    name_all = page.get_by_role("button", name="Name all 3")
    expect(name_all).to_be_disabled()
    page.get_by_label("Title", exact=True).fill("The sea")
    page.keyboard.press("Enter")
    expect(name_all).to_be_enabled()
    # the lane lies below those of the cues, with the letter in it
    until(page, "desk.screen.timeline.themes.length === 1 && desk.screen.timeline.theme === 'A'")
    history = len(served.ask(f"/api/films/{served.film_id}/history").json)
    name_all.click()
    expect(page.locator(".cue-row", has_text="The sea")).to_have_count(3)
    expect(panel).to_contain_text("All of them have this name")
    lines = served.ask(f"/api/films/{served.film_id}/history").json
    assert len(lines) == history + 1
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".cue-row", has_text="The sea")).to_have_count(1)


def test_a_film_is_reviewed_by_keys_alone(served, page):
    page.keyboard.press("c")
    expect(rows(page, "confirmed")).to_have_count(1)
    expect(page.locator(".cue-row.current .cue-no")).to_have_text("1m02")
    page.keyboard.press("]")
    page.keyboard.press("]")
    page.keyboard.press("{")
    expect(rows(page, "edited")).to_have_count(1)
    page.keyboard.press("x")
    expect(rows(page, "rejected")).to_have_count(1)
    expect(page.locator(".film-progress")).to_contain_text("all reviewed")
    page.keyboard.press("u")
    expect(rows(page, "edited")).to_have_count(1)
    page.keyboard.press("Shift+U")
    expect(rows(page, "rejected")).to_have_count(1)
    page.keyboard.press("Control+z")
    expect(rows(page, "edited")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    for key in "1234":
        page.keyboard.press(key)
    expect(page.locator('select[name="prominence"]')).to_have_value("background")
    page.keyboard.press("n")
    page.keyboard.type("Lament")
    page.keyboard.press("Enter")
    expect(page.locator(".cue-row .cue-title").first).to_have_text("Lament")
    cue = served.state()["document"]["cues"][0]
    assert (cue["title"], cue["film_part"], cue["perception"], cue["vocal"]) == (
        "Lament",
        "logo",
        "not_heard",
        "vocal",
    )
    moved = served.state()["document"]["cues"][1]
    assert {"start_s", "end_s"} <= set(moved["locked"])


def test_cues_are_split_at_the_playhead_and_merged_again(served, page):
    page.keyboard.press("PageDown")
    page.keyboard.press("s")
    expect(page.locator(".cue-row")).to_have_count(3)
    page.keyboard.press("m")
    expect(page.locator(".cue-row")).to_have_count(2)
    page.keyboard.press("i")
    expect(page.locator(".cue-row")).to_have_count(3)
    assert len(served.state()["document"]["cues"]) == 3


def test_a_film_is_reviewed_by_mouse_alone(served, page):
    detail = page.locator("canvas.detail")
    box = detail.bounding_box()
    before = served.state()["document"]["cues"][1]

    def x(seconds):
        return box["x"] + box["width"] * seconds / 60.0

    lane = box["y"] + 26 + 54 + 4 + 15
    page.mouse.click(x(before["start_s"] + 4), lane)
    expect(page.locator(".cue-row.current .cue-no")).to_have_text("1m02")
    page.mouse.move(x(before["start_s"]) + 1, lane)
    page.mouse.down()
    page.mouse.move(x(27.0), lane, steps=4)
    page.mouse.up()
    expect(rows(page, "edited")).to_have_count(1)
    assert served.state()["document"]["cues"][1]["start_s"] == pytest.approx(27.0, abs=0.15)
    page.get_by_role("button", name="Confirm").click()
    expect(rows(page, "confirmed")).to_have_count(1)
    page.locator(".cue-row").first.click()
    page.locator(".cue-row").nth(1).click(modifiers=["Shift"])
    page.get_by_role("button", name="Reject").click()
    expect(rows(page, "rejected")).to_have_count(2)
    page.get_by_role("button", name="Undo").click()
    expect(rows(page, "rejected")).to_have_count(0)


def test_an_edge_snaps_to_the_playhead(served, page):
    cue = served.state()["document"]["cues"][1]
    box = page.locator("canvas.detail").bounding_box()
    page.evaluate("desk.screen.player.seek(28)")
    lane = box["y"] + 26 + 54 + 4 + 15
    page.mouse.move(box["x"] + box["width"] * cue["start_s"] / 60 + 1, lane)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 28 / 60 + 4, lane, steps=3)
    page.mouse.up()
    expect(rows(page, "edited")).to_have_count(1)
    assert served.state()["document"]["cues"][1]["start_s"] == 28.0


def test_the_film_and_the_recording_really_sound_and_switch_without_a_gap(page):
    page.keyboard.press("Enter")
    until(page, "desk.screen.player.isUnderWay")
    first = page.evaluate("desk.screen.player.position")
    heard = []
    for key in ("a", "b", "o", "a"):
        page.keyboard.press(key)
        page.wait_for_timeout(350)
        heard.append(page.evaluate("desk.screen.player.loudness()"))
    later = page.evaluate("desk.screen.player.position")
    assert later > first + 0.9
    assert min(heard) > 0.003
    page.keyboard.press("Space")
    still = page.evaluate("desk.screen.player.position")
    page.wait_for_timeout(200)
    assert page.evaluate("desk.screen.player.position") == still


def test_after_a_click_the_keys_are_the_desks_again(page):
    page.get_by_role("group", name="What is heard").get_by_role("button", name="Both").click()
    page.keyboard.press("Space")
    until(page, "desk.screen.player.isPlaying && desk.screen.player.mode === 'both'")
    page.locator('input[name="notes"]').fill("to hear again")
    page.keyboard.press("c")
    page.keyboard.press("Escape")
    page.keyboard.press("Space")
    assert page.evaluate("desk.screen.player.isPlaying") is False
    expect(page.locator(".cue-row.confirmed")).to_have_count(0)


def test_in_the_browser_film_and_recording_lie_on_each_other(served, page):
    """What WebAudio decodes of both is the same music at the same sample."""
    cue = served.state()["document"]["cues"][1]
    place = cue["placements"][0]
    start = place["film_in_s"] + 2
    begin = place["recording_in_s"] + 2 * place["speed"]
    film = f"/api/films/{served.film_id}/sound?from={start}&to={start + 4}"
    recording = (
        f"/api/recordings/{cue['recording']['id']}/sound?from={begin}&to={begin + 4 * place['speed']}"
        f"&speed={place['speed']}&pitch={place['pitch_cents']}"
    )
    for coding in ("wav", "opus"):
        lag = page.evaluate(
            """async ([film, recording]) => {
              const context = new OfflineAudioContext(1, 1, 48000);
              const load = async (url) => {
                const buffer = await context.decodeAudioData(await (await fetch(url)).arrayBuffer());
                return buffer.getChannelData(0);
              };
              const [one, other] = [await load(film), await load(recording)];
              let best = -Infinity, at = null;
              for (let lag = -480; lag <= 480; lag += 1) {
                let sum = 0;
                for (let k = 48000; k < 96000; k += 3) sum += one[k + lag] * other[k];
                if (sum > best) { best = sum; at = lag; }
              }
              return at;
            }""",
            [f"{film}&as={coding}", f"{recording}&as={coding}"],
        )
        assert abs(lag) <= 0.004 * 48000


def test_a_reload_in_the_middle_of_a_job_finds_it_again(served, page):
    page.get_by_role("link", name="Details").click()
    page.get_by_role("button", name="Identify again").click()
    expect(page.locator(".job progress")).to_be_visible()
    page.reload()
    expect(page.locator(".note")).to_contain_text("nothing has changed")
    expect(page.locator(".job")).to_have_count(0)


def test_of_two_tabs_that_edit_one_cue_the_second_is_told(served, page, open_page):
    other = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(other.locator(".cue-row")).to_have_count(2)
    other.evaluate("desk.screen.refresh = () => {}")  # as where the second edits before it has followed
    page.get_by_label("Out", exact=True).fill("0:15")
    page.get_by_label("Out", exact=True).press("Enter")
    expect(rows(page, "edited")).to_have_count(1)
    other.get_by_label("In", exact=True).fill("0:06.5")
    other.get_by_label("In", exact=True).press("Enter")
    told = other.locator(".note.bad")
    expect(told).to_contain_text("out is now 0:15.00")
    assert served.state()["document"]["cues"][0]["start_s"] != 6.5
    told.get_by_role("button", name="Make mine as well").click()
    expect(other.get_by_label("In", exact=True)).to_have_value("0:06.50")
    cue = served.state()["document"]["cues"][0]
    assert (cue["start_s"], cue["end_s"]) == (6.5, 15.0)


def test_two_tabs_follow_each_other(page, served, open_page):
    other = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(other.locator(".cue-row")).to_have_count(2)
    other.locator('input[name="notes"]').fill("being typed")
    page.keyboard.press("c")
    expect(rows(page, "confirmed")).to_have_count(1)
    expect(rows(other, "confirmed")).to_have_count(1)
    expect(other.locator('input[name="notes"]')).to_have_value("being typed")


def test_what_was_asked_before_a_change_does_not_undo_it_on_the_screen(served, page):
    held = []
    page.route(f"**/api/films/{served.film_id}", lambda route: held.append((route, route.fetch())))
    page.evaluate("() => { desk.screen.savedAt = null; window.followed = desk.screen.refresh(); }")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.press("c")
    expect(rows(page, "confirmed")).to_have_count(1)
    route, before = held.pop()
    route.fulfill(response=before)
    page.evaluate("followed")
    expect(rows(page, "confirmed")).to_have_count(1)
    page.unroute_all(behavior="ignoreErrors")
    page.keyboard.press("c")
    expect(rows(page, "confirmed")).to_have_count(2)


def test_an_answer_for_many_cues_is_one_request_and_one_line_of_history(served, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method != "GET" else None)
    page.keyboard.press("Control+a")
    expect(page.locator('.cue-row[aria-selected="true"]')).to_have_count(2)
    page.locator('select[name="perception"]').select_option("seen")
    expect(page.locator(".saved")).to_contain_text("saved: 2 cues")
    assert len(asked) == 1
    assert [cue["perception"] for cue in served.state()["document"]["cues"]] == ["seen", "seen"]
    assert len(served.ask(f"/api/films/{served.film_id}/history").json) == 1
    page.keyboard.press("u")
    expect(page.locator(".saved")).to_contain_text("undone")
    assert [cue["perception"] for cue in served.state()["document"]["cues"]] == [None, None]


def test_chips_filter_the_list_and_what_is_chosen(served, page):
    page.keyboard.press("c")
    page.get_by_role("button", name="1 confirmed").click()
    expect(page.locator(".cue-row")).to_have_count(1)
    page.keyboard.press("Control+a")
    page.keyboard.press("3")
    expect(page.locator(".saved")).to_have_text(re.compile("^saved"))
    assert [cue["vocal"] for cue in served.state()["document"]["cues"]] == ["vocal", None]
    page.get_by_role("button", name="1 confirmed").click()
    expect(page.locator(".cue-row")).to_have_count(2)


def test_a_year_that_is_none_erases_nothing(served, page):
    page.get_by_role("link", name="Details").click()
    year = page.get_by_label("Year", exact=True)
    year.fill("2005")
    year.press("Tab")
    expect(page.locator(".film-title")).to_contain_text("2005")
    year.fill("20x5")
    year.press("Tab")
    expect(page.locator(".note.bad")).to_contain_text('"20x5" is no whole number')
    expect(year).to_have_attribute("aria-invalid", "true")
    assert served.state()["document"]["film"]["year"] == 2005


def test_a_typed_party_is_there_again_after_a_click_elsewhere(served, page):
    page.get_by_text("Work, writers and publishers").click()
    page.get_by_role("button", name="Add a party").click()
    page.get_by_label("Name", exact=True).fill("Ada Alder")
    page.get_by_label("%", exact=True).fill("50x")
    page.locator(".cue-row").nth(1).click()
    expect(page.get_by_label("Name", exact=True)).to_have_count(0)
    page.locator(".cue-row").first.click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Alder")
    expect(page.locator(".unsaved")).to_have_text("not saved yet")
    page.get_by_role("button", name="Save the work").click()
    expect(page.locator(".note.bad")).to_contain_text("is no share")
    page.get_by_label("%", exact=True).fill("50")
    page.get_by_label("Work", exact=True).fill("Alder Waltz")
    page.get_by_role("button", name="Save the work").click()
    expect(page.locator(".saved")).to_contain_text("saved: Alder Waltz, for every recording of it")
    expect(page.locator(".unsaved")).to_have_text("")
    assert served.state()["document"]["cues"][0]["recording"]["work"]["parties"][0]["share_percent"] == 50


def test_a_rival_is_heard_and_takes_the_cue_by_one_key(served, open_page):
    catalogue = served.catalogue
    document = catalogue.document(served.film_id)
    other = catalogue.recordings("Cedar")[0]
    rival = Rival(
        recording=other, recording_in_s=RecordingSeconds(3.0), reason="another version", confidence=0.3
    )
    first = document.cues[0].model_copy(update={"rivals": [rival]})
    catalogue.save_document(document.model_copy(update={"cues": [first, *document.cues[1:]]}))
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    page.get_by_role("button", name="Listen").click()
    until(page, "desk.screen.player.mode === 'recording'")
    until(page, "desk.screen.player.loudness() > 0.003")
    page.keyboard.press("r")
    expect(page.locator(".cue-head h2")).to_have_text("Cedar.wav")
    assert served.state()["document"]["cues"][0]["recording"]["id"] == other.id
    page.keyboard.press("u")
    expect(page.locator(".cue-head h2")).to_have_text("Alder.wav")


def test_a_cover_is_heard_in_step_with_its_original_and_confirmed_by_one_key(served, open_page):
    catalogue = served.catalogue
    document = catalogue.document(served.film_id)
    known = catalogue.recordings("Cedar")[0]
    begins_s = document.cues[0].start_s
    bars = [
        Placement(
            film_in_s=FilmSeconds(begins_s + 4 * bar),
            film_out_s=FilmSeconds(begins_s + 4 * bar + 4),
            recording_in_s=RecordingSeconds(3 + 3.6 * bar),
            recording_out_s=RecordingSeconds(6.6 + 3.6 * bar),
            speed=0.9,
            pitch_cents=500,
        )
        for bar in range(2)
    ]
    question = WorkQuestion(recording=known, confidence=0.81, placements=bars)
    cover = document.cues[0].model_copy(
        update={
            "recording": None,
            "placements": [],
            "rivals": [],
            "kind": "unnamed_music",
            "questions": [question],
        }
    )
    catalogue.save_document(document.model_copy(update={"cues": [cover, *document.cues[1:]]}))
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(page.locator(".questions")).to_contain_text("81 %")
    page.locator(".questions").get_by_role("button", name="Listen").click()
    until(page, "desk.screen.player.mode === 'recording'")
    until(page, "desk.screen.player.loudness() > 0.003")
    page.keyboard.press("w")
    expect(page.locator(".cue-head")).to_contain_text("another recording of Cedar.wav")
    expect(page.locator(".questions")).to_have_count(0)
    cue = served.state()["document"]["cues"][0]
    assert (cue["recording"], cue["original"]["id"]) == (None, known.id)
    page.keyboard.press("u")
    expect(page.locator(".questions")).to_have_count(1)
    page.get_by_role("button", name="None of these").click()
    expect(page.locator(".questions")).to_have_count(0)
    assert served.state()["document"]["cues"][0]["questions"] == []


def test_what_is_suggested_is_marked_and_taken_by_one_key(served, open_page):
    catalogue = served.catalogue
    document = catalogue.document(served.film_id)
    cues = [
        one.model_copy(update={"voice_probability": 0.02, "perception": "not_heard"}) for one in document.cues
    ]
    catalogue.save_document(document.model_copy(update={"cues": cues}))
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(page.locator(".suggested")).to_contain_text("instrumental, 98 %: no voice is heard")
    expect(page.locator(".cue-line")).to_contain_text("BI?")
    page.keyboard.press("v")
    expect(page.locator(".cue-line .code")).to_have_text("BI")
    expect(page.locator(".suggested")).to_have_count(0)
    assert {cue["vocal"] for cue in served.state()["document"]["cues"]} == {"instrumental"}


def test_that_music_may_play_in_the_scene_is_hinted_beside_the_question_and_taken_by_its_key(
    served, open_page
):
    catalogue = served.catalogue
    document = catalogue.document(served.film_id)
    hint = SceneHint(confidence=0.96, lowest_hz=277.2, side="left")
    first = document.cues[0].model_copy(update={"scene_hint": hint})
    catalogue.save_document(document.model_copy(update={"cues": [first, *document.cues[1:]]}))
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(page.locator(".hint")).to_contain_text("May play in the scene, 96 %: nothing below 280 Hz")
    page.keyboard.press("v")
    page.keyboard.press("h")
    expect(page.locator('select[name="perception"]')).to_have_value("unseen_source")
    expect(page.locator(".hint")).to_have_count(0)
    page.keyboard.press("u")
    expect(page.locator(".hint")).to_contain_text("from the left")
    assert served.state()["document"]["cues"][0]["perception"] is None
    page.get_by_role("button", name="Heard, unseen").click()
    expect(page.locator('select[name="perception"]')).to_have_value("unseen_source")
    page.locator(".cue-row").nth(1).click()
    page.keyboard.press("h")
    assert [cue["perception"] for cue in served.state()["document"]["cues"]] == ["unseen_source", None]


def test_a_film_of_three_hours_and_200_cues_is_drawn_quickly(served, open_page):
    many_cues(served)
    page = open_page(f"{served.url}#/films/{served.film_id}/review")
    expect(page.locator(".cue-row")).to_have_count(200)
    frames = page.evaluate(
        """async () => {
          const { timeline } = desk.screen;
          const spent = [];
          for (let k = 0; k < 60; k += 1) {
            timeline.show(k * 100, k * 100 + 40 + k * 150);
            const frame = timeline.waiting;
            const begun = performance.now();
            await new Promise((done) => requestAnimationFrame(done));
            spent.push(performance.now() - begun);
          }
          return spent.sort((a, b) => a - b)[30];
        }"""
    )
    assert frames < 200  # a hang, not a stopwatch: a shared machine is slow at times
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(page.locator(".cue-row.current .cue-no")).to_have_text("1m06")
    page.keyboard.press("-")
    page.keyboard.press("0")
    page.mouse.move(640, 300)
    page.mouse.wheel(0, -600)
    assert page.evaluate("desk.screen.timeline.to - desk.screen.timeline.from") < 10800


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_at_the_width_of_a_phone_nothing_sticks_out(served, open_page, scheme):
    page = open_page(served.url, viewport={"width": 390, "height": 844}, color_scheme=scheme, has_touch=True)
    for address in (
        "films",
        "library",
        "lists",
        *(f"films/{served.film_id}/{tab}" for tab in ("review", "details", "totals", "compare", "export")),
    ):
        page.evaluate("address => { location.hash = '#/' + address; }", address)
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_timeout(150)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    lightness = sum(int(part) for part in re.findall(r"\d+", ground)[:3])
    assert (lightness < 200) == (scheme == "dark")


def test_dark_is_kept_when_it_was_chosen(page):
    page.get_by_role("button", name="Dark or light").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_header_totals_exports_and_library_can_be_used(served, page):
    page.get_by_role("link", name="Details").click()
    remarks = page.locator(".report")
    expect(remarks).to_contain_text("production company")
    page.get_by_label("Production company", exact=True).fill("Northlight")
    page.get_by_label("Production company", exact=True).press("Tab")
    expect(remarks).not_to_contain_text("production company")
    page.get_by_role("link", name="Totals").click()
    expect(page.locator(".share").first).to_contain_text("%")
    page.get_by_role("link", name="Export").click()
    page.locator('[data-format="html"]').click()
    expect(page.frame_locator("iframe").locator("h1")).to_contain_text("Needle")
    page.locator('[data-format="webvtt"]').click()
    expect(page.locator(".preview-text")).to_contain_text("WEBVTT")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert Path(download.value.path()).read_text("utf-8").startswith("WEBVTT")
    page.get_by_role("link", name="Library").click()
    page.get_by_role("button", name="Alder").click()
    expect(page.locator(".uses")).to_contain_text("1m01")
    page.get_by_text("Add music, identify films").click()
    page.get_by_text("music", exact=True).click()
    expect(page.locator(".place-file").first).to_contain_text("Alder.wav")


def test_writers_and_publishers_are_told_in_a_form(served, page):
    page.get_by_text("Work, writers and publishers").click()
    page.get_by_role("button", name="Add a party").click()
    page.get_by_label("Name", exact=True).fill("Ada Alder")
    page.get_by_role("button", name="Save the work").click()
    expect(page.locator(".note.bad")).to_contain_text("name of the work")
    page.get_by_label("Work", exact=True).fill("Alder Waltz")
    page.get_by_label("%", exact=True).fill("100")
    page.get_by_role("button", name="Save the work").click()
    expect(page.locator(".saved")).to_contain_text("saved: Alder Waltz")
    party = served.state()["document"]["cues"][0]["recording"]["work"]["parties"][0]
    assert (party["name"], party["share_percent"]) == ("Ada Alder", 100)
    # what is known of her completes the next form; a wrong check digit is seen at once
    page.get_by_role("button", name="Add a party").click()
    page.locator(".party-ipi").nth(1).fill("00014107339")
    page.locator(".party-ipi").nth(1).press("Tab")
    expect(page.locator(".party-ipi").nth(1)).to_have_attribute("aria-invalid", "true")
    expect(page.locator('#known-parties option[value="Ada Alder"]')).to_have_count(1)


def test_the_help_lists_the_keys_and_closes(page):
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Confirm, and go on")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


SCREENS = {"desktop": {"width": 1280, "height": 860}, "phone": {"width": 390, "height": 844}}


def addresses(served):
    tabs = ("review", "details", "totals", "compare", "export")
    return ("films", "library", "lists", *(f"films/{served.film_id}/{tab}" for tab in tabs))


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(served, open_page, scheme, size):
    if not AXE.is_file():
        pytest.skip("axe-core is not there")
    page = open_page(
        served.url,
        color_scheme=scheme,
        bypass_csp=True,
        viewport=SCREENS[size],
        has_touch=size == "phone",
        is_mobile=size == "phone",
    )
    page.add_script_tag(path=str(AXE))
    findings = {}
    for address in addresses(served):
        page.evaluate("address => { location.hash = '#/' + address; }", address)
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_timeout(300)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.wait_for_timeout(200)
        found = page.evaluate("axe.run(document, { iframes: false, resultTypes: ['violations'] })")
        for one in found["violations"]:
            nodes = [node["html"][:200] for node in one["nodes"][:3]]
            findings[f"{address}: {one['id']}"] = (nodes, one["nodes"][0]["failureSummary"])
    assert not findings, json.dumps(findings, indent=1)


def test_on_a_phone_fingers_have_44_px_no_key_is_shown_and_the_panel_comes_to_the_cue(served, open_page):
    page = open_page(served.url, viewport=SCREENS["phone"], has_touch=True, is_mobile=True)
    small = {}
    for address in addresses(served):
        page.evaluate("address => { location.hash = '#/' + address; }", address)
        expect(page.locator("main h1")).to_be_visible()
        page.wait_for_timeout(300)
        assert page.locator("kbd").filter(visible=True).count() == 0
        small[address] = page.evaluate(
            """() => [...document.querySelectorAll("button, a[href], select, input, textarea, summary, label.check")]
              .filter((one) => one.checkVisibility() && !one.closest("label.check input, .skip, p, .rival-what"))
              .filter((one) => one.type !== "checkbox" || !one.closest("label"))
              .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
              .filter(([, box]) => box.height && (box.height < 43.5 || box.width < 43.5))
              .map(([html, box]) => `${html} ${box.width.toFixed(0)} x ${box.height.toFixed(0)}`)"""
        )
    assert {address: some for address, some in small.items() if some} == {}
    page.evaluate("address => { location.hash = '#/' + address; }", f"films/{served.film_id}/review")
    page.locator(".cue-row").nth(1).tap()
    expect(page.locator(".cue-head h2")).to_be_in_viewport()
    expect(page.locator(".verdict .primary")).to_be_in_viewport()
    page.get_by_role("button", name="All cues").tap()
    expect(page.locator(".cue-row").first).to_be_in_viewport()


def test_a_thing_that_is_missing_leads_to_all_its_cues_and_their_field(served, page):
    page.get_by_role("link", name="Details").click()
    line = page.locator(".remarks li", has_text="its usage cannot be told")
    line.get_by_role("button", name="its usage").click()
    expect(page.locator('.cue-row[aria-selected="true"]')).to_have_count(2)
    page.get_by_role("link", name="Details").click()
    page.locator(".remarks li", has_text="its usage").get_by_role("button", name="1m02").click()
    expect(page.locator('.cue-row[aria-selected="true"]')).to_have_count(1)
    expect(page.locator(".cue-row.current .cue-no")).to_have_text("1m02")
    page.get_by_role("link", name="Details").click()
    page.get_by_role("button", name="the production company is not filled in").click()
    expect(page.get_by_label("Production company", exact=True)).to_be_focused()


def test_cues_are_found_by_their_words_and_chosen_together(served, page):
    page.keyboard.press("/")
    page.keyboard.type("birch")
    expect(page.locator(".cue-row")).to_have_count(1)
    page.keyboard.press("Enter")
    page.keyboard.press("Control+a")
    page.keyboard.press("3")
    expect(page.locator(".saved")).to_have_text(re.compile("^saved"))
    assert [cue["vocal"] for cue in served.state()["document"]["cues"]] == [None, "vocal"]
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator(".cue-row")).to_have_count(2)


def test_the_editors_list_is_dropped_compared_and_what_agrees_is_confirmed(served, page, tmp_path):
    page.get_by_role("link", name="Export").click()
    page.locator('[data-format="cmx3600"]').click()
    page.locator('[name="timecode_origin"]').fill("01:00:00:00")
    page.locator('[name="timecode_origin"]').press("Tab")
    expect(page.locator(".preview-text")).to_contain_text(" 01:00:05:0")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    edl = tmp_path / "music.edl"
    text = Path(download.value.path()).read_text("utf-8")
    edl.write_text(text.replace("Birch.wav", "Something else.wav"), "utf-8")
    page.get_by_role("link", name="Compare").click()
    page.locator('input[type="file"]').set_input_files(edl)
    result = page.locator(".compare-result")
    expect(result).to_contain_text("first picture at 01:00:00:00, where most clips lie on their cues")
    expect(result.locator("tbody tr")).to_have_count(1)
    expect(result).to_contain_text("the edit plays Something else.wav")
    page.get_by_role("button", name="Confirm the 1 that agree").click()
    expect(result.get_by_role("button", name="Confirm the")).to_have_count(0)
    assert [cue["status"] for cue in served.state()["document"]["cues"]] == ["confirmed", "found"]


def test_a_preview_that_comes_late_does_not_replace_a_later_one(served, page):
    held = []

    def hold(route):
        if held or "timecode_origin" in route.request.url:
            route.continue_()
        else:
            held.append(route)

    page.route("**/*cmx3600*is_preview*", hold)
    page.get_by_role("link", name="Export").click()
    page.locator('[data-format="cmx3600"]').click()
    page.locator('[name="timecode_origin"]').fill("01:00:00:00")
    page.locator('[name="timecode_origin"]').press("Tab")
    expect(page.locator(".preview-text")).to_contain_text(" 01:00:05:0")
    with page.expect_response("**/*cmx3600*is_preview*") as late:
        held[0].continue_()
    late.value.finished()
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve))")
    expect(page.locator(".preview-text")).to_contain_text(" 01:00:05:0")


def test_what_is_known_of_a_recording_is_edited_in_the_library(served, open_page):
    page = open_page(f"{served.url}#/library")
    page.get_by_role("button", name="Alder").click()
    page.locator("summary", has_text="Edit what is known of it").click()
    page.get_by_label("Version").select_option("cover")
    page.get_by_label("First recorded by").fill("Fuchsia")
    page.get_by_role("button", name="Add a release").click()
    release = page.get_by_role("group", name="Release")
    release.get_by_label("Title").fill("Score")
    release.get_by_label("Colour").fill("hot pink")
    release.get_by_label("Limited").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".uses")).to_contain_text("Score · hot pink · limited")
    expect(page.locator(".uses .facts")).to_contain_text("cover")
    used = [cue["recording"] for cue in served.state()["document"]["cues"]]
    (told,) = [one for one in used if one["path"] == "Alder.wav"]
    assert (told["version"]["first_recorded_by"], told["releases"][0]["colour"]) == ("Fuchsia", "hot pink")
    page.locator("summary", has_text="Edit what is known of it").click()
    page.get_by_role("button", name="Take it out").click()
    page.get_by_label("Version").select_option("not said")
    page.get_by_role("button", name="Save").click()
    refused = page.get_by_text("choose which version it is")
    expect(refused).to_be_visible()
    page.get_by_label("First recorded by").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".uses")).not_to_contain_text("hot pink")
    assert served.ask("/api/tables/told").json == []


def test_tables_and_removals_are_done_in_the_browser(served, open_page, tmp_path):
    page = open_page(f"{served.url}#/library")
    table = tmp_path / "parties.csv"
    table.write_text("path,work_title,name,role,society,share\nAlder.wav,Waltz,Ada Alder,composer,NS,100\n")
    page.locator("summary", has_text="Side tables").click()
    page.locator('input[type="file"]').set_input_files(table)
    expect(page.locator(".told-wrap")).to_contain_text("work: Waltz · 1 party")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".told-wrap")).to_contain_text("Nothing is told yet")
    page.get_by_role("button", name="Cedar").click()
    page.get_by_role("button", name="Remove from the library").click()
    page.get_by_role("button", name="Its file stays. Remove it?").click()
    expect(page.locator(".library-columns tbody tr")).to_have_count(2)
    page.evaluate("id => { location.hash = `#/films/${id}/details`; }", served.film_id)
    page.get_by_role("button", name="Remove the film").click()
    page.get_by_role("button", name="Forget all that was said of it?").click()
    expect(page.locator(".empty h2")).to_have_text("No film yet", timeout=20000)
    assert served.ask("/api/films").json == []
