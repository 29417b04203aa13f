"""Whole segments: any recordings come back, and no bytes whatever harm the reader."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.index_library import (
    DIGEST,
    NaiveIndex,
    assert_same_answers,
    make_library,
    same_fingerprint,
)

from cuespotter.errors import LibraryDamagedError, LibraryVersionError
from cuespotter.index.file_format import HEADER_BYTES, SECTIONS, FileSection, Header, checksum, pack_header
from cuespotter.index.reader import Index
from cuespotter.index.segment import Segment
from cuespotter.index.verify import verify_segment
from cuespotter.index.writer import write_segment


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("segments")


@pytest.fixture(scope="module")
def sound(folder):
    """A segment's bytes, and its sections' places."""
    write_segment(folder / "sound.ndx", make_library(5, 6, hashes=3000), digest=DIGEST)
    return (folder / "sound.ndx").read_bytes(), Segment(folder / "sound.ndx", digest=DIGEST).header


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=3),
    st.integers(0, 1000),
    st.sampled_from([1, 7, 300, 1 << 24]),
    st.sets(st.integers(0, 14)),
)
@settings(deadline=None, max_examples=25)
def test_any_library_is_answered_for_as_the_twin_does(folder, sizes, seed, hashes, gone):
    entries = make_library(seed, sum(sizes), hashes=hashes)
    removed = {f"rec-{seed}-{i}" for i in gone}
    segments, first = [], 0
    for i, size in enumerate(sizes):
        write_segment(folder / f"{i}.ndx", entries[first : first + size], digest=DIGEST)
        verify_segment(folder / f"{i}.ndx")
        segments.append(Segment(folder / f"{i}.ndx", digest=DIGEST))
        first += size
    index = Index(segments, removed)
    there = [landmarks.hash[::5] for _, _, landmarks in entries]
    query = np.concatenate([*there, np.arange(9)]).astype(np.uint32)
    assert_same_answers(index, NaiveIndex(entries, removed), query)
    for name, fingerprint, _ in entries:
        assert name in removed or same_fingerprint(index.fingerprint(name), fingerprint)


def use(path):
    """Do all that a reader does; answers may be wrong, but must be possible."""
    index = Index([Segment(path, digest=DIGEST)])
    query = np.arange(0, 3000, 3, dtype=np.uint32)
    offsets, positions = index.fetch(query)
    assert len(positions) == offsets[-1] == index.count(query).sum()
    assert positions.max(initial=0) < max(1, index.starts[-1])
    for name in index.recordings:
        fingerprint = index.fingerprint(name)
        assert fingerprint.peaks.frame.max(initial=0) < max(1, fingerprint.frames)
    verify_segment(path)


def error_of(path):
    """Give the message of the error that using the file ends in, or its name if in none."""
    try:
        use(path)
    except LibraryDamagedError as error:
        return str(error)
    return path.name


def sealed(data, header):
    """Give every section and the header the checksum of what they hold now."""
    sections = {
        name: FileSection(
            old.offset, old.length, checksum(data[old.offset : old.offset + old.length]).digest()
        )
        for name, old in header.sections.items()
    }
    seal = Header(header.digest, header.recordings, header.frames, header.postings, sections)
    return pack_header(seal) + data[HEADER_BYTES:]


damage = st.lists(
    st.tuples(st.sampled_from(SECTIONS), st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=8
)


@given(damage, st.sampled_from(["flip", "zero", "fill"]))
@settings(deadline=None, max_examples=150)
def test_damage_under_right_checksums_ends_in_an_error_or_an_answer(folder, sound, changes, kind):
    """Checksums made right again let the damage through to the kernels."""
    data, header = bytearray(sound[0]), sound[1]
    for name, place, bits in changes:
        section = header.sections[name]
        at = section.offset + int(place * (section.length - 1))
        stop = min(at + (1 if kind == "flip" else 16), section.offset + section.length)
        for i in range(at, stop):
            data[i] = {"flip": data[i] ^ bits, "zero": 0, "fill": 255}[kind]
    path = folder / "hostile.ndx"
    path.write_bytes(sealed(bytes(data), header))
    assert "hostile.ndx" in error_of(path)


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 255)), min_size=1, max_size=4), st.floats(0, 1))
@settings(deadline=None, max_examples=100)
def test_flipped_bytes_and_short_files_end_in_an_error(folder, sound, flips, kept):
    whole = sound[0]
    data = bytearray(whole)
    for place, bits in flips:
        data[int(place * (len(data) - 1))] ^= bits
    path = folder / "flipped.ndx"
    path.write_bytes(data if kept > 0.5 else whole[: int(kept * 2 * (len(whole) - 1))])
    if path.read_bytes() == whole:
        return
    with pytest.raises((LibraryDamagedError, LibraryVersionError), match=r"flipped\.ndx"):
        use(path)
