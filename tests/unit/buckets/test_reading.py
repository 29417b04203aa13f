"""What is read of an object is what it holds, however it is read; and each byte of it comes once."""

import errno
import io
import os
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuespotter.buckets import reading
from cuespotter.buckets.asking import ObjectFacts
from cuespotter.buckets.reading import Blocks, BucketFile

BLOCK = 16


@dataclass
class Fake:
    """An object in memory, and what was asked of it."""

    content: bytes
    mark: str = "1"
    url: str = "s3://archive/film.mkv"
    asked: list[tuple[int, int]] = field(default_factory=list)
    failures: int = 0

    def facts(self):
        return ObjectFacts(self.url, len(self.content), 0, self.mark)

    def read(self, begin, end, mark):
        self.asked.append((begin, end))
        if self.failures:
            self.failures -= 1
            raise OSError(errno.EIO, "the bucket does not give it")
        assert mark == self.mark
        return self.content[begin:end]

    @property
    def fetched(self):
        return sum(end - begin for begin, end in self.asked)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(reading, "BLOCK_BYTES", BLOCK)
    monkeypatch.setattr(reading, "_BLOCKS", Blocks(12))


@given(
    size=st.integers(0, 300),
    steps=st.lists(
        st.tuples(st.integers(-20, 320), st.integers(0, 90), st.sampled_from([0, 1, 2])), max_size=20
    ),
)
def test_it_reads_and_seeks_as_a_file_in_memory_does(size, steps):
    reading._BLOCKS = Blocks(12)
    content = os.urandom(size)
    ours, plain = io.BufferedReader(BucketFile(Fake(content))), io.BytesIO(content)
    for place, count, whence in steps:
        at = max(0, place + (0, plain.tell(), size)[whence])
        assert ours.seek(at) == plain.seek(at)
        assert ours.read(count) == plain.read(count)
        assert ours.tell() == plain.tell()


def test_a_file_that_is_read_through_is_asked_for_in_few_requests_each_byte_once():
    source = Fake(os.urandom(100 * BLOCK + 5))
    file = BucketFile(source)
    got = b""
    while part := file.read(7):
        got += part
    assert got == source.content
    assert source.fetched == len(source.content)
    assert len(source.asked) <= 100 / reading.RUN_BLOCKS + 5


def test_a_look_at_one_place_brings_one_block():
    source = Fake(os.urandom(100 * BLOCK))
    file = BucketFile(source)
    file.seek(-3, os.SEEK_END)
    file.read(3)
    file.seek(50 * BLOCK + 2)
    file.read(3)
    assert source.asked == [(99 * BLOCK, 100 * BLOCK), (50 * BLOCK, 51 * BLOCK)]


def test_two_that_read_side_by_side_bring_it_once():
    source = Fake(os.urandom(40 * BLOCK))
    files = [BucketFile(source), BucketFile(source)]
    parts = [b"", b""]
    for _ in range(40 * BLOCK // 8):
        for number, file in enumerate(files):
            parts[number] += file.read(8)
    assert parts == [source.content, source.content]
    assert source.fetched == len(source.content)


def test_what_fails_is_told_and_asked_for_anew():
    source = Fake(os.urandom(5 * BLOCK), failures=50)
    file = BucketFile(source)
    with pytest.raises(OSError, match="does not give it"):
        file.read(4)
    source.failures = 0
    assert file.read(4) == source.content[:4]


def test_another_version_is_not_mixed_with_the_one_before():
    old = Fake(b"a" * BLOCK)
    assert BucketFile(old).read(4) == b"aaaa"
    assert BucketFile(Fake(b"b" * BLOCK, mark="2")).read(4) == b"bbbb"
