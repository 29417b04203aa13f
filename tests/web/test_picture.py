"""The picture at the desk: stills and the film's own file, by id and time; in the browser, in step with the sound."""

import base64
import re
import shutil

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from cuespotter import open_library
from cuespotter.catalogue.film_rows import Reel

from .desk_browser import open_browser, until
from .picture_film import RATE, number_in_jpeg, write_film

FILM_S = 40.0


@pytest.fixture(scope="module")
def playable(tmp_path_factory):
    """A film that browsers play."""
    folder = tmp_path_factory.mktemp("playable")
    return write_film(
        folder / "film.webm",
        seconds=FILM_S,
        codec="libvpx",
        deadline="realtime",
        **{"cpu-used": 8, "b": "600k"},
    )


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A film that none does."""
    folder = tmp_path_factory.mktemp("foreign")
    return write_film(folder / "film.mkv", seconds=FILM_S, codec="mpeg4", sound="aac", qmax=3)


@pytest.fixture
def shows(served):
    """Give a function that lays other files under the film: reels, one after the other."""

    def showing(*paths, origin=None):
        document = served.catalogue.document(served.film_id)
        film = document.film
        files = [
            film.file.model_copy(
                update={
                    "name": path.name,
                    "picture_rate": f"{RATE}/1",
                    "timecode_origin": origin,
                    "film_start_s": FILM_S * number,
                    "duration_s": FILM_S,
                    "stream_used": 1,
                }
            )
            for number, path in enumerate(paths)
        ]
        update = {"file": files[0], "further_reels": files[1:], "duration_s": FILM_S * len(paths)}
        cues = [cue for cue in document.cues if cue.end_s <= update["duration_s"]]
        changed = document.model_copy(update={"film": film.model_copy(update=update), "cues": cues})
        served.catalogue.save_document(changed, [Reel.of(path) for path in paths])
        return served

    return showing


def address(served, what):
    return f"/api/films/{served.film_id}/{what}"


def test_a_still_is_the_picture_of_its_time_on_the_films_clock(shows, foreign, playable):
    served = shows(foreign, playable)
    for at_s in (0.0, 7.33, 39.97, 40.0, 47.33, 79.9):
        answer = served.ask(address(served, f"still?at={at_s}&height=96"))
        assert (answer.status, answer.headers["content-type"]) == (200, "image/jpeg")
        assert number_in_jpeg(answer.content) == int(at_s % FILM_S * RATE + 1e-6), at_s


def test_small_stills_are_kept_until_the_file_is_another(shows, foreign, playable):
    served = shows(foreign)
    first = served.ask(address(served, "still?at=7&height=90")).content
    kept = list((served.desk.library.folder / "desk" / "stills").glob("*/7000-90.jpg"))
    assert [file.read_bytes() for file in kept] == [first]
    kept[0].write_bytes(b"seen")
    assert served.ask(address(served, "still?at=7&height=90")).content == b"seen"
    assert served.ask(address(shows(playable), "still?at=7&height=90")).content != b"seen"


def test_kept_stills_make_room_for_new_ones(tmp_path, foreign):
    from cuespotter.services import kept_stills

    kept = kept_stills.KeptStills(tmp_path, most_bytes=50_000)
    for number in range(401):
        kept.put(b"x" * 1000, foreign, float(number), 90, near=False)
    left = {int(file.stem.split("-")[0]) for file in tmp_path.glob("*/*.jpg")}
    assert 50 <= len(left) <= 50 + 200
    assert 400_000 in left
    assert 0 not in left


def test_the_film_itself_is_given_in_the_bytes_that_are_asked_for(shows, playable):
    served = shows(playable)
    whole = playable.read_bytes()
    answer = served.ask(address(served, "reels/0/media"), range="bytes=100-199")
    assert (answer.status, answer.content) == (206, whole[100:200])
    assert answer.headers["content-range"] == f"bytes 100-199/{len(whole)}"
    assert served.ask(address(served, "reels/0/media"), range=f"bytes={len(whole)}-").status == 416
    assert served.ask(address(served, "reels/0/media")).content == whole


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("still?at=90000", 422),
        ("still?at=-1", 422),
        ("still?at=nan", 422),
        ("still?at=1&height=100000", 422),
        ("reels/1/media", 422),
        ("reels/-1/media", 422),
        ("reels/..%2f..%2fetc/media", 404),
    ],
)
def test_what_is_not_there_is_refused_in_words(shows, foreign, what, status):
    served = shows(foreign)
    answer = served.ask(address(served, what))
    assert answer.status == status
    assert answer.json["detail"]


def test_the_still_that_was_chosen_is_on_the_page_and_no_other(shows, foreign):
    served = shows(foreign)
    cue_id, revision = served.cue()
    chosen = {"revision": revision, "fields": {"still_s": 9.0}}
    assert served.ask(address(served, f"cues/{cue_id}"), chosen, method="PATCH").status == 200
    page = served.ask(address(served, "exports/html")).content.decode()
    stills = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert [number_in_jpeg(base64.b64decode(one)) for one in stills] == [9 * RATE]
    with open_library(served.desk.library.folder) as library:
        assert len(library.stills(served.film_id)) == len(served.state()["document"]["cues"])
        assert library.chosen_stills(library.film(served.film_id)).keys() == {cue_id}
    beyond = {"revision": served.cue()[1], "fields": {"still_s": FILM_S}}
    refused = served.ask(address(served, f"cues/{cue_id}"), beyond, method="PATCH")
    assert (refused.status, "the film is 40.00 s long" in refused.json["detail"]) == (422, True)


def test_a_page_is_written_without_a_chosen_still_where_the_film_is_gone(shows, foreign, tmp_path):
    film = shutil.copy(foreign, tmp_path / "film.mkv")
    served = shows(film)
    cue_id, revision = served.cue()
    chosen = {"revision": revision, "fields": {"still_s": 9.0}}
    served.ask(address(served, f"cues/{cue_id}"), chosen, method="PATCH")
    film.unlink()
    with open_library(served.desk.library.folder) as library:
        assert b"data:image/jpeg" not in library.render(served.film_id, "html")
        (note,) = library.export_notes(served.film_id, "html")
    assert note.startswith(f"the stills that were chosen are left out: the film's file {film} is no longer")


def test_a_film_without_pictures_says_so(served):
    answer = served.ask(address(served, "still?at=1"))
    assert answer.status == 422
    assert "has no moving pictures" in answer.json["detail"]


# ---------------------------------------------------------------- in a browser

NUMBER = """() => {
  const { picture } = desk.screen;
  const shown = picture.isVideo ? picture.video : picture.image;
  const [wide, tall] = picture.isVideo ? [shown.videoWidth, shown.videoHeight] : [shown.naturalWidth, shown.naturalHeight];
  if (!wide) return -1;
  const canvas = new OffscreenCanvas(wide, tall);
  const context = canvas.getContext("2d");
  context.drawImage(shown, 0, 0);
  let number = 0;
  for (let bit = 0; bit < 11; bit += 1)
    if (context.getImageData(Math.floor((bit + 0.5) * wide / 11), tall / 2, 1, 1).data[0] > 127) number += 1 << bit;
  return number;
}"""
"""Reads the number that the picture on the page bears."""
STANDS = f"([kind, number]) => desk.screen.picture.element.dataset.kind === kind && ({NUMBER})() === number"


@pytest.fixture(scope="module")
def browser():
    with open_browser() as opened:
        yield opened


@pytest.fixture
def open_film(browser):
    """Give a function that opens a film's page."""
    contexts = []

    def opened(served, **settings):
        settings.setdefault("viewport", {"width": 1280, "height": 860})
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.goto(f"{served.url}#/films/{served.film_id}/review")
        until(page, "globalThis.desk?.screen?.picture?.isKnown")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", ["video", "stills"])
def test_the_picture_stands_where_the_sound_is_and_goes_by_single_pictures(
    shows, open_film, playable, foreign, kind
):
    page = open_film(shows(playable if kind == "video" else foreign))
    page.evaluate("desk.screen.player.seek(12)")
    until(page, STANDS, [kind, 300])
    for key, number in (
        ("ArrowRight", 301),
        ("ArrowRight", 302),
        ("ArrowLeft", 301),
        ("Shift+ArrowRight", 326),
    ):
        page.keyboard.press(key)
        until(page, STANDS, [kind, number])
    page.keyboard.press("f")
    assert page.locator(".picture.full").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".picture.full").count() == 0


def test_while_it_plays_the_video_keeps_in_step_with_the_sound(shows, open_film, playable):
    page = open_film(shows(playable))
    page.keyboard.press("l")
    until(page, "desk.screen.player.isUnderWay && desk.screen.player.position > 6")
    apart = page.evaluate(
        """async () => {
          const apart = [];
          for (let k = 0; k < 20; k += 1) {
            await new Promise((done) => setTimeout(done, 100));
            apart.push(Math.abs(desk.screen.picture.video.currentTime - desk.screen.player.position));
          }
          return apart.sort((one, other) => one - other)[10];
        }"""
    )
    assert apart < 0.2


def test_j_k_and_l_wind_the_film_on_and_back(shows, open_film, playable):
    page = open_film(shows(playable))
    rate = "desk.screen.player.isPlaying && desk.screen.player.isUnderWay && desk.screen.player.rate"
    page.evaluate("desk.screen.player.seek(20)")
    for key, wanted in (("l", 1), ("l", 2), ("l", 4), ("j", -1), ("j", -2)):
        page.keyboard.press(key)
        until(page, f"({rate}) === {wanted}")
    before = page.evaluate("desk.screen.player.position")
    until(page, f"desk.screen.player.position < {before} - 0.5")
    until(page, "desk.screen.player.loudness() > 0.001")
    page.keyboard.press("k")
    assert page.evaluate("desk.screen.player.isPlaying") is False


def test_the_time_is_the_films_timecode_and_one_goes_there_by_typing(shows, open_film, foreign):
    page = open_film(shows(foreign, origin="01:00:00:00"))
    page.keyboard.press("t")
    page.keyboard.type("01:00:30:05")
    page.keyboard.press("Enter")
    until(page, STANDS, ["stills", 755])
    assert page.locator("input.time").input_value() == "01:00:30:05"
    assert page.locator(".picture-time").inner_text() == "01:00:30:05"


def test_a_cue_is_looped(shows, open_film, foreign):
    page = open_film(shows(foreign))
    start, end = page.evaluate("[desk.screen.cue.start_s, desk.screen.cue.end_s]")
    page.keyboard.press("q")
    until(page, "desk.screen.player.isUnderWay")
    page.evaluate(f"desk.screen.player.seek({end} - 0.4)")
    until(page, f"desk.screen.player.isUnderWay && desk.screen.player.position < {start} + 3")
    assert page.evaluate("desk.screen.player.isPlaying")


def test_stills_stand_in_the_strip_and_beside_the_cues(shows, open_film, foreign):
    page = open_film(shows(foreign))
    for place in (".cue-row .cue-still", ".film-strip img", ".cue-moment img"):
        until(
            page, "place => [...document.querySelectorAll(place)].every((one) => one.naturalWidth > 0)", place
        )


def test_the_still_for_the_page_is_chosen_where_the_film_stands(shows, open_film, foreign):
    served = shows(foreign)
    page = open_film(served)
    until(page, "document.querySelectorAll('.page-picture button').length === 1")
    page.evaluate("desk.screen.player.seek(9)")
    page.get_by_role("button", name="Use this picture on the page").click()
    until(page, "document.querySelector('.page-picture img')?.naturalWidth > 0")
    assert served.state()["document"]["cues"][0]["still_s"] == 9.0
    page.get_by_role("button", name="None", exact=True).click()
    until(page, "!document.querySelector('.page-picture img')")
    assert served.state()["document"]["cues"][0]["still_s"] is None


def test_the_timeline_counts_in_the_films_timecode(shows, open_film, foreign):
    page = open_film(shows(foreign, origin="01:00:00:00"))
    drawn = page.evaluate(
        """async () => {
          const drawn = [], write = CanvasRenderingContext2D.prototype.fillText;
          CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
            drawn.push(text);
            return write.call(this, text, ...rest);
          };
          desk.screen.timeline.draw();
          await new Promise((done) => setTimeout(done, 200));
          return drawn;
        }"""
    )
    assert "01:00:10:00" in drawn
