"""Kinds of films: which conditions each is made of, and how often."""

from __future__ import annotations

from dataclasses import dataclass, replace

LEVELS_DB = (10.0, 0.0, -5.0, -10.0, -15.0, -20.0)
LOUD_LEVELS_DB = (10.0, 0.0, -5.0)
DISTORTIONS = (
    "radio",
    "wall",
    "room",
    "hall",
    "mono_pan",
    "speaker",
    "telephone",
    "inverted",
    "limited",
    "codec",
)


@dataclass(frozen=True)
class Profile:
    """What a kind of film is made of; each tuple of pairs is a deck (condition, how often)."""

    scenes: tuple[tuple[str, int], ...] = (("cue", 1),)
    durations_s: tuple[tuple[tuple[float, float], int], ...] = (((10.0, 40.0), 1),)
    levels_db: tuple[tuple[float, int], ...] = tuple((level, 1) for level in LOUD_LEVELS_DB)
    speeds: tuple[tuple[str, int], ...] = (("none", 1),)
    treatments: tuple[tuple[str, int], ...] = (("none", 1),)
    regimes: tuple[tuple[str, int], ...] = (("mixed", 1),)
    """A film's regime: every recording at that named speed; 'mixed' draws each from `speeds`."""
    gap_s: tuple[float, float] = (1.0, 6.0)
    talkative: tuple[float, float] = (0.7, 0.95)
    ducking_db: tuple[tuple[float, int], ...] = ((0.0, 1),)
    least_repeats: float = 0.0
    """Only music of which at least this share returns within it plays: 0.5 is made of loops."""


PROFILES: dict[str, Profile] = {
    "film": Profile(
        scenes=(
            ("cue", 10),
            ("edit", 2),
            ("crossfade", 2),
            ("back_to_back", 2),
            ("layered", 2),
            ("loop", 1),
            ("outsider", 2),
            ("dialogue", 1),
            ("action", 1),
            ("silence", 1),
        ),
        durations_s=(((10.0, 45.0), 16), ((5.0, 10.0), 3), ((2.5, 5.0), 1)),
        levels_db=tuple((level, 1) for level in LEVELS_DB),
        speeds=(
            ("none", 8),
            ("25/24", 1),
            ("24/25", 1),
            ("1001/1000", 1),
            ("1000/1001", 1),
            ("speed", 2),
            ("tempo", 1),
            ("pitch", 1),
        ),
        treatments=(("none", 14), *((name, 1) for name in DISTORTIONS)),
        regimes=(("mixed", 3), ("25/24", 1), ("none", 1), ("1001/1000", 1)),
        talkative=(0.55, 0.9),
        ducking_db=((0.0, 3), (3.0, 1), (6.0, 2), (9.0, 2), (15.0, 1), (20.0, 1)),
    ),
    "levels": Profile(levels_db=tuple((level, 1) for level in LEVELS_DB), talkative=(0.92, 0.97)),
    "speeds": Profile(
        durations_s=(((12.0, 40.0), 1),),
        speeds=(
            ("25/24", 1),
            ("24/25", 1),
            ("1001/1000", 1),
            ("1000/1001", 1),
            ("speed", 6),
            ("wide speed", 2),
            ("tempo", 4),
            ("pitch", 4),
        ),
    ),
    "drift": Profile(durations_s=(((20.0, 40.0), 1),), speeds=(("drift", 1),)),
    "treatments": Profile(treatments=tuple((name, 1) for name in DISTORTIONS)),
    "short": Profile(
        durations_s=(((5.0, 10.0), 3), ((2.0, 5.0), 1)), levels_db=((10.0, 1), (0.0, 1)), gap_s=(1.0, 4.0)
    ),
    "edits": Profile(
        scenes=(("edit", 2), ("crossfade", 2), ("back_to_back", 1), ("layered", 2), ("loop", 1)),
        ducking_db=((0.0, 1), (6.0, 1), (12.0, 1)),
    ),
    "outsiders": Profile(
        scenes=(("outsider", 6), ("dialogue", 1), ("action", 1), ("silence", 1)),
        durations_s=(((10.0, 60.0), 1),),
        levels_db=tuple((level, 1) for level in LEVELS_DB),
        speeds=(("none", 4), ("25/24", 1), ("speed", 1)),
        treatments=(("none", 6), ("radio", 1), ("room", 1), ("mono_pan", 1)),
    ),
}

WIDE = Profile(
    scenes=(
        ("cue", 10),
        ("edit", 2),
        ("crossfade", 2),
        ("back_to_back", 2),
        ("layered", 2),
        ("outsider", 2),
        ("dialogue", 2),
        ("action", 1),
    ),
    durations_s=(((10.0, 45.0), 8), ((8.0, 13.0), 2)),
    levels_db=((10.0, 1), (0.0, 2), (-5.0, 3), (-10.0, 3), (-15.0, 3)),
    speeds=(
        ("none", 8),
        ("25/24", 1),
        ("1001/1000", 1),
        ("speed", 2),
        ("tempo", 1),
        ("pitch", 1),
    ),
    treatments=(("none", 6), ("radio", 1), ("wall", 1), ("room", 1), ("mono_pan", 1)),
    regimes=(("mixed", 3), ("25/24", 1)),
    gap_s=(1.0, 5.0),
    talkative=(0.6, 0.9),
    ducking_db=((0.0, 2), (3.0, 1), (6.0, 1), (9.0, 2), (15.0, 1)),
)
"""As the films that are kept aside: every condition at once."""

PROFILES |= {
    "wide": WIDE,
    "wide mono": WIDE,
    "wide speeds": replace(
        WIDE, scenes=(("cue", 1),), speeds=(("tempo", 3), ("pitch", 2), ("speed", 2)), regimes=(("mixed", 1),)
    ),
    "wide cuts": replace(WIDE, scenes=(("edit", 1),)),
    "wide short": replace(WIDE, scenes=(("back_to_back", 3), ("cue", 1)), durations_s=(((6.0, 13.0), 1),)),
    "wide loops": replace(WIDE, scenes=(("cue", 4), ("edit", 1)), least_repeats=0.5),
    "wide dubs": replace(WIDE, levels_db=tuple((level, 1) for level in (-5.0, -10.0, -15.0, -20.0))),
    "wide outsiders": replace(WIDE, scenes=(("outsider", 1),)),
}
