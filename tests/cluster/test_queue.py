"""What goes into the queue, who may take it, and what becomes of it: without working on films."""

import pytest
from tests.cluster.conftest import QUICK

from cuespotter.cluster.job import Order
from cuespotter.cluster.leases import Leases
from cuespotter.cluster.metrics import as_prometheus
from cuespotter.cluster.queue import Queue
from cuespotter.errors import JobLostError, UsageError
from cuespotter.model import Film, FilmDocument, FilmFile

HERE = "1.0-settings"


@pytest.fixture
def queue(library):
    return Queue(library._catalogue.engine, library._catalogue.place, QUICK, create=True)


@pytest.fixture
def leases(queue):
    return Leases(queue)


def order(name="film", **work):
    return Order("film", name, f"key of {name}", work)


def silence(queue, worker, seconds):
    """Let a worker have been silent for so long, by the database's clock."""
    with queue.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE procrastinate_workers SET last_heartbeat = now() - make_interval(secs => %s) WHERE id = %s",
            (seconds, worker.id),
        )


def test_sqlite_holds_no_queue(tmp_path):
    from cuespotter import open_library

    with (
        open_library(tmp_path, create=True) as library,
        pytest.raises(UsageError, match=r"jobs need a catalogue on PostgreSQL, and .*--catalogue postgresql"),
    ):
        library.enqueue_films([["a.mkv"]])


def test_where_there_is_no_queue_it_is_said_how_to_make_one(library):
    with pytest.raises(UsageError, match=r"no queue .*cuespotter enqueue"):
        library.jobs()


def test_the_same_work_is_enqueued_once(queue):
    assert queue.put([order("a"), order("b"), order("a")], HERE) == 2
    assert queue.put([order("b"), order("c")], HERE) == 1
    assert [job.name for job in queue.jobs()] == ["a", "b", "c"]


def test_what_is_over_can_be_enqueued_anew(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("host", 1, HERE)
    with leases.keeping(leases.fetch(worker)):
        pass
    assert [job.state for job in queue.jobs()] == ["done"]
    assert queue.put([order("a")], HERE) == 1
    assert [job.state for job in queue.jobs()] == ["waiting"]


def test_a_worker_of_another_version_or_with_other_settings_takes_nothing(queue, leases):
    queue.put([order("a")], HERE)
    other = leases.register("host", 1, "2.0-settings")
    assert leases.fetch(other) is None
    (job,) = queue.jobs()
    assert leases.take(other, job.id) is None
    assert job.state == "waiting"
    assert job.reason == f"no worker of {HERE} is at work"
    leases.register("host", 2, HERE)
    assert queue.jobs()[0].reason is None


def test_a_job_is_in_one_hand(queue, leases):
    queue.put([order("a")], HERE)
    one, two = leases.register("host", 1, HERE), leases.register("host", 2, HERE)
    assert leases.fetch(one) is not None
    assert leases.fetch(two) is None


def test_result_and_done_are_one_transaction(queue, leases, library):
    queue.put([order("a")], HERE)
    hold = leases.fetch(leases.register("host", 1, HERE))
    film = library._catalogue.save_document
    document = make_document()

    def keep_and_break():
        with leases.keeping(hold):
            film(document)
            assert library._catalogue.document("drive") == document, "it is there within the transaction"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        keep_and_break()
    assert library.films() == []
    assert queue.jobs()[0].state == "running"
    with leases.keeping(hold):
        film(document)
    assert [one.id for one in library.films()] == ["drive"]
    assert queue.jobs()[0].state == "done"


def make_document():
    file = FilmFile(name="drive.mkv", size=1, duration_s=60.0)
    return FilmDocument(film=Film(id="drive", title="Drive", file=file, duration_s=60.0))


def test_the_job_of_a_dead_worker_comes_back_and_the_dead_brings_home_nothing(queue, leases):
    queue.put([order("a")], HERE)
    dead, living = leases.register("there", 1, HERE), leases.register("here", 2, HERE)
    late = leases.fetch(dead)
    assert leases.reclaim(HERE) == 0
    silence(queue, dead, QUICK.lease_s + 1)
    assert leases.reclaim(HERE) == 1
    hold = leases.fetch(living)
    assert hold.job.id == late.job.id
    assert hold.job.losses == 1
    for ending in (
        lambda: leases.fail(late, "x"),
        lambda: leases.refuse(late, "x"),
        lambda: leases.cancelled(late),
    ):
        with pytest.raises(JobLostError, match="other hands"):
            ending()
    with pytest.raises(JobLostError), leases.keeping(late):
        pytest.fail("a result of the dead was kept")
    assert not leases.beat(dead, late, None, None).is_wanted
    with leases.keeping(hold):
        pass
    with pytest.raises(JobLostError), leases.keeping(hold):
        pytest.fail("a result was kept twice")
    assert queue.jobs()[0].state == "done"


def test_a_worker_that_lives_keeps_its_job(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("here", 1, HERE)
    hold = leases.fetch(worker)
    silence(queue, worker, QUICK.lease_s + 1)
    assert leases.beat(worker, hold, "searching", 0.5).is_known
    assert leases.reclaim(HERE) == 0
    (job,) = queue.jobs()
    assert (job.stage, job.share, job.host) == ("searching", 0.5, "here")


def test_a_worker_that_was_forgotten_is_told_so_and_not_to_try_again(queue, leases):
    queue.put([order("a")], HERE)
    gone = leases.register("there", 1, HERE)
    silence(queue, gone, 10 * QUICK.lease_s + 1)
    leases.reclaim(HERE)
    with pytest.raises(JobLostError, match="forgotten"):
        leases.fetch(gone)
    assert leases.fetch(leases.register("here", 1, HERE)) is not None


def test_a_job_taken_without_a_word_is_in_hand_all_the_same(queue, leases):
    queue.put([order("a"), order("b")], HERE)
    worker = leases.register("here", 1, HERE)
    assert leases.held(worker) is None
    hold = leases.fetch(worker)
    assert leases.held(worker) == hold


def test_poison_stops_after_three_tries_with_its_reason(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("here", 1, HERE)
    endings = []
    for number in range(3):
        hold = leases.fetch(worker)
        while hold is None:
            hold = leases.fetch(worker)
        endings.append(leases.fail(hold, f"reason {number}"))
    assert endings == ["waiting", "waiting", "failed"]
    (job,) = queue.jobs()
    assert (job.state, job.tries, job.reason) == ("failed", 3, "reason 2")
    assert leases.fetch(worker) is None
    assert queue.retry() == 1
    (job,) = queue.jobs()
    assert (job.state, job.tries, job.reason) == ("waiting", 0, None)
    assert leases.fetch(worker) is not None


def test_what_takes_machines_down_with_it_has_an_end(queue, leases):
    queue.put([order("a")], HERE)
    for number in range(QUICK.losses):
        worker = leases.register("here", number, HERE)
        assert leases.fetch(worker) is not None
        silence(queue, worker, QUICK.lease_s + 1)
        assert leases.reclaim(HERE) == 1
    (job,) = queue.jobs()
    assert (job.state, job.losses) == ("failed", QUICK.losses)
    assert "vanished" in job.reason


def test_what_a_process_held_that_died_counts_as_a_try(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("here", 1, HERE)
    leases.fetch(worker)
    (job,) = queue.jobs()
    assert leases.hand_back(worker, "the process that had it died (SIGSEGV)") == [(job.id, "waiting")]
    (job,) = queue.jobs()
    assert (job.tries, job.reason) == (1, "the process that had it died (SIGSEGV)")
    assert leases.hand_back(worker) == []


def test_what_is_handed_back_on_the_way_out_costs_nothing(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("here", 1, HERE)
    leases.fetch(worker)
    leases.hand_back(worker)
    leases.leave(worker)
    hold = leases.fetch(leases.register("here", 2, HERE))
    assert (hold.job.tries, hold.job.losses) == (0, 0)


def test_a_film_that_lies_on_another_machine_waits_for_it_and_fails_where_all_refuse(queue, leases):
    queue.put([order("a")], HERE)
    one, two = leases.register("one", 1, HERE), leases.register("two", 1, HERE)
    assert leases.refuse(leases.fetch(one), "a lies nowhere on one") == "waiting"
    assert leases.fetch(two) is None, "it rests a little, so that one machine does not ask again at once"
    hold = None
    while hold is None:
        hold = leases.fetch(two)
    assert hold.job.tries == 0
    assert leases.refuse(hold, "a lies nowhere on two") == "failed"
    assert queue.jobs()[0].reason == "a lies nowhere on two"


def test_cancelling(queue, leases):
    queue.put([order("a"), order("b")], HERE)
    worker = leases.register("here", 1, HERE)
    hold = leases.fetch(worker)
    first, second = (job.id for job in queue.jobs())
    assert queue.cancel([first, second]) == 2
    assert [job.state for job in queue.jobs()] == ["running", "cancelled"]
    assert not leases.beat(worker, hold, None, None).is_wanted
    leases.cancelled(hold)
    assert [job.state for job in queue.jobs()] == ["cancelled", "cancelled"]
    assert queue.cancel([first]) == 0
    assert queue.clear() == 2
    assert queue.jobs() == []


def test_a_cancelled_job_whose_worker_dies_does_not_come_back(queue, leases):
    queue.put([order("a")], HERE)
    worker = leases.register("here", 1, HERE)
    leases.fetch(worker)
    queue.cancel([job.id for job in queue.jobs()])
    silence(queue, worker, QUICK.lease_s + 1)
    leases.reclaim(HERE)
    assert [job.state for job in queue.jobs()] == ["cancelled"]


def test_counts_for_prometheus(queue, leases):
    parser = pytest.importorskip("prometheus_client.parser")
    queue.put([order("a"), order("b")], HERE)
    host = 'ho"st\\ of\nmine'
    worker = leases.register(host, 1, HERE)
    leases.fetch(worker)
    text = as_prometheus(queue.counts(), queue.workers())
    families = {one.name: one for one in parser.text_string_to_metric_families(text)}
    assert {one.type for one in families.values()} == {"gauge"}
    counted = {tuple(one.labels.values()): one.value for one in families["cuespotter_jobs"].samples}
    assert counted["film", "waiting"] == counted["film", "running"] == 1
    assert counted["film", "failed"] == counted["add", "failed"] == 0
    assert [one.value for one in families["cuespotter_workers"].samples] == [1]
    (silent,) = families["cuespotter_worker_silent_seconds"].samples
    assert silent.labels == {"worker": str(worker.id), "host": host}
    assert 0.0 <= silent.value < 60.0


def test_a_queue_of_another_procrastinate_is_refused(queue):
    from cuespotter.errors import LibraryVersionError

    with queue.engine.begin() as connection:
        connection.exec_driver_sql("DROP FUNCTION procrastinate_retry_job_v2")
    with pytest.raises(LibraryVersionError, match=r"lacks procrastinate_retry_job_v2.*docs/cluster.md"):
        Queue(queue.engine, queue.place)
