"""Where each missed placement was lost: ``python -m evaluation.lost --help``.

Every placement that is not reported is followed through the search: was it proposed, did the first look let
it pass, did a line run there, was it needed, was it believed? Beside that stands what the engine would say if
it were told the true place, speed and bounds: what it could not even believe then is too faint for it.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from math import log2
from pathlib import Path
from typing import Any

from cuespotter.alignment.align import Alignment, measure
from cuespotter.alignment.bounds import Passage, trim
from cuespotter.alignment.confidence import confidence_in, reported
from cuespotter.alignment.evidence import remainder
from cuespotter.alignment.explain import Explained
from cuespotter.alignment.lookup import Comparison, Line, Span
from cuespotter.alignment.offsets import fit_line, quick_z, sight, snap
from cuespotter.analysis.fingerprint import Heard
from cuespotter.analysis.peaks import Peaks
from cuespotter.identify.reels import listen, open_reels
from cuespotter.identify.search import Search, search_reel
from cuespotter.library import Holdings
from cuespotter.matching.hypotheses import named_hypotheses, swept_hypotheses
from cuespotter.matching.match import Candidate, Hypothesis, match, pair_batches
from cuespotter.settings import MatchingSettings, Settings
from evaluation.detections import Detection, read_track_names
from evaluation.report import table
from evaluation.score import is_right, overlap_s

Truth = dict[str, Any]
STAGES = {
    "not proposed": "the index has no candidate at its place",
    "first look": "a candidate was proposed, and not looked at further",
    "another line": "it was looked at, and other lines of its recording were laid there",
    "not needed": "it was laid there, and other music explains the same",
    "not believed": "it explains the film, with too little confidence",
    "bounds": "it is reported, over less than half of its length",
}
"""Where a placement can be lost, in the order of the trip."""
FOLLOWED_CENTS = 15.0
"""A pitch this near to what its speed makes of it follows the speed."""


@dataclass(frozen=True)
class Lost:
    """A placement that was missed.

    Attributes
    ----------
    stage : str
        One of `STAGES`.
    quick_z, sharpness, confidence : float
        What is seen of it along its true line, over all of it.
    instead : str
        What is reported in its place.
    """

    film: str
    placement: Truth
    stage: str
    quick_z: float
    sharpness: float
    confidence: float
    instead: str


@dataclass(frozen=True)
class Film:
    """A searched film, its truth, and what is said about it."""

    truth: Truth
    search: Search
    explained: list[Explained]
    said: list[Detection]
    tracks: list[str]
    settings: Settings

    def detection(self, alignment: Alignment) -> Detection:
        """Say an alignment as a detection of the scorer's."""
        return detection_along(
            alignment.line, alignment.span, self.tracks[alignment.recording], self.settings
        )


def detection_along(line: Line, span: Span, track: str, settings: Settings) -> Detection:
    """Say a stretch along a line as a detection of the scorer's."""
    per_s = settings.analysis.frames_per_second
    return Detection(
        span.first / per_s, span.last / per_s, track, line.recording_frame(span.first) / per_s, line.speed
    )


def true_line(placement: Truth, settings: Settings, late_s: float = 0.0) -> tuple[Line, Span]:
    """Give the line and the bounds of a placement, in frames."""
    per_s = settings.analysis.frames_per_second
    speed = float(placement["speed"])
    alone = {"tempo": 0.0, "pitch": float(placement["pitch_cents"])}
    pitch = alone.get(placement["mode"], 1200.0 * log2(speed))
    start_s = placement["film_start_s"] + late_s
    offset = (start_s - placement["track_start_s"] / speed) * per_s
    return Line(offset, speed, pitch), Span(start_s * per_s, (placement["film_end_s"] + late_s) * per_s)


def search_film(path: Path, library: Holdings, tracks: dict[str, str]) -> Film:
    """Take a film through the trip."""
    index, settings = library.index(), library.settings
    known = cache(lambda number: index.fingerprint(index.recordings[number]))
    (reel,) = open_reels([path], None)
    heard, _ = listen(path, reel, settings, lambda _stage, _fraction: None)
    search = search_reel(heard, index, known, settings, lambda _stage, _fraction: None)
    explained = search.explained()
    paths = [library.recording(number).path for number in index.recordings]
    film = Film(
        json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8")),
        search,
        explained,
        [],
        [tracks.get(name, name) for name in paths],
        settings,
    )
    for one in reported(explained, recordings=len(paths), settings=settings):
        film.said.append(film.detection(one.alignment))
    return film


def losses(film: Film) -> list[Lost]:
    """Follow every missed placement of a film."""
    return [
        _follow(film, placement)
        for placement in film.truth["placements"]
        if not any(is_right(placement, one) for one in film.said)
    ]


def _follow(film: Film, placement: Truth) -> Lost:
    """Find the stage that lost a placement, and what could be seen of it."""
    recording = film.tracks.index(placement["track"])
    line, span = true_line(placement, film.settings, film.truth.get("encode_offset_ms", 0.0) / 1000)
    compared = film.search.comparisons.of(recording)
    exact = snap(fit_line(compared, line, span), span, film.settings.alignment)
    sighting = sight(compared, exact, span)
    here = [
        f"{d.track} at {d.track_start_s:.1f} s, x{d.speed:.4f}"
        for d in film.said
        if overlap_s(placement, d) > 0.5 * (placement["film_end_s"] - placement["film_start_s"])
    ]
    return Lost(
        film=film.truth["film"],
        placement=placement,
        stage=_stage(film, placement, recording),
        quick_z=quick_z(compared, line, span),
        sharpness=sighting.z,
        confidence=_told(film, compared, exact, span),
        instead="; ".join(here),
    )


def _told(film: Film, compared: Comparison, line: Line, span: Span) -> float:
    """Say how sure the engine would be if it were told the true line and bounds."""
    sighting = sight(compared, line, span)
    alignment = measure(compared, line, trim(compared, sighting, Passage(sighting, span, span)))
    if alignment is None:
        return 0.0
    left = remainder(film.search.comparisons, alignment, [])
    one = Explained(left.alignment, left.shared)
    return confidence_in(one, recordings=len(film.tracks), settings=film.settings)


def _stage(film: Film, placement: Truth, recording: int) -> str:
    """Find the last stage that knew a placement."""
    if any(d.track == placement["track"] and _touches(placement, d) for d in film.said):
        return "bounds"
    if any(is_right(placement, film.detection(one.alignment)) for one in film.explained):
        return "not believed"
    alignments = film.search.alignments.get(recording, [])
    if any(is_right(placement, film.detection(one)) for one in alignments):
        return "not needed"
    for seen in film.search.sightings.get(recording, []):
        if _touches(placement, detection_along(seen.line, seen.span, placement["track"], film.settings)):
            return "another line"
    return "first look" if _is_proposed(film, placement, recording) else "not proposed"


def _touches(placement: Truth, detection: Detection) -> bool:
    """Say whether a detection is right in what it has in common with a placement."""
    shared = asdict(detection)
    start_s = max(placement["film_start_s"], detection.film_start_s)
    end_s = min(placement["film_end_s"], detection.film_end_s)
    moved = (start_s - detection.film_start_s) * (detection.speed or 1.0)
    shared |= {"film_start_s": start_s, "film_end_s": end_s}
    shared["track_start_s"] = detection.track_start_s + moved
    return end_s > start_s and is_right(placement, Detection(**shared))


def _is_proposed(film: Film, placement: Truth, recording: int) -> bool:
    """Ask the index again, under the hypotheses that are nearest to the truth."""
    matching, postings = film.settings.matching, film.search.postings
    line, span = true_line(placement, film.settings)
    step = matching.window_step_frames
    first = int(span.first) // step * step
    windows = [(at, at + matching.window_frames) for at in range(first, int(span.last), step)]
    for looked_up in _rounds(film.search.comparisons.heard, matching):
        per_frame = matching.affordable(looked_up.hits_per_frame, postings.number)
        batches = pair_batches(looked_up.peaks, windows, fan_out=looked_up.fan_out, settings=matching)
        tasks = itertools.product(batches, (h for h in looked_up.hypotheses if _may_meet(h, line)))
        for batch, hypothesis in tasks:
            found = match(
                batch.pairs, postings, hypothesis, batch.windows, matching, hits_per_frame=per_frame
            )
            own = (one for one in found if one.recording == recording)
            if any(_touches(placement, _seen(one, placement["track"], film.settings)) for one in own):
                return True
    return False


@dataclass(frozen=True)
class _Round:
    """What is looked up in a round of the search."""

    hypotheses: list[Hypothesis]
    peaks: list[Peaks]
    fan_out: int
    hits_per_frame: float


def _rounds(heard: Heard, matching: MatchingSettings) -> tuple[_Round, _Round]:
    """Give the rounds of the search: named speeds, then all others."""
    loud = [view.loud_peaks for view in heard.views]
    loudest = [view.loudest_peaks for view in heard.views]
    return (
        _Round(named_hypotheses(matching), loud, matching.fan_out, matching.hits_per_frame),
        _Round(swept_hypotheses(matching), loudest, matching.swept_fan_out, matching.swept_hits_per_frame),
    )


def _seen(one: Candidate, track: str, settings: Settings) -> Detection:
    """Say a candidate as a detection of the scorer's."""
    window = Span(float(one.first), float(one.last))
    line = Line(window.middle - one.recording_frame / one.speed, one.speed, one.pitch_cents)
    return detection_along(line, window, track, settings)


def _may_meet(hypothesis: Hypothesis, line: Line) -> bool:
    """Say whether a hypothesis is near enough to a line for its votes."""
    return abs(hypothesis.pitch_cents - line.pitch_cents) <= 25.0 and any(
        abs(speed / line.speed - 1.0) < 0.008 for speed in hypothesis.speeds
    )


def markdown(lost: Sequence[Lost]) -> str:
    """Draw the table of stages, and that of all placements."""
    stages = Counter(one.stage for one in lost)
    believed = Counter(one.stage for one in lost if one.confidence >= 0.7)
    first = table(
        ["lost where", "which is", "placements", "of them believed at their true place"],
        [[name, words, str(stages[name]), str(believed[name])] for name, words in STAGES.items()],
    )
    rows = [
        [
            one.film.removesuffix(".mkv"),
            f"{one.placement['film_start_s']:.1f} to {one.placement['film_end_s']:.1f}",
            one.placement["track"],
            f"{one.placement['snr_db']:g}",
            f"{one.placement['mode']} {one.placement['speed']:.4f}",
            one.placement["treatment"],
            one.stage,
            f"{one.quick_z:.1f}",
            f"{one.sharpness:.1f}",
            f"{one.confidence:.3f}",
            one.instead,
        ]
        for one in lost
    ]
    heads = [
        "film",
        "s",
        "track",
        "dB",
        "speed",
        "through",
        "lost",
        "presence",
        "sharpness",
        "told",
        "instead",
    ]
    return f"{first}\n\n{table(heads, rows)}"


def follow_films(films: Iterable[Path], library: Holdings, tracks: dict[str, str]) -> list[Lost]:
    """Search films one after the other, and follow what is missed in each."""
    lost = []
    for path in films:
        film = search_film(path, library, tracks)
        missed = losses(film)
        lost += missed
        print(f"{path.name}: {len(missed)} of {len(film.truth['placements'])} missed", flush=True)
    return lost


def main(arguments: Sequence[str] | None = None) -> int:
    """Print where each miss was lost."""
    parser = argparse.ArgumentParser(description="Find out where missed placements were lost.")
    parser.add_argument("--library", type=Path, required=True, help="a library of all the music")
    parser.add_argument(
        "--music", type=Path, nargs="+", required=True, help="its folders, each with library.csv"
    )
    parser.add_argument(
        "--films", type=Path, nargs="+", required=True, help="mixes with their truth beside them"
    )
    given = parser.parse_args(arguments)
    tracks = {name: track for folder in given.music for name, track in read_track_names(folder).items()}
    with Holdings.open(given.library, writable=False) as library:
        print(markdown(follow_films(given.films, library, tracks)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
