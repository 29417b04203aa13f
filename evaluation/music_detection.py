"""Fit the music detector, and say how well it works: ``python -m evaluation.music_detection --help``.

Music, speakers, ambience and effects are parted into two halves. Mixes are made of each half; what is fitted
on one is tried on the other, so that the sounds it is judged by are sounds it was not fitted to. How many
trees, which features, thresholds and costs was chosen on quarters (`--choose`): fitted on one quarter of the
material, of the first half, and tried on the other. What is written (`--write`) is fitted on both halves. All
is done twice: as the habits of music alone tell, and joined with the kinds of sound (the extra `hearing`).
Noises within mixes and heard alone (see music_mixes.py) count as no music. Music alone (music_alone.py) is
fitted to on the first half only; `--alone` says of each recording of the second how much of a minute is
listed. Trees are fitted by scikit-learn, which only this needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from cuespotter.music.find import MusicStretch, find_music, follow_path
from cuespotter.music.judge import judge_blocks
from cuespotter.music.trees import pack_trees
from cuespotter.settings import MusicSettings
from evaluation.music_alone import minutes_of, reels_of
from evaluation.music_examples import NO_MUSIC_DB, Example, blocks_of
from evaluation.music_fit import Fit, fit, fit_probability, fit_trees
from evaluation.music_mixes import ANEW, NOISY, PLAIN, MixKind, mixes_of, noises_alone, part_of
from evaluation.music_report import judged_stretches, report, report_alone
from evaluation.stems import Shelf, read_stems, widened

NAMES = ("alone", "joined")
THRESHOLDS = np.arange(-2.0, 2.01, 0.25)
COSTS = (2.0, 3.0, 5.0, 8.0)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Fit the music detector and say how well it works.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--more", type=Path, help="folder with a library of further music")
    parser.add_argument("--work", type=Path, required=True, help="where heard mixes are kept")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept (default: WORK/stems)")
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3], help="of the mixes of a half")
    parser.add_argument("--quarters", type=int, nargs="*", default=[1, 2], help="of the mixes of a quarter")
    parser.add_argument(
        "--anew", type=int, nargs="*", default=[4], help="of the mixes judged that have noises of their own"
    )
    parser.add_argument("--noisy", type=int, nargs="*", default=[5], help="of those with nothing but noises")
    parser.add_argument("--reels", type=int, nargs="*", default=[1, 2], help="of music alone")
    parser.add_argument("--films", type=int, default=6, help="mixes of each seed and half")
    parser.add_argument("--as-set", action="store_true", help="judge the settings as they are, fit nothing")
    parser.add_argument(
        "--alone", action="store_true", help="judge a minute of each recording, heard alone, and nothing else"
    )
    parser.add_argument(
        "--choose", action="store_true", help="fit and try quarters of the first half, no more"
    )
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="fit on both halves, write the trees")
    a = parser.parse_args(arguments)
    a.work.mkdir(parents=True, exist_ok=True)
    shelf = Shelf(a.cache or a.work / "stems")
    stems = read_stems(a.data) if a.more is None else widened(read_stems(a.data), a.more)

    def mixes(parts: Sequence[str], seeds: Sequence[int], kind: MixKind = PLAIN) -> list[Example]:
        return [
            one
            for seed in seeds
            for part in parts
            for one in mixes_of(stems, part, shelf, a.work, seed=seed, films=a.films, kind=kind)
        ]

    if a.choose:
        for name in NAMES:
            _choose(name, mixes(["00"], a.quarters), mixes(["01"], a.quarters))
        return 0
    alone = list(minutes_of(stems, "1", shelf, a.work)) if a.alone else []
    if a.alone and a.as_set:
        for name in NAMES:
            _judge_alone(name, None, alone)
        return 0
    first, second = (
        [*mixes([half], a.seeds), *noises_alone(int(half), part_of(stems, half), shelf, a.work)]
        for half in ("0", "1")
    )
    first += mixes(["00", "01"], a.quarters)
    first += mixes(["0"], a.noisy, NOISY)
    first += [
        one
        for seed in a.reels
        for part in ("00", "01")
        for one in reels_of(stems, part, shelf, a.work, seed=seed)
    ]
    others = {
        "mixes with noises of their own": mixes(["1"], a.anew, ANEW),
        "mixes with nothing but noises": mixes(["1"], a.noisy, NOISY),
    }
    for name in NAMES:
        fitted = None if a.as_set else fit(name, _as(name, first), MusicSettings())
        if a.alone:
            _judge_alone(name, fitted, alone)
            continue
        _judge(name, fitted, {"mixes": second, **others})
        if fitted is not None and a.write is not None:
            both = [*first, *second, *others["mixes with nothing but noises"]]
            _write(name, fitted, _as(name, both), _as(name, second), a.write)
    return 0


def _as(name: str, examples: Iterable[Example]) -> list[Example]:
    """Give mixes as they are heard with the extra `hearing`, or without."""
    return [one.told_nothing if name == "alone" else one for one in examples]


def _judge(name: str, fitted: Fit | None, judged: dict[str, list[Example]]) -> None:
    """Say how well music is told by one judgement, as it is set or fitted to other mixes."""
    for title, examples in judged.items():
        if examples:
            here = _as(name, examples)
            report(f"{name}: {title}, {_by(fitted)}", here, [_found(one, fitted) for one in here])


def _judge_alone(name: str, fitted: Fit | None, examples: Sequence[Example]) -> None:
    """Say how much is listed of music that is heard alone."""
    here = _as(name, examples)
    report_alone(f"{name}: music alone, {_by(fitted)}", here, [_found(one, fitted) for one in here])


def _by(fitted: Fit | None) -> str:
    """Say by what music is told."""
    return "as set" if fitted is None else "by the fit to the other half"


def _found(example: Example, fitted: Fit | None) -> list[MusicStretch]:
    """Find the music of a mix."""
    if fitted is None:
        return find_music(example.heard, MusicSettings())
    return find_music(example.heard, fitted.settings, fitted.trees)


def _write(name: str, first: Fit, both: Sequence[Example], second: Sequence[Example], folder: Path) -> None:
    """Fit trees to both halves above the factors that are set; print what else belongs into `MusicSettings`.

    How likely a stretch is music is fitted to what the first half's fit finds in mixes of the second, but for
    those of nothing but noises, which are like no film.
    """
    settings = MusicSettings()
    log_odds, right = [], []
    for one in second:
        blocks = judge_blocks(one.heard, first.settings, first.trees)
        for stretch, is_music in judged_stretches(one, _found(one, first)):
            log_odds.append(float(blocks[blocks_of(stretch, settings)].mean()))
            right.append(is_music)
    (folder / f"trees_{name}.json").write_text(pack_trees(fit_trees(name, both, settings)), encoding="utf-8")
    print(f"{name} = {getattr(fit_probability(name, log_odds, right, settings), name)}", flush=True)


def _choose(name: str, first: Sequence[Example], second: Sequence[Example]) -> None:
    """Fit each quarter, try it on the other, and print what thresholds and costs give."""
    settings, quarters = MusicSettings(), (_as(name, first), _as(name, second))
    tried = []
    for here, other in (quarters, quarters[::-1]):
        by = fit(name, other, settings)
        tried += [(one, judge_blocks(one.heard, by.settings, by.trees)) for one in here]
    level, spoken = (
        np.concatenate([getattr(one, key) for one, _ in tried]) for key in ("level_db", "spoken")
    )
    none = level == NO_MUSIC_DB
    print(f"\n{name}\n\n| threshold | cost | blocks right | -5 dB and better | false: silent | spoken |")
    print("|---" * 6 + "|")
    for cost in COSTS:
        for threshold in THRESHOLDS:
            hit = np.concatenate([follow_path(odds - threshold, switch_cost=cost) for _, odds in tried])
            right = np.where(none, ~hit, hit)[none | (level > -7)].mean()
            shares = [hit[cell].mean() for cell in (level > -7, none & ~spoken, none & spoken)]
            cells = " | ".join(f"{share:.1%}" for share in (right, *shares))
            print(f"| {threshold:+.2f} | {cost:.0f} | {cells} |")


if __name__ == "__main__":
    raise SystemExit(main())
