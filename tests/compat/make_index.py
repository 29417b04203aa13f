"""Make the index of this format version that later versions must open: ``python -m tests.compat.make_index``.

It is made once, when a format version is released, and never again: its answers stand beside it.
"""

import json
from pathlib import Path

import numpy as np
from tests.reference.index_library import DIGEST, NaiveIndex, make_library

from cuespotter.index.file_format import VERSION
from cuespotter.index.writer import write_segment

FOLDER = Path(__file__).parent


def make(folder):
    """Write a segment and its answers, which a naive index gives."""
    entries = make_library(2026, 5, hashes=150, size=300)
    index = NaiveIndex(entries)
    hashes = np.arange(0, 150, dtype=np.uint32)
    answers = {
        "digest": DIGEST,
        "recordings": index.recordings,
        "starts": index.starts.tolist(),
        "positions": {str(h): found for h, found in zip(hashes, index.fetch(hashes), strict=True) if found},
        "peaks": {
            name: [fingerprint.peaks.frame.tolist(), fingerprint.peaks.cents.tolist()]
            for name, fingerprint, _ in entries
        },
    }
    write_segment(folder / f"index-{VERSION}.ndx", entries, digest=DIGEST)
    text = json.dumps(answers, separators=(",", ":"))
    (folder / f"index-{VERSION}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    if (FOLDER / f"index-{VERSION}.ndx").exists():
        raise SystemExit(f"index-{VERSION}.ndx is there; a released format is not made again")
    make(FOLDER)
