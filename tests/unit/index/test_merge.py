import numpy as np
import pytest
from tests.reference.index_library import DIGEST, make_library

from cuespotter.analysis.landmarks import Landmarks
from cuespotter.errors import LibraryDamagedError, LibraryVersionError, UsageError
from cuespotter.index import merge, writer
from cuespotter.index.merge import merge_segments, rebuild_segment
from cuespotter.index.reader import open_index
from cuespotter.index.verify import verify_segment
from cuespotter.index.writer import write_segment


@pytest.fixture
def sources(tmp_path, entries):
    """Three segments with 12 recordings."""
    paths = [tmp_path / f"{i}.ndx" for i in range(3)]
    for path, start, stop in zip(paths, (0, 5, 5), (5, 5, 12), strict=True):
        write_segment(path, entries[start:stop], digest=DIGEST)
    return paths


@pytest.mark.parametrize("removed", [set(), {"rec-1-1", "rec-1-7"}, {f"rec-1-{i}" for i in range(12)}])
@pytest.mark.parametrize("most_keys", [1, 40, 1 << 20])
def test_merging_gives_the_bytes_of_writing_at_once(
    sources, entries, tmp_path, monkeypatch, removed, most_keys
):
    monkeypatch.setattr(merge, "MOST_KEYS", most_keys)
    summary = merge_segments(tmp_path / "m.ndx", [(p, removed) for p in sources], digest=DIGEST)
    kept = [entry for entry in entries if entry[0] not in removed]
    write_segment(tmp_path / "at_once.ndx", kept, digest=DIGEST)
    assert summary.recordings == len(kept)
    assert (tmp_path / "m.ndx").read_bytes() == (tmp_path / "at_once.ndx").read_bytes()
    verify_segment(tmp_path / "m.ndx")


def test_a_recording_kept_from_two_segments_is_refused(sources, tmp_path):
    with pytest.raises(UsageError, match="rec-1-0 comes twice"):
        merge_segments(tmp_path / "m.ndx", [(sources[0], ()), (sources[0], ())], digest=DIGEST)
    assert not (tmp_path / "m.ndx").exists()


def test_damage_is_not_copied_under_a_new_checksum(sources, tmp_path):
    data = bytearray(sources[2].read_bytes())
    data[400] ^= 4
    sources[2].write_bytes(data)
    with pytest.raises(LibraryDamagedError, match=r"2\.ndx is damaged"):
        merge_segments(tmp_path / "m.ndx", [(p, ()) for p in sources], digest=DIGEST)
    assert not (tmp_path / "m.ndx").exists()


def test_a_segment_of_other_settings_is_not_merged(sources, tmp_path):
    with pytest.raises(LibraryVersionError, match="this run asks for other"):
        merge_segments(tmp_path / "m.ndx", [(p, ()) for p in sources], digest="other")


def first_frames(fingerprint):
    """Make landmarks of another kind."""
    frame = fingerprint.peaks.frame[::2]
    return Landmarks(fingerprint.peaks.cents[::2].astype(np.uint32), frame)


def test_a_segment_is_rebuilt_from_its_fingerprints(segment, entries, tmp_path):
    summary = rebuild_segment(segment, tmp_path / "new.ndx", first_frames, "new")
    expected = [(name, fingerprint, first_frames(fingerprint)) for name, fingerprint, _ in entries]
    write_segment(tmp_path / "expected.ndx", expected, digest="new")
    assert summary.recordings == 12
    assert (tmp_path / "new.ndx").read_bytes() == (tmp_path / "expected.ndx").read_bytes()
    assert open_index(tmp_path, ["new.ndx"], digest="new").recordings == tuple(sorted(e[0] for e in entries))


def test_rebuilding_needs_no_sound_postings(segment, tmp_path):
    from cuespotter.index.segment import Segment

    section = Segment(segment, digest=None).header.sections["POST"]
    data = bytearray(segment.read_bytes())
    data[section.offset : section.offset + section.length] = b"\xff" * section.length
    segment.write_bytes(data)
    rebuild_segment(segment, tmp_path / "new.ndx", first_frames, DIGEST)
    verify_segment(tmp_path / "new.ndx")


def test_rebuilding_does_not_spread_damaged_fingerprints(segment, tmp_path):
    data = bytearray(segment.read_bytes())
    data[400] ^= 4
    segment.write_bytes(data)
    with pytest.raises(LibraryDamagedError, match="its section PEAK does not agree"):
        rebuild_segment(segment, tmp_path / "new.ndx", first_frames, DIGEST)


def test_a_rebuild_is_bounded_in_memory_too(segment, tmp_path, monkeypatch):
    rebuild_segment(segment, tmp_path / "a.ndx", first_frames, DIGEST)
    monkeypatch.setattr(writer, "MOST_KEYS", 20)
    rebuild_segment(segment, tmp_path / "b.ndx", first_frames, DIGEST)
    assert (tmp_path / "a.ndx").read_bytes() == (tmp_path / "b.ndx").read_bytes()


def test_segments_far_larger_than_a_portion_are_merged(tmp_path, monkeypatch):
    entries = make_library(8, 4, hashes=3, size=700)
    for i, entry in enumerate(entries):
        write_segment(tmp_path / f"{i}.ndx", [entry], digest=DIGEST)
    write_segment(tmp_path / "at_once.ndx", entries, digest=DIGEST)
    monkeypatch.setattr(merge, "MOST_KEYS", 16)
    merge_segments(tmp_path / "m.ndx", [(tmp_path / f"{i}.ndx", ()) for i in range(4)], digest=DIGEST)
    assert (tmp_path / "m.ndx").read_bytes() == (tmp_path / "at_once.ndx").read_bytes()
