"""Cues as a cue sheet files them: whole seconds that add up, overlaps carved.

1. A cross-fade (one cue ends inside the next) is cut where the two are equally loud, taking both as
   straight fades over the overlap; where a level is unknown, in its middle.
2. A cue under another: the more prominent keeps its time, the other keeps what is left. More prominent is
   what is featured, then what is seen, then heard by the characters, then louder, then shorter.
3. In and out are rounded half up to whole seconds, once; a row lasts their difference, at least a second,
   so that rows never overlap and never add up to more than the running time.

A cue that keeps no time of its own has no row; it is handed back as left out, for `check` to tell.
"""

from dataclasses import dataclass
from math import exp, log

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import Stretch, unite
from cuespotter.wording.times import whole_seconds

LEAST_ROW_S = 1
LEAST_PIECE_S = 0.5
"""A piece that carving left of a cue beside a longer one: under half a second it would round to nothing."""
PERCEPTION_RANK = {None: 0, "not_heard": 1, "unseen_source": 2, "seen": 3}
PROMINENCE_RANK = {"background": 0, None: 1, "featured": 2}


@dataclass(frozen=True)
class FiledRow:
    """One stretch of a cue on a cue sheet, in whole film seconds, ``[in_s, out_s)``."""

    cue: Cue
    in_s: int
    out_s: int

    @property
    def duration_s(self) -> int:
        """Seconds filed."""
        return self.out_s - self.in_s


@dataclass(frozen=True)
class Filing:
    """A cue sheet's rows in film order, the cues that got none, and the running time in whole seconds."""

    rows: tuple[FiledRow, ...]
    left_out: tuple[Cue, ...]
    running_s: int

    @property
    def music_s(self) -> int:
        """Seconds filed in all rows together."""
        return sum(row.duration_s for row in self.rows)


def file_cues(document: FilmDocument) -> Filing:
    """Carve and round a film's cues for a cue sheet.

    Parameters
    ----------
    document : FilmDocument
        Rejected cues are left aside.

    Returns
    -------
    Filing
        Rows disjoint and ascending; each lasts a second or more.
    """
    running_s = whole_seconds(document.film.duration_s)
    cues = document.cues_heard
    pieces = carve_overlaps(cues, end_s=document.film.duration_s)
    rows = settle_rows(
        [(cue, whole_seconds(begin), whole_seconds(end)) for cue, (begin, end) in pieces], end_s=running_s
    )
    filed = {row.cue.id for row in rows}
    return Filing(tuple(rows), tuple(cue for cue in cues if cue.id not in filed), running_s)


def carve_overlaps(cues: list[Cue], *, end_s: float) -> list[tuple[Cue, Stretch]]:
    """Give each second of the film to one cue at most.

    Parameters
    ----------
    cues : list of Cue
        In film order.
    end_s : float
        The film's end; what lies beyond is cut.

    Returns
    -------
    list of (Cue, stretch)
        In order of film time; a cue may keep several pieces, or none.
    """
    bounds = _part_crossfades(cues, end_s)
    taken: list[Stretch] = []
    pieces: list[tuple[Cue, Stretch]] = []
    for number in sorted(range(len(cues)), key=lambda number: _prominence(cues[number], number)):
        kept = _without(bounds[number], taken)
        pieces += [(cues[number], piece) for piece in _worth_filing(kept)]
        taken = unite([*taken, *kept])
    return sorted(pieces, key=lambda piece: (piece[1], piece[0].id))


def crossing_of(first: Cue, second: Cue) -> float:
    """Say when a cross-fade is equally loud on both sides: `first` fades out while `second` fades in.

    Both are taken as straight fades over the overlap, from and to the levels of their placements there.
    """
    begin, end = second.start_s, first.end_s
    before = first.placements[-1].level_db if first.placements else None
    after = second.placements[0].level_db if second.placements else None
    if before is None or after is None:
        return (begin + end) / 2
    return begin + (end - begin) / (1.0 + exp((after - before) * log(10.0) / 20.0))


def settle_rows(rows: list[tuple[Cue, int, int]], *, end_s: int) -> list[FiledRow]:
    """Make each row at least a second long by moving its neighbours, inside ``[0, end_s]``.

    Parameters
    ----------
    rows : list of (Cue, in_s, out_s)
        Ascending, in whole seconds.
    end_s : int
        No row ends later.

    Returns
    -------
    list of FiledRow
        Disjoint; without those for which no whole second is left.
    """
    forward: list[tuple[Cue, int, int]] = []
    free_from = 0
    for cue, begin, end in rows:
        begin = max(begin, free_from)  # noqa: PLW2901
        free_from = max(end, begin + LEAST_ROW_S)
        forward.append((cue, begin, free_from))
    settled: list[FiledRow] = []
    free_until = end_s
    for cue, begin, end in reversed(forward):
        out_s = min(end, free_until)
        in_s = min(begin, out_s - LEAST_ROW_S)
        if in_s >= 0:
            settled.append(FiledRow(cue, in_s, out_s))
            free_until = in_s
    return settled[::-1]


def _part_crossfades(cues: list[Cue], end_s: float) -> list[Stretch]:
    """Cut each cross-fade at its crossing; what lies under another is left to the next step."""
    begins = [max(0.0, cue.start_s) for cue in cues]
    ends = [min(end_s, cue.end_s) for cue in cues]
    for one, first in enumerate(cues):
        for two in range(one + 1, len(cues)):
            second = cues[two]
            if second.start_s >= first.end_s:
                break
            if first.start_s < second.start_s and first.end_s < second.end_s:
                crossing = crossing_of(first, second)
                ends[one] = min(ends[one], crossing)
                begins[two] = max(begins[two], crossing)
    return list(zip(begins, ends, strict=True))


def _prominence(cue: Cue, number: int) -> tuple[int, int, float, float, int]:
    """Sort key: the most prominent first, then film order."""
    loudest = float("-inf") if cue.loudest_db is None else cue.loudest_db
    return (
        -PROMINENCE_RANK[cue.prominence],
        -PERCEPTION_RANK[cue.perception],
        -loudest,
        cue.duration_s,
        number,
    )


def _without(stretch: Stretch, taken: list[Stretch]) -> list[Stretch]:
    """Give what is left of a stretch outside those taken (disjoint, ascending)."""
    left, (begin, end) = [], stretch
    for from_s, until_s in taken:
        if until_s <= begin or from_s >= end:
            continue
        left.append((begin, from_s))
        begin = until_s
    return [piece for piece in [*left, (begin, end)] if piece[1] > piece[0]]


def _worth_filing(pieces: list[Stretch]) -> list[Stretch]:
    """Drop the slivers that carving left beside longer pieces; a cue's only piece always counts."""
    longest = max((end - begin for begin, end in pieces), default=0.0)
    return [(begin, end) for begin, end in pieces if end - begin >= min(LEAST_PIECE_S, longest)]
