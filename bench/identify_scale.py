"""What it costs to identify a film of two hours, and what is found, from 100 recordings to 100,000.

``python -m bench.identify_scale FOLDER --film MIX.mkv --music LIBRARY --recordings 1000`` (``--film`` and
``--recordings`` as often as wanted) lays mixes of `evaluation`, each with its truth beside it, end to
end as one film with 5.1 sound, puts the music that plays in them among recordings that are made from numbers
(`bench.synthetic`), and identifies the film against libraries of each size, in a process of its own: first
with the library's files out of the page cache, then with them in it. Figures go to bench/identify_scale.json,
those of earlier runs are kept; ``--document`` writes tables and plot into docs/. What is found in FOLDER is
used again.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from math import log10
from pathlib import Path
from typing import Any

import av
from bench.cpu import own_cpu_s
from bench.run import DOCUMENT, PROGRAM, ROOT, measure, run
from bench.scale import forget, segment_path
from bench.synthetic import MEAN_SECONDS, make_entries
from evaluation.detections import detections_of, read_track_names
from evaluation.report import number, percent, replace_between, table
from evaluation.score import FilmJudged, judge

from cuespotter.analysis.fingerprint import fingerprint_recording
from cuespotter.analysis.landmarks import landmarks_of_recording
from cuespotter.identify import identify
from cuespotter.index.merge import merge_segments
from cuespotter.index.reader import open_index
from cuespotter.index.writer import write_segment
from cuespotter.media.decode import blocks
from cuespotter.model import Recording
from cuespotter.settings import Settings

Figures = dict[str, Any]

FIGURES = ROOT / "bench" / "identify_scale.json"
SCALE_FIGURES = ROOT / "bench" / "scale.json"
PLOT = ROOT / "docs" / "images" / "identify-scale.svg"
SETTINGS = Settings()
DIGEST = SETTINGS.analysis.digest
REAL = "real.ndx"
ADDED_AT_ONCE = 1000
"""Recordings in a segment before it is merged ..."""
MERGED = 10_000
"""... and after, so that a library never has more segments than `add` leaves in one."""
FILM_RATE_HZ = 48_000
FILM_BIT_RATE = 640_000
CLEAR_S, CLEAR_DB = 10.0, -10.0
"""Placements so long and so loud are to be found."""


def join_films(films: Sequence[Path], target: Path) -> None:
    """Lay mixes end to end: decode them, and code them again as AC-3 5.1."""
    with av.open(str(target), "w", format="matroska") as container:
        stream = container.add_stream("ac3", rate=FILM_RATE_HZ)
        assert isinstance(stream, av.AudioStream)
        stream.bit_rate = FILM_BIT_RATE
        stream.layout = "5.1(side)"
        at = 0
        for film in films:
            for block in blocks(film, rate_hz=FILM_RATE_HZ):
                frame = av.AudioFrame.from_ndarray(block.samples, format="fltp", layout="5.1(side)")
                frame.sample_rate, frame.pts = FILM_RATE_HZ, at
                at += block.samples.shape[1]
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def join_truths(films: Sequence[Path]) -> Figures:
    """Lay the mixes' truths end to end, as far as `judge` needs them."""
    joined: Figures = {"duration_s": 0.0, "placements": [], "non_library_music": []}
    for film in films:
        truth = json.loads(film.with_suffix(".truth.json").read_text(encoding="utf-8"))
        at = joined["duration_s"]
        for placement in truth["placements"]:
            moved = {key: placement[key] + at for key in ("film_start_s", "film_end_s")}
            joined["placements"].append(placement | moved)
        joined["duration_s"] = at + truth["duration_s"]
    return joined


def write_library(folder: Path, recordings: int) -> list[Path]:
    """Write the segments of so many synthetic recordings, merged as `add` would."""
    paths = []
    for first in range(0, recordings, MERGED):
        stop = min(first + MERGED, recordings)
        merged = segment_path(folder, first, stop)
        if not merged.exists():
            parts = list(_write_parts(folder, first, stop))
            if parts != [merged]:
                merge_segments(merged, [(part, ()) for part in parts], digest=DIGEST)
        paths.append(merged)
    return paths


def _write_parts(folder: Path, first: int, stop: int) -> Iterator[Path]:
    """Write segments as single calls of `add` would."""
    for begin in range(first, stop, ADDED_AT_ONCE):
        end = min(begin + ADDED_AT_ONCE, stop)
        path = segment_path(folder, begin, end)
        if not path.exists():
            write_segment(path, make_entries(range(begin, end)), digest=DIGEST)
        yield path


def write_music(folder: Path, music: Path) -> Path:
    """Listen to the real recordings and write their segment; an id is the recording's name in the truths."""
    path = folder / REAL
    names = read_track_names(music)
    entries = []
    for name, track in sorted(names.items()):
        if (music / name).is_file():
            sound = blocks(music / name, rate_hz=SETTINGS.analysis.rate_hz)
            heard = fingerprint_recording(sound, SETTINGS.analysis)
            entries.append((track, heard, landmarks_of_recording(heard, SETTINGS.analysis)))
    path.unlink(missing_ok=True)
    write_segment(path, entries, digest=DIGEST)
    return path


def identify_once(film: Path, segments: Sequence[Path]) -> None:
    """Identify the film and print the document, with the CPU seconds until the search began and in all."""
    reached: dict[str, float] = {}

    def note(stage: str, _fraction: float) -> None:
        reached.setdefault(stage, own_cpu_s())

    folder = segments[0].parent
    index = open_index(folder, [path.name for path in segments], digest=DIGEST)
    document = identify(
        [film],
        index,
        lambda name: Recording(id=name, path=name, duration_s=MEAN_SECONDS),
        SETTINGS,
        report=note,
    )
    said = {"recordings": len(index.recordings), "postings": index.postings, "reached": reached}
    print(json.dumps(said | {"document": document.model_dump(by_alias=True, mode="json")}))


def measure_once(film: Path, truth: Figures, segments: Sequence[Path], *, is_cold: bool) -> Figures:
    """Identify in a process of its own; give its costs and what it found."""
    if is_cold:
        for path in segments:
            forget(path)
    cost = run([sys.executable, "-m", "bench.identify_scale", film.parent, "--once", film, *segments])
    said = json.loads(cost.said)
    return {
        "recordings": said["recordings"],
        "cold": is_cold,
        "postings": said["postings"],
        "index_mb": sum(path.stat().st_size for path in segments) / 1e6,
        "film_s": truth["duration_s"],
        "wall_s": cost.wall_s,
        "cpu_s": cost.cpu_s,
        "listening_cpu_s": said["reached"]["searching"],
        "peak_mib": cost.peak_mib,
        "load": os.getloadavg()[0],
    } | found(truth, said["document"])


def found(truth: Figures, document: Figures) -> Figures:
    """Count what was found of a film, and what was not in it."""
    judged = judge(truth, detections_of(document, {}))
    made = sum(detection.track.startswith("synthetic") for detection, _ in judged.detections)
    return counts_of(judged) | {"synthetic": made}


def counts_of(judged: FilmJudged) -> dict[str, int]:
    """Count the placements of a film that were found, the clear ones of them, and what else was reported."""
    clear = [
        row for row in judged.placements if row.duration_s >= CLEAR_S and row.truth["snr_db"] >= CLEAR_DB
    ]
    return {
        "placements": len(judged.placements),
        "found": sum(row.best is not None for row in judged.placements),
        "clear": len(clear),
        "clear_found": sum(row.best is not None for row in clear),
        "reported": len(judged.detections),
        "false": sum(verdict not in ("right", "duplicate") for _, verdict in judged.detections),
    }


def keep(figures: Figures) -> None:
    """Put figures among those of earlier runs, instead of those of the same size."""
    rows = [row for row in _known() if _key(row) != _key(figures)]
    FIGURES.write_text(json.dumps(sorted([*rows, figures], key=_key), indent=1) + "\n", encoding="utf-8")


def _known() -> list[Figures]:
    """Give the figures of earlier runs, by size."""
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else []


def _key(row: Figures) -> tuple[int, bool]:
    """Tell figures apart."""
    return row["recordings"], not row["cold"]


def growth_table(rows: Sequence[Figures]) -> str:
    """Lay the figures out, a row for each run."""
    heads = ["recordings", "files", "index, MB", "wall s", "CPU s", "of it listening", "peak MiB"]
    heads += ["placements found", "clear ones found", "wrong cues", "load"]
    body = [
        [
            f"{row['recordings']:,}",
            "cold" if row["cold"] else "warm",
            f"{row['index_mb']:,.0f}",
            number(row["wall_s"], 0),
            number(row["cpu_s"], 0),
            number(row["listening_cpu_s"], 0),
            number(row["peak_mib"], 0),
            f"{row['found']} of {row['placements']}, {percent(row['found'] / row['placements'])}",
            f"{row['clear_found']} of {row['clear']}, {percent(row['clear_found'] / row['clear'])}",
            f"{row['false']} of {row['reported']}",
            number(row["load"], 1),
        ]
        for row in rows
    ]
    return table(heads, body)


def targets_table(rows: Sequence[Figures], trips: Figures) -> str:
    """Hold what was measured against the design's targets for the library."""
    warm = {row["recordings"] // 100 * 100: row for row in rows if not row["cold"]}
    body = [
        ("`add`, CPU time, times bare decoding", 1.25, trips["add_times"], 2, "bench.identify_scale --trips"),
        ("start of the program (`--help`), s", 0.3, trips["start_s"], 2, "bench.identify_scale --trips"),
        (
            "index and fingerprints, MB an hour of music",
            1.0,
            _largest_scale("megabytes_an_hour"),
            2,
            "bench.scale",
        ),
    ]
    for size, most_s, most_mib in ((1000, 60, 1024), (100_000, 300, 2048)):
        if size in warm:
            film = f"`identify`, a film of 2 h in 5.1, {size:,} recordings"
            body.append((f"{film}, wall s", most_s, warm[size]["wall_s"], 0, "bench.identify_scale"))
            body.append((f"{film}, peak MiB", most_mib, warm[size]["peak_mib"], 0, "bench.identify_scale"))
    if len(warm) > 1:
        growth = max(warm) / min(warm)
        times = warm[max(warm)]["cpu_s"] / warm[min(warm)]["cpu_s"]
        what = f"CPU time of a library {growth:,.0f} times as large, times"
        body.append((what, growth, times, 1, "bench.identify_scale"))
    return table(
        ["what", "target, at most", "measured", "reached", "command"],
        [
            [what, f"{most:g}", number(is_, digits), "yes" if is_ <= most else "**no**", f"`python -m {by}`"]
            for what, most, is_, digits, by in body
        ],
    )


def _largest_scale(name: str) -> float:
    """Give a figure of the largest index that `bench.scale` measured."""
    return float(json.loads(SCALE_FIGURES.read_text(encoding="utf-8"))[-1][name])


def measure_trips(music: Path) -> Figures:
    """Measure start-up, and `add` against bare decoding."""
    run([*PROGRAM, "--help"])
    start, _decoded, added = measure([music], [])
    return {"start_s": float(start[5]), "add_times": float(added[3])}


WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 380, 60, 44, 16
INK, SOFT = "#222", "#bbb"
LINES = (
    ("cpu_s", "CPU s", "#0b6e99"),
    ("wall_s", "wall s", "#d9730d"),
    ("listening_cpu_s", "CPU s listening", "#888"),
)


def plot(rows: Sequence[Figures]) -> str:
    """Draw cost against the library's size, both in powers of ten, as SVG."""
    warm = [row for row in rows if not row["cold"]]
    decades = (2, 5)
    most = max(max(row[key] for key, _, _ in LINES) for row in warm)
    least_y, most_y = 1, max(3, -(-int(log10(most) * 100) // 100))

    def x(recordings: float) -> float:
        return LEFT + (log10(recordings) - decades[0]) / (decades[1] - decades[0]) * (WIDTH - LEFT - 110)

    def y(seconds: float) -> float:
        return TOP + (most_y - log10(seconds)) / (most_y - least_y) * (HEIGHT - BOTTOM - TOP)

    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12"'
    parts = [
        f'{head} fill="{INK}" font-family="sans-serif"><title>Cost of identifying two hours of film</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
    ]
    right = x(10 ** decades[1])
    for power in range(least_y, most_y + 1):
        at = y(10**power)
        parts.append(f'<path d="M{LEFT} {at:.1f}H{right:.1f}" stroke="{SOFT}"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{10**power:,} s</text>')
    for power in range(decades[0], decades[1] + 1):
        at = x(10**power)
        parts.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{SOFT}"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    parts.append(
        f'<text x="{(LEFT + right) / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">recordings</text>'
    )
    for size, seconds in ((1000, 60), (100_000, 300)):
        parts.append(f'<circle cx="{x(size):.1f}" cy="{y(seconds):.1f}" r="5" fill="none" stroke="#c00"/>')
    parts.append(f'<text x="{x(1000) + 9:.1f}" y="{y(60) + 20:.1f}" fill="#c00">wall time allowed</text>')
    for key, name, colour in LINES:
        points = " ".join(f"{x(row['recordings']):.1f},{y(row[key]):.1f}" for row in warm)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(
            f'<text x="{right + 8:.1f}" y="{y(warm[-1][key]) + 4:.1f}" fill="{colour}">{name}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def draw(trips: Figures) -> None:
    """Write tables and plot into the documents."""
    rows = _known()
    replace_between(DOCUMENT, "identify-scale", growth_table(rows))
    replace_between(DOCUMENT, "library-targets", targets_table(rows, trips))
    PLOT.write_text(plot(rows), encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the film and the libraries go")
    parser.add_argument(
        "--film", type=Path, action="append", default=[], help="a mix; together they are the film"
    )
    parser.add_argument("--music", type=Path, help="the music that plays in them, with its library.csv")
    parser.add_argument("--recordings", type=int, action="append", default=[], help="size of a library")
    parser.add_argument("--warm", action="store_true", help="identify once, with the files in the page cache")
    parser.add_argument("--trips", action="store_true", help="measure `add` of the music and the start, too")
    parser.add_argument("--document", action="store_true", help="write tables and plot into docs/")
    parser.add_argument("--once", type=Path, nargs="+", help=argparse.SUPPRESS)
    a = parser.parse_args(arguments)
    if a.once:
        identify_once(a.once[0], a.once[1:])
        return 0
    folder = a.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    film, noted = folder / "film.mkv", folder / "trips.json"
    if a.recordings:
        if not film.exists():
            join_films(a.film, film)
        truth = join_truths(a.film)
        real = folder / REAL
        real = real if real.exists() else write_music(folder, a.music)
    for recordings in a.recordings:
        segments = [real, *write_library(folder, recordings)]
        for is_cold in (True, False)[a.warm :]:
            figures = measure_once(film, truth, segments, is_cold=is_cold)
            print(json.dumps(figures), flush=True)
            keep(figures)
    if a.trips:
        noted.write_text(json.dumps(measure_trips(a.music.resolve())), encoding="utf-8")
    if a.document:
        draw(json.loads(noted.read_text(encoding="utf-8")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
