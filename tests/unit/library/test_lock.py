import os
import subprocess
import sys
from pathlib import Path

import pytest

from cuespotter.errors import LibraryBusyError, LibraryUnwritableError
from cuespotter.library.lock import LOCK_NAME, writer_lock

HOLD = """
import sys
from pathlib import Path
from cuespotter.library.lock import writer_lock
with writer_lock(Path(sys.argv[1]), task="add"):
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path: Path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path, holder) -> None:
    words = rf"process {holder.pid} on .*: add.*then try again$"
    with pytest.raises(LibraryBusyError, match=words) as caught, writer_lock(tmp_path, task="add"):
        pass
    assert caught.value.pid == holder.pid


def test_the_lock_dies_with_the_process_that_holds_it(tmp_path: Path, holder) -> None:
    holder.kill()
    holder.wait()
    with writer_lock(tmp_path, task="add"):
        assert str(os.getpid()) in (tmp_path / LOCK_NAME).read_text()


def test_who_waits_gets_the_lock_when_it_is_free(
    tmp_path: Path, holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_the_holder(seconds: float) -> None:
        holder.kill()
        holder.wait()

    monkeypatch.setattr("cuespotter.library.lock.time.sleep", end_the_holder)
    with writer_lock(tmp_path, task="add", wait=True):
        pass


def test_a_lock_file_full_of_nonsense_still_names_another_process(tmp_path: Path, holder) -> None:
    (tmp_path / LOCK_NAME).write_text("no json")
    with pytest.raises(LibraryBusyError, match="another process"), writer_lock(tmp_path, task="add"):
        pass


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(LibraryUnwritableError, match=r"no, is not there.* 'cuespotter repair'"),
        writer_lock(tmp_path / "no", task="add"),
    ):
        pass
