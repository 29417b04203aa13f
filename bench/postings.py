"""How many postings a film asks for, by the size of the library: what another engine would have to do.

``python -m bench.postings FOLDER --film FILM.mkv --music LIBRARY --recordings 1000`` (``--recordings`` as
often as wanted) puts the music of LIBRARY, with its library.csv, among recordings that are made from numbers
(`bench.synthetic`; those in FOLDER are used again), identifies the film against each size and counts at the
door of the engine (`cuespotter.matching.engine`) what goes in, what is looked up, and what comes out. Then
the last two sizes are extended to ``--at`` recordings by the power law through them. Prints JSON, each figure
of one hour of film.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import log
from pathlib import Path
from typing import Any
from unittest.mock import patch

import av
import numpy as np
from bench.identify_scale import DIGEST, REAL, SETTINGS, write_library, write_music
from bench.synthetic import MEAN_SECONDS

from cuespotter.analysis.hashes import HASH_BITS
from cuespotter.analysis.landmarks import Pairs, hash_pairs
from cuespotter.identify import identify
from cuespotter.index.reader import Index, open_index
from cuespotter.index.segment import Segment
from cuespotter.matching.engine import IndexEngine
from cuespotter.matching.match import Candidate, Hypothesis, _rarer
from cuespotter.model import Recording

ONCE = replace(SETTINGS, matching=replace(SETTINGS.matching, deep_postings=sys.maxsize))
"""Without the search of a film's likely recordings: no library is asked for that, but what is in memory."""
PAIR_BYTES = 4 + 2 + 2 + 1
"""A pair of peaks as it would be sent: its frame, two heights in cents, a distance."""
PLACE_BYTES = 4 + 4 + 4 + 4 + 4
"""A place as it would be sent: recording, window, hypothesis, frame, votes."""
GROWING = (
    "postings",
    "landmarks looked up",
    "hits",
    "distinct postings",
    "places out",
)
"""What is extended. What goes in does not grow; CPU time has a part that each film costs, however short,
which weighs too much in a short one: that of two hours is measured by `bench.identify_scale`."""


@dataclass
class Counted:
    """What went through the door of the engine."""

    figures: dict[str, float] = field(default_factory=dict)
    asked: Any = field(default_factory=lambda: np.zeros(1 << HASH_BITS, np.bool_))
    sent: set[tuple[int, int, int]] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, **counts: float) -> None:
        """Add to some figures; underscores are spaces."""
        for name, count in counts.items():
            self.figures[name.replace("_", " ")] = self.figures.get(name.replace("_", " "), 0) + count


class CountingEngine(IndexEngine):
    """The engine as it is, counted."""

    counted = Counted()

    def places(
        self,
        pairs: Pairs,
        hypothesis: Hypothesis,
        windows: Sequence[tuple[int, int]],
        *,
        hits_per_frame: float,
    ) -> list[Candidate]:
        """Answer, and count."""
        begun = time.thread_time()
        found = super().places(pairs, hypothesis, windows, hits_per_frame=hits_per_frame)
        cpu_s = time.thread_time() - begun
        whole = hash_pairs(pairs, pitch_cents=hypothesis.pitch_cents, speed=hypothesis.speeds[0])
        kept = _rarer(whole, self._postings, hits_per_frame)
        distinct = np.unique(kept.hash)
        counted = self.counted
        with counted.lock:
            counted.add(
                questions=1,
                landmarks=len(whole),
                landmarks_looked_up=len(kept),
                hits=int(self._postings.count(kept.hash).sum()) * len(hypothesis.speeds),
                distinct_hashes=len(distinct),
                distinct_postings=int(self._postings.count(distinct).sum()),
                places_out=len(found),
            )
            counted.add(CPU_s_of_the_engine=cpu_s)
            counted.asked[distinct] = True
            batch = (windows[0][0], windows[-1][1], len(pairs.frame))
            if batch not in counted.sent:
                counted.sent.add(batch)
                counted.add(pairs_in=len(pairs.frame))
        return found


def film_hours(film: Path) -> float:
    """Say how long a film is."""
    with av.open(str(film)) as container:
        return float(container.duration or 0) / 1e6 / 3600


def posting_bytes(segments: Sequence[Path], postings: int) -> float:
    """Say how much of the disk a posting takes."""
    return sum(len(Segment(path, digest=DIGEST).section("POST")) for path in segments) / postings


def measure(film: Path, segments: Sequence[Path]) -> dict[str, Any]:
    """Identify a film and count, for each hour of it."""
    counted = CountingEngine.counted = Counted()
    index = open_index(segments[0].parent, [path.name for path in segments], digest=DIGEST)
    identify([film], index, lambda name: Recording(id=name, path=name, duration_s=MEAN_SECONDS), ONCE)
    hours = film_hours(film)
    each = {name: round(count / hours, 1) for name, count in counted.figures.items()}
    size = posting_bytes(segments, index.postings)
    return {
        "recordings": len(index.recordings),
        "postings": index.postings,
        "bytes a posting": round(size, 2),
        **each,
        "hits a landmark": round(each["hits"] / max(1.0, each["landmarks looked up"]), 1),
        "MB in": round(each["pairs in"] * PAIR_BYTES / 1e6, 1),
        "MB of postings read": round(each["distinct postings"] * size / 1e6, 1),
        "MB out": round(each["places out"] * PLACE_BYTES / 1e6, 2),
        "ns a hit": round(1e9 * each["CPU s of the engine"] / max(1.0, each["hits"]), 1),
        "share of all postings that the film asks for": round(_share(index, counted), 4),
    }


def _share(index: Index, counted: Counted) -> float:
    """Say how much of the index one film reads at all."""
    asked = np.flatnonzero(counted.asked).astype(np.uint32)
    return float(index.count(asked).sum(dtype=np.int64)) / max(1, index.postings)


def extend(rows: Sequence[dict[str, Any]], recordings: int) -> dict[str, float]:
    """Extend what grows to a larger library by the power law through the last two sizes."""
    one, two = rows[-2:]
    step = log(two["recordings"] / one["recordings"])
    further = log(recordings / two["recordings"])
    extended: dict[str, float] = {"recordings": recordings}
    for name in GROWING:
        power = log(two[name] / one[name]) / step
        extended[name] = float(f"{two[name] * np.exp(power * further):.3g}")
        extended[f"{name}, power"] = round(power, 2)
    return extended


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the libraries go")
    parser.add_argument("--film", type=Path, required=True)
    parser.add_argument("--music", type=Path, required=True, help="the music that plays in it")
    parser.add_argument("--recordings", type=int, action="append", required=True)
    parser.add_argument("--at", type=int, default=10_000_000, help="extend to so many recordings")
    given = parser.parse_args()
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    real = folder / REAL
    real = real if real.exists() else write_music(folder, given.music)
    # the search makes its engine itself: this one stands in its place
    with patch("cuespotter.identify.search.IndexEngine", CountingEngine):
        sizes = sorted(given.recordings)
        rows = [measure(given.film, [real, *write_library(folder, size)]) for size in sizes]
    more = {"extended": extend(rows, given.at)} if len(rows) > 1 else {}
    print(json.dumps({"measured": rows, **more}, indent=2))


if __name__ == "__main__":
    main()
