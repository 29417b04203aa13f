"""Fit the music detector, and say how well it works: ``python -m evaluation.music_detection --help``.

Music, speakers, ambience and effects are parted into two halves. Mixes are made of each half; models fitted
on one are tried on the other, so that the sounds they are judged by are sounds they were not fitted to. The
rest of `MusicSettings` (thresholds, costs) was chosen by hand on the mixes of seeds 1 and 2, both halves.
The models printed are fitted on both. Hums, engines and sirens, which the material lacks, are synthesised
and count as no music.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, signal

from cuespotter.analysis.fingerprint import Heard, hear_film
from cuespotter.analysis.listener import HeardView
from cuespotter.analysis.peaks import Peaks
from cuespotter.analysis.views import ALL_VIEWS
from cuespotter.media.timeline import AudioBlock
from cuespotter.music.find import (
    MusicStretch,
    count_peaks,
    find_music,
    measure_view,
    music_log_odds,
)
from cuespotter.settings import MUSIC_FEATURES, MusicModel, MusicSettings, Settings
from evaluation.layouts import LAYOUTS
from evaluation.mixer import mix_film
from evaluation.profiles import Profile
from evaluation.repeats import Repeats
from evaluation.scenes import Decks, plan_film
from evaluation.stems import RATE_HZ, Shelf, Stems, read_stems

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]

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
    """

    name: str
    half: int
    layout: str
    heard: Heard
    level_db: F64
    spoken: NDArray[np.bool_]


class _NoRepeats(Repeats):
    """Knows of no repeats: where else a recording sounds the same is nothing to this."""

    def elsewhere(self, *_: object) -> list[float]:
        return []


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Fit the music detector and say how well it works.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--work", type=Path, required=True, help="where heard mixes are kept")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept (default: WORK/stems)")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2], help="of the mixes fitted to")
    parser.add_argument("--judged", type=int, nargs="+", default=[3], help="of the mixes judged")
    parser.add_argument("--films", type=int, default=8, help="mixes of each seed and half")
    parser.add_argument("--as-set", action="store_true", help="judge the settings as they are, fit nothing")
    a = parser.parse_args(arguments)
    a.work.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(a.cache or a.work / "stems")
    settings = MusicSettings()
    machines = list(_machines(settings))

    def examples(seeds: Sequence[int]) -> list[Example]:
        mixes = (
            e for seed in seeds for half in (0, 1) for e in _mixes(a.data, a.work, shelf, seed, half, a.films)
        )
        return [*mixes, *machines]

    judged = examples(a.judged)
    if a.as_set:
        _report("as set", judged, [settings] * len(judged))
        return 0
    mixes = examples(a.seeds)
    fitted = [fit([e for e in mixes if e.half == half], settings) for half in (0, 1)]
    _report("mixes fitted to, by the fit to the other half", mixes, [fitted[1 - e.half] for e in mixes])
    _report("other mixes, by the fit to the other half", judged, [fitted[1 - e.half] for e in judged])
    whole = fit(mixes, settings)
    for name in (
        "middle",
        "beside",
        "probability_at_zero",
        "probability_per_log_odds",
    ):
        print(f"{name} = {getattr(whole, name)}")
    return 0


def fit(examples: Sequence[Example], settings: MusicSettings) -> MusicSettings:
    """Fit the models of both kinds of views, then the probabilities of the stretches they find."""
    models = {}
    for kind in ("middle", "beside"):
        rows, truths = [], []
        for example in examples:
            blocks = len(example.level_db)
            for view in example.heard.views:
                if view.view.is_middle != (kind == "middle"):
                    continue
                judged = count_peaks(view, blocks, settings) >= settings.least_peaks
                judged &= (example.level_db == NO_MUSIC_DB) | (example.level_db >= QUIETEST_FITTED_DB)
                rows.append(measure_view(view, blocks, settings)[judged])
                truths.append(example.level_db[judged] > NO_MUSIC_DB)
        is_music = np.concatenate(truths)
        at_zero, *factors = logistic_fit(
            np.concatenate(rows), is_music, np.where(is_music, 1.0, WEIGHT_OF_NONE)
        ).round(3)
        models[kind] = MusicModel(
            float(at_zero), **dict(zip(MUSIC_FEATURES, map(float, factors), strict=True))
        )
    settings = replace(settings, middle=models["middle"], beside=models["beside"])
    means, right = [], []
    for example in examples:
        log_odds = music_log_odds(example.heard, settings)
        for stretch, mostly in _judged_stretches(example, settings):
            first, last = (
                frame // settings.block_frames for frame in (stretch.first_frame, stretch.last_frame)
            )
            means.append([log_odds[first:last].mean()])
            right.append(mostly)
    at_zero, per_log_odds = logistic_fit(np.array(means), np.array(right), np.ones(len(right))).round(3)
    return replace(
        settings,
        probability_at_zero=float(at_zero),
        probability_per_log_odds=float(per_log_odds),
    )


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
    for name in ("all", *CHANNELS, "machines"):
        here = (layout == name) | (name == "all") & (layout != "machines")
        cells = [here & (level > low) & (level <= high) for low, high, _ in LEVELS_DB]
        cells += [here & (level > -7), here & none & ~spoken, here & none & spoken]
        print(f"| {name} | " + " | ".join(_share(hit[cell]) for cell in cells) + " |")
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


def _judged_stretches(example: Example, settings: MusicSettings) -> list[tuple[MusicStretch, bool]]:
    """Say of each stretch found whether most of it is music."""
    found = []
    for stretch in find_music(example.heard, settings):
        first, last = (frame // settings.block_frames for frame in (stretch.first_frame, stretch.last_frame))
        found.append((stretch, bool(np.mean(example.level_db[first:last] != NO_MUSIC_DB) > 0.5)))
    return found


def _share(hit: NDArray[np.bool_]) -> str:
    """Write a share in per cent."""
    return f"{100 * hit.mean():.1f}" if hit.size else ""


def _called(example: Example, settings: MusicSettings) -> NDArray[np.bool_]:
    """Say which blocks lie in a stretch that was found."""
    called = np.zeros(len(example.level_db), np.bool_)
    for stretch in find_music(example.heard, settings):
        called[stretch.first_frame // settings.block_frames : stretch.last_frame // settings.block_frames] = (
            True
        )
    return called


def _mixes(data: Path, work: Path, shelf: Shelf, seed: int, half: int, films: int) -> Iterator[Example]:
    """Make and hear the mixes of a seed and a half; those heard before are read."""
    stems = half_of(read_stems(data), half)
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
    low = signal.resample_poly(mix.channels, 147, 640, axis=1).astype(np.float32)
    return _hear(low, layout), mix.truth


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
    return Example(name, half, layout, heard, level_db, spoken)


def _machines(settings: MusicSettings) -> Iterator[Example]:
    """Synthesise half a minute each of what hums, throbs and howls."""
    rate_hz = Settings().analysis.rate_hz
    rng = np.random.default_rng(7)
    time_s = np.arange(30 * rate_hz) / rate_hz

    def partials(hz: F64, count: int) -> F64:
        phase = 2 * np.pi * np.cumsum(hz) / rate_hz
        total: F64 = np.sum([np.sin(k * phase + k * k) / k for k in range(1, count + 1)], axis=0)
        return total

    still = np.ones(len(time_s))
    wander = np.cumsum(rng.standard_normal((4, len(time_s))), axis=1) / rate_hz
    sounds = [
        ("mains 50 Hz", partials(100.0 * still, 20)),
        ("mains 60 Hz", partials(120.0 * still, 20)),
        ("transformer", partials(100.0 * still, 6) + 0.7 * partials(233.0 * still, 4)),
        ("fan", partials(187.0 * still, 8)),
        ("engine", partials(90 + 400 * wander[0], 20)),
        ("motor", partials(60 + 250 * wander[1], 30)),
        ("siren", partials(700 + 300 * np.sin(time_s * 1.5), 5)),
        ("wail", partials(900 + 400 * signal.sawtooth(time_s * 0.7), 4)),
    ]
    for number, (name, sound) in enumerate(sounds):
        own = [0.1 * rng.standard_normal(len(time_s)) for _ in range(2)]
        stereo = np.stack([sound + own[0], 0.4 * sound + own[1]])
        heard = _hear((0.1 * stereo / np.abs(stereo).max()).astype(np.float32), "stereo")
        blocks = heard.frames // settings.block_frames
        yield Example(
            name, number % 2, "machines", heard, np.full(blocks, NO_MUSIC_DB), np.zeros(blocks, np.bool_)
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
            )
        )
    return Heard(tuple(views), int(kept["frames"])), json.loads(str(kept["truth"]))


if __name__ == "__main__":
    raise SystemExit(main())
