"""Fit the music detector, and say how well it works: ``python -m evaluation.music_detection --help``.

Music, speakers, ambience and effects are parted into two halves. Mixes are made of each half; models fitted
on one are tried on the other, so that the sounds they are judged by are sounds they were not fitted to. The
rest of `MusicSettings` (thresholds, costs) was chosen by hand on the mixes of seeds 1 and 2, both halves.
The models printed are fitted on both. Hums, engines, sirens, bells, crowds, fairgrounds and birds, which the
material lacks, are synthesised (noises.py), laid into the mixes where no music plays, and heard alone;
they count as no music. All is done twice: as the habits of music alone tell, and joined with the kinds of
sound (the extra `hearing`).
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, signal

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.analysis.hearing import Kinds
from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.views import ALL_VIEWS
from cuespotter.media.timeline import AudioBlock
from cuespotter.music.find import (
    MusicStretch,
    find_music,
    music_log_odds,
)
from cuespotter.music.habits import count_peaks, measure_view
from cuespotter.music.kinds import measure_kinds
from cuespotter.music.level import estimate_level, measure_level
from cuespotter.settings import (
    KIND_FEATURES,
    MUSIC_FEATURES,
    LevelModel,
    MusicJudgement,
    MusicModel,
    MusicSettings,
    Settings,
)
from cuespotter.wording.numbers import prominence_words
from evaluation.layouts import LAYOUTS
from evaluation.mixer import mix_film
from evaluation.noises import Noises
from evaluation.profiles import Profile
from evaluation.repeats import Repeats
from evaluation.scenes import Decks, plan_film
from evaluation.stems import RATE_HZ, Shelf, Stems, read_stems, widened

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

Held = TypeVar("Held", MusicSettings, MusicJudgement)

MINUTES = 5.0
LAYOUT_ORDER = ("stereo", "mono", "5.1", "stereo")
CHANNELS = {"stereo": ("FL", "FR"), "mono": ("FC",), "5.1": ("FL", "FR", "FC", "LFE", "SL", "SR")}
MUSICAL_EFFECTS = {"Sintel_Menu_Drums", "lose", "win", "menubuildup", "new_settlement", "main_square"}
"""Effects of the material that are jingles: neither music of a film's kind nor none."""
QUIETEST_FITTED_DB = -8.0
"""Quieter music is not fitted to: it would teach the model to call everything music."""
WEIGHT_OF_NONE = 2.0
"""A false second is worse than a missed one."""
PENALTY = 1e-3
LEVELS_DB = (
    (7, 20, "+10"),
    (2.5, 7, "+5"),
    (-2.5, 2.5, "0"),
    (-7, -2.5, "-5"),
    (-12, -7, "-10"),
    (-18, -12, "-15"),
)
LEAST_STRETCH_S = 8.0
NO_MUSIC_DB = -99.0
NOISES = "noises"
NOISES_IN_A_MIX = 4
"""So many of the noises are laid into each mix ..."""
NOISE_S = (6.0, 14.0)
"""... for so long ..."""
NOISE_TO_MIX_DB = (-12.0, 3.0)
"""... as loud against the mix as a whole."""


@dataclass(frozen=True)
class Example:
    """A mix as it was heard, and the truth about its blocks.

    Attributes
    ----------
    half : int
        Of which half of the material it is made.
    level_db : float64[blocks]
        Music against the rest; `NO_MUSIC_DB` where there is none, nan where it begins or ends or is too
        short to judge.
    spoken : bool[blocks]
    music_s : tuple of (start, end)
        When music is heard, apart from each other.
    """

    name: str
    half: int
    layout: str
    heard: Heard
    level_db: F64
    spoken: NDArray[np.bool_]
    music_s: tuple[tuple[float, float], ...] = ()

    @property
    def runs(self) -> list[tuple[int, int]]:
        """Blocks in which music plays at one level, as (first, last)."""
        edges = np.flatnonzero(np.diff(np.nan_to_num(self.level_db, nan=NO_MUSIC_DB)) != 0) + 1
        spans = pairwise([0, *edges.tolist(), len(self.level_db)])
        return [(first, last) for first, last in spans if last > first and self.level_db[first] > NO_MUSIC_DB]

    @property
    def told_nothing(self) -> Example:
        """The same as it is heard without the extra `hearing`."""
        views = tuple(replace(view, kinds=None) for view in self.heard.views)
        return replace(self, heard=Heard(views, self.heard.frames))


class _NoRepeats(Repeats):
    """Knows of no repeats: where else a recording sounds the same is nothing to this."""

    def elsewhere(self, *_: object) -> list[float]:
        return []


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Fit the music detector and say how well it works.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--more", type=Path, help="folder with a library of further music")
    parser.add_argument("--work", type=Path, required=True, help="where heard mixes are kept")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept (default: WORK/stems)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="of the mixes fitted to")
    parser.add_argument("--judged", type=int, nargs="+", default=[3], help="of the mixes judged")
    parser.add_argument("--films", type=int, default=8, help="mixes of each seed and half")
    parser.add_argument("--as-set", action="store_true", help="judge the settings as they are, fit nothing")
    a = parser.parse_args(arguments)
    a.work.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(a.cache or a.work / "stems")
    stems = read_stems(a.data) if a.more is None else widened(read_stems(a.data), a.more)
    halves = [half_of(stems, half) for half in (0, 1)]
    noises = [example for half in (0, 1) for example in _noises(half, halves[half], shelf, a.work)]

    def examples(seeds: Sequence[int]) -> list[Example]:
        mixes = (
            e
            for seed in seeds
            for half in (0, 1)
            for e in _mixes(halves[half], a.work, shelf, seed, half, a.films)
        )
        return [*mixes, *noises]

    judged = examples(a.judged)
    mixes = [] if a.as_set else examples(a.seeds)
    for name in ("alone", "joined"):
        _judge(name, mixes, judged)
    return 0


def _judge(name: str, mixes: Sequence[Example], judged: Sequence[Example]) -> None:
    """Say how well music is told by one judgement, as it is set or fitted to mixes."""
    settings = MusicSettings()
    if name == "alone":
        mixes, judged = [e.told_nothing for e in mixes], [e.told_nothing for e in judged]
    if not mixes:
        _report(f"{name}, as set", judged, [settings] * len(judged))
        return
    fitted = [fit(name, [e for e in mixes if e.half == half], settings) for half in (0, 1)]
    _report(
        f"{name}: mixes fitted to, by the fit to the other half", mixes, [fitted[1 - e.half] for e in mixes]
    )
    _report(
        f"{name}: other mixes, by the fit to the other half", judged, [fitted[1 - e.half] for e in judged]
    )
    print(f"{name} = {getattr(fit(name, mixes, settings), name)}")


def fit(name: str, examples: Sequence[Example], settings: MusicSettings) -> MusicSettings:
    """Fit the models of both kinds of views, then the probabilities of the stretches they find."""
    judgement: MusicJudgement = getattr(settings, name)
    features = MUSIC_FEATURES + (KIND_FEATURES if name == "joined" else ())
    for kind in ("middle", "beside"):
        rows, truths = [], []
        for example in examples:
            for view in example.heard.views:
                if view.view.is_middle == (kind == "middle"):
                    measured, judged = _measured(example, view, settings)
                    rows.append(measured[judged])
                    truths.append(example.level_db[judged] > NO_MUSIC_DB)
        is_music = np.concatenate(truths)
        at_zero, *factors = logistic_fit(
            np.concatenate(rows), is_music, np.where(is_music, 1.0, WEIGHT_OF_NONE)
        ).round(3)
        model = MusicModel(float(at_zero), **dict(zip(features, map(float, factors), strict=True)))
        judgement = _with(judgement, kind, model)
    judgement = replace(judgement, level=_fitted_level(examples, settings))
    settings = _with(settings, name, judgement)
    means, right = [], []
    for example in examples:
        log_odds = music_log_odds(example.heard, settings)
        for stretch, mostly in _judged_stretches(example, settings):
            means.append([log_odds[_blocks_of(stretch, settings)].mean()])
            right.append(mostly)
    at_zero, per_log_odds = logistic_fit(np.array(means), np.array(right), np.ones(len(right))).round(3)
    judgement = replace(
        judgement, probability_at_zero=float(at_zero), probability_per_log_odds=float(per_log_odds)
    )
    return _with(settings, name, judgement)


def _with(held: Held, name: str, value: object) -> Held:
    """Give settings with another value under a name."""
    values: dict[str, Any] = {name: value}
    return replace(held, **values)


def _fitted_level(examples: Sequence[Example], settings: MusicSettings) -> LevelModel:
    """Fit the level of music against the rest, stretch by stretch, by least squares."""
    runs = [
        (measure_level(example.heard, first, last, settings).mean(axis=0), example.level_db[first])
        for example in examples
        for first, last in example.runs
    ]
    rows = np.stack([np.concatenate([[1.0], measured]) for measured, _ in runs])
    wanted = np.clip([level for _, level in runs], settings.lowest_level_db, settings.highest_level_db)
    found = np.linalg.lstsq(rows, wanted, rcond=None)[0].round(3).tolist()
    return LevelModel(found[0], tuple(found[1:]))


def _measured(example: Example, view: HeardView, settings: MusicSettings) -> tuple[F64, NDArray[np.bool_]]:
    """Measure a view, and say which blocks are fitted to."""
    blocks = len(example.level_db)
    measured = measure_view(view, blocks, settings)
    if view.kinds is not None:
        kinds = measure_kinds(view.kinds, blocks, settings.block_frames)
        measured = np.concatenate([measured, kinds], axis=1)
    judged = count_peaks(view, blocks, settings) >= settings.least_peaks
    judged &= (example.level_db == NO_MUSIC_DB) | (example.level_db >= QUIETEST_FITTED_DB)
    return measured, judged


def logistic_fit(rows: F64, truth: NDArray[np.bool_], weight: F64) -> F64:
    """Fit log odds linear in the columns of `rows`: float64[1 + columns], the constant first."""
    mean, spread = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-9)
    scaled = (rows - mean) / spread
    sign = np.where(truth, 1.0, -1.0)
    weight = weight / weight.sum()

    def loss(beta: F64) -> tuple[float, F64]:
        margin = sign * (beta[0] + scaled @ beta[1:])
        slope = -weight * sign / (1.0 + np.exp(np.clip(margin, -500, 500)))
        value = (weight * np.logaddexp(0.0, -margin)).sum() + PENALTY * np.square(beta[1:]).sum()
        return float(value), np.concatenate([[slope.sum()], scaled.T @ slope + 2 * PENALTY * beta[1:]])

    beta: F64 = optimize.minimize(loss, np.zeros(1 + rows.shape[1]), jac=True).x
    factors = beta[1:] / spread
    return np.concatenate([[beta[0] - factors @ mean], factors])


def _report(title: str, examples: Sequence[Example], settings: Sequence[MusicSettings]) -> None:
    """Print the share of blocks called music, by level and layout, and where there is none."""
    began = time.process_time()
    called = [_called(e, s) for e, s in zip(examples, settings, strict=True)]
    cost_s = time.process_time() - began
    level = np.concatenate([e.level_db for e in examples])
    spoken = np.concatenate([e.spoken for e in examples])
    layout = np.concatenate([np.full(len(e.level_db), e.layout) for e in examples])
    hit = np.concatenate(called)
    none = level == NO_MUSIC_DB
    print(f"\n## {title}: {len(level) / 3530:.1f} h, {cost_s / (len(level) / 3530):.2f} s CPU an hour\n")
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
    _report_rows(examples, settings)
    _report_levels(examples, settings)
    stretches = [
        (stretch.probability, float(is_music))
        for e, s in zip(examples, settings, strict=True)
        for stretch, is_music in _judged_stretches(e, s)
    ]
    probability, right = np.array(stretches, np.float64).T
    print(
        f"\n{len(right)} stretches, {int((right == 0).sum())} of them mostly not music; said and true share:"
    )
    for low, high in ((0.0, 0.5), (0.5, 0.8), (0.8, 0.95), (0.95, 1.01)):
        chosen = (probability >= low) & (probability < high)
        if chosen.any():
            print(f"  {int(chosen.sum())}: {probability[chosen].mean():.2f}, {right[chosen].mean():.2f}")


def _report_levels(examples: Sequence[Example], settings: Sequence[MusicSettings]) -> None:
    """Print how well the level of music is told that nothing explains: in dB, and in words."""
    off, same = [], []
    for example, judgement in zip(examples, settings, strict=True):
        for first, last in example.runs:
            frames = judgement.block_frames
            said = estimate_level(example.heard, MusicStretch(first * frames, last * frames, 1.0), judgement)
            true = float(example.level_db[first])
            if said is not None:
                off.append(abs(said - min(max(true, judgement.lowest_level_db), judgement.highest_level_db)))
                same.append(prominence_words(None, said) == prominence_words(None, true))
    print(
        f"level: off by {np.median(off):.1f} dB, {np.quantile(off, 0.9):.1f} dB at the 90th percentile; "
        f"{np.mean(same):.1%} of {len(same)} stretches are called by the right word"
    )


def _report_rows(examples: Sequence[Example], settings: Sequence[MusicSettings]) -> None:
    """Print what a cue list would say if no recording were known: seconds, and how far rows overhang."""
    per_second = Settings().analysis.frames_per_second
    played = listed = true = 0.0
    overhang: list[float] = []
    off: list[float] = []
    for example, judgement in zip(examples, settings, strict=True):
        played += sum(end - start for start, end in example.music_s)
        for row in find_music(example.heard, judgement):
            long = row.last_frame - row.first_frame >= judgement.uncovered_least_frames
            if not long or row.probability < judgement.least_probability:
                continue
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


def _blocks_of(stretch: MusicStretch, settings: MusicSettings) -> slice:
    """Give the blocks of which a stretch has most."""
    return slice(
        round(stretch.first_frame / settings.block_frames), round(stretch.last_frame / settings.block_frames)
    )


def _judged_stretches(example: Example, settings: MusicSettings) -> list[tuple[MusicStretch, bool]]:
    """Say of each stretch found whether most of it is music."""
    found = []
    for stretch in find_music(example.heard, settings):
        blocks = _blocks_of(stretch, settings)
        found.append((stretch, bool(np.mean(example.level_db[blocks] != NO_MUSIC_DB) > 0.5)))
    return found


def _share(hit: NDArray[np.bool_]) -> str:
    """Write a share in per cent."""
    return f"{100 * hit.mean():.1f}" if hit.size else ""


def _called(example: Example, settings: MusicSettings) -> NDArray[np.bool_]:
    """Say which blocks lie in a stretch that was found."""
    called = np.zeros(len(example.level_db), np.bool_)
    for stretch in find_music(example.heard, settings):
        called[_blocks_of(stretch, settings)] = True
    return called


def _mixes(stems: Stems, work: Path, shelf: Shelf, seed: int, half: int, films: int) -> Iterator[Example]:
    """Make and hear the mixes of a seed and a half; those heard before are read."""
    for number in range(films):
        layout = LAYOUT_ORDER[number % len(LAYOUT_ORDER)]
        path = work / f"h{half}-{seed}-{number:02d}-{layout}.npz"
        if not path.exists():
            talkative = (0.03, 0.3) if number % 3 == 1 else (0.6, 0.95)
            _keep(path, *_make(stems, shelf, (seed, half, number), layout, talkative))
        heard, truth = _recall(path)
        yield _example(path.stem, half, layout, heard, truth)


def half_of(stems: Stems, half: int) -> Stems:
    """Take every other piece of music, speaker, ambience and effect; no effects that are jingles."""
    music = sorted([*stems.playing, *stems.distractors, *stems.outsiders], key=lambda track: track.id)
    speakers = set(sorted({speech.speaker for speech in stems.speech})[half::2])
    effects = tuple(path for path in stems.effects if path.stem not in MUSICAL_EFFECTS)
    return Stems(
        playing=tuple(music[half::2]),
        distractors=(),
        outsiders=(),
        speech=tuple(speech for speech in stems.speech if speech.speaker in speakers),
        ambience=stems.ambience[half::2],
        effects=effects[half::2],
    )


def _make(
    stems: Stems, shelf: Shelf, seed: tuple[int, int, int], layout: str, talkative: tuple[float, float]
) -> tuple[Heard, dict[str, Any]]:
    """Mix a film of which about half is music, and hear it."""
    rng = np.random.default_rng(seed)
    profile = Profile(
        scenes=(("cue", 5), ("layered", 1), ("dialogue", 4), ("action", 2)),
        durations_s=(((8.0, 40.0), 1),),
        levels_db=tuple((level, 1) for level in (10.0, 5.0, 0.0, -5.0, -5.0, -10.0, -15.0)),
        speeds=(("none", 4), ("25/24", 1), ("speed", 1)),
        treatments=(("none", 6), ("radio", 1), ("wall", 1), ("room", 1), ("mono_pan", 1)),
        gap_s=(3.0, 12.0),
        talkative=talkative,
        ducking_db=((0.0, 3), (6.0, 1)),
    )
    plan, _ = plan_film(
        Decks(profile, stems, rng),
        stems,
        duration_s=MINUTES * 60,
        length_s=lambda track: shelf.samples(track.path) / RATE_HZ,
    )
    mix = mix_film(plan, stems, shelf, rng, layout=LAYOUTS[layout], repeats=_NoRepeats(shelf))
    low = _lowered(mix.channels)
    _lay_noises(low, mix.truth, list(_synthesised(seed[1], stems, shelf)), rng)
    return _hear(low, layout), mix.truth


def _lowered(samples: F32) -> F32:
    """Bring sound to the engine's rate."""
    low: F32 = signal.resample_poly(samples, 147, 640, axis=-1).astype(np.float32)
    return low


def _lay_noises(
    samples: F32,
    truth: dict[str, Any],
    noises: Sequence[tuple[str, F32]],
    rng: np.random.Generator,
) -> None:
    """Lay noises where no music plays: how loud music is against them would not be known."""
    rate_hz = Settings().analysis.rate_hz
    music = [(one["film_start_s"] - 0.5, one["film_end_s"] + 0.5) for one in truth["placements"]]
    level = float(np.sqrt(np.square(samples).mean()))
    for _ in range(NOISES_IN_A_MIX):
        start_s = float(rng.uniform(0, MINUTES * 60 - NOISE_S[1]))
        end_s = start_s + float(rng.uniform(*NOISE_S))
        _, noise = noises[int(rng.integers(len(noises)))]
        first, last = int(start_s * rate_hz), int(end_s * rate_hz)
        part = noise[:, : last - first] * np.float32(
            level * 10 ** (rng.uniform(*NOISE_TO_MIX_DB) / 20) / np.sqrt(np.square(noise).mean())
        )
        silent = np.ones(last - first, np.bool_)
        for begin_s, stop_s in music:
            silent[max(0, int(begin_s * rate_hz) - first) : max(0, int(stop_s * rate_hz) - first)] = False
        part = part * silent
        for channel, sound in zip(samples, part, strict=False):
            channel[first:last] += sound


def _synthesised(half: int, stems: Stems, shelf: Shelf) -> Iterator[tuple[str, F32]]:
    """Give a half's noises, at the engine's rate."""
    voices = [_lowered(shelf.read(speech.path)).mean(axis=0) for speech in stems.speech]
    yield from Noises(half, Settings().analysis.rate_hz, voices).all()


def _hear(samples: F32, layout: str) -> Heard:
    """Hear sound at the engine's rate."""
    settings = Settings()
    return hear_film([AudioBlock(0, CHANNELS[layout], samples)], settings.analysis, settings.hearing)


def _example(name: str, half: int, layout: str, heard: Heard, truth: dict[str, Any]) -> Example:
    """Say of each block what is true of it."""
    block_s = MusicSettings().block_frames / Settings().analysis.frames_per_second
    blocks = heard.frames // MusicSettings().block_frames
    level_db = np.full(blocks, NO_MUSIC_DB)
    partly = np.zeros(blocks, np.bool_)
    for one in truth["placements"]:
        partly[int(one["film_start_s"] / block_s) : int(one["film_end_s"] / block_s) + 1] = True
        if one["film_end_s"] - one["film_start_s"] >= LEAST_STRETCH_S:
            inside = slice(int(np.ceil(one["heard_start_s"] / block_s)), int(one["heard_end_s"] / block_s))
            level_db[inside] = np.maximum(level_db[inside], one["snr_measured_db"])
    level_db[partly & (level_db == NO_MUSIC_DB)] = np.nan
    spoken = np.zeros(blocks, np.bool_)
    for start_s, end_s in truth["dialogue"]:
        spoken[int(start_s / block_s) : int(end_s / block_s) + 1] = True
    heard_s = tuple((one["heard_start_s"], one["heard_end_s"]) for one in truth["placements"])
    return Example(name, half, layout, heard, level_db, spoken, _joined_spans(heard_s))


def _joined_spans(spans: Sequence[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Join spans that touch or overlap."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _noises(half: int, stems: Stems, shelf: Shelf, work: Path) -> Iterator[Example]:
    """Hear the noises of a half alone, each on its own; those heard before are read."""
    sounds = None
    settings = MusicSettings()
    names = [name for name, _ in Noises(half, Settings().analysis.rate_hz, [np.zeros(1, np.float32)]).all()]
    for number, name in enumerate(names):
        path = work / f"h{half}-noise-{name}.npz"
        if not path.exists():
            sounds = sounds or list(_synthesised(half, stems, shelf))
            _keep(path, _hear(sounds[number][1], "stereo"), {})
        heard, _ = _recall(path)
        blocks = heard.frames // settings.block_frames
        yield Example(
            name,
            half,
            NOISES,
            heard,
            np.full(blocks, NO_MUSIC_DB),
            np.full(blocks, name in ("crowd", "fairground")),
        )


def _keep(path: Path, heard: Heard, truth: dict[str, Any]) -> None:
    """Write a heard mix and its truth."""
    arrays: dict[str, Any] = {"truth": json.dumps(truth), "frames": heard.frames}
    arrays["names"] = [view.name for view in heard.views]
    arrays["column_cents"] = heard.column_cents
    for view in heard.views:
        arrays |= {
            f"{view.name}_frame": view.peaks.frame,
            f"{view.name}_cents": view.peaks.cents,
            f"{view.name}_presence": view.presence,
            f"{view.name}_level": view.level_db,
        }
        if view.kinds is not None:
            kinds = np.stack([view.kinds.speech, view.kinds.singing, view.kinds.music])
            arrays[f"{view.name}_kinds"] = kinds.astype(np.float16)
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **arrays)
    partial.replace(path)


def _recall(path: Path) -> tuple[Heard, dict[str, Any]]:
    """Read what `_keep` wrote."""
    kept = np.load(path)
    views = []
    for name in map(str, kept["names"]):
        peaks = Peaks(kept[f"{name}_frame"], kept[f"{name}_cents"])
        views.append(
            HeardView(
                view=ALL_VIEWS[name],
                peaks=peaks,
                loud_peaks=peaks,
                loudest_peaks=peaks,
                presence=kept[f"{name}_presence"],
                column_cents=float(kept["column_cents"]),
                level_db=kept[f"{name}_level"],
                kinds=Kinds(*kept[f"{name}_kinds"].astype(np.float32)) if f"{name}_kinds" in kept else None,
            )
        )
    return Heard(tuple(views), int(kept["frames"])), json.loads(str(kept["truth"]))


if __name__ == "__main__":
    raise SystemExit(main())
