"""Say how well mixes and edits are told from covers: ``python -m evaluation.same_recording --help``.

In: the music of two sets, recordings of works in several versions. Each piece of music is made into what an
engineer makes of it: a remaster, an edit, a mix with its middle drawn down, with further instruments. Against
them stand the covers among the versions, and pieces of other works. The threshold is chosen on the pieces and
works of one half by their names, and judged on the other.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from scipy import signal

from cuespotter.analysis.fingerprint import Fingerprint, fingerprint_recording
from cuespotter.media.decode import blocks
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import Settings
from cuespotter.versions.same_recording import share_landmarks
from evaluation.filters import resampled
from evaluation.stems import ANOTHER_MIX, F32, RATE_HZ, Shelf, Track, read_stems, widened
from evaluation.tables import half_of_name, read_rows
from evaluation.treatments import CODEC_BIT_RATE, band, coded, limited, reverberated

SETTINGS = Settings()
HEARD_HZ = SETTINGS.analysis.rate_hz
EXCERPT_S = 80
Rng = np.random.Generator
Made = Callable[[F32, F32, Rng], F32]
"""(sound, other music of its length, chance) -> another mix, master or edit of it."""


@dataclass(frozen=True)
class Judged:
    """A pair of recordings: what they are to each other, its half, and the share that agrees."""

    kind: str
    is_same: bool
    half: int
    share: float
    names: tuple[str, str]


def remastered(sound: F32, _other: F32, rng: Rng) -> F32:
    """Give it less bass, more treble, and limit it heavily."""
    bright = sound - np.float32(0.4) * band(sound, low_hz=None, high_hz=250, order=1)
    bright = bright + band(sound, low_hz=3000, high_hz=None, order=1)
    return limited(bright, rng, 0.0)


def edited(sound: F32, _other: F32, _rng: Rng) -> F32:
    """Begin after ten seconds, leave fifteen out in the middle, fade out early."""
    first, cut, on, last = (int(s * RATE_HZ) for s in (10, 32, 47, 70))
    kept = np.concatenate([sound[:, first:cut], sound[:, on:last]], axis=1)
    fade = 8 * RATE_HZ
    kept[:, -fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return kept


def middle_down(sound: F32, _other: F32, _rng: Rng) -> F32:
    """Draw down what stands in the middle by 10 dB: where there are voices, they are it."""
    middle: F32 = sound.mean(axis=0, dtype=np.float32)
    return np.asarray(sound - np.float32(0.7) * middle, np.float32)


def with_more(sound: F32, other: F32, _rng: Rng) -> F32:
    """Lay further instruments over it, 6 dB below."""
    power, more = (max(float(np.square(one).mean()), 1e-12) for one in (sound, other))
    length = min(sound.shape[1], other.shape[1])
    mixed = sound.copy()
    mixed[:, :length] += np.float32(0.5 * np.sqrt(power / more)) * other[:, :length]
    return mixed


def without_low(sound: F32, _other: F32, _rng: Rng) -> F32:
    """Leave out bass and drum: nothing below 300 Hz, treble drawn down."""
    return band(band(sound, low_hz=300, high_hz=None), low_hz=None, high_hz=4000, order=1)


MADE: dict[str, Made] = {
    "remaster": remastered,
    "edit": edited,
    "mono, at 48 kbit/s": lambda sound, _other, _rng: coded(
        np.repeat(sound.mean(axis=0, keepdims=True), 2, axis=0), "libmp3lame", CODEC_BIT_RATE
    ),
    "middle 10 dB down": middle_down,
    "further instruments at -6 dB": with_more,
    "no bass, less treble": without_low,
    "in a hall": lambda sound, _other, rng: reverberated(sound, rng, decay_s=1.5, wet=0.4, damping_hz=5000),
    "0.1 % faster": lambda sound, _other, _rng: resampled(sound, 48_048),
    "0.5 % faster": lambda sound, _other, _rng: resampled(sound, 48_240),
}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Are mixes of a recording told from covers of its work?")
    parser.add_argument("--data", type=Path, required=True, help="folder of music, as evaluation.run has it")
    parser.add_argument("--more", type=Path, required=True, help="a second, with versions/")
    parser.add_argument("--cache", type=Path, required=True, help="where decoded sound is kept")
    parser.add_argument("--every", type=int, default=2, help="one piece in so many")
    a = parser.parse_args(arguments)
    tracks = widened(read_stems(a.data), a.more).playing[:: a.every]
    judged = [*judge_made(tracks, Shelf(a.cache)), *judge_versions(a.more / "versions")]
    for line in table(judged, SETTINGS.versions.least_shared):
        print(line)
    return 0


def judge_made(tracks: Sequence[Track], shelf: Shelf) -> list[Judged]:
    """Hold each piece against what is made of it, and against the next piece."""
    judged = []
    sounds = [_middle(track, shelf) for track in tracks]
    originals = [_heard(sound) for sound in sounds]
    for place, track in enumerate(tracks):
        half = half_of_name(track.id)
        other = (place + 1) % len(tracks)
        for kind, make in MADE.items():
            rng = np.random.default_rng(place)
            made = _heard(make(sounds[place], sounds[other], rng))
            judged.append(Judged(kind, True, half, _share(originals[place], made), (track.id, kind)))
        for number in range(len(tracks)):
            if half_of_name(tracks[number].id) == half and number > place:
                share = _share(originals[place], originals[number])
                judged.append(Judged("other music", False, half, share, (track.id, tracks[number].id)))
    return judged


def judge_versions(folder: Path) -> list[Judged]:
    """Hold the versions of each work against each other."""
    rows = read_rows(folder / "versions.csv")
    heard = {
        row["file"]: fingerprint_recording(blocks(folder / row["file"], rate_hz=HEARD_HZ), SETTINGS.analysis)
        for row in rows
    }
    judged = []
    for one, other in combinations(rows, 2):
        if one["group"] == other["group"]:
            names = (one["file"], other["file"])
            is_same = any(ANOTHER_MIX in name for name in names)
            kind = "the same stems without voices" if is_same else _kind(one, other)
            share = _share(heard[names[0]], heard[names[1]])
            judged.append(Judged(kind, is_same, half_of_name(one["group"]), share, names))
    return judged


def table(judged: Sequence[Judged], least: float) -> list[str]:
    """Give a table's lines: of each kind how many are told right, and where the nearest wrong one stands."""
    lines = [
        "| pair | half | pairs | told right | share: least, median, most |",
        "| --- | --- | --- | --- | --- |",
    ]
    for kind in dict.fromkeys(one.kind for one in judged):
        for half in (0, 1):
            of = [one for one in judged if one.kind == kind and one.half == half]
            if not of:
                continue
            right = sum((one.share >= least) == one.is_same for one in of)
            low, middle, high = np.percentile([one.share for one in of], [0, 50, 100])
            lines.append(f"| {kind} | {half} | {len(of)} | {right} | {low:.3f}, {middle:.3f}, {high:.3f} |")
    return lines


def _kind(one: dict[str, str], other: dict[str, str]) -> str:
    """Tell covers from two renderings of one score, which keep its time as a machine does."""
    deadpan = all(
        "deadpan" in row["differs"] or "rendered from the score" in row["differs"] for row in (one, other)
    )
    return "one score, rendered twice" if deadpan else "cover"


def _middle(track: Track, shelf: Shelf) -> F32:
    """Give the middle of a piece, `EXCERPT_S` long or all of it."""
    count = min(shelf.samples(track.path), EXCERPT_S * RATE_HZ)
    return shelf.read(track.path, (shelf.samples(track.path) - count) // 2, count)


def _heard(sound: F32) -> Fingerprint:
    """Fingerprint sound at `RATE_HZ`, as a library would."""
    samples = signal.resample_poly(sound, 147, 640, axis=-1).astype(np.float32)
    return fingerprint_recording([AudioBlock(0, ("FL", "FR"), samples)], SETTINGS.analysis)


def _share(one: Fingerprint, other: Fingerprint) -> float:
    """Give the share of landmarks that agree at one offset."""
    return share_landmarks(one, other, SETTINGS.analysis, SETTINGS.versions).share


if __name__ == "__main__":
    raise SystemExit(main())
