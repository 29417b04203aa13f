"""The queue at the desk: what waits, runs, is done or failed, and why; tried again and cancelled there."""

from contextlib import contextmanager

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from tests.cluster.conftest import QUICK
from tests.web.conftest import Served, _Running
from tests.web.desk_browser import open_browser, until
from tests.web.test_published import AXE

from cuespotter import open_library
from cuespotter.cluster.job import Order
from cuespotter.cluster.leases import Leases
from cuespotter.cluster.queue import Queue
from cuespotter.web.desk import Desk

SHARDS = 3
FILMS = ("One.mkv", "Two.mkv", "Three.mkv")


def order(name):
    path = f"/archive/secret/{name}"
    parts = (Order("shard", f"{path} (shard {n + 1} of {SHARDS})", f"{name}{n}", {}) for n in range(SHARDS))
    return Order("film", path, name, {}, tuple(parts))


@contextmanager
def served(folder, url):
    desk = Desk(open_library(folder, catalogue=url, who="Ada"))
    running = _Running(desk)
    try:
        yield Served(desk, running.port, "", None)
    finally:
        running.stop()
        desk.close()


@pytest.fixture
def desk(stocked, url):
    """A desk on a queue: one film runs in a shard, one failed in its first, one waits."""
    with open_library(stocked[0], catalogue=url) as library:
        queue = Queue(library._catalogue.engine, library._catalogue.place, QUICK, create=True)
        queue.put([order(name) for name in FILMS], library.queue_name)
        leases = Leases(queue)
        worker = leases.register("tower", 7, library.queue_name)
        first = leases.fetch(worker)
        leases.beat(worker, first, "searching", 0.4)
        poison = next(job for job in queue.jobs() if job.name.startswith("/archive/secret/Two"))
        for _ in range(QUICK.tries):
            hold = leases.take(worker, poison.id)
            leases.fail(hold, "/archive/secret/Two.mkv holds no sound; choose another file")
        queue.put([Order("add", "/archive/music/a.flac and 9 more", "music", {})], library.queue_name)
        leases.fetch(worker)
    with served(stocked[0], url) as opened:
        yield opened


def test_the_queue_is_told_in_films_and_changed(desk):
    running = desk.ask("/api/queue").json
    assert (running["has_queue"], running["workers"]) == (True, 1)
    assert running["counts"] == {"running": 1, "failed": 1, "waiting": 2, "done": 0, "cancelled": 0}
    assert [(job["kind"], job["title"], job["host"]) for job in running["jobs"]] == [
        ("add", "a.flac and 9 more", "tower")
    ]
    (failed,) = desk.ask("/api/queue?state=failed").json["jobs"]
    assert failed["title"] == "Two.mkv"
    assert failed["reason"] == "Two.mkv (shard 1 of 3): Two.mkv holds no sound; choose another file"
    waiting = desk.ask("/api/queue?state=waiting").json["jobs"]
    assert [job["title"] for job in waiting] == ["One.mkv", "Three.mkv"]
    assert waiting[0]["reason"].startswith(f"0 of {SHARDS} shards are searched")
    assert desk.ask("/api/queue/retry", {"ids": [failed["id"]]}).json == {"jobs": SHARDS + 1}
    assert desk.ask("/api/queue/cancel", {"ids": [waiting[1]["id"]]}).json == {"jobs": 1}
    assert desk.ask("/api/queue").json["counts"]["cancelled"] == 1
    assert desk.ask("/api/queue/retry-failed", {}).json == {"jobs": 0}
    assert desk.ask("/api/queue?state=lost").status == 422
    assert desk.ask("/api/queue/cancel", {"ids": []}).status == 422


@pytest.mark.parametrize("size", [{"width": 1280, "height": 860}, {"width": 390, "height": 844}], ids=str)
def test_in_a_browser_the_queue_is_looked_at_and_changed_and_axe_finds_nothing(desk, size):
    with open_browser() as browser:
        page = browser.new_page(viewport=size, bypass_csp=True)
        errors = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{desk.url}#/library")
        part = page.get_by_role("region", name="Jobs on workers")
        part.get_by_role("button", name="1 failed").click()
        page.get_by_text("Two.mkv (shard 1 of 3): Two.mkv holds no sound").wait_for()
        page.add_script_tag(path=str(AXE))
        found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:150]) for one in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, "nothing sticks out of the page"
        part.get_by_role("button", name="Try again: Two.mkv").click()
        until(page, "() => document.body.textContent.includes('0 failed')")
        part.get_by_role("button", name="3 waiting").click()
        row = part.get_by_role("row", name="Three.mkv")
        row.get_by_role("button").click()
        row.get_by_role("button", name="Cancel Three.mkv?").click()
        until(page, "() => document.body.textContent.includes('1 cancelled')")
        assert errors == []


def test_where_nothing_was_enqueued_there_is_no_queue_to_see(stocked, url):
    with served(stocked[0], url) as opened:
        assert opened.ask("/api/queue").json["has_queue"] is False
