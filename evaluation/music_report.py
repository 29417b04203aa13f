"""How well music is told from what is none, on mixes: tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cuespotter.music.find import MusicStretch
from cuespotter.music.level import estimate_level
from cuespotter.settings import MusicSettings, Settings
from cuespotter.wording.numbers import prominence_words
from evaluation.music_examples import CHANNELS, NO_MUSIC_DB, Example, blocks_of
from evaluation.music_mixes import NOISES

LEVELS_DB = (
    (7, 20, "+10"),
    (2.5, 7, "+5"),
    (-2.5, 2.5, "0"),
    (-7, -2.5, "-5"),
    (-12, -7, "-10"),
    (-18, -12, "-15"),
)

Found = Sequence[MusicStretch]
"""What was found in a mix."""
BLOCKS_AN_HOUR = 3530
WHOLLY = 0.95
"""A recording of which so much is listed needs no line of its own."""


def report(title: str, examples: Sequence[Example], found: Sequence[Found]) -> None:
    """Print the share of blocks called music, by level and layout, and where there is none."""
    settings = MusicSettings()
    called = [_called(e, stretches, settings) for e, stretches in zip(examples, found, strict=True)]
    level = np.concatenate([e.level_db for e in examples])
    spoken = np.concatenate([e.spoken for e in examples])
    layout = np.concatenate([np.full(len(e.level_db), e.layout) for e in examples])
    hit = np.concatenate(called)
    none = level == NO_MUSIC_DB
    print(f"\n## {title}: {len(level) / BLOCKS_AN_HOUR:.1f} h\n")
    print(
        "| layout | "
        + " | ".join(name for *_, name in LEVELS_DB)
        + " | -5 dB or better | false: no speech | speech |"
    )
    print("|---" * (4 + len(LEVELS_DB)) + "|")
    for name in ("all", *CHANNELS, NOISES):
        here = (layout == name) | (name == "all") & (layout != NOISES)
        cells = [here & (level > low) & (level <= high) for low, high, _ in LEVELS_DB]
        cells += [here & (level > -7), here & none & ~spoken, here & none & spoken]
        print(f"| {name} | " + " | ".join(_share(hit[cell]) for cell in cells) + " |")
    right_blocks = np.where(none, ~hit, hit)[none | (level > -7)]
    print(f"\nblocks right, of those without music and of -5 dB or better: {right_blocks.mean():.1%}")
    _report_noises(examples, called)
    if (level > NO_MUSIC_DB).any():
        _report_rows(examples, found, settings)
        _report_levels(examples, settings)
        _report_probabilities(examples, found)


def _report_probabilities(examples: Sequence[Example], found: Sequence[Found]) -> None:
    """Print how sure was said to be what was found, and how much of it was right."""
    stretches = [
        (stretch.probability, float(is_music))
        for e, stretches_here in zip(examples, found, strict=True)
        for stretch, is_music in judged_stretches(e, stretches_here)
    ]
    probability, right = np.array(stretches, np.float64).T
    print(
        f"\n{len(right)} stretches, {int((right == 0).sum())} of them mostly not music; said and true share:"
    )
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        chosen = (probability >= low) & (probability < high)
        if chosen.any():
            print(f"  {int(chosen.sum())}: {probability[chosen].mean():.2f}, {right[chosen].mean():.2f}")


def _report_levels(examples: Sequence[Example], settings: MusicSettings) -> None:
    """Print how well the level of music is told that nothing explains: in dB, and in words."""
    off, same = [], []
    for example in examples:
        for first, last in example.runs:
            frames = settings.block_frames
            said = estimate_level(example.heard, MusicStretch(first * frames, last * frames, 1.0), settings)
            true = float(example.level_db[first])
            if said is not None:
                off.append(abs(said - min(max(true, settings.lowest_level_db), settings.highest_level_db)))
                same.append(prominence_words(None, said) == prominence_words(None, true))
    print(
        f"level: off by {np.median(off):.1f} dB, {np.quantile(off, 0.9):.1f} dB at the 90th percentile; "
        f"{np.mean(same):.1%} of {len(same)} stretches are called by the right word"
    )


def _report_rows(examples: Sequence[Example], found: Sequence[Found], settings: MusicSettings) -> None:
    """Print what a cue list would say if no recording were known: seconds, and how far rows overhang."""
    per_second = Settings().analysis.frames_per_second
    played = listed = true = 0.0
    overhang: list[float] = []
    off: list[float] = []
    for example, stretches in zip(examples, found, strict=True):
        played += sum(end - start for start, end in example.music_s)
        for row in _listed(stretches, settings):
            start_s, end_s = row.first_frame / per_second, row.last_frame / per_second
            listed += end_s - start_s
            met = [one for one in example.music_s if one[0] < end_s and one[1] > start_s]
            true += sum(min(end_s, last) - max(start_s, first) for first, last in met)
            if met:
                early, late = met[0][0] - start_s, end_s - met[-1][1]
                overhang += [max(0.0, early), max(0.0, late)]
                off += [abs(early), abs(late)]
    print(
        f"rows: {true / max(1e-9, played):.1%} of {played:.0f} s of music listed, "
        f"{true / max(1e-9, listed):.1%} of what is listed is music; "
        f"overhang {np.median(overhang):.2f} s, {np.quantile(overhang, 0.9):.2f} s at the 90th percentile; "
        f"bounds off by {np.median(off):.2f} s, {np.quantile(off, 0.9):.2f} s"
    )


def _listed(stretches: Found, settings: MusicSettings) -> list[MusicStretch]:
    """Give what a cue list would name: long and likely enough."""
    return [
        one
        for one in stretches
        if one.last_frame - one.first_frame >= settings.uncovered_least_frames
        and one.probability >= settings.least_probability
    ]


def report_alone(title: str, examples: Sequence[Example], found: Sequence[Found]) -> None:
    """Print of each recording that is heard alone, and not wholly listed, how much of it is; and of all."""
    settings, per_second = MusicSettings(), Settings().analysis.frames_per_second
    rows = []
    for example, stretches in zip(examples, found, strict=True):
        frames = sum(one.last_frame - one.first_frame for one in _listed(stretches, settings))
        rows.append((frames / per_second, example.heard.frames / per_second, example.name))
    listed, played, _ = map(np.array, zip(*rows, strict=True))
    print(f"\n## {title}: {len(rows)} recordings, {played.sum():.0f} s\n")
    print("| recording | heard s | listed s |\n|---|---|---|")
    for seconds, of, name in sorted(rows):
        if seconds < WHOLLY * of:
            print(f"| {name} | {of:.0f} | {seconds:.0f} |")
    print(
        f"\nlisted: {listed.sum() / played.sum():.1%} of the seconds; "
        f"{int((listed >= WHOLLY * played).sum())} recordings wholly (95 %), "
        f"{int((listed == 0).sum())} not at all"
    )


def _report_noises(examples: Sequence[Example], called: Sequence[NDArray[np.bool_]]) -> None:
    """Print for each kind of noise how much of it, within a mix and far from its music, is called music."""
    noted = [(e, hit) for e, hit in zip(examples, called, strict=True) if e.noise is not None]
    if not any(example.noise.any() for example, _ in noted if example.noise is not None):
        return
    noise, silent, spoken, hit = (
        np.concatenate(parts)
        for parts in zip(
            *((e.noise, e.level_db == NO_MUSIC_DB, e.spoken, hit) for e, hit in noted), strict=True
        )
    )
    print("\n| noise within a mix | nobody speaks: false s | somebody speaks: false s |\n|---|---|---|")
    for name in ("", *sorted(set(noise.tolist()) - {""})):
        both = (silent & ~spoken & (noise == name), silent & spoken & (noise == name))
        cells = [f"{int(hit[here].sum())} of {int(here.sum())} ({_share(hit[here])} %)" for here in both]
        print(f"| {name or 'none'} | " + " | ".join(cells) + " |")


def judged_stretches(example: Example, found: Found) -> list[tuple[MusicStretch, bool]]:
    """Say of each stretch found whether most of it is music."""
    settings = MusicSettings()
    return [
        (one, bool(np.mean(example.level_db[blocks_of(one, settings)] != NO_MUSIC_DB) > 0.5)) for one in found
    ]


def _share(hit: NDArray[np.bool_]) -> str:
    """Write a share in per cent."""
    return f"{100 * hit.mean():.1f}" if hit.size else ""


def _called(example: Example, found: Found, settings: MusicSettings) -> NDArray[np.bool_]:
    """Say which blocks lie in a stretch that was found."""
    called = np.zeros(len(example.level_db), np.bool_)
    for stretch in found:
        called[blocks_of(stretch, settings)] = True
    return called
