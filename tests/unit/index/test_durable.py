import errno
import pickle

import pytest
from tests.reference.faulty_disk import OPERATIONS, CountingDisk, FaultyDisk, ForgetfulDisk, PowerCut
from tests.reference.index_library import DIGEST, make_library

from cuespotter.errors import LibraryUnwritableError, MissingFileError
from cuespotter.index import writer
from cuespotter.index.durable import Disk, collect_garbage, written_whole
from cuespotter.index.merge import merge_segments
from cuespotter.index.reader import open_index
from cuespotter.index.verify import verify_segment
from cuespotter.index.writer import write_segment


def add(folder, disk):
    """Write a second segment, in a way that takes every path of the writer (three runs on the disk too)."""
    write_segment(folder / "two.ndx", make_library(2, 5), digest=DIGEST, disk=disk)


def compact(folder, disk):
    """Merge the segment with itself, less one recording, into a new one."""
    merge_segments(folder / "two.ndx", [(folder / "one.ndx", {"rec-1-3"})], digest=DIGEST, disk=disk)


@pytest.fixture(autouse=True)
def small_runs(monkeypatch):
    monkeypatch.setattr(writer, "MOST_KEYS", 50)


def operations_of(work, folder):
    disk = CountingDisk()
    work(folder, disk)
    (folder / "two.ndx").unlink()
    return disk.operations


def error_of(work, folder, disk):
    try:
        work(folder, disk)
    except LibraryUnwritableError as error:
        return error
    return None


def assert_old_state(folder, before):
    assert (folder / "one.ndx").read_bytes() == before
    assert len(open_index(folder, ["one.ndx"], digest=DIGEST).recordings) == 12
    for path in folder.iterdir():
        if not path.name.endswith(".partial"):
            verify_segment(path)
    collect_garbage(folder, ["one.ndx"])
    assert [path.name for path in folder.iterdir()] == ["one.ndx"]


@pytest.mark.parametrize("stuck", [False, True])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("work", [add, compact])
def test_an_error_at_any_operation_leaves_the_library_as_it_was(
    segment, work, number, stuck, record_property
):
    folder, before = segment.parent, segment.read_bytes()
    failed = set()
    points = operations_of(work, folder)
    record_property("points failed, libraries checked", points)
    for fail_at in range(points):
        disk = FaultyDisk(fail_at, number, stuck=stuck)
        error = error_of(work, folder, disk)
        if error is None:
            assert disk.failed == ["unlink"], "only clearing up may fail without a word"
        else:
            assert error.errno == number
            assert "the library is as it was" in str(error)
        failed |= set(disk.failed)
        assert_old_state(folder, before)
    assert failed >= set(OPERATIONS) - ({"unlink"} if work is compact and not stuck else set())


@pytest.mark.parametrize("work", [add, compact])
def test_a_power_cut_at_any_operation_leaves_the_library_as_it_was(
    segment, work, tmp_path_factory, record_property
):
    folder, before = segment.parent, segment.read_bytes()
    points = operations_of(work, folder)
    record_property("points cut, six libraries checked after each", points)
    for cut_at in range(points):
        disk = ForgetfulDisk(folder, cut_at)
        with pytest.raises(PowerCut):
            work(folder, disk)
        for state in disk.states():
            after = tmp_path_factory.mktemp("after")
            for name, content in state.items():
                (after / name).write_bytes(content)
            assert_old_state(after, before)
        collect_garbage(folder, ["one.ndx"])


def test_a_finished_segment_survives_a_power_cut(segment):
    folder = segment.parent
    disk = ForgetfulDisk(folder, cut_at=None)
    add(folder, disk)
    for state in disk.states():
        assert state["two.ndx"] == (folder / "two.ndx").read_bytes()


def test_the_disk_forgets_what_a_careless_writer_did_not_force(tmp_path):
    """The test of the tests: rename before sync, and a state with a broken segment is found."""
    disk = ForgetfulDisk(tmp_path, cut_at=None)
    file = disk.create(tmp_path / "x.partial")
    disk.write(file, b"abcd")
    disk.close(file)
    disk.rename(tmp_path / "x.partial", tmp_path / "x.ndx")
    disk.sync_folder(tmp_path)
    assert {"x.ndx": b""} in disk.states()


def test_an_error_of_the_entries_is_not_taken_for_the_disk_s(tmp_path):
    def entries():
        yield from make_library(1, 1)
        raise MissingFileError("song.mp3 is gone")

    with pytest.raises(MissingFileError, match="gone"):
        write_segment(tmp_path / "x.ndx", entries(), digest=DIGEST)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named_with_a_cure(tmp_path):
    class ReadOnlyDisk(Disk):
        def create(self, path):
            raise OSError(errno.EROFS, "Read-only file system")

    with (
        pytest.raises(
            LibraryUnwritableError, match=r"x\.ndx was not written \(Read-only.*--library"
        ) as caught,
        written_whole(tmp_path / "x.ndx", ReadOnlyDisk()),
    ):
        pass
    assert pickle.loads(pickle.dumps(caught.value)).errno == errno.EROFS


def test_garbage_is_collected_and_other_files_stay(tmp_path):
    for name in ("a.ndx", "b.ndx", "c.ndx.partial", "notes.txt", "catalogue.sqlite"):
        (tmp_path / name).touch()
    assert collect_garbage(tmp_path, ["a.ndx"]) == ["b.ndx", "c.ndx.partial"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ndx", "catalogue.sqlite", "notes.txt"]


def test_what_cannot_be_removed_stays_and_is_not_reported(tmp_path):
    (tmp_path / "b.ndx").touch()
    disk = FaultyDisk(0, errno.EACCES, stuck=True)
    assert collect_garbage(tmp_path, [], disk=disk) == []
    assert (tmp_path / "b.ndx").exists()
