import numpy as np
import pytest
from tests.reference.index_kernels import pack_blocks, to_bits

from cuespotter.analysis.landmarks import Landmarks
from cuespotter.errors import ShapeError
from cuespotter.index.durable import Disk
from cuespotter.index.file_format import BLOCK_POSTINGS
from cuespotter.index.postings import KeyRuns, PostingsPacker, make_keys, merge_keys


def landmarks(hashes, frame):
    return Landmarks(np.array(hashes, np.uint32), np.array(frame, np.int32))


@pytest.fixture
def keys():
    """A thousand keys, the lower hashes frequent."""
    rng = np.random.default_rng(3)
    return np.sort(
        (rng.random(1000) ** 8 * 2**24).astype(np.uint64) << np.uint64(32)
        | rng.integers(0, 500, 1000).astype(np.uint64)
    )


def test_keys_hold_hash_and_position_on_the_time_line():
    keys = make_keys(landmarks([5, 2**24 - 1], [0, 9]), start=2**32 - 10, frames=10)
    assert keys.tolist() == [5 << 32 | 2**32 - 10, (2**24 - 1) << 32 | 2**32 - 1]


@pytest.mark.parametrize(
    ("found", "match"),
    [
        (landmarks([1 << 24], [0]), "a hash is 16777216, the index keeps 24 bits"),
        (landmarks([1], [10]), "outside the recording's 10 frames"),
        (landmarks([1], [-1]), "outside the recording's 10 frames"),
        (landmarks([1, 2], [1]), "two columns"),
    ],
)
def test_landmarks_that_are_not_in_the_recording_are_refused(found, match):
    with pytest.raises(ShapeError, match=match):
        make_keys(found, start=0, frames=10)


@pytest.mark.parametrize("cuts", [[], [500], [1, 2, 3, 999], list(range(0, 1000, 7))])
def test_where_portions_are_cut_changes_no_byte(keys, cuts):
    packer = PostingsPacker(500)
    data = b"".join(packer.pack(np.split(keys, cuts)))
    stream, blocks = pack_blocks(keys, 500, BLOCK_POSTINGS)
    assert to_bits(np.frombuffer(data, "<u8")) == stream + "0" * (-len(stream) % 64 + 64)
    expected = [h << 40 | bit for h, bit in blocks] + [(2**24 - 1) << 40 | len(stream)]
    assert np.frombuffer(packer.directory(), "<u8").tolist() == expected
    assert packer.postings == 1000


def test_no_postings_are_a_word_of_zeros_and_a_sentinel():
    packer = PostingsPacker(0)
    assert b"".join(packer.pack([])) == bytes(8)
    assert np.frombuffer(packer.directory(), "<u8").tolist() == [(2**24 - 1) << 40]


def test_merged_keys_ascend_and_none_is_lost(keys):
    owner = np.random.default_rng(4).integers(0, 3, 1000)
    parts = [keys[owner == i] for i in range(4)]
    portions = list(merge_keys([iter(np.array_split(part, 1 + 5 * i)) for i, part in enumerate(parts)]))
    assert np.concatenate(portions).tolist() == keys.tolist()


def test_nothing_merges_to_nothing():
    assert list(merge_keys([])) == []


@pytest.mark.parametrize("most_keys", [1, 130, 10_000])
def test_runs_give_all_keys_sorted_and_leave_no_file(tmp_path, keys, most_keys):
    runs = KeyRuns(tmp_path / "x.ndx", Disk(), most_keys=most_keys)
    shuffled = np.random.default_rng(5).permutation(keys)
    for portion in np.array_split(shuffled, 9):
        runs.add(portion)
    assert len(list(tmp_path.iterdir())) == {1: 9, 130: 4, 10_000: 0}[most_keys]
    assert np.concatenate(list(runs.portions())).tolist() == keys.tolist()
    runs.close()
    assert list(tmp_path.iterdir()) == []
