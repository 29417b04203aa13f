import numpy as np
import pytest
from tests.reference.index_library import DIGEST, make_library, make_recording

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks
from cuespotter.errors import ShapeError, UsageError
from cuespotter.index import writer
from cuespotter.index.writer import write_segment


def test_the_summary_tells_what_was_written(tmp_path, entries):
    summary = write_segment(tmp_path / "a.ndx", iter(entries), digest=DIGEST)
    assert summary.path == tmp_path / "a.ndx"
    assert summary.recordings == 12
    assert summary.frames == sum(fingerprint.frames for _, fingerprint, _ in entries)
    assert summary.postings == sum(len(landmarks) for _, _, landmarks in entries)
    assert summary.file_bytes == (tmp_path / "a.ndx").stat().st_size
    assert list(summary.section_bytes) == ["PEAK", "POST", "DIRY", "NAME", "FRAM", "PKAT"]


def test_the_same_recordings_give_the_same_bytes_whatever_fits_in_memory(tmp_path, entries, monkeypatch):
    write_segment(tmp_path / "a.ndx", entries, digest=DIGEST)
    monkeypatch.setattr(writer, "MOST_KEYS", 30)
    write_segment(tmp_path / "b.ndx", entries, digest=DIGEST)
    assert (tmp_path / "a.ndx").read_bytes() == (tmp_path / "b.ndx").read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_the_order_of_landmarks_changes_nothing(tmp_path):
    rng = np.random.default_rng(0)
    fingerprint, landmarks = make_recording(rng, frames=100, peaks=50, landmarks=200, hashes=50)
    order = rng.permutation(200)
    shuffled = type(landmarks)(landmarks.hash[order], landmarks.frame[order])
    write_segment(tmp_path / "a.ndx", [("x", fingerprint, landmarks)], digest=DIGEST)
    write_segment(tmp_path / "b.ndx", [("x", fingerprint, shuffled)], digest=DIGEST)
    assert (tmp_path / "a.ndx").read_bytes() == (tmp_path / "b.ndx").read_bytes()


def test_an_id_that_comes_twice_is_refused_and_leaves_nothing(tmp_path, entries):
    with pytest.raises(UsageError, match="rec-1-0 comes twice"):
        write_segment(tmp_path / "a.ndx", [*entries, entries[0]], digest=DIGEST)
    assert list(tmp_path.iterdir()) == []


def test_a_time_line_that_is_too_long_is_refused(tmp_path):
    nothing = Fingerprint(Peaks(np.empty(0, np.int32), np.empty(0, np.uint16)), 1 << 31)
    landmarks = make_recording(np.random.default_rng(0), frames=0, peaks=0, landmarks=0)[1]
    entries = [(f"r{i}", nothing, landmarks) for i in range(3)]
    with pytest.raises(UsageError, match=r"a segment holds 2\*\*32 frames; r2 of 2147483648 does not fit in"):
        write_segment(tmp_path / "a.ndx", entries, digest=DIGEST)


def test_peaks_out_of_order_are_refused_and_leave_nothing(tmp_path):
    upside_down = Fingerprint(Peaks(np.array([2, 1], np.int32), np.array([1, 1], np.uint16)), 5)
    landmarks = make_library(1, 1)[0][2]
    with pytest.raises(ShapeError, match="ascend"):
        write_segment(tmp_path / "a.ndx", [("x", upside_down, landmarks)], digest=DIGEST)
    assert list(tmp_path.iterdir()) == []


def test_ids_of_any_unicode_are_kept(tmp_path):
    from cuespotter.index.segment import Segment

    names = ["", "ä\0ö", "日本語", "a" * 1000, "🎬"]
    made = make_recording(np.random.default_rng(0), frames=10, peaks=3, landmarks=3)
    write_segment(tmp_path / "a.ndx", [(name, *made) for name in names], digest=DIGEST)
    assert Segment(tmp_path / "a.ndx", digest=DIGEST).recordings == tuple(names)
