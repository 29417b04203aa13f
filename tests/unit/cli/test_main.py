import logging
import os
import subprocess
import sys

import pytest

from cuespotter.cli.main import BLAS_VARIABLE, COMMANDS
from cuespotter.errors import LibraryBusyError

HEAVY = ("numba", "numpy", "scipy", "av", "pydantic", "sqlalchemy", "alembic")


def test_help_names_every_command_whole(cuespotter) -> None:
    answer = cuespotter("--help")
    assert answer.status == 0
    for name in COMMANDS:
        assert f"\n  {name} " in answer.out
    assert "..." not in answer.out.partition("Commands:")[2]


def test_help_imports_nothing_heavy() -> None:
    code = f"""
import sys
from cuespotter.cli.main import run
try:
    run(["--help"])
except SystemExit:
    pass
loaded = [name for name in {HEAVY!r} if name in sys.modules]
sys.exit(f"imported {{loaded}}" if loaded else 0)
"""
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(("said", "threads"), [(None, "1"), ("3", "3")])
def test_numpy_multiplies_with_one_thread_unless_told_otherwise(
    cuespotter, monkeypatch, said: str | None, threads: str
) -> None:
    # set first, so that whatever the program sets is taken back
    monkeypatch.setenv(BLAS_VARIABLE, said or "")
    if said is None:
        monkeypatch.delenv(BLAS_VARIABLE)
    cuespotter("--version")
    assert os.environ[BLAS_VARIABLE] == threads


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_the_common_options_and_an_example(cuespotter, name: str) -> None:
    answer = cuespotter(name, "--help")
    assert answer.status == 0
    for word in ("--library", "--quiet", "Example:", f"cuespotter {name}"):
        assert word in answer.out


def test_version(cuespotter) -> None:
    answer = cuespotter("--version")
    assert answer.status == 0
    assert answer.out.startswith("cuespotter ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["show"], "Missing argument 'FILM'"),
        (["show", "x", "--nonsense"], "--nonsense"),
        (["add", "x", "--jobs", "0"], "--jobs"),
        (["remove"], "--missing"),
    ],
)
def test_wrong_usage_is_one_line_and_two(cuespotter, arguments: list[str], words: str) -> None:
    answer = cuespotter(*arguments)
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.startswith("cuespotter: ")
    assert answer.err.count("\n") == 1
    assert words in answer.err


def test_no_command_at_all_gets_the_help(cuespotter) -> None:
    answer = cuespotter()
    assert answer.status == 2
    assert "Commands:" in answer.out


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr("cuespotter.cli.films.open_to_read", fail)


def test_an_error_is_one_line_whatever_is_in_it(cuespotter, monkeypatch) -> None:
    fail_with(monkeypatch, LibraryBusyError("a name\nwith a line\x1b[31m end"))
    answer = cuespotter("films")
    assert answer.status == 2
    assert answer.err == "cuespotter: a name\\nwith a line\\x1b[31m end\n"


@pytest.mark.parametrize("option", [None, "--quiet", "-q"])
def test_quiet_hushes_warnings_and_leaves_errors(cuespotter, monkeypatch, option: str | None) -> None:
    def warn_and_fail(*arguments, **options):
        log = logging.getLogger("cuespotter.catalogue.kept")
        log.warning("a value was brought within its bounds")
        log.error("a recording is left out")
        raise LibraryBusyError("it is busy")

    monkeypatch.setattr("cuespotter.cli.films.open_to_read", warn_and_fail)
    monkeypatch.setenv("NEEDLEDROP_LIBRARY", "somewhere")
    answer = cuespotter("films", *([option] if option else []))
    warned = answer.err.splitlines()[:-2]
    assert len(warned) == (0 if option else 2)
    assert all(
        words in line for words, line in zip(("is read as", "within its bounds"), warned, strict=False)
    )
    assert answer.err.endswith("cuespotter: a recording is left out\ncuespotter: it is busy\n")


def test_an_interruption_is_said(cuespotter, monkeypatch) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    answer = cuespotter("films")
    assert (answer.status, answer.err) == (130, "cuespotter: interrupted\n")


def test_a_mistake_of_ours_is_one_line_that_asks_for_a_report(cuespotter, monkeypatch) -> None:
    fail_with(monkeypatch, ZeroDivisionError("of something"))
    answer = cuespotter("films")
    assert answer.status == 2
    assert "please report it" in answer.err
    assert answer.err.count("\n") == 1


def test_the_trace_is_there_for_who_asks(cuespotter, monkeypatch) -> None:
    monkeypatch.setenv("CUESPOTTER_DEBUG", "1")
    fail_with(monkeypatch, ZeroDivisionError("of something"))
    from cuespotter.cli.main import run

    with pytest.raises(ZeroDivisionError):
        run(["films"])


def test_a_closed_pipe_is_no_error(library) -> None:
    command = f"{sys.executable} -m cuespotter recordings --library '{library}' | true"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert ended.stderr == ""


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_closed_standard_stream_stops_nothing(library, closed: str) -> None:
    command = f"{sys.executable} -m cuespotter recordings --library '{library}' {closed}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ("Nightcall" in ended.stdout) == (">&-" not in closed.split())


def test_an_error_with_stderr_closed_still_has_its_status(tmp_path) -> None:
    command = f"{sys.executable} -m cuespotter recordings --library '{tmp_path}/none' 2>&-"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")


@pytest.mark.parametrize("status", [0, 1, 130])
def test_a_program_that_has_ended_does_not_clean_up_behind_itself(status):
    """That takes seconds on a busy machine, for as long as a thread that is stuck, and 2 s are promised."""
    code = (
        "import threading, time; threading.Thread(target=time.sleep, args=(600,)).start()\n"
        "import atexit; atexit.register(print, 'cleaned up')\n"
        f"from cuespotter.cli import main; main._status_of = lambda arguments: print('done') or {status}\n"
        "main.main()"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300
    )
    assert (ended.returncode, ended.stdout) == (status, "done\n")


def test_an_interruption_while_the_program_is_imported_is_one_line():
    code = (
        "import sys, cuespotter.__main__ as first\n"
        "class Interrupts:\n"
        "    def find_spec(self, *_): raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Interrupts()); first.main()"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (130, "cuespotter: interrupted\n")
