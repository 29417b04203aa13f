"""What a film of two hours costs, against libraries of many recordings.

``python -m bench.long_film FOLDER --recordings 1000 --recordings 10000`` lays films end to end until one is
as long as asked, puts the recordings of a music folder among others that are made from numbers
(`bench.synthetic`), and identifies the film, in a process of its own for each library. By default it is the
sample film over and over, which is harder than a real one: every recording returns thirty times. ``--film``
(of one codec) and ``--music`` name others. ``--document`` writes the table into docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import av
from bench.run import DOCUMENT, ROOT, SOUND_SUFFIXES, run
from bench.synthetic import MEAN_SECONDS, make_entries
from evaluation.report import number, replace_between, table

from needledrop.analysis.fingerprint import fingerprint_recording
from needledrop.analysis.landmarks import landmarks_of_recording
from needledrop.identify import identify
from needledrop.index.reader import open_index
from needledrop.index.writer import write_segment
from needledrop.media.decode import blocks
from needledrop.model import Recording
from needledrop.settings import Settings

SAMPLE_FILM = ROOT / "sample" / "film.mkv"
SAMPLE_LIBRARY = ROOT / "sample" / "library"
SEGMENT_RECORDINGS = 1000
SETTINGS = Settings()


def lay_end_to_end(films: Sequence[Path], target: Path, hours: float) -> None:
    """Copy the films' sound into one file until it is long enough, without coding it again."""
    with av.open(str(target), "w", format="matroska") as out:
        copied: av.AudioStream | None = None
        late_s = 0.0
        for film in itertools.cycle(films):
            if late_s >= 3600 * hours:
                return
            with av.open(str(film)) as source:
                stream = source.streams.audio[0]
                copied = copied or out.add_stream_from_template(stream)
                assert source.duration is not None
                assert stream.time_base is not None
                late = round(late_s / stream.time_base)
                for packet in source.demux(stream):
                    if packet.pts is None or packet.dts is None:
                        continue
                    packet.pts, packet.dts = packet.pts + late, packet.dts + late
                    packet.stream = copied
                    out.mux(packet)
                late_s += source.duration / av.time_base


def write_library(folder: Path, music: Path, recordings: int) -> list[str]:
    """Write segments with real recordings and synthetic ones; give their names."""
    names = [f"synthetic-{first:06}.ndx" for first in range(0, recordings, SEGMENT_RECORDINGS)]
    for place, name in enumerate(names):
        if not (folder / name).exists():
            first = place * SEGMENT_RECORDINGS
            numbers = range(first, min(first + SEGMENT_RECORDINGS, recordings))
            write_segment(folder / name, make_entries(numbers), digest=SETTINGS.analysis.digest)
    real = folder / "real.ndx"
    entries = []
    for path in sorted(path for path in music.rglob("*") if path.suffix in SOUND_SUFFIXES):
        heard = fingerprint_recording(blocks(path, rate_hz=SETTINGS.analysis.rate_hz), SETTINGS.analysis)
        entries.append((path.stem, heard, landmarks_of_recording(heard, SETTINGS.analysis)))
    real.unlink(missing_ok=True)
    write_segment(real, entries, digest=SETTINGS.analysis.digest)
    return [*names, real.name]


def identify_once(film: Path, folder: Path, segments: list[str]) -> None:
    """Identify the film and print how many placements were found; the process that is measured."""
    index = open_index(folder, segments, digest=SETTINGS.analysis.digest)
    document = identify(
        [film], index, lambda name: Recording(id=name, path=name, duration_s=MEAN_SECONDS), SETTINGS
    )
    named = [cue.recording.id for cue in document.cues if cue.recording is not None]
    wrong = sum(name.startswith("synthetic") for name in named)
    print(json.dumps({"recordings": len(index.recordings), "cues": len(named), "wrong": wrong}))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the film and the libraries go")
    parser.add_argument("--recordings", type=int, action="append", help="size of a library (default: 1000)")
    parser.add_argument("--film", type=Path, action="append", help="what the film is made of")
    parser.add_argument("--music", type=Path, default=SAMPLE_LIBRARY, help="folder with real recordings")
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--document", action="store_true", help="write into docs/benchmarks.md")
    parser.add_argument("--once", nargs="+", help=argparse.SUPPRESS)
    a = parser.parse_args(arguments)
    film = a.folder.resolve() / "film.mkv"
    if a.once:
        identify_once(film, a.folder, a.once)
        return 0
    a.folder.mkdir(parents=True, exist_ok=True)
    lay_end_to_end(a.film or [SAMPLE_FILM], film, a.hours)
    rows = []
    for recordings in a.recordings or [1000]:
        segments = write_library(a.folder, a.music, recordings)
        command = [sys.executable, "-m", "bench.long_film", a.folder.resolve(), "--once", *segments]
        cost = run(command)
        said = json.loads(cost.said)
        found = f"{said['cues']} named, {said['wrong']} wrong"
        sizes = [f"{said['recordings']:,}", number(a.hours, 1)]
        rows.append([*sizes, number(cost.wall_s, 0), number(cost.cpu_s, 0), number(cost.peak_mib, 0), found])
    text = table(["recordings", "hours of film", "wall s", "CPU s", "peak MiB", "cues"], rows)
    print(text)
    if a.document:
        replace_between(DOCUMENT, "long", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
