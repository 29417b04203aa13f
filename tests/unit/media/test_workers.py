"""Workers may die; only the file in work is lost."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.unit.media import chores

from cuespotter.errors import DecodeError, MediaError, NoSoundError, UsageError
from cuespotter.media.workers import run_apart

LIMIT_S = 60.0


def limit_s(item):
    return 0.3 if item.name.startswith("hang") else LIMIT_S


def run(*names, jobs=2, **options):
    items = [Path(f"{name}-{number}") for number, name in enumerate(names)]
    return {
        item.name: outcome
        for item, outcome in run_apart(chores.do, items, jobs=jobs, limit_s=limit_s, **options)
    }


def is_gone(pid):
    for _ in range(1000):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] == "Z":
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(scope="module")
def outcomes():
    bad = ["fault", "killed", "leave", "exit", "memory", "silent", "bug", "unsendable", "hang"]
    return run("fine", *(name for each in bad for name in (each, "fine")))


def test_everything_that_does_not_crash_gives_its_result(outcomes):
    fine = [outcome for name, outcome in outcomes.items() if name.startswith("fine")]
    assert len(fine) == 10
    assert all(outcome.startswith("done fine") for outcome in fine)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("fault", "with signal 11"),
        ("killed", "with signal 9"),
        ("leave", "with exit status 3"),
        ("exit", "SystemExit: 4"),
        ("memory", "needs more memory"),
        ("bug", r"KeyError: 'two\\nlines'"),
        ("unsendable", "could not be worked on"),
        ("hang", "was given up after 0 s"),
    ],
)
def test_what_goes_wrong_costs_its_item_and_names_it_in_one_line(outcomes, name, message):
    (found,) = (pair for pair in outcomes.items() if pair[0].startswith(name))
    assert isinstance(found[1], DecodeError)
    assert message.replace("\\\\", "\\") in str(found[1])
    assert found[0] in str(found[1])
    assert "\n" not in str(found[1])
    assert found[1].path == found[0]


def test_an_error_of_the_media_comes_home_as_it_is(outcomes):
    (silent,) = (outcome for name, outcome in outcomes.items() if name.startswith("silent"))
    assert type(silent) is NoSoundError
    assert silent.path.startswith("silent")


def test_a_surprise_brings_its_trace_along(outcomes):
    (bug,) = (outcome for name, outcome in outcomes.items() if name.startswith("bug"))
    assert "_bug" in bug.trace


def test_one_job_is_a_process_of_its_own_that_does_all_items():
    pids = set(run("id", "id", "id", jobs=1).values())
    assert len(pids) == 1
    assert os.getpid() not in pids


def test_workers_run_one_thread_and_leave_our_environment_alone(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("NUMBA_NUM_THREADS", "7")
    assert run("threads", jobs=1) == {"threads-0": ("1", "1")}
    assert "OMP_NUM_THREADS" not in os.environ
    assert os.environ["NUMBA_NUM_THREADS"] == "7"


def test_workers_ignore_ctrl_c_and_are_not_heard(capfd):
    assert run("interrupted", "shout", "large", jobs=1)["interrupted-0"] == "still here"
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_a_greedy_file_costs_only_itself():
    outcomes = run("greedy", "fine", jobs=1, memory_bytes=1 << 30)
    assert "needs more memory" in str(outcomes["greedy-0"])
    assert outcomes["fine-1"] == "done fine-1"


def test_items_are_taken_only_when_a_worker_is_free():
    taken = []

    def items():
        for number in range(50):
            taken.append(number)
            yield Path(f"fine-{number}")

    results = run_apart(chores.do, items(), jobs=2, limit_s=limit_s)
    next(results)
    assert len(taken) <= 4
    results.close()
    assert len(taken) <= 4


def test_nothing_to_do_starts_no_worker_and_gives_nothing():
    assert list(run_apart(chores.do, [], jobs=4, limit_s=limit_s)) == []


def test_closing_the_results_early_ends_the_workers(tmp_path):
    results = run_apart(chores.do, [Path("id-0"), Path("hang-1")], jobs=1, limit_s=lambda item: LIMIT_S)
    _, pid = next(results)
    results.close()
    assert is_gone(pid)


def test_a_killed_parent_leaves_no_orphan(tmp_path):
    note = tmp_path / "pid"
    program = (
        "from pathlib import Path\n"
        "from cuespotter.media.workers import run_apart\n"
        "from tests.unit.media.chores import pid_then_hang\n"
        "if __name__ == '__main__':\n"
        f"    list(run_apart(pid_then_hang, [Path({str(note)!r})], jobs=1, limit_s=lambda item: 60.0))\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{root / 'src'}"}
    parent = subprocess.Popen([sys.executable, str(script)], env=environment)
    try:
        for _ in range(3000):
            if note.exists() and note.read_text():
                break
            time.sleep(0.01)
    finally:
        parent.kill()
        parent.wait()
    assert is_gone(int(note.read_text()))


def test_ctrl_c_in_the_parent_ends_the_workers(tmp_path):
    taken = []

    def items():
        yield Path("id-0")
        yield Path("fine-1")
        taken.append("asked for more")
        raise KeyboardInterrupt

    results = run_apart(chores.do, items(), jobs=1, limit_s=limit_s)
    _, pid = next(results)
    with pytest.raises(KeyboardInterrupt):
        list(results)
    assert taken
    assert is_gone(pid)


def test_a_function_that_cannot_be_imported_is_refused():
    with pytest.raises((AttributeError, TypeError), match="pickle"):
        list(run_apart(lambda item: item, [Path("a")], jobs=1, limit_s=limit_s))


def test_no_jobs_are_refused():
    with pytest.raises(UsageError, match="at least 1"):
        list(run_apart(chores.do, [], jobs=0, limit_s=limit_s))


def test_errors_are_media_errors():
    assert issubclass(DecodeError, MediaError)
