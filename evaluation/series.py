"""Find the openings and closings of series: ``python -m evaluation.series --help``.

Six episodes are made of one opening, one closing and much talk: the opening is elsewhere in each, cut,
talked over, missing from one; score returns in the middle of two and near the beginning of two. In series
whose episodes share no music nothing may be found. In others a theme follows the opening and comes before
the closing, or the opening's own music returns. What counts was chosen on the music, speakers and ambience
of one half; those of the other are reported.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from cuespotter.analysis.fingerprint import hear_film
from cuespotter.media.timeline import AudioBlock
from cuespotter.series.ends import Ends, EndsTaker, pack_ends
from cuespotter.series.find import EpisodeParts, Found, find_parts
from cuespotter.settings import Settings
from evaluation.music_mixes import half_of
from evaluation.returns import LAYOUTS, Cue, laid_over
from evaluation.stems import RATE_HZ, Shelf, Stems, Track, read_stems, widened
from evaluation.themes import LEAST_AMBIENCE_S, LOOPED, bed

Rng = np.random.Generator

EPISODES = 6
TREATMENTS = ("whole", "begun late", "broken off", "jump", "talked over", "none")
"""What is done to the opening or the closing of an episode; each once in a series, in any order."""
TALKED_OVER_DB = -8.0
IN_FRONT_DB = 6.0
SCORE_DB = 0.0
NEAR_S = 0.5
WRONG_S = 2.0
"""So much of the story may nobody lose."""
APART_S = 8.0
MIDDLE, EARLY = (0.35, 0.6), (0.02, 0.28)
"""Where score is laid, in shares of an episode."""
SCORE_EACH = 2
"""Pieces of score that are heard in one episode alone."""
THEME_DB = (-4.0, 2.0)
"""A theme is talked over."""


@dataclass(frozen=True)
class Shape:
    """How a series' theme lies beside its opening and its closing.

    Attributes
    ----------
    name : str
    lengths_s : (least, most)
        Of the opening and the closing.
    theme_share : (least, most)
        Length of the theme, as a share of theirs.
    apart_s : (least, most)
        Talk between them and the theme.
    episodes : int
        In how many the theme stands beside them; in the others it is heard in the middle.
    is_own : bool
        Whether it is the opening's own music that returns, and no other.
    """

    name: str
    lengths_s: tuple[float, float]
    theme_share: tuple[float, float]
    apart_s: tuple[float, float]
    episodes: int = EPISODES
    is_own: bool = False


SHAPES = (
    Shape("longer theme in all", (18.0, 26.0), (1.1, 1.5), (5.0, 16.0)),
    Shape("longer theme in some", (18.0, 26.0), (1.1, 1.5), (5.0, 16.0), episodes=4),
    Shape("shorter theme near", (26.0, 40.0), (0.5, 0.8), (2.0, 12.0)),
    Shape("opening returns", (20.0, 40.0), (0.6, 0.8), (20.0, 60.0), episodes=4, is_own=True),
)


@dataclass(frozen=True)
class Truth:
    """Where an opening or a closing is in an episode."""

    kind: str
    treatment: str
    start_s: float = 0.0
    end_s: float = 0.0


@dataclass
class Episode:
    """An episode as it is planned: its music, and what is to be found."""

    length_s: float
    truths: dict[str, Truth]
    music: list[tuple[Cue, float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True)
class Judged:
    """What was said of one end of an episode."""

    kind: str
    treatment: str
    is_found: bool
    is_wrong: bool
    off_s: float = 0.0


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Find openings and closings of series.")
    parser.add_argument("--data", type=Path, help="music, speech, ambience")
    parser.add_argument("--more", type=Path, help="a second set of music (data2)")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept")
    parser.add_argument("--half", type=int, choices=(0, 1), default=1)
    parser.add_argument("--seeds", type=int, default=4, help="series with openings, for each layout")
    parser.add_argument("--plain", type=int, default=2, help="series that share no music, for each layout")
    parser.add_argument("--themed", type=int, default=4, help="series with a theme, for each layout")
    parser.add_argument("--layouts", nargs="+", choices=LAYOUTS, default=["stereo", "mono"])
    a = parser.parse_args(arguments)
    if a.data is None or a.cache is None:
        parser.error("found no --data and --cache; both are needed to mix episodes")
    stems = read_stems(a.data)
    stems = half_of(stems if a.more is None else widened(stems, a.more), a.half)
    judged: dict[str, list[Judged]] = {}
    for layout in a.layouts:
        for seed in range(a.seeds + a.plain):
            rng = np.random.default_rng((a.half, list(LAYOUTS).index(layout), seed, 155))
            shares = seed < a.seeds
            name = layout if shares else f"{layout}, nothing shared"
            judged.setdefault(name, []).extend(_series(stems, Shelf(a.cache), rng, layout, shares=shares))
        for seed in range(a.themed):
            rng = np.random.default_rng((a.half, list(LAYOUTS).index(layout), seed, 156))
            shape = SHAPES[seed % len(SHAPES)]
            name = f"{layout}, {shape.name}"
            judged.setdefault(name, []).extend(_series(stems, Shelf(a.cache), rng, layout, shape=shape))
    _report(judged)
    return 0


def _series(
    stems: Stems, shelf: Shelf, rng: Rng, layout: str, *, shares: bool = True, shape: Shape | None = None
) -> list[Judged]:
    """Make a series, and ask for its openings and closings."""
    settings = Settings()
    settings = replace(settings, hearing=replace(settings.hearing, tells_kinds=False))
    episodes = _planned(stems, shelf, rng, layout, shares=shares, shape=shape)
    beds = _dealt(stems, shelf)
    ends = [
        _heard(one, rng, shelf, episode, layout, settings)
        for one, episode in zip(beds, episodes, strict=True)
    ]
    before = time.process_time()
    parts = find_parts(ends, settings)
    used_s = time.process_time() - before
    size = max(len(pack_ends(one)) for one in ends) / 1024
    print(
        f"{layout}: {used_s:.1f} CPU s for {len(ends)} episodes, {size:.0f} KB kept of the largest",
        flush=True,
    )
    return [one for episode, part in zip(episodes, parts, strict=True) for one in _judged(episode, part)]


def _planned(
    stems: Stems, shelf: Shelf, rng: Rng, layout: str, *, shares: bool, shape: Shape | None
) -> list[Episode]:
    """Plan the episodes: what plays in each from when to when."""
    tracks = iter([stems.playing[i] for i in rng.permutation(len(stems.playing))] * 2)
    episodes = []
    for _ in range(EPISODES):
        length_s = float(rng.uniform(330.0, 420.0))
        episodes.append(Episode(length_s, {}))
    cues: list[Cue] = []
    for kind in ("opening", "closing"):
        cue = _excerpt(next(tracks), shelf, rng, shape.lengths_s if shape else (18.0, 60.0), layout)
        cues.append(cue)
        order = rng.permutation(len(TREATMENTS))
        for episode, number in zip(episodes, order, strict=True):
            treatment = TREATMENTS[int(number)] if shares else "none"
            _lay(episode, kind, cue, treatment, rng)
    if shape is not None:
        share = float(rng.uniform(*shape.theme_share))
        length_s = share * cues[0].length_s
        theme = _excerpt(next(tracks), shelf, rng, (length_s, length_s), layout)
        if shape.is_own:
            theme = replace(cues[0], length_s=length_s)
        _lay_theme(episodes, theme, shape, rng)
    for reach in (MIDDLE, EARLY):
        decoy = _excerpt(next(tracks), shelf, rng, (14.0, 30.0), layout)
        for number in rng.permutation(EPISODES)[:2]:
            _lay_score(episodes[int(number)], decoy, reach, rng)
    for episode in episodes:
        for _ in range(SCORE_EACH):
            _lay_score(episode, _excerpt(next(tracks), shelf, rng, (12.0, 30.0), layout), MIDDLE, rng)
    return episodes


def _excerpt(track: Track, shelf: Shelf, rng: Rng, lengths_s: tuple[float, float], layout: str) -> Cue:
    """Take a part of a piece."""
    whole_s = shelf.samples(track.path) / RATE_HZ
    length_s = min(float(rng.uniform(*lengths_s)), whole_s - 1.0)
    start_s = float(rng.uniform(0.0, whole_s - length_s))
    return Cue(track, start_s, length_s, IN_FRONT_DB, layout, 0.0)


def _lay(episode: Episode, kind: str, cue: Cue, treatment: str, rng: Rng) -> None:
    """Put an opening or a closing into an episode, as it is treated there."""
    if treatment == "none":
        episode.truths[kind] = Truth(kind, treatment)
        return
    whole_s = cue.length_s
    skip_s = float(rng.uniform(0.15, 0.35)) * whole_s if treatment == "begun late" else 0.0
    played_s = whole_s - skip_s
    if treatment == "broken off":
        played_s *= float(rng.uniform(0.6, 0.85))
    level_db = TALKED_OVER_DB if treatment == "talked over" else IN_FRONT_DB
    if kind == "opening":
        start_s = float(rng.choice([0.5, rng.uniform(5.0, 90.0)]))
    else:
        start_s = episode.length_s - played_s - float(rng.choice([0.5, rng.uniform(2.0, 40.0)]))
    if treatment == "jump":
        kept_s, left_out_s = 0.5 * whole_s, 0.15 * whole_s
        episode.music.append((cue, start_s, 0.0, kept_s, level_db))
        episode.music.append(
            (cue, start_s + kept_s, kept_s + left_out_s, whole_s - kept_s - left_out_s, level_db)
        )
        played_s = whole_s - left_out_s
    else:
        episode.music.append((cue, start_s, skip_s, played_s, level_db))
    episode.truths[kind] = Truth(kind, treatment, start_s, start_s + played_s)


def _lay_theme(episodes: Sequence[Episode], theme: Cue, shape: Shape, rng: Rng) -> None:
    """Put a theme behind the opening and before the closing, and now and then into the middle, too."""
    near = set(rng.permutation(EPISODES)[: shape.episodes].tolist())
    for number, episode in enumerate(episodes):
        places_s = []
        if number in near:
            opening, closing = episode.truths["opening"], episode.truths["closing"]
            begun_s = opening.end_s or float(rng.uniform(5.0, 60.0))
            ended_s = closing.start_s or episode.length_s - float(rng.uniform(5.0, 40.0))
            places_s.append(begun_s + float(rng.uniform(*shape.apart_s)))
            if not shape.is_own:
                places_s.append(ended_s - float(rng.uniform(*shape.apart_s)) - theme.length_s)
        for start_s in places_s:
            level_db = float(rng.uniform(*THEME_DB))
            episode.music.append((theme, start_s, 0.0, theme.length_s, level_db))
        if number not in near or rng.random() < 0.5:
            _lay_score(episode, theme, MIDDLE, rng)


def _lay_score(episode: Episode, cue: Cue, reach: tuple[float, float], rng: Rng) -> None:
    """Put score into a part of an episode where nothing else plays."""
    taken = [(begin_s, begin_s + played_s) for _, begin_s, _, played_s, _ in episode.music]
    for _ in range(50):
        start_s = float(rng.uniform(*reach)) * episode.length_s
        end_s = start_s + cue.length_s
        if all(end_s < first - APART_S or start_s > last + APART_S for first, last in taken):
            episode.music.append((cue, start_s, 0.0, cue.length_s, SCORE_DB))
            return


def _dealt(stems: Stems, shelf: Shelf) -> list[Stems]:
    """Give each episode lines and places of its own: nobody says the same twice."""
    places = [
        path
        for path in stems.ambience
        if path.stem not in LOOPED and shelf.samples(path) >= LEAST_AMBIENCE_S * RATE_HZ
    ]
    return [
        replace(stems, speech=stems.speech[number::EPISODES], ambience=(places[number % len(places)],))
        for number in range(EPISODES)
    ]


def _heard(stems: Stems, rng: Rng, shelf: Shelf, one: Episode, layout: str, settings: Settings) -> Ends:
    """Mix an episode, listen to it, and keep of it what the catalogue keeps."""
    sound = laid_over(*bed(stems, shelf, rng, one.length_s), shelf, one.music, layout)
    taker = EndsTaker(settings)
    taker.take(hear_film([AudioBlock(0, LAYOUTS[layout], sound)], settings.analysis, settings.hearing), 0.0)
    return taker.ends()


def _judged(episode: Episode, parts: EpisodeParts) -> Iterator[Judged]:
    """Hold what was said of an episode against the truth."""
    for kind, said in (("opening", parts.opening), ("closing", parts.closing)):
        truth = episode.truths[kind]
        if not isinstance(said, Found):
            print(f"  {kind} {truth.treatment}: {said}", flush=True)
            yield Judged(kind, truth.treatment, is_found=False, is_wrong=False)
            continue
        shared_s = min(said.end_s, truth.end_s) - max(said.start_s, truth.start_s)
        off_s = max(abs(said.start_s - truth.start_s), abs(said.end_s - truth.end_s))
        is_found = shared_s > 0.5 * (truth.end_s - truth.start_s) > 0.0
        # what is skipped beside it is story that is missed; a part of it is too little, but none
        is_wrong = said.end_s - said.start_s - max(0.0, shared_s) > WRONG_S
        if off_s > NEAR_S or is_wrong:
            print(f"  {kind} {truth}: {said}", flush=True)
        yield Judged(kind, truth.treatment, is_found, is_wrong, off_s)


def _report(judged: dict[str, list[Judged]]) -> None:
    """Print the table."""
    heads = [
        "series",
        "part",
        *TREATMENTS[:-1],
        "found",
        f"within {NEAR_S} s",
        "off by (median, largest)",
        "wrong skips",
    ]
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    for name, all_here in judged.items():
        for kind in ("opening", "closing"):
            here = [one for one in all_here if one.kind == kind]
            asked = [one for one in here if one.treatment != "none"]
            cells = [_counted([one for one in asked if one.treatment == t]) for t in TREATMENTS[:-1]]
            near = [one for one in asked if one.is_found and one.off_s <= NEAR_S]
            offs = [one.off_s for one in asked if one.is_found]
            off = f"{np.median(offs):.2f}, {max(offs):.2f} s" if offs else ""
            wrong = f"{sum(one.is_wrong for one in here)} of {len(here)}"
            cells += [_counted(asked), f"{len(near)} of {len(asked)}", off, wrong]
            print(f"| {name} | {kind} | " + " | ".join(cells) + " |")


def _counted(asked: Sequence[Judged]) -> str:
    """Say how many of some were found."""
    return f"{sum(one.is_found for one in asked)} of {len(asked)}"


if __name__ == "__main__":
    raise SystemExit(main())
