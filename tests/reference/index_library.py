"""An index as a list of recordings, searched one posting after another; and recordings made from a seed."""

import numpy as np

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks
from cuespotter.analysis.peaks import Peaks

DIGEST = "0123456789abcdef"


def make_recording(rng, *, frames, peaks, landmarks, hashes=1 << 24):
    """Make a fingerprint and landmarks without any meaning, the lower hashes more frequent."""
    fingerprint = Fingerprint(
        Peaks(
            np.sort(rng.integers(0, max(frames, 1), peaks)).astype(np.int32),
            rng.integers(0, 6600, peaks).astype(np.uint16),
        ),
        frames,
    )
    found = Landmarks(
        (rng.random(landmarks) ** 3 * hashes).astype(np.uint32),
        rng.integers(0, max(frames, 1), landmarks).astype(np.int32),
    )
    return fingerprint, found


def make_library(seed, count, *, hashes=1 << 24, size=60):
    """Make (id, fingerprint, landmarks) of some recordings, some without a peak or a frame."""
    rng = np.random.default_rng(seed)
    entries = []
    for i in range(count):
        frames = int(rng.integers(0, 4 * size))
        peaks, landmarks = (int(rng.integers(0, size)) if frames else 0 for _ in range(2))
        made = make_recording(rng, frames=frames, peaks=peaks, landmarks=landmarks, hashes=hashes)
        entries.append((f"rec-{seed}-{i}", *made))
    return entries


class NaiveIndex:
    """What `cuespotter.index.reader.Index` must answer."""

    def __init__(self, entries, removed=()):
        kept = sorted((entry for entry in entries if entry[0] not in removed), key=lambda entry: entry[0])
        self.recordings = tuple(name for name, _, _ in kept)
        self.starts = np.cumsum([0, *(fingerprint.frames for _, fingerprint, _ in kept)])
        self.postings = sum(len(landmarks) for _, _, landmarks in kept)
        self._pairs = sorted(
            (int(h), int(frame) + int(start))
            for (_, _, landmarks), start in zip(kept, self.starts, strict=False)
            for h, frame in zip(landmarks.hash, landmarks.frame, strict=True)
        )

    def fetch(self, hashes):
        """Give the positions of each hash."""
        return [[position for h, position in self._pairs if h == wanted] for wanted in hashes]


def assert_same_answers(index, naive, hashes):
    """Hold an index against its twin."""
    offsets, positions = index.fetch(hashes)
    expected = naive.fetch(hashes)
    assert index.recordings == naive.recordings
    assert index.starts.tolist() == naive.starts.tolist()
    assert index.postings == naive.postings
    assert offsets.dtype == np.int64
    assert positions.dtype == np.uint32
    assert offsets.tolist() == np.cumsum([0, *map(len, expected)]).tolist()
    cut = np.split(positions, offsets[1:-1])
    assert [sorted(found.tolist()) for found in cut[: len(expected)]] == expected
    assert index.count(hashes).tolist() == [len(found) for found in expected]


def same_fingerprint(a, b):
    """Say whether two fingerprints are equal."""
    return (
        a.frames == b.frames
        and a.peaks.frame.tolist() == b.peaks.frame.tolist()
        and a.peaks.cents.tolist() == b.peaks.cents.tolist()
    )
