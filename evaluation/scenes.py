"""What happens in a film, before any sound is made: which music plays where, how, and over what.

Every choice is drawn from a deck: a shuffled stack with each condition as often as its weight says,
shuffled anew when it is empty. So even a short film covers its conditions evenly; one seed gives one film.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from evaluation.profiles import LEVELS_DB, Profile
from evaluation.stems import RATE_HZ, Stems, Track

Rng = np.random.Generator
T = TypeVar("T")

NAMED_SPEEDS = {"none": 1.0, "25/24": 25 / 24, "24/25": 24 / 25, "1001/1000": 1.001, "1000/1001": 1 / 1.001}


@dataclass(frozen=True)
class Speed:
    """How fast a recording is played, exact to the sample.

    Attributes
    ----------
    mode : str
        none, speed (tempo and pitch together), tempo (pitch kept), pitch (tempo kept) or drift (a speed
        that changes evenly).
    ratio : float
        Recording seconds in one film second; 1 where only the pitch moves, the mean where it drifts.
    pitch_rate_hz : int
        The rate at which the recording is read, in modes speed and pitch: over 48 kHz, the pitch rises.
    """

    mode: str = "none"
    ratio: float = 1.0
    pitch_rate_hz: int = RATE_HZ
    bend: float = 0.0
    """By how much a drifting speed grows from start to end."""

    @property
    def pitch_cents(self) -> float:
        """How much higher the film sounds than the recording."""
        return float(1200 * np.log2(self.pitch_rate_hz / RATE_HZ))


@dataclass(frozen=True)
class Stretch:
    """One stretch of one piece of music in the film, not yet sounding."""

    track: Track
    film_start_s: float
    duration_s: float
    track_start_s: float
    snr_db: float
    scene: str
    group: str | None = None
    speed: Speed = Speed()
    treatment: str = "none"
    pan: float = 0.0
    ducking_db: float = 0.0
    fade_in_s: float = 0.02
    fade_out_s: float = 0.02
    in_library: bool = True

    @property
    def film_end_s(self) -> float:
        """Where it ends, fade included."""
        return self.film_start_s + self.duration_s


@dataclass(frozen=True)
class FilmPlan:
    """A film on paper: its music, and what is to lie under and over it."""

    duration_s: float
    stretches: tuple[Stretch, ...]
    quiet: tuple[tuple[float, float], ...]
    """Where nothing sounds at all."""
    action: tuple[tuple[float, float], ...]
    """Where effects are dense and loud."""
    talkative: float
    """Share of the time for which somebody speaks."""


class Deck(Generic[T]):
    """A stack of conditions, drawn without replacement and shuffled anew when empty."""

    def __init__(self, weighted: Sequence[tuple[T, int]], rng: Rng) -> None:
        self._all = [condition for condition, times in weighted for _ in range(times)]
        self._rng = rng
        self._left: list[T] = []

    def draw(self) -> T:
        """Take the next condition."""
        if not self._left:
            self._left = [self._all[i] for i in self._rng.permutation(len(self._all))]
        return self._left.pop()


class Decks:
    """All decks of one run, kept from film to film so that conditions stay balanced over the run."""

    def __init__(self, profile: Profile, stems: Stems, rng: Rng) -> None:
        self.profile = profile
        self.rng = rng
        self.scene = Deck(profile.scenes, rng)
        self.range_s = Deck(profile.durations_s, rng)
        self.level_db = Deck(profile.levels_db, rng)
        self.speed = Deck(profile.speeds, rng)
        self.treatment = Deck(profile.treatments, rng)
        self.regime = Deck(profile.regimes, rng)
        self.ducking_db = Deck(profile.ducking_db, rng)
        self.track = Deck([(t, 1) for t in stems.playing if t.repeats >= profile.least_repeats], rng)
        self.outsider = Deck([(track, 1) for track in stems.outsiders], rng) if stems.outsiders else None


def draw_speed(name: str, rng: Rng) -> Speed:
    """Turn a deck's word for a speed into numbers that a resampler reaches exactly (whole rates in hertz).

    'speed' is within ±8 %, 'wide speed' between 8 and 10 % off, 'tempo' and 'pitch' within ±6 %,
    'drift' within ±2 %, changing by 0.2 to 1 %.
    """
    if name in NAMED_SPEEDS:
        rate_hz = round(NAMED_SPEEDS[name] * RATE_HZ)
        return Speed("none" if rate_hz == RATE_HZ else "speed", rate_hz / RATE_HZ, rate_hz)
    if name == "tempo":
        return Speed("tempo", round(1 + _either_side(rng, 0.01, 0.06), 4))
    if name == "pitch":
        return Speed("pitch", 1.0, round((1 + _either_side(rng, 0.01, 0.06)) * RATE_HZ))
    if name == "drift":
        return Speed("drift", 1 + _either_side(rng, 0.0, 0.02), bend=_either_side(rng, 0.002, 0.01))
    low, high = (0.08, 0.1) if name == "wide speed" else (0.005, 0.08)
    rate_hz = round((1 + _either_side(rng, low, high)) * RATE_HZ)
    return Speed("speed", rate_hz / RATE_HZ, rate_hz)


def _either_side(rng: Rng, low: float, high: float) -> float:
    """Draw a number between `low` and `high`, with either sign."""
    return float(rng.uniform(low, high) * (1 if rng.random() < 0.5 else -1))


@dataclass
class _Planner:
    """Lays scenes one after the other."""

    decks: Decks
    stems: Stems
    length_s: Callable[[Track], float]
    duration_s: float
    regime: str
    now_s: float = 0.0
    scenes: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    quiet: list[tuple[float, float]] = field(default_factory=list)
    action: list[tuple[float, float]] = field(default_factory=list)

    def play(self, scene: str) -> None:
        """Lay one scene from `now_s` on."""
        self.scenes += 1
        {
            "cue": self._cue,
            "outsider": self._outsider,
            "edit": self._edit,
            "loop": self._loop,
            "crossfade": self._crossfade,
            "back_to_back": self._back_to_back,
            "layered": self._layered,
            "dialogue": self._dialogue,
            "action": self._action,
            "silence": self._silence,
        }[scene]()

    def _stretch(self, scene: str, *, track: Track | None = None, longest_s: float = 1e9) -> Stretch:
        """Draw one stretch of music that begins now."""
        rng = self.decks.rng
        track = track or self.decks.track.draw()
        low, high = self.decks.range_s.draw()
        duration_s = min(float(rng.uniform(low, high)), longest_s, self.duration_s - 1 - self.now_s)
        speed = draw_speed(self.decks.speed.draw() if self.regime == "mixed" else self.regime, rng)
        length_s = self.length_s(track)
        duration_s = min(duration_s, 0.8 * length_s / speed.ratio)
        room_s = length_s - duration_s * speed.ratio - 2.0
        treatment = self.decks.treatment.draw()
        leaning = treatment not in {"none", "inverted", "limited", "codec"}
        return Stretch(
            track=track,
            film_start_s=round(self.now_s, 4),
            duration_s=duration_s,
            track_start_s=float(rng.uniform(0.5, max(0.6, room_s))),
            snr_db=self.decks.level_db.draw(),
            scene=scene,
            speed=speed,
            treatment=treatment,
            pan=round(float(rng.uniform(-0.8, 0.8)), 2) if leaning else 0.0,
            ducking_db=self.decks.ducking_db.draw(),
            fade_in_s=self._fade(duration_s),
            fade_out_s=self._fade(duration_s),
        )

    def _fade(self, duration_s: float) -> float:
        """Cut half of the time, else fade over at most a fifth of the stretch."""
        rng = self.decks.rng
        if rng.random() < 0.5:
            return 0.02
        return round(float(min(rng.choice([0.5, 1.0, 1.5, 3.0]), duration_s / 5)), 2)

    def _put(self, *stretches: Stretch) -> None:
        """Keep stretches and move on to the end of the last."""
        kept = [s for s in stretches if s.duration_s >= 2.0 and s.film_end_s <= self.duration_s - 0.5]
        self.stretches += kept
        if kept:
            self.now_s = max(s.film_end_s for s in kept)

    def _cue(self) -> None:
        self._put(self._stretch("cue"))

    def _outsider(self) -> None:
        deck = self.decks.outsider
        if deck is not None:
            self._put(replace(self._stretch("outsider", track=deck.draw()), in_library=False))

    def _edit(self) -> None:
        """One song, cut to another place in it; sometimes by a short cross-fade."""
        rng = self.decks.rng
        first = self._stretch("edit")
        seam_s = float(rng.choice([0.05, 0.05, 0.5, 1.5]))
        group = f"edit{self.scenes}"
        start_s = first.film_end_s - seam_s
        length_s = self.length_s(first.track)
        low, high = self.decks.range_s.draw()
        duration_s = min(float(rng.uniform(low, high)), self.duration_s - 1 - start_s)
        duration_s = min(duration_s, 0.8 * length_s / first.speed.ratio)
        room_s = length_s - duration_s * first.speed.ratio - 2.0
        after_s = first.track_start_s + first.duration_s * first.speed.ratio
        places = [s for s in rng.uniform(0.5, max(0.6, room_s), 20) if abs(s - after_s) > 4.0]
        second = replace(
            first,
            film_start_s=round(start_s, 4),
            duration_s=duration_s,
            track_start_s=float(places[0]) if places else 0.5,
            group=group,
            fade_in_s=seam_s,
        )
        self._put(replace(first, group=group, fade_out_s=seam_s), second)

    def _loop(self) -> None:
        """Play the same bars two to four times on end."""
        rng = self.decks.rng
        first = self._stretch("loop", longest_s=float(rng.uniform(6, 14)))
        times = int(rng.integers(2, 5))
        group = f"loop{self.scenes}"
        self._put(
            *(
                replace(
                    first,
                    film_start_s=round(first.film_start_s + k * first.duration_s, 4),
                    group=group,
                    fade_in_s=0.02,
                    fade_out_s=0.02,
                )
                for k in range(times)
            )
        )

    def _crossfade(self) -> None:
        """Two pieces, the second rising while the first falls."""
        first = self._stretch("crossfade")
        fade_s = round(float(min(self.decks.rng.uniform(2, 8), first.duration_s / 3)), 2)
        self.now_s = first.film_end_s - fade_s
        second = self._stretch("crossfade", track=self._other_track(first.track))
        group = f"xfade{self.scenes}"
        fade_s = min(fade_s, round(max(0.02, second.duration_s / 3), 2))
        self._put(
            replace(first, group=group, fade_out_s=fade_s),
            replace(second, group=group, fade_in_s=fade_s),
        )

    def _back_to_back(self) -> None:
        """Two or three pieces, each cut straight to the next."""
        group = f"b2b{self.scenes}"
        for _ in range(int(self.decks.rng.integers(2, 4))):
            self._put(replace(self._stretch("back_to_back"), group=group, fade_in_s=0.02, fade_out_s=0.02))

    def _layered(self) -> None:
        """One piece over another, such as a song over score."""
        under = self._stretch("layered")
        if under.duration_s < 5:
            return self._put(replace(under, scene="cue"))
        group = f"layer{self.scenes}"
        self.now_s = under.film_start_s + float(self.decks.rng.uniform(0, 0.3)) * under.duration_s
        longest_s = under.film_end_s - self.now_s
        over = self._stretch("layered", track=self._other_track(under.track), longest_s=longest_s)
        level_db = under.snr_db + float(self.decks.rng.choice([-5.0, 0.0, 5.0]))
        nearest_db = min(LEVELS_DB, key=lambda known: abs(known - level_db))
        return self._put(replace(under, group=group), replace(over, group=group, snr_db=nearest_db))

    def _dialogue(self) -> None:
        self.now_s += float(self.decks.rng.uniform(8, 25))

    def _action(self) -> None:
        """Loud effects, half of the time with music under them."""
        start_s = self.now_s
        if self.decks.rng.random() < 0.5 and any(name == "cue" for name, _ in self.decks.profile.scenes):
            self._cue()
        self.now_s = max(self.now_s, start_s + float(self.decks.rng.uniform(8, 25)))
        self.action.append((start_s, min(self.now_s, self.duration_s)))

    def _silence(self) -> None:
        start_s = self.now_s + 0.5
        self.now_s = start_s + float(self.decks.rng.uniform(3, 10))
        self.quiet.append((start_s, min(self.now_s, self.duration_s)))

    def _other_track(self, track: Track) -> Track:
        """Draw a track that is not this one."""
        while (other := self.decks.track.draw()) == track:
            pass
        return other


def plan_film(
    decks: Decks, stems: Stems, *, duration_s: float, length_s: Callable[[Track], float]
) -> tuple[FilmPlan, str]:
    """Plan a film.

    Parameters
    ----------
    decks : Decks
        The run's decks; drawing from them makes the next film another one.
    stems : Stems
        The material.
    duration_s : float
        Running time.
    length_s : callable
        Length of a piece of music in seconds.

    Returns
    -------
    FilmPlan, str
        The plan, and the film's speed regime ('mixed', or the name of a speed).
    """
    rng = decks.rng
    regime = decks.regime.draw()
    planner = _Planner(decks, stems, length_s, duration_s, regime, now_s=float(rng.uniform(0, 3)))
    while planner.now_s < duration_s - 4:
        planner.play(decks.scene.draw())
        planner.now_s += float(rng.uniform(*decks.profile.gap_s))
    plan = FilmPlan(
        duration_s=duration_s,
        stretches=tuple(sorted(planner.stretches, key=lambda s: s.film_start_s)),
        quiet=tuple(planner.quiet),
        action=tuple(planner.action),
        talkative=float(rng.uniform(*decks.profile.talkative)),
    )
    return plan, regime
