"""Make film-like mixes with exact truth: ``python -m evaluation.make --help``."""

from __future__ import annotations

import argparse
import json
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from evaluation.encode import encode_film
from evaluation.layouts import LAYOUTS, MIXED
from evaluation.mixer import mix_film
from evaluation.profiles import PROFILES
from evaluation.repeats import Repeats
from evaluation.scenes import Decks, plan_film
from evaluation.stems import RATE_HZ, Shelf, Stems, Track, half_of, read_stems, widened


@dataclass(frozen=True)
class Order:
    """What to make.

    Attributes
    ----------
    data, out, cache : Path
        Material; where films and truths go; where decoded material is kept.
    seed : int
    films : int
    minutes : float
        Length of each film.
    layout : str
        stereo, matrix, mono, 5.1, 7.1, or mixed: one after the other.
    profile : str
        Which conditions; see `evaluation.scenes.PROFILES`.
    hold_out : bool
        Half of the library plays as outsiders, and has to be left out of the library searched.
    more_data : Path, optional
        A second set of music.
    half : str
        Only music of this half plays: ``tuning``, ``report``; empty for all.
    dubs : int
        Further language tracks of each film.
    """

    data: Path
    out: Path
    cache: Path
    seed: int
    films: int
    minutes: float
    layout: str = "mixed"
    profile: str = "film"
    hold_out: bool = False
    more_data: Path | None = None
    half: str = ""
    dubs: int = 0

    @property
    def name(self) -> str:
        """What its films' names begin with."""
        words = [*self.profile.split(), *(["held"] if self.hold_out else []), *filter(None, [self.half])]
        return "-".join([*words, str(self.seed)])


def make_films(order: Order) -> Iterator[Path]:
    """Make an order's films one by one; those that are there already are kept.

    Yields
    ------
    Path
        Each film's truth; the film stands beside it under the name in its field ``film``.
    """
    stems = read_stems(order.data)
    if order.more_data is not None:
        stems = widened(stems, order.more_data)
    if order.half:
        stems = half_of(stems, order.half)
    held_out: list[str] = []
    if order.hold_out:
        stems, held_out = hold_out_half(stems)
    shelf = Shelf(order.cache)
    repeats = Repeats(shelf)
    kind = zlib.crc32(order.profile.encode())
    decks = Decks(PROFILES[order.profile], stems, np.random.default_rng([order.seed, kind]))
    order.out.mkdir(parents=True, exist_ok=True)

    def length_s(track: Track) -> float:
        return shelf.samples(track.path) / RATE_HZ

    for k in range(order.films):
        plan, regime = plan_film(decks, stems, duration_s=order.minutes * 60, length_s=length_s)
        rng = np.random.default_rng([order.seed, kind, k])
        name = order.layout if order.layout != "mixed" else MIXED[k % len(MIXED)]
        layout = LAYOUTS[name]
        codec, kbit_per_s = layout.codecs[int(rng.integers(len(layout.codecs)))]
        stem = f"{order.name}-{k:02d}-{name.replace('.', '')}"
        truth_path = order.out / f"{stem}.truth.json"
        if not truth_path.exists():
            mix = mix_film(plan, stems, shelf, rng, layout=layout, repeats=repeats, dubs=order.dubs)
            film = order.out / f"{stem}.mkv"
            late_ms = encode_film(
                mix.channels, film, layout=layout, codec=codec, kbit_per_s=kbit_per_s, dubs=mix.dubs
            )
            truth = {
                "film": film.name,
                **mix.truth,
                "codec": codec.removeprefix("lib"),
                "bitrate": f"{kbit_per_s}k",
                "seed": order.seed,
                "encode_offset_ms": late_ms,
                "profile": order.profile,
                "regime": regime,
                "held_out": held_out,
            }
            truth_path.write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")
        yield truth_path


def hold_out_half(stems: Stems) -> tuple[Stems, list[str]]:
    """Turn every other piece of the library into an outsider; give their ids too."""
    library = sorted([*stems.playing, *stems.distractors], key=lambda track: track.id)
    held = set(library[::2])
    changed = replace(
        stems,
        playing=tuple(t for t in stems.playing if t not in held),
        distractors=tuple(t for t in stems.distractors if t not in held),
        outsiders=(*stems.outsiders, *sorted(held, key=lambda track: track.id)),
    )
    return changed, sorted(track.id for track in held)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Make film-like mixes with exact truth.")
    parser.add_argument("--data", type=Path, required=True, help="music, speech, ambience, effects")
    parser.add_argument("--out", type=Path, required=True, help="where films and truths go")
    parser.add_argument("--cache", type=Path, help="where decoded material is kept (default: OUT/stems)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--films", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--layout", choices=[*LAYOUTS, "mixed"], default="mixed")
    parser.add_argument("--profile", choices=sorted(PROFILES), default="film")
    parser.add_argument("--hold-out", action="store_true", help="half of the library plays as outsiders")
    a = parser.parse_args(arguments)
    order = Order(
        a.data, a.out, a.cache or a.out / "stems", a.seed, a.films, a.minutes, a.layout, a.profile, a.hold_out
    )
    began = time.process_time()
    for truth_path in make_films(order):
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        now = time.process_time()
        print(
            f"{truth['film']}: {len(truth['placements'])} placements, {truth['layout']} {truth['codec']}, "
            f"regime {truth['regime']}, {now - began:.1f} s CPU",
            file=sys.stderr,
        )
        began = now
    return 0


if __name__ == "__main__":
    sys.exit(main())
