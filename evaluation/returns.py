"""Find remembered cues where they return, and none in speech: ``python -m evaluation.returns --help``.

Cues are cut from films, with people talking over them, and remembered as the library does it. Then films are
asked in which the same music returns under other speech; and films without any music, in which everybody
talks who talked over the cues. The calibration is fitted to the speakers, music and ambience of one half, and
those of the other half are reported.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from cuespotter.alignment.confidence import (
    WEIGHTS,
    least_return_confidence,
    return_confidence,
    return_features,
)
from cuespotter.alignment.explain import Explained
from cuespotter.analysis.fingerprint import hear_film
from cuespotter.identify.search import explain_reel
from cuespotter.index.reader import Index, open_index
from cuespotter.index.writer import write_segment
from cuespotter.library.remembered import Remembered, remember_sound
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import Settings
from evaluation.music_fit import WEIGHT_OF_NONE, logistic_fit
from evaluation.music_mixes import half_of
from evaluation.stems import RATE_HZ, Shelf, Speech, Stems, Track, read_stems, said_once, widened

F32 = NDArray[np.float32]
Rng = np.random.Generator

LAYOUTS = {"stereo": ("FL", "FR"), "mono": ("FC",), "5.1": ("FL", "FR", "FC", "LFE", "SL", "SR")}
LEVELS_DB = (0.0, -5.0, -10.0)
AMBIENCE_DB = -18.0
"""Ambience against speech."""
PAUSE_S = 0.6
FILM_S = 600.0
KINDS = ("return", "speech")


@dataclass(frozen=True)
class Cue:
    """A cue that is remembered, and where its music stands in its track."""

    track: Track
    start_s: float
    length_s: float
    level_db: float
    layout: str
    fade_s: float = 0.0
    """Seconds in which what is played of it comes and goes."""

    @property
    def name(self) -> str:
        """An id for the index."""
        return f"{self.track.id}@{self.start_s:.0f}"


@dataclass(frozen=True)
class Found:
    """What was found in a film, or missed: evidence, and of which cue it is a return ('' where of none)."""

    kind: str
    layout: str
    level_db: float
    first_s: float
    last_s: float
    evidence: tuple[float, ...]
    is_right: bool
    cue: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Remember cues, and ask for them where they return.")
    parser.add_argument("--data", type=Path, help="music, speech, ambience")
    parser.add_argument("--more", type=Path, help="a second set of music (data2)")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--cues", type=int, default=24)
    parser.add_argument("--silent-films", type=int, default=6, help="films of speech alone, for each layout")
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=list(LAYOUTS))
    parser.add_argument("--out", type=Path, help="write what was found, line by line")
    parser.add_argument(
        "--fit", type=Path, nargs="+", help="fit the calibration to what runs wrote, do no more"
    )
    parser.add_argument(
        "--judge", type=Path, nargs="+", help="print the table of what runs wrote, do no more"
    )
    a = parser.parse_args(arguments)
    if a.fit or a.judge:
        if a.fit:
            fit(_recalled(a.fit))
        if a.judge:
            _report(_recalled(a.judge))
        return 0
    if a.data is None or a.cache is None:
        parser.error("found no --data and --cache; both are needed to mix films")
    stems = read_stems(a.data)
    stems = stems if a.more is None else widened(stems, a.more)
    whole = said_once(stems)
    stems = said_once(half_of(stems, a.half))
    shelf = Shelf(a.cache)
    silent = _silent_stems(whole, stems, shelf)
    found: list[Found] = []
    for layout in a.layouts:
        rng = np.random.default_rng((a.half, list(LAYOUTS).index(layout)))
        found += _try(stems, silent, shelf, rng, layout, a.cues, a.silent_films)
    if a.out is not None:
        a.out.write_text("".join(json.dumps(asdict(one)) + "\n" for one in found), encoding="utf-8")
    _report(found)
    return 0


def fit(found: Sequence[Found]) -> None:
    """Fit the weights of `RememberingSettings` and print them."""
    judged = [one for one in found if one.evidence]
    right = np.array([one.is_right for one in judged])
    weight = np.where(right, 1.0, WEIGHT_OF_NONE)
    weights = logistic_fit(np.array([one.evidence for one in judged]), right, weight)
    for name, value in zip(("at_zero", *WEIGHTS, "per_log_length"), weights, strict=True):
        print(f"{name} = {value:.2f}")


def _report(found: Sequence[Found]) -> None:
    """Print what of the returns was found, and what was said falsely, with the calibration as it is set."""
    rules = Settings().remembering

    def is_told(one: Found) -> bool:
        least = least_return_confidence(one.last_s - one.first_s, rules)
        return bool(one.evidence) and return_confidence(one.evidence, rules) >= least

    levels = " | ".join(f"{level:+.0f} dB" for level in LEVELS_DB)
    print(f"| film | {levels} | false beside returns | false in speech |")
    print("|---" * (3 + len(LEVELS_DB)) + "|")
    for layout in dict.fromkeys(one.layout for one in found):
        here = [one for one in found if one.layout == layout]
        cells = []
        for level_db in LEVELS_DB:
            asked = {one.cue for one in here if one.level_db == level_db and one.cue}
            met = {one.cue for one in here if one.level_db == level_db and one.is_right and is_told(one)}
            cells.append(f"{len(met)} of {len(asked)}")
        told = [one for one in here if not one.is_right and is_told(one)]
        cells += [str(sum(one.kind == kind for one in told)) for kind in KINDS]
        print(f"| {layout} | " + " | ".join(cells) + " |")


def _recalled(paths: Sequence[Path]) -> list[Found]:
    """Read what runs wrote."""
    lines = [line for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [Found(**json.loads(line)) for line in lines]


def _silent_stems(whole: Stems, half: Stems, shelf: Shelf) -> Stems:
    """Take for films without music all speech and all places that lie under no remembered cue."""
    under = {*(line.path for line in half.speech[::2]), *half.ambience[::2]}
    speech = tuple(line for line in whole.speech if line.path not in under)
    ambience = tuple(path for path in whole.ambience if path not in under)
    minutes = [
        sum(shelf.samples(path) for path in paths) / RATE_HZ / 60
        for paths in ([line.path for line in speech], ambience)
    ]
    speakers = len({line.speaker for line in speech})
    told = f"{minutes[0]:.1f} min of speech by {speakers} speakers, {minutes[1]:.1f} min of places"
    print(f"films without music are made of {told}", flush=True)
    return replace(half, speech=speech, ambience=ambience)


def _try(
    stems: Stems, silent: Stems, shelf: Shelf, rng: Rng, layout: str, cues: int, silent_films: int
) -> list[Found]:
    """Remember cues of one layout, and ask for them, in films of music and in silent ones."""
    settings = Settings()
    # a search asks for no kinds of sound, and telling them costs more than all else
    bare = replace(settings, hearing=replace(settings.hearing, tells_kinds=False))
    remembered: dict[str, Remembered] = {}
    chosen: list[Cue] = []
    tracks = [stems.playing[i] for i in rng.permutation(len(stems.playing))[:cues]]
    for number, track in enumerate(tracks):
        room_s = shelf.samples(track.path) / RATE_HZ
        length_s = min(float(rng.uniform(10.0, 25.0)), room_s - 2.0)
        start_s = float(rng.uniform(0.0, max(0.1, room_s - length_s)))
        cue = Cue(track, start_s, length_s, LEVELS_DB[number % 3], layout)
        sound = _mix(
            stems, shelf, rng, [(cue, 0.0, 0.0, length_s, cue.level_db)], length_s, layout, is_film=False
        )
        kept = remember_sound(sound, LAYOUTS[layout], settings)
        print(
            f"{layout} {cue.level_db:+.0f} dB {cue.name}: {length_s:.1f} s, lends {kept.lending_s:.1f} s, "
            f"{len(kept.fingerprint.peaks.frame) / length_s:.1f} peaks a second",
            flush=True,
        )
        if kept.lending_s >= settings.remembering.least_s:
            remembered[cue.name] = kept
            chosen.append(cue)
    found: list[Found] = []
    with tempfile.TemporaryDirectory() as folder:
        entries = [(name, kept.fingerprint, kept.landmarks) for name, kept in remembered.items()]
        write_segment(Path(folder) / "cues.ndx", entries, digest=settings.analysis.digest)
        index = open_index(Path(folder), ["cues.ndx"], digest=settings.analysis.digest)
        for level_db in LEVELS_DB:
            found += _ask_returns(stems, shelf, rng, chosen, level_db, layout, index, bare)
        for _ in range(silent_films):
            sound = _mix(silent, shelf, rng, [], FILM_S, layout, is_film=None)
            for one in _explained(sound, layout, index, bare):
                found.append(_found(one, "speech", layout, 0.0, settings))
                print("  in speech alone:", found[-1], flush=True)
    return found


def _ask_returns(
    stems: Stems,
    shelf: Shelf,
    rng: Rng,
    cues: Sequence[Cue],
    level_db: float,
    layout: str,
    index: Index,
    settings: Settings,
) -> Iterator[Found]:
    """Have every cue return, whole or in part, under other speech."""
    played, at_s = [], 5.0
    for cue in cues:
        length_s = float(rng.uniform(0.6, 1.0)) * cue.length_s
        skip_s = float(rng.uniform(0.0, cue.length_s - length_s))
        played.append((cue, at_s, skip_s, length_s, level_db))
        at_s += length_s + float(rng.uniform(4.0, 15.0))
    sound = _mix(stems, shelf, rng, played, at_s, layout, is_film=True)
    explained = _explained(sound, layout, index, settings)
    numbers = {name: number for number, name in enumerate(index.recordings)}
    met = set()
    for one in explained:
        first_s, last_s = (frame / settings.analysis.frames_per_second for frame in one.alignment.span)
        mine = [
            n
            for n, (cue, begin_s, _, length_s, _) in enumerate(played)
            if numbers[cue.name] == one.alignment.recording
            and min(last_s, begin_s + length_s) - max(first_s, begin_s) > 0.5 * (last_s - first_s)
        ]
        met.update(mine)
        yield _found(one, "return", layout, level_db, settings, cue=played[mine[0]][0].name if mine else "")
    for n, (cue, begin_s, _, length_s, _) in enumerate(played):
        if n not in met:
            where = f"at {begin_s:.0f} s for {length_s:.1f} s, {level_db:+.0f} dB"
            print(f"  missed: {cue.name} ({cue.level_db:+.0f} dB) {where}", flush=True)
            end_s = begin_s + length_s
            yield Found("missed", layout, level_db, begin_s, end_s, (), is_right=False, cue=cue.name)


def _found(
    one: Explained, kind: str, layout: str, level_db: float, settings: Settings, *, cue: str = ""
) -> Found:
    """Note what was found."""
    first_s, last_s = (frame / settings.analysis.frames_per_second for frame in one.alignment.span)
    evidence = return_features(one, settings)
    return Found(kind, layout, level_db, first_s, last_s, evidence, is_right=bool(cue), cue=cue)


def _explained(sound: F32, layout: str, index: Index, settings: Settings) -> list[Explained]:
    """Search a film."""
    heard = hear_film([AudioBlock(0, LAYOUTS[layout], sound)], settings.analysis, settings.hearing)

    def known(number: int) -> object:
        return index.fingerprint(index.recordings[number])

    return explain_reel(heard, index, known, settings, lambda _stage, _share: None)  # type: ignore[arg-type]


def _mix(
    stems: Stems,
    shelf: Shelf,
    rng: Rng,
    played: Sequence[tuple[Cue, float, float, float, float]],
    length_s: float,
    layout: str,
    *,
    is_film: bool | None,
) -> F32:
    """Mix talk, ambience and music: float32[channels, n] at the engine's rate.

    Of the stems every other is for cues, the others for films; all of them where `is_film` is None.
    """
    n = round(length_s * RATE_HZ)
    # nobody says in a film what was said over a cue, nor is it the same place: like meets like, not itself
    chosen = slice(None) if is_film is None else slice(int(is_film), None, 2)
    speech = _talk(stems.speech[chosen], shelf, rng, n)
    places = stems.ambience[chosen]
    path = places[int(rng.integers(len(places)))]
    return laid_over(speech, _looped(shelf, path, n), shelf, played, layout)


def laid_over(
    speech: F32,
    ambience: F32,
    shelf: Shelf,
    played: Sequence[tuple[Cue, float, float, float, float]],
    layout: str,
) -> F32:
    """Lay music under talk and ambience: float32[channels, n] at the engine's rate.

    Parameters
    ----------
    speech : float32[n]
        At `RATE_HZ`, as `ambience`.
    ambience : float32[2, n]
        Of any level; it is brought to `AMBIENCE_DB`.
    shelf : Shelf
    played : sequence of (Cue, float, float, float, float)
        Where each begins in the film, how much of its beginning is left out, how long it plays, and its level
        against all else there, in dB.
    layout : str
    """
    n = len(speech)
    loud = float(np.sqrt(np.mean(np.square(speech[speech != 0.0])))) if speech.any() else 0.01
    ambience = ambience * (
        loud * 10 ** (AMBIENCE_DB / 20) / max(1e-6, float(np.sqrt(np.mean(np.square(ambience)))))
    )
    music = np.zeros((2, n), np.float32)
    for cue, begin_s, skip_s, played_s, level_db in played:
        count = round(played_s * RATE_HZ)
        part = _faded(shelf.read(cue.track.path, round((cue.start_s + skip_s) * RATE_HZ), count), cue.fade_s)
        begin = round(begin_s * RATE_HZ)
        rest = np.stack([speech[begin : begin + count]] * 2) + ambience[:, begin : begin + count]
        gain = np.sqrt(np.square(rest).sum() / max(1e-9, np.square(part).sum())) * 10 ** (level_db / 20)
        music[:, begin : begin + count] += (gain * part)[:, : n - begin]
    if layout == "mono":
        channels = (speech + ambience.mean(axis=0) + music.mean(axis=0))[np.newaxis]
    elif layout == "stereo":
        channels = speech + ambience + music
    else:
        behind = 0.35 * music + 0.7 * ambience
        channels = np.stack([*(music + ambience), 1.4 * speech, np.zeros(n, np.float32), *behind])
    channels = channels * (0.5 / max(1e-6, float(np.abs(channels).max())))
    sound: F32 = signal.resample_poly(channels, 147, 640, axis=1).astype(np.float32)
    return sound


def _faded(part: F32, fade_s: float) -> F32:
    """Let music come and go."""
    ramp = np.minimum(np.arange(part.shape[1]) + 1.0, np.arange(part.shape[1])[::-1] + 1.0)
    shaped: F32 = (part * np.minimum(1.0, ramp / max(1.0, fade_s * RATE_HZ))).astype(np.float32)
    return shaped


def _looped(shelf: Shelf, path: Path, n: int) -> F32:
    """Repeat ambience until it is long enough."""
    sound = shelf.read(path)
    times = -(-n // sound.shape[1])
    looped: F32 = np.tile(sound, times)[:, :n].copy()
    return looped


def _talk(lines: Sequence[Speech], shelf: Shelf, rng: Rng, n: int) -> F32:
    """Let people talk one after the other, at any speed up to 6 % off: as more voices than there are."""
    talk = np.zeros(n, np.float32)
    at = round(float(rng.uniform(0.0, PAUSE_S)) * RATE_HZ)
    while at < n:
        one = lines[int(rng.integers(len(lines)))]
        voice = shelf.read(one.path).mean(axis=0)
        begin = int(rng.integers(max(1, len(voice) // 2)))
        voice = voice[begin : begin + round(float(rng.uniform(2.0, 12.0)) * RATE_HZ)]
        step = float(rng.uniform(0.94, 1.06))
        voice = np.interp(np.arange(0, len(voice) - 1, step), np.arange(len(voice)), voice).astype(np.float32)
        voice *= 0.05 / max(1e-6, float(np.sqrt(np.mean(np.square(voice)))))
        voice = voice[: n - at]
        talk[at : at + len(voice)] = voice
        at += len(voice) + round(float(rng.exponential(PAUSE_S)) * RATE_HZ)
    return talk


if __name__ == "__main__":
    raise SystemExit(main())
