"""Find music that returns in films, before anybody names it: ``python -m evaluation.themes --help``.

Films are mixed in which score returns under other speech: exactly, in part, faded, at another level; some of
their music is heard once. In films without music, all of the talk is held against itself, as if it were
music. What counts was chosen on the speakers, music and ambience of one half; those of the
other half are reported.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cuespotter.analysis.fingerprint import hear_film
from cuespotter.media.timeline import AudioBlock
from cuespotter.model.theme import FilmTheme
from cuespotter.music.find import MusicStretch, find_music, uncovered
from cuespotter.settings import Settings
from cuespotter.themes.find import ThemeFinder
from cuespotter.themes.returns import Return
from evaluation.music_mixes import half_of
from evaluation.returns import LAYOUTS, LEVELS_DB, PAUSE_S, Cue, laid_over
from evaluation.stems import RATE_HZ, Shelf, Stems, Track, read_stems, said_once, widened

F32 = NDArray[np.float32]
Rng = np.random.Generator

TREATMENTS = ("exact", "cut", "faded")
FADE_S = 3.0
SILENT_S = 600.0
LOOPED_S = 240.0
GOLDEN = 0.5 * (5**0.5 - 1)
LEAST_AMBIENCE_S = 20.0
"""Shorter ones are heard so often in a film that two speeds would be alike."""
LOOPED = frozenset({"Factory_Ambient"})
"""Ambience that is itself made of a loop of 25 s: it does return."""
PLAYED_ONCE = 4
THEMES = 4


@dataclass(frozen=True)
class Played:
    """Music in a film: which, from which second of it, where, how loud and how treated."""

    track: Track
    from_s: float
    start_s: float
    length_s: float
    level_db: float
    treatment: str
    layout: str = ""

    @property
    def end_s(self) -> float:
        """Where it ends in the film."""
        return self.start_s + self.length_s

    @property
    def cue(self) -> Cue:
        """The same as it is mixed."""
        fade_s = FADE_S if self.treatment == "faded" else 0.0
        return Cue(self.track, self.from_s, self.length_s, self.level_db, self.layout, fade_s)

    def shares_s(self, other: Played) -> float:
        """Give the seconds of its music that another place has, too."""
        if other.track != self.track:
            return 0.0
        ends = (self.from_s + self.length_s, other.from_s + other.length_s)
        return max(0.0, min(ends) - max(self.from_s, other.from_s))


@dataclass(frozen=True)
class Judged:
    """A return that was found, and whether both places have the same music."""

    kind: str
    layout: str
    evidence: tuple[float, ...]
    confidence: float
    """By its own evidence and by what the others say."""
    length_s: float
    is_right: bool


@dataclass(frozen=True)
class Asked:
    """A place of a theme that returns, and whether the film's themes have it."""

    layout: str
    level_db: float
    treatment: str
    is_listed: bool
    """Whether at least half of it is listed as music at all: what is not cannot be a theme."""
    is_found: bool


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Find music that returns in films.")
    parser.add_argument("--data", type=Path, help="music, speech, ambience")
    parser.add_argument("--more", type=Path, help="a second set of music (data2)")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--films", type=int, default=3, help="films with music, for each layout")
    parser.add_argument("--silent-films", type=int, default=3, help="films of speech alone, for each layout")
    parser.add_argument(
        "--looped-films", type=int, default=1, help="films of talk over a looped place, for each layout"
    )
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=list(LAYOUTS))
    parser.add_argument("--out", type=Path, help="write what was found, line by line")
    a = parser.parse_args(arguments)
    if a.data is None or a.cache is None:
        parser.error("found no --data and --cache; both are needed to mix films")
    stems = read_stems(a.data)
    stems = said_once(half_of(stems if a.more is None else widened(stems, a.more), a.half))
    judged: list[Judged] = []
    asked: list[Asked] = []
    for layout in a.layouts:
        rng = np.random.default_rng((a.half, list(LAYOUTS).index(layout), 15))
        for _ in range(a.films):
            found = _film(stems, Shelf(a.cache), rng, layout)
            judged += found[0]
            asked += found[1]
        for _ in range(a.silent_films):
            judged += _silent_film(stems, Shelf(a.cache), rng, layout)
        for path in _looped_places(a.data, a.looped_films):
            _looped_film(stems, path, Shelf(a.cache), rng, layout)
    if a.out is not None:
        a.out.write_text("".join(json.dumps(asdict(one)) + "\n" for one in judged), encoding="utf-8")
    _report(judged, asked, a.silent_films * SILENT_S / 3600)
    return 0


def _film(stems: Stems, shelf: Shelf, rng: Rng, layout: str) -> tuple[list[Judged], list[Asked]]:
    """Mix a film whose music returns, and ask for its themes."""
    settings = Settings()
    played, length_s = _score(stems, shelf, rng, layout)
    music = [(one.cue, one.start_s, 0.0, one.length_s, one.level_db) for one in played]
    sound = laid_over(*bed(stems, shelf, rng, length_s), shelf, music, layout)
    finder, stretches, used_s = _heard(sound, layout, settings)
    judged = _all_judged(finder, played, "music", layout)
    asked = list(_asked(played, finder.themes(), stretches, settings))
    print(f"{layout}: {length_s:.0f} s, {len(finder.returns)} returns, {used_s:.2f} CPU s", flush=True)
    for one in judged:
        if not one.is_right and one.confidence >= 0.5:
            print("  false:", one, flush=True)
    for place in asked:
        if not place.is_found:
            print("  missed:", place, flush=True)
    return judged, asked


def _score(stems: Stems, shelf: Shelf, rng: Rng, layout: str) -> tuple[list[Played], float]:
    """Write a score: themes that return, and music that is heard once, in any order."""
    tracks = [stems.playing[i] for i in rng.permutation(len(stems.playing))]
    planned: list[tuple[Track, float, float, str]] = []
    for number, track in enumerate(tracks[: THEMES + PLAYED_ONCE]):
        room_s = shelf.samples(track.path) / RATE_HZ
        whole_s = min(float(rng.uniform(14.0, 40.0)), room_s - 1.0)
        from_s = float(rng.uniform(0.0, room_s - whole_s))
        count = int(rng.integers(2, 6)) if number < THEMES else 1
        for place in range(count):
            treatment = TREATMENTS[int(rng.integers(3))] if place else "exact"
            length_s = whole_s if treatment == "exact" else float(rng.uniform(0.5, 0.9)) * whole_s
            skip_s = float(rng.uniform(0.0, whole_s - length_s))
            planned.append((track, from_s + skip_s, length_s, treatment))
    played, at_s = [], 6.0
    for number in rng.permutation(len(planned)):
        track, from_s, length_s, treatment = planned[number]
        level_db = LEVELS_DB[int(rng.integers(len(LEVELS_DB)))]
        played.append(Played(track, from_s, at_s, length_s, level_db, treatment, layout))
        at_s += length_s + float(rng.uniform(8.0, 25.0))
    return played, at_s


def _silent_film(stems: Stems, shelf: Shelf, rng: Rng, layout: str) -> list[Judged]:
    """Hold talk against itself, as if all of it were music."""
    settings = Settings()
    sound = laid_over(*bed(stems, shelf, rng, SILENT_S), shelf, [], layout)
    finder, _, _ = _heard(sound, layout, settings, is_all=True)
    judged = _all_judged(finder, [], "speech", layout)
    for one in judged:
        if one.confidence >= settings.themes.least_confidence:
            print("  in speech alone:", one, flush=True)
    return judged


def _looped_places(data: Path, films: int) -> Iterator[Path]:
    """Give the places that are loops, of either half: each for so many films."""
    for path in read_stems(data).ambience:
        if path.stem in LOOPED:
            yield from [path] * films


def _looped_film(stems: Stems, place: Path, shelf: Shelf, rng: Rng, layout: str) -> None:
    """Let people talk over a loop that is no music: count its themes in all of it and in what is listed."""
    settings = Settings()
    talk, _ = bed(stems, shelf, rng, LOOPED_S)
    sound = shelf.read(place)
    looped = np.tile(sound, -(-len(talk) // sound.shape[1]))[:, : len(talk)]
    # over the loop nobody talks in the second half: there it is all that is heard
    talk[len(talk) // 2 :] = 0.0
    mixed = laid_over(talk, looped, shelf, [], layout)
    told = []
    for is_all in (True, False):
        finder, stretches, _ = _heard(mixed, layout, settings, is_all=is_all)
        listed_s = sum(one.last_frame - one.first_frame for one in stretches)
        told.append(f"{len(finder.themes())} in {listed_s / settings.analysis.frames_per_second:.0f} s")
    print(
        f"{layout}, {place.stem} looped: themes: {told[0]} if all is music, {told[1]} that are listed",
        flush=True,
    )


def bed(stems: Stems, shelf: Shelf, rng: Rng, length_s: float) -> tuple[F32, F32]:
    """Let people talk, in places: float32[n], float32[2, n]. Nothing of it returns at the same speed."""
    n = round(length_s * RATE_HZ)
    lines = [one.path for one in stems.speech]
    places = [
        path
        for path in stems.ambience
        if path.stem not in LOOPED and shelf.samples(path) >= LEAST_AMBIENCE_S * RATE_HZ
    ]
    speech, ambience = np.zeros(n, np.float32), np.zeros((2, n), np.float32)
    for sound, paths, pause_s in ((speech, lines, PAUSE_S), (ambience, places, 0.001)):
        at, speeds = 0, Speeds(rng)
        while at < n:
            path = paths[int(rng.integers(len(paths)))]
            part = _respeeded(shelf.read(path), speeds.next(path))
            if sound.ndim == 1:
                part = part.mean(axis=0)
                part *= 0.05 / max(1e-6, float(np.sqrt(np.mean(np.square(part)))))
            part = part[..., : n - at]
            sound[..., at : at + part.shape[-1]] += part
            at += part.shape[-1] + round(float(rng.exponential(pause_s)) * RATE_HZ)
    return speech, ambience


class Speeds:
    """Speeds at which a sound is played again and again, never twice the same."""

    def __init__(self, rng: Rng) -> None:
        self._begun = float(rng.uniform())
        self._times: dict[Path, int] = {}

    def next(self, path: Path) -> float:
        """Give the next speed of a sound: within 10 %, spread evenly, as far from the others as can be."""
        times = self._times.get(path, 0)
        self._times[path] = times + 1
        return 0.9 + 0.2 * ((self._begun + times * GOLDEN) % 1.0)


def _respeeded(sound: F32, speed: float) -> F32:
    """Play a sound at another speed."""
    at = np.arange(0.0, sound.shape[1] - 1, speed)
    return np.stack([np.interp(at, np.arange(sound.shape[1]), row) for row in sound]).astype(np.float32)


def _heard(
    sound: F32, layout: str, settings: Settings, *, is_all: bool = False
) -> tuple[ThemeFinder, list[MusicStretch], float]:
    """Listen to a film, and hold its music against itself; in CPU seconds, too."""
    heard = hear_film([AudioBlock(0, LAYOUTS[layout], sound)], settings.analysis, settings.hearing)
    stretches = [MusicStretch(0, heard.frames, 1.0)]
    if not is_all:
        found = uncovered(find_music(heard, settings.music), [], settings.music)
        stretches = [one for one in found if one.probability >= settings.music.least_probability]
    finder = ThemeFinder(settings)
    before = time.process_time()
    finder.hear(heard, 0.0, stretches)
    return finder, stretches, time.process_time() - before


def _all_judged(finder: ThemeFinder, played: Sequence[Played], kind: str, layout: str) -> list[Judged]:
    """Say of each return of a film how likely it is said to be, and whether it is one."""
    found = zip(finder.returns, finder.confidences(), strict=True)
    return [_judged(one, sure, played, kind, layout, finder.settings) for one, sure in found]


def _judged(
    one: Return, sure: float, played: Sequence[Played], kind: str, layout: str, settings: Settings
) -> Judged:
    """Say whether a return is one."""
    rate = settings.analysis.frames_per_second
    here, there = (
        _at(played, (a + b) / 2 / rate) for a, b in ((one.first, one.last), (one.other_first, one.other_last))
    )
    # another bar of the same piece is the same theme
    right = here is not None and there is not None and here.track == there.track
    return Judged(kind, layout, one.evidence, sure, (one.last - one.first) / rate, is_right=right)


def _at(played: Sequence[Played], film_s: float) -> Played | None:
    """Give what plays at a time."""
    return next((one for one in played if one.start_s - 1 <= film_s < one.end_s + 1), None)


def _returns(one: Played, played: Sequence[Played], settings: Settings) -> bool:
    """Say whether another place has enough of the same music."""
    return any(other is not one and one.shares_s(other) >= settings.themes.least_s + 1 for other in played)


def _asked(
    played: Sequence[Played],
    themes: Sequence[FilmTheme],
    stretches: Sequence[MusicStretch],
    settings: Settings,
) -> Iterator[Asked]:
    """Say of each place of a theme whether it was found together with another of the same music."""
    for one in played:
        if not _returns(one, played, settings):
            continue
        mine = [other for other in played if other is not one and other.track == one.track]
        is_found = any(
            theme.share_of(one.start_s, one.end_s) >= 0.3
            and any(theme.share_of(other.start_s, other.end_s) >= 0.3 for other in mine)
            for theme in themes
        )
        rate = settings.analysis.frames_per_second
        ends = ((s.first_frame / rate, s.last_frame / rate) for s in stretches)
        listed_s = sum(max(0.0, min(one.end_s, b) - max(one.start_s, a)) for a, b in ends)
        is_listed = listed_s >= 0.5 * one.length_s
        yield Asked(one.layout, one.level_db, one.treatment, is_listed=is_listed, is_found=is_found)


def _report(judged: Sequence[Judged], asked: Sequence[Asked], silent_h: float) -> None:
    """Print what of the returns was found, and what was said falsely."""
    settings = Settings()
    rules = settings.themes
    heads = [f"{level:+.0f} dB" for level in LEVELS_DB] + list(TREATMENTS)
    print(
        "| film | "
        + " | ".join(heads)
        + " | all | not listed as music | false in films | false in speech (hours) |"
    )
    print("|---" * (len(heads) + 5) + "|")
    for layout in dict.fromkeys([*(one.layout for one in asked), *(one.layout for one in judged)]):
        here = [one for one in asked if one.layout == layout and one.is_listed]
        cells = [_counted([one for one in here if one.level_db == level]) for level in LEVELS_DB]
        cells += [_counted([one for one in here if one.treatment == treatment]) for treatment in TREATMENTS]
        told = [
            one
            for one in judged
            if one.layout == layout
            and not one.is_right
            and one.length_s >= rules.least_s
            and one.confidence >= rules.least_confidence
        ]
        false = [sum(one.kind == kind for one in told) for kind in ("music", "speech")]
        unlisted = sum(one.layout == layout and not one.is_listed for one in asked)
        cells += [_counted(here), str(unlisted), str(false[0]), f"{false[1]} ({silent_h:.1f})"]
        print(f"| {layout} | " + " | ".join(cells) + " |")


def _counted(asked: Sequence[Asked]) -> str:
    """Say how many of some were found."""
    return f"{sum(one.is_found for one in asked)} of {len(asked)}"


if __name__ == "__main__":
    raise SystemExit(main())
