import os
from pathlib import Path

import pytest

from cuespotter.catalogue.content import content_digest
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import KnownRecording
from cuespotter.errors import MissingFileError
from cuespotter.library import plan as plan_module
from cuespotter.library.plan import plan_add
from cuespotter.library.scan import FoundFile, find_files


class Disk:
    """A music folder and what the catalogue would know of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, KnownFile] = {}
        self.recordings: dict[str, KnownRecording] = {}

    def write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def learn(self, *, removed: bool = False, segment: str | None = "one") -> None:
        for found in find_files([self.folder]):
            assert isinstance(found, FoundFile)
            digest = content_digest(found.path)
            self.files[found.location] = KnownFile(
                found.location, found.root, found.size, found.mtime_ns, digest
            )
            self.recordings[digest] = KnownRecording(digest, digest, found.size, segment, removed)

    def plan(self, *folders: Path, rebuild: bool = False):
        return plan_add(find_files(folders or [self.folder]), self.files, self.recordings, rebuild=rebuild)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    made = Disk(tmp_path / "music")
    made.write("a.flac", b"one")
    made.write("b.flac", b"another")
    return made


def test_what_is_new_is_heard(disk: Disk) -> None:
    plan = disk.plan()
    assert [file.below for file in plan.to_hear] == ["a.flac", "b.flac"]
    assert plan.bytes_to_hear == 10


def test_what_is_known_is_not_even_opened(disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.learn()
    monkeypatch.setattr(plan_module, "content_digest", lambda path: pytest.fail(f"{path} was read"))
    plan = disk.plan()
    assert (plan.unchanged, plan.to_hear, plan.sightings) == (2, [], [])


def test_a_file_with_a_new_time_but_its_old_content_is_only_noted(disk: Disk) -> None:
    disk.learn()
    os.utime(disk.folder / "a.flac", (1, 1))
    plan = disk.plan()
    assert (plan.unchanged, plan.to_hear) == (2, [])
    assert [sighting.file.below for sighting in plan.sightings] == ["a.flac"]


def test_a_changed_file_is_heard_again(disk: Disk) -> None:
    disk.learn()
    disk.write("a.flac", b"two")
    os.utime(disk.folder / "a.flac", (1, 1))
    disk.write("b.flac", b"longer than before")
    assert [file.below for file in disk.plan().to_hear] == ["a.flac", "b.flac"]


def test_a_moved_file_is_noticed_without_hearing_it(disk: Disk) -> None:
    disk.learn()
    (disk.folder / "a.flac").rename(disk.folder / "c.flac")
    plan = disk.plan()
    assert plan.to_hear == []
    (sighting,) = plan.sightings
    assert sighting.moved_from == str(disk.folder / "a.flac")
    assert (sighting.is_copy, sighting.path_changed) == (False, True)


def test_a_copy_is_named_a_copy(disk: Disk) -> None:
    disk.learn()
    disk.write("c.flac", b"one")
    (sighting,) = disk.plan().sightings
    assert sighting.is_copy
    assert sighting.moved_from is None


def test_two_new_files_of_one_content_are_heard_once(disk: Disk) -> None:
    disk.write("c.flac", b"one")
    plan = disk.plan()
    assert [file.below for file in plan.to_hear] == ["a.flac", "b.flac"]
    assert [file.below for file in plan.copies[str(disk.folder / "a.flac")]] == ["c.flac"]


def test_a_removed_recording_comes_back_without_hearing_it(disk: Disk) -> None:
    disk.learn(removed=True)
    disk.files.clear()
    plan = disk.plan()
    assert plan.to_hear == []
    assert len(plan.sightings) == 2


def test_a_recording_whose_fingerprint_is_lost_is_heard_again(disk: Disk) -> None:
    disk.learn(segment=None)
    assert len(disk.plan().to_hear) == 2


def test_rebuild_hears_everything(disk: Disk) -> None:
    disk.learn()
    assert len(disk.plan(rebuild=True).to_hear) == 2


def test_paths_count_from_the_outermost_folder_that_was_added(disk: Disk) -> None:
    inner = disk.folder / "inner"
    disk.write("inner/d.flac", b"deep inside")
    inside = Disk(inner)
    inside.learn()
    disk.files, disk.recordings = inside.files, inside.recordings
    (sighting,) = disk.plan().sightings
    assert sighting.file.below == "inner/d.flac"
    assert sighting.path_changed
    disk.learn()
    assert disk.plan(inner).sightings == []


def test_what_could_not_be_looked_at_is_kept_for_the_report(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk.write("c.flac", b"one")

    def refuse(path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(plan_module, "content_digest", refuse)
    plan = disk.plan(disk.folder, disk.folder / "no")
    assert [file.below for file in plan.to_hear] == ["b.flac"]
    assert len(plan.failures) == 3
    assert any(isinstance(failure, MissingFileError) for failure in plan.failures)
