"""The engine's question answered slowly, from a list of (hash, place): obviously right."""

import math
from collections import defaultdict
from types import SimpleNamespace

import numpy as np
from tests.reference.engine_kernels import cell_of, pick_cells

from cuespotter.analysis.landmarks import hash_pairs
from cuespotter.matching.match import Candidate


class SlowEngine:
    """Recordings as (frames, landmarks), laid end to end."""

    def __init__(self, recordings, settings):
        self._settings = settings
        self._starts = [0]
        self._places = defaultdict(list)
        for frames, landmarks in recordings:
            for value, frame in zip(landmarks.hash, landmarks.frame, strict=True):
                self._places[int(value)].append(self._starts[-1] + int(frame))
            self._starts.append(self._starts[-1] + frames)
        for places in self._places.values():
            places.sort()

    @property
    def postings(self):
        return sum(map(len, self._places.values()))

    def places(self, pairs, hypothesis, windows, *, hits_per_frame):
        asked = hash_pairs(pairs, pitch_cents=hypothesis.pitch_cents, speed=hypothesis.speeds[0])
        asked = [(int(value), int(frame)) for value, frame in zip(asked.hash, asked.frame, strict=True)]
        if not windows or not asked:
            return []
        asked = self._affordable(asked, hits_per_frame)
        return [one for speed in hypothesis.speeds for one in self._at(asked, hypothesis, windows, speed)]

    def _affordable(self, asked, hits_per_frame):
        """Leave out the most frequent hashes: all that have as many places go, or none of them."""
        budget = hits_per_frame * (asked[-1][1] - asked[0][1] + 1)
        counts = [len(self._places.get(value, ())) for value, _ in asked]
        cost = {most: sum(count for count in counts if count <= most) for most in set(counts)}
        return [
            one
            for one, count in zip(asked, counts, strict=True)
            if count == 1 or (count > 0 and cost[count] <= budget)
        ]

    def _at(self, asked, hypothesis, windows, speed):
        """Vote for every place, hit by hit, at one speed."""
        settings = self._settings
        size = 2**settings.cell_bits
        lowest = math.floor(-round(speed * max(last for _, last in windows)) / size)
        highest = math.floor((self._starts[-1] - round(speed * min(first for first, _ in windows))) / size)
        diagonals = SimpleNamespace(speed=speed, bits=settings.cell_bits, lowest=lowest - 1)
        found = self._search(asked, windows, diagonals, highest - lowest + 3)
        for window, cell, votes in found:
            first, last = windows[window]
            place = (cell + diagonals.lowest + 1) * size + speed * (first + last) / 2
            half = speed * (last - first) / 2
            for number, (begin, end) in enumerate(zip(self._starts, self._starts[1:], strict=False)):
                if end > place - half and begin <= place + half:
                    at = (first, last, speed, hypothesis.pitch_cents, place - begin, votes)
                    yield Candidate(number, *at)

    def _search(self, asked, windows, diagonals, cells):
        """Count in each window how many hits fall into each cell; of either half, no more than 255 count."""
        settings, found = self._settings, []
        half = max(last - first for first, last in windows) // 2
        for number, (first, last) in enumerate(windows):
            middle = min(first + half, last)
            votes, hits = np.zeros((2, cells), int), 0
            for value, frame in asked:
                if first <= frame < last:
                    for position in self._places.get(value, ()):
                        votes[int(frame >= middle), cell_of(position, frame, diagonals)] += 1
                        hits += 1
            least = max(settings.least_votes, int(settings.least_excess * hits / cells))
            picked = pick_cells(np.minimum(votes, 255), least, settings.candidates_per_window)
            found += [(number, *one) for one in picked]
        return found
