"""Which films are made for which question, and the fixed numbers behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evaluation.make import Order, make_films


@dataclass(frozen=True)
class Batch:
    """Films of one profile."""

    profile: str
    films: int
    minutes: float
    layout: str = "mixed"
    hold_out: bool = False
    half: str = ""

    @property
    def name(self) -> str:
        """How results call it: films whose music is partly held out of the library are apart."""
        return f"{self.profile} held out" if self.hold_out else self.profile


FULL = (
    Batch("levels", 14, 10),
    Batch("speeds", 7, 10),
    Batch("treatments", 7, 10),
    Batch("short", 2, 10),
    Batch("edits", 4, 10),
    Batch("film", 7, 10),
    Batch("drift", 1, 10),
    Batch("outsiders", 12, 10),
    Batch("outsiders", 18, 10, hold_out=True),
)
"""12 h: 7 h with music of the library, 5 h without."""
QUICK = (
    Batch("levels", 2, 5),
    Batch("speeds", 2, 5),
    Batch("treatments", 2, 5),
    Batch("short", 1, 4),
    Batch("edits", 1, 5),
    Batch("film", 2, 5),
    Batch("outsiders", 1, 5, hold_out=True),
)
"""50 minutes: enough to see a mistake, too little to see a per cent."""


WIDE = (
    Batch("wide", 7, 10),
    Batch("wide mono", 3, 8, "mono"),
    Batch("wide speeds", 3, 8),
    Batch("wide cuts", 2, 8),
    Batch("wide short", 2, 6),
    Batch("wide loops", 3, 8),
    Batch("wide outsiders", 3, 10),
)
"""3.3 h for each half of the music, each condition often enough to see three per cent."""


@dataclass(frozen=True)
class Place:
    """Where a run's files are: material, and the folder it works in."""

    data: Path
    work: Path
    more_data: Path | None = None

    @property
    def mixes(self) -> Path:
        """Films and truths."""
        return self.work / "mixes"

    @property
    def fillers(self) -> Path:
        """Music that is only there to be confused with."""
        return self.work / "fillers"

    @property
    def cache(self) -> Path:
        """Decoded material."""
        return self.work / "stems"


def make_batch(batch: Batch, seed: int, place: Place) -> Iterator[Path]:
    """Make a batch's films (those that are there are kept), and give their truths."""
    order = Order(
        data=place.data,
        out=place.mixes,
        cache=place.cache,
        seed=seed,
        films=batch.films,
        minutes=batch.minutes,
        layout=batch.layout,
        profile=batch.profile,
        hold_out=batch.hold_out,
        more_data=place.more_data if batch.half else None,
        half=batch.half,
    )
    return make_films(order)


def chosen(batches: Sequence[Batch], profiles: Sequence[str], share: float) -> list[Batch]:
    """Keep the batches of some profiles (none named: all), with a share of their films, at least one."""
    kept = [b for b in batches if not profiles or b.profile in profiles]
    return [replace(b, films=max(1, round(b.films * share))) for b in kept]
