from pathlib import Path

import pytest

from cuespotter.library import Holdings, adding, upkeep

FILES = 12


def silent(done: int, total: int) -> None:
    pass


@pytest.fixture
def many(library: Holdings, tmp_path: Path) -> Holdings:
    """Twelve recordings, three of them in each index file; one was removed."""
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number:02}.flac").write_text(f"sound {number}\nTitle {number}")
    for first in range(0, FILES, 3):
        library.add([folder / f"{number:02}.flac" for number in range(first, first + 3)], jobs=1)
    library.remove([str(folder / "04.flac")])
    return library


def sizes(library: Holdings) -> list[int]:
    return [one.bytes for one in library.catalogue.segments()]


def test_a_bound_parts_the_index_and_none_joins_it(many: Holdings) -> None:
    names = sorted(many.index().recordings)
    peaks = {name: many.index().fingerprint(name).peaks.cents.tolist() for name in names}
    assert len(names) == FILES - 1
    many.compact(silent)
    (whole,) = sizes(many)
    many.compact(silent, shard_bytes=whole // 3)
    assert len(sizes(many)) >= 3
    assert max(sizes(many)) <= whole // 3
    assert many.verify(silent) == []
    shards = many.searched()
    assert len(shards.parts) == len(sizes(many))
    assert sorted(shards.recordings) == names
    assert {name: shards.fingerprint(name).peaks.cents.tolist() for name in names} == peaks
    before = many.catalogue.segments()
    many.compact(silent)
    assert many.catalogue.segments() == before, "it is compact"
    many.compact(silent, shard_bytes=0)
    assert sizes(many) == [whole]
    assert len(many.searched().parts) == 1
    assert sorted(many.searched().recordings) == names


def test_files_that_would_grow_too_large_are_left_alone_when_music_is_added(
    many: Holdings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "MOST_SEGMENTS", 3)
    monkeypatch.setattr(upkeep, "MERGED_AT_ONCE", 3)
    many.compact(silent)
    (whole,) = sizes(many)
    many.compact(silent, shard_bytes=whole // 2)
    large = [one.name for one in many.catalogue.segments() if one.bytes > whole // 4]
    assert large
    monkeypatch.setattr(adding, "BATCH_RECORDINGS", 1)
    folder = tmp_path / "more"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number}.flac").write_text(f"more {number}\nMore {number}")
    many.add([folder], jobs=1)
    assert {one.name for one in many.catalogue.segments()} >= set(large)
    assert len(many.searched().recordings) == FILES - 1 + 6
    assert many.verify(silent) == []


def test_a_kill_between_two_new_files_loses_nothing(many: Holdings, monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted(many.index().recordings)
    many.compact(silent)
    (whole,) = sizes(many)

    def killed(done: int, total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        many.compact(killed, shard_bytes=whole // 3)
    assert sorted(many.searched().recordings) == names
    assert len(set(many.searched().recordings)) == len(many.searched().recordings)
    assert many.verify(silent) == []
    many.compact(silent)
    assert sorted(many.searched().recordings) == names
    assert max(sizes(many)) <= whole // 3
