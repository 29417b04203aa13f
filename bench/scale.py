"""How the index grows: build, merge, size, memory and fetch from 100 recordings to 100,000.

``python -m bench.scale FOLDER --largest 10000`` writes ``scale.json`` into the folder and prints the table.
Every step runs in a process of its own, so that its peak memory is its own.  CPU time is user and system.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from bench.cpu import own_cpu_s
from bench.synthetic import SETTINGS, make_entries, make_fingerprint

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks, hash_pairs, pair_peaks
from cuespotter.index.merge import merge_segments
from cuespotter.index.reader import Index, open_index
from cuespotter.index.writer import write_segment

Figures = dict[str, float]
Entry = tuple[str, Fingerprint, Landmarks]

BATCH = 1000
"""Recordings in one `add`."""
FIRST_FILM = 10_000_000
FILM_S = 7200.0
FILM_PEAKS_PER_SECOND = 80.0
FILM_FAN_OUT = 5
MOST_POSTINGS = 30_000_000
"""A fetch is measured with so many query hashes as give about this many postings."""
FREQUENT = 0.05


def measured(function: Callable[..., Figures], *arguments: object) -> Figures:
    """Run a step in a fresh process; give its figures with CPU seconds and peak MiB."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as process:
        return process.submit(_measure, function, arguments).result()


def _measure(function: Callable[..., Figures], arguments: tuple[object, ...]) -> Figures:
    """Run a step here."""
    done = threading.Event()
    with ThreadPoolExecutor(1) as thread:
        watching = thread.submit(_peak_mib, done)
        before = own_cpu_s()
        figures = function(*arguments)
        used = own_cpu_s() - before
        done.set()
        return {"cpu_s": used, "peak_mib": watching.result()} | figures


def _peak_mib(done: threading.Event) -> float:
    """Watch this process's own memory, without the page cache's part of mapped files, until it is done."""
    peak_kib = 0
    while not done.wait(0.02):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        peak_kib = max(peak_kib, int(status.split("RssAnon:")[1].split()[0]))
    return peak_kib / 1024


def build(folder: Path, first: int, stop: int) -> Figures:
    """Write recordings ``first <= number < stop`` as a segment, as `add` would; making is timed apart."""
    path = segment_path(folder, first, stop)
    write_segment(path, make_entries([first]), digest=SETTINGS.digest)  # loads the kernels
    making = 0.0

    def timed_entries() -> Iterator[Entry]:
        nonlocal making
        entries = make_entries(range(first, stop))
        while True:
            before = own_cpu_s()
            entry = next(entries, None)
            making += own_cpu_s() - before
            if entry is None:
                return
            yield entry

    before = own_cpu_s()
    summary = write_segment(path, timed_entries(), digest=SETTINGS.digest)
    return {
        "write_cpu_s": own_cpu_s() - before - making,
        "making_cpu_s": making,
        "hours": summary.frames / SETTINGS.frames_per_second / 3600,
        "postings": summary.postings,
        "bytes": summary.file_bytes,
    }


def segment_path(folder: Path, first: int, stop: int) -> Path:
    """Name the segment of some recordings."""
    return folder / f"{first:06}-{stop:06}.ndx"


def merge(sources: list[Path], target: Path) -> Figures:
    """Merge segments into one."""
    before = own_cpu_s()
    summary = merge_segments(target, [(source, ()) for source in sources], digest=SETTINGS.digest)
    section = summary.section_bytes
    hours = summary.frames / SETTINGS.frames_per_second / 3600
    return {
        "merge_cpu_s": own_cpu_s() - before,
        "hours": hours,
        "postings": summary.postings,
        "megabytes": summary.file_bytes / 1e6,
        "megabytes_an_hour": summary.file_bytes / 1e6 / hours,
        "bytes_a_posting": (section["POST"] + section["DIRY"]) / summary.postings,
    }


def fetch(paths: list[Path]) -> Figures:
    """Look up the landmarks of one view of a film."""
    film = make_fingerprint(FIRST_FILM, seconds=FILM_S, peaks_per_second=FILM_PEAKS_PER_SECOND)
    pairs = pair_peaks([film.peaks], fan_out=FILM_FAN_OUT, least_frames=SETTINGS.least_distance_frames)
    landmarks = hash_pairs(pairs, pitch_cents=0.0, speed=1.0)
    warm = open_index(paths[0].parent, [paths[0].name], digest=SETTINGS.digest)
    warm.fetch(landmarks.hash[:10])
    del warm
    for path in paths:
        forget(path)
    before = time.perf_counter()
    index = open_index(paths[0].parent, [path.name for path in paths], digest=SETTINGS.digest)
    open_s = time.perf_counter() - before
    before = time.perf_counter()
    counts = index.count(landmarks.hash)
    count_s = time.perf_counter() - before
    cold = {"open_s": open_s, "film_hashes": len(counts), "count_cold_s": count_s}
    share = min(1.0, MOST_POSTINGS / max(1, int(counts.sum())))
    asked = np.random.default_rng(0).random(len(counts)) < share
    return cold | _load(counts) | _time_fetch(index, landmarks.hash[asked], paths)


def _load(counts: np.ndarray[tuple[int], np.dtype[np.uint32]]) -> Figures:
    """Say how many postings a film's landmarks meet, and how many without its most frequent hashes."""
    rarest = np.sort(counts)[: int(len(counts) * (1 - FREQUENT))]
    return {
        "film_postings": float(counts.sum(dtype=np.int64)),
        "film_postings_without_frequent": float(rarest.sum(dtype=np.int64)),
        "postings_a_hash": float(counts.mean()),
    }


def _time_fetch(
    index: Index, hashes: np.ndarray[tuple[int], np.dtype[np.uint32]], paths: list[Path]
) -> Figures:
    """Fetch cold and warm."""
    for path in paths:
        forget(path)
    before = time.perf_counter()
    index.fetch(hashes)
    cold_s = time.perf_counter() - before
    before_cpu = own_cpu_s()
    _offsets, positions = index.fetch(hashes)
    warm_cpu_s = own_cpu_s() - before_cpu
    return {
        "fetched_hashes": len(hashes),
        "fetched_postings": len(positions),
        "fetch_cold_s": cold_s,
        "fetch_cpu_s": warm_cpu_s,
        "million_postings_a_cpu_s": len(positions) / 1e6 / warm_cpu_s,
    }


def forget(path: Path) -> None:
    """Ask the system to drop a file from its cache."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def grow(folder: Path, largest: int, jobs: int) -> list[Figures]:
    """Measure at every power of ten up to `largest`."""
    rows: list[Figures] = []
    size = 100
    while size <= largest:
        batch = min(size, BATCH)
        spans = [(first, first + batch) for first in range(0, size, batch)]
        paths = [segment_path(folder, *span) for span in spans]
        todo = [span for span, path in zip(spans, paths, strict=True) if not _known(path)]
        with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as processes:
            built = [processes.submit(_build_and_note, folder, *span) for span in todo]
            for job in built:
                job.result()
        notes = [json.loads(_note(path).read_text()) for path in paths]
        merged = folder / f"merged-{size}.ndx"
        row: Figures = {"recordings": size, "segments": len(paths)}
        row |= {f"add_{key}": sum(note[key] for note in notes) for key in ("write_cpu_s", "making_cpu_s")}
        row["add_peak_mib"] = max(note["peak_mib"] for note in notes)
        merging = measured(merge, paths, merged)
        row |= {"merge_peak_mib": merging.pop("peak_mib")} | merging
        row |= {f"unmerged_{key}": value for key, value in measured(fetch, paths).items()}
        row |= measured(fetch, [merged])
        rows.append(row)
        (folder / "scale.json").write_text(json.dumps(rows, indent=1))
        print(json.dumps(row), flush=True)
        size *= 10
    return rows


def _known(path: Path) -> bool:
    """Say whether a segment was built before."""
    return path.exists() and _note(path).exists()


def _note(path: Path) -> Path:
    """Name the file with a segment's figures."""
    return path.with_suffix(".json")


def _build_and_note(folder: Path, first: int, stop: int) -> None:
    """Build a segment and write down its figures."""
    figures = _measure(build, (folder, first, stop))
    _note(segment_path(folder, first, stop)).write_text(json.dumps(figures))


COLUMNS = (
    ("recordings", "recordings", ",.0f"),
    ("hours", "hours", ",.0f"),
    ("postings, M", "postings", "M"),
    ("index, MB", "megabytes", ",.1f"),
    ("MB an hour", "megabytes_an_hour", ".3f"),
    ("bytes a posting", "bytes_a_posting", ".2f"),
    ("write, CPU s", "add_write_cpu_s", ",.1f"),
    ("merge, CPU s", "merge_cpu_s", ",.1f"),
    ("merge, peak MiB", "merge_peak_mib", ",.0f"),
    ("postings a query hash", "postings_a_hash", ",.1f"),
    ("met by a view of a 2 h film, M", "film_postings", "M"),
    ("fetch, M postings a CPU s", "million_postings_a_cpu_s", ",.0f"),
    ("same, unmerged", "unmerged_million_postings_a_cpu_s", ",.0f"),
    ("fetch, peak MiB", "peak_mib", ",.0f"),
    ("open, s", "open_s", ".3f"),
)


def table(rows: list[Figures]) -> str:
    """Lay the figures out as a Markdown table, a column for each size."""

    def cell(row: Figures, key: str, form: str) -> str:
        return format(row[key] / 1e6, ",.1f") if form == "M" else format(row[key], form)

    lines = [
        f"| {title} | " + " | ".join(cell(row, key, form) for row in rows) + " |"
        for title, key, form in COLUMNS
    ]
    return "\n".join([lines[0], "|" + " --- |" * (len(rows) + 1), *lines[1:]])


def main() -> None:
    """Read the arguments, measure, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="where segments and scale.json go; segments found there are used again"
    )
    parser.add_argument("--largest", type=int, default=10_000, help="number of recordings to go up to")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    print(table(grow(chosen.folder, chosen.largest, chosen.jobs)))


if __name__ == "__main__":
    main()
