from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.reference.index_library import (
    DIGEST,
    NaiveIndex,
    assert_same_answers,
    make_library,
    make_recording,
    same_fingerprint,
)

from cuespotter.errors import (
    LibraryDamagedError,
    LibraryError,
    LibraryVersionError,
    ShapeError,
    UnknownRecordingError,
)
from cuespotter.index.reader import Index, open_index
from cuespotter.index.segment import Segment
from cuespotter.index.writer import write_segment


@pytest.fixture
def two(tmp_path, entries):
    """Two segments with 12 recordings."""
    write_segment(tmp_path / "a.ndx", entries[:7], digest=DIGEST)
    write_segment(tmp_path / "b.ndx", entries[7:], digest=DIGEST)
    return tmp_path


@pytest.fixture
def query(entries):
    """Hashes that are there, in no order, some twice, and hashes that are nowhere."""
    there = np.concatenate([landmarks.hash for _, _, landmarks in entries])
    asked = np.concatenate([there[::3], there[::7], [0, 1, 2**24 - 1, 2**24, 2**32 - 1]])
    return np.random.default_rng(2).permutation(asked).astype(np.uint32)


def test_all_segments_answer_as_one(two, entries, query):
    assert_same_answers(open_index(two, ["a.ndx", "b.ndx"], digest=DIGEST), NaiveIndex(entries), query)


def test_the_order_in_which_recordings_were_written_changes_no_place(tmp_path, entries, query):
    shuffled = [entries[i] for i in np.random.default_rng(4).permutation(len(entries))]
    for name, some in (("a", shuffled[:5]), ("b", shuffled[5:])):
        write_segment(tmp_path / f"{name}.ndx", some, digest=DIGEST)
    for order in (["a.ndx", "b.ndx"], ["b.ndx", "a.ndx"]):
        assert_same_answers(open_index(tmp_path, order, digest=DIGEST), NaiveIndex(entries), query)


def test_a_removed_recording_was_never_there(two, entries, query):
    removed = {"rec-1-2", "rec-1-3", "rec-1-11", "nobody"}
    index = open_index(two, ["a.ndx", "b.ndx"], digest=DIGEST, removed=removed)
    assert_same_answers(index, NaiveIndex(entries, removed), query)
    with pytest.raises(UnknownRecordingError, match=r"rec-1-3 is not in the index"):
        index.fingerprint("rec-1-3")


def test_with_all_recordings_removed_nothing_is_found(two, entries, query):
    index = open_index(two, ["a.ndx"], digest=DIGEST, removed=[name for name, _, _ in entries])
    assert_same_answers(index, NaiveIndex([]), query)


def test_an_empty_index_answers(tmp_path, query):
    assert_same_answers(open_index(tmp_path, [], digest=DIGEST), NaiveIndex([]), query)


def test_an_empty_segment_answers(tmp_path, query):
    write_segment(tmp_path / "none.ndx", [], digest=DIGEST)
    assert_same_answers(open_index(tmp_path, ["none.ndx"], digest=DIGEST), NaiveIndex([]), query)


def test_no_query_is_answered_with_nothing(two):
    offsets, positions = open_index(two, ["a.ndx"], digest=DIGEST).fetch(np.empty(0, np.uint32))
    assert offsets.tolist() == [0]
    assert positions.tolist() == []


def test_of_a_recording_in_two_segments_the_later_counts(tmp_path, entries, query):
    newer = [(entries[4][0], *make_recording(np.random.default_rng(9), frames=50, peaks=9, landmarks=30))]
    write_segment(tmp_path / "a.ndx", entries, digest=DIGEST)
    write_segment(tmp_path / "b.ndx", newer, digest=DIGEST)
    index = open_index(tmp_path, ["a.ndx", "b.ndx"], digest=DIGEST)
    asked = np.concatenate([query, newer[0][2].hash])
    assert_same_answers(index, NaiveIndex(entries[:4] + entries[5:] + newer), asked)
    assert same_fingerprint(index.fingerprint(newer[0][0]), newer[0][1])


def test_every_fingerprint_comes_back(two, entries):
    index = open_index(two, ["a.ndx", "b.ndx"], digest=DIGEST)
    for name, fingerprint, _ in entries:
        assert same_fingerprint(index.fingerprint(name), fingerprint)


def test_threads_get_the_same_answer(two, query):
    index = open_index(two, ["a.ndx", "b.ndx"], digest=DIGEST)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(index.fetch, [query] * 8))
    assert all(np.array_equal(o, answers[0][0]) and np.array_equal(p, answers[0][1]) for o, p in answers)


@pytest.mark.parametrize("hashes", [np.zeros(3, np.int64), np.zeros((2, 2), np.uint32)])
def test_a_query_of_another_type_is_refused(two, hashes):
    with pytest.raises(ShapeError, match=r"must be uint32\[q\]"):
        open_index(two, ["a.ndx"], digest=DIGEST).fetch(hashes)


def test_another_digest_is_refused(two):
    with pytest.raises(LibraryVersionError, match=r"a\.ndx was built with analysis settings 0123"):
        open_index(two, ["a.ndx"], digest="fedcba9876543210")


def test_a_missing_segment_is_named_and_told_apart(two):
    with pytest.raises(LibraryDamagedError, match=r"gone\.ndx is missing") as caught:
        open_index(two, ["a.ndx", "gone.ndx"], digest=DIGEST)
    assert caught.value.missing


def test_more_frames_than_positions_can_count_are_refused(tmp_path):
    fingerprint, landmarks = make_recording(np.random.default_rng(0), frames=3 << 30, peaks=0, landmarks=0)
    for name in "ab":
        write_segment(tmp_path / name, [(name, fingerprint, landmarks)], digest=DIGEST)
    with pytest.raises(LibraryError, match=r"has 6442450944 frames, an index holds 2\*\*32"):
        Index([Segment(tmp_path / name, digest=DIGEST) for name in "ab"])


def test_a_long_time_line_is_counted_without_overflow(tmp_path):
    rng = np.random.default_rng(0)
    entries = [
        (f"r{i}", *make_recording(rng, frames=(1 << 30) + i, peaks=5, landmarks=40, hashes=8))
        for i in range(3)
    ]
    write_segment(tmp_path / "a.ndx", entries, digest=DIGEST)
    index = open_index(tmp_path, ["a.ndx"], digest=DIGEST)
    assert_same_answers(index, NaiveIndex(entries), np.arange(9, dtype=np.uint32))


def test_many_postings_of_one_hash_are_found_between_rare_ones(tmp_path):
    rng = np.random.default_rng(0)
    entries = make_library(6, 3, hashes=4, size=900) + make_library(7, 3, size=300)
    write_segment(tmp_path / "a.ndx", entries, digest=DIGEST)
    index = open_index(tmp_path, ["a.ndx"], digest=DIGEST)
    asked = np.concatenate([np.arange(6), entries[-1][2].hash[:20], rng.integers(0, 2**24, 20)]).astype(
        np.uint32
    )
    assert_same_answers(index, NaiveIndex(entries), asked)
