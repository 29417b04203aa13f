import numpy as np
import pytest
from tests.reference.index_library import DIGEST, NaiveIndex, assert_same_answers

from cuespotter.errors import UnknownRecordingError
from cuespotter.index.shards import open_shards, share_out, superseded
from cuespotter.index.writer import write_segment

QUERY = np.arange(0, 1 << 24, 1 << 10, dtype=np.uint32)
FILES = {"a.ndx": (0, 4), "b.ndx": (4, 6), "c.ndx": (6, 12)}


@pytest.fixture
def files(tmp_path, entries):
    """Three files; the last has one recording of the first anew."""
    for name, (first, last) in FILES.items():
        again = [entries[1]] if name == "c.ndx" else []
        write_segment(tmp_path / name, [*entries[first:last], *again], digest=DIGEST)
    return tmp_path


def opened(folder, *shards, **given):
    return open_shards(folder, shards, digest=DIGEST, **given)


@pytest.mark.parametrize(
    ("sizes", "most", "shards"),
    [
        ([], 5, []),
        ([9], 5, [(0, 1)]),
        ([2, 3], 5, [(0, 2)]),
        ([2, 4], 5, [(0, 1), (1, 2)]),
        ([9, 1, 9, 2, 3, 1], 5, [(0, 1), (1, 2), (2, 3), (3, 5), (5, 6)]),
    ],
)
def test_neighbours_are_a_shard_as_far_as_they_are_within_the_bound(sizes, most, shards):
    assert share_out(sizes, most) == shards


def test_what_a_later_shard_has_does_not_count_in_those_before():
    assert superseded([["a", "b"], ["b", "c"], ["a", "c"]]) == [{"a", "b"}, {"c"}, set()]


def test_each_shard_answers_for_its_own_recordings(files, entries):
    shards = opened(files, ["a.ndx", "b.ndx"], ["c.ndx"])
    first, second = shards.parts
    assert_same_answers(first, NaiveIndex(entries[:6], removed=[entries[1][0]]), QUERY)
    assert_same_answers(second, NaiveIndex([*entries[6:], entries[1]]), QUERY)
    assert shards.recordings == first.recordings + second.recordings


def test_no_recording_is_lost_or_doubled_and_each_has_its_fingerprint(files, entries):
    shards = opened(files, *([name] for name in FILES))
    assert sorted(shards.recordings) == sorted(name for name, _, _ in entries)
    for name, fingerprint, _ in entries:
        found = shards.fingerprint(name)
        assert found.frames == fingerprint.frames
        assert found.peaks.cents.tolist() == fingerprint.peaks.cents.tolist()
    with pytest.raises(UnknownRecordingError):
        shards.fingerprint("none")


def test_shards_without_a_recording_that_counts_are_none(files, entries):
    names = [name for name, _, _ in entries]
    assert len(opened(files, *([name] for name in FILES), removed=names[4:6]).parts) == 2
    (part,) = opened(files, *([name] for name in FILES), only=[names[4], names[5]], removed=names[5:6]).parts
    assert part.recordings == (names[4],)
