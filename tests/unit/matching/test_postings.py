from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from tests.reference.index_library import DIGEST, NaiveIndex, make_library

from cuespotter.analysis.hashes import HASH_BITS
from cuespotter.index.reader import open_index
from cuespotter.index.writer import write_segment
from cuespotter.matching.postings import Postings


@pytest.fixture(params=[10**6, 0], ids=["unpacked", "packed"])
def asked(request, tmp_path):
    """Postings, the slow index they agree with, and hashes, some twice and some nowhere."""
    entries = make_library(3, 9, hashes=1 << HASH_BITS)
    write_segment(tmp_path / "a.ndx", entries[:5], digest=DIGEST)
    write_segment(tmp_path / "b.ndx", entries[5:], digest=DIGEST)
    there = np.concatenate([landmarks.hash for _, _, landmarks in entries])
    hashes = np.concatenate([there[::2], there[::5], [0, 1, 2**HASH_BITS - 1]]).astype(np.uint32)
    index = open_index(tmp_path, ["a.ndx", "b.ndx"], digest=DIGEST)
    return Postings(index, request.param), NaiveIndex(entries), np.random.default_rng(2).permutation(hashes)


def test_every_hash_has_its_positions(asked):
    postings, naive, hashes = asked
    starts, stops, positions = postings.fetch(hashes)
    found = [positions[start:stop].tolist() for start, stop in zip(starts, stops, strict=True)]
    assert found == naive.fetch(hashes)


def test_hashes_are_counted_asked_once_or_again(asked):
    postings, naive, hashes = asked
    expected = [len(found) for found in naive.fetch(hashes)]
    assert postings.count(hashes[:20]).tolist() == expected[:20]
    assert postings.count(hashes).tolist() == expected
    assert postings.count(hashes[:0]).tolist() == []


def test_threads_get_the_same_answer(asked):
    postings, naive, hashes = asked
    expected = [len(found) for found in naive.fetch(hashes)]
    with ThreadPoolExecutor(4) as threads:
        assert all(counts.tolist() == expected for counts in threads.map(postings.count, [hashes] * 8))


def test_votes_are_zeros_that_each_thread_has_for_itself(asked):
    postings, _, _ = asked
    first = postings.votes(10)
    assert (first.shape, first.any()) == ((2, 10), False)
    assert np.shares_memory(first, postings.votes(7))
    with ThreadPoolExecutor(1) as thread:
        assert not np.shares_memory(first, thread.submit(postings.votes, 10).result())
