"""Workers on hosts of their own whose links are cut without a word, and healed: nothing is lost, or kept twice."""

import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import takewhile

import pytest
from bench.hosts import NET, Hosts, why_not
from bench.postgres_server import PostgresServer
from bench.short_films import SAMPLE
from tests.cluster.workers import ROOT, documents, kill, start_worker, wait_for

from cuespotter import open_library

NEAR, FAR, SERVER = "near", "far", "server"
LONG = [SAMPLE / "film.mkv"]
"""A film that no machine is done with before its link is cut."""
LEASE_S = 5.0
"""Of `bench.one_worker`."""
IMPATIENT = (
    "connect_timeout=2&tcp_user_timeout=2000&keepalives_idle=1&keepalives_interval=1&keepalives_count=2"
)


@pytest.fixture(scope="module")
def hosts():
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with Hosts((SERVER, NEAR, FAR)) as made:
        yield made


@pytest.fixture(scope="module")
def address(hosts):
    """A server that is reached by its address alone: how a URL begins."""
    pytest.importorskip("procrastinate")
    with PostgresServer(port=5435) as made:
        (made.folder / "hba").write_text(f"local all all trust\nhost all all {NET}.0.0/16 trust\n")
        made.hand_over(made.folder / "hba")
        made.options = f"-c listen_addresses={hosts.address(SERVER)} -c hba_file={made.folder / 'hba'}"
        made.before = tuple(hosts.command(SERVER, "postgres"))
        yield made.make()


@pytest.fixture
def reached(address, hosts, server, stocked):
    """The library in a database of that server: by its socket for us, and its URL for the other hosts."""
    name = f"archive{time.monotonic_ns()}"
    here = address.make_database(name)
    address.fill(name, server, stocked[1])
    with open_library(stocked[0], catalogue=here) as library:
        yield library, f"postgresql+psycopg://cuespotter@{hosts.address(SERVER)}:5435/{name}"


@pytest.fixture
def start(hosts, reached, stocked):
    """Start a worker on a host; it is gone with the test."""
    begun = []

    def start_on(name, more=""):
        url = f"{reached[1]}?{more}"
        begun.append(start_worker(stocked[0], url, before=hosts.command(name)))
        return begun[-1]

    yield start_on
    for one in begun:
        kill(one)


@pytest.fixture(scope="module")
def alone_too(alone, stocked, server):
    """What one process makes of the films, the long one among them."""
    with open_library(stocked[0], catalogue=server.copy_database(stocked[1], "alone_too")) as opened:
        made = opened.identify(LONG).document
    return alone | {made.film.id: made}


def test_a_worker_that_is_cut_off_keeps_nothing_and_works_on(hosts, reached, start, films, alone_too):
    library, _ = reached
    library.enqueue_films([LONG])
    far = start(FAR)
    held = wait_for(library, "running")
    assert held.host == FAR
    hosts.cut(FAR)
    library.enqueue_films(films[:1])
    near = start(NEAR)
    assert near.wait(120) == 0, "the other has done all, and left"
    (long, short) = library.jobs()
    assert (long.id, long.state, long.host, long.losses) == (held.id, "done", NEAR, 1)
    assert (short.state, short.losses) == ("done", 0)
    library.enqueue_films(films[1:])
    hosts.heal(FAR)
    assert far.wait(120) == 0
    said = [line.split()[:2] for line in far.stdout.read().splitlines()]
    assert said[0] == ["lost", str(held.id)]
    assert [ending for ending, _ in said[1:]] == ["done"] * (len(films) - 1)
    assert documents(library) == alone_too
    assert all(not library.history(one.id) for one in library.films()), "a film was kept twice"


def test_a_link_that_stays_cut_is_given_up_and_made_anew(hosts, reached, start, films, alone):
    library, _ = reached
    library.enqueue_films(films[:1])
    far = start(FAR, IMPATIENT)
    wait_for(library, "running")
    hosts.cut(FAR)
    try:
        time.sleep(LEASE_S + 2.0)
        assert far.poll() is None, "it waits for the database"
    finally:
        hosts.heal(FAR)
    assert far.wait(60) == 0
    assert documents(library).items() <= alone.items()
    assert len(library.films()) == 1


def test_nobody_is_taken_for_dead_where_it_is_the_server_that_was_cut_off(hosts, reached, start, films):
    library, _ = reached
    library.enqueue_films([LONG, *films])
    crew = [start(NEAR), start(FAR)]
    wait_for(library, "running")
    hosts.cut(SERVER)
    time.sleep(2.0 * LEASE_S)
    hosts.heal(SERVER)
    assert [one.wait(120) for one in crew] == [0, 0]
    assert {(job.state, job.losses) for job in library.jobs()} == {("done", 0)}


HOLDER = """
import sys, time
from cuespotter.catalogue import links
from cuespotter.catalogue.database import open_database
from cuespotter.cluster import tables

quick = sys.argv[2] == "quick"
links.SERVERS_PATIENCE.update({name: "1" for name in links.SERVERS_PATIENCE if "keepalives" in name and quick})
with open_database(sys.argv[1], create=False).begin() as connection:
    for name in sorted(links.SERVERS_PATIENCE):
        print(name, connection.exec_driver_sql("SELECT current_setting(%s)", (name,)).scalar(), flush=True)
    tables.wait_for(connection, tables.KEEPING)
    print("held", flush=True)
    time.sleep(600 if quick else 0)
"""


@contextmanager
def holding(hosts, url, pace):
    """Have a program on the far host that locks what every worker needs; gives what it says before it does."""
    command = [*hosts.command(FAR), sys.executable, "-c", HOLDER, url, pace]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as holder:
        yield list(takewhile(lambda line: line != "held\n", holder.stdout))
        holder.kill()


def test_what_a_host_had_locked_that_is_cut_off_is_free_again(hosts, reached, start, films):
    library, url = reached
    library.enqueue_films(films[:1])
    with holding(hosts, url, "quick"):
        hosts.cut(FAR)
        try:
            assert start(NEAR).wait(60) == 0
        finally:
            hosts.heal(FAR)
    assert library.jobs()[0].state == "done"


def test_the_server_is_told_how_long_to_wait_for_a_host_unless_its_administrator_says(hosts, reached):
    _, url = reached
    with holding(hosts, f"{url}?options=-c%20tcp_keepalives_count%3D9", "as ever") as said:
        found = dict(line.split() for line in said)
    assert found == {
        "idle_in_transaction_session_timeout": "10min",
        "tcp_keepalives_count": "9",
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_user_timeout": "30000",
    }
