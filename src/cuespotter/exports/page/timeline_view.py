"""The film as a strip: a time axis, a named bar for each cue, lanes where music lies over music.

Places along the film are in percent, so that the strip fits any width; heights are in pixels.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import Stretch, deal_lanes
from cuespotter.wording.cues import SORTS, is_unsure, sort_of, title_of
from cuespotter.wording.numbers import count_text
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

AXIS_PX, BAR_PX, LABEL_PX, LANE_PX, TIP_PX = 26, 14, 14, 36, 22
STRIP_PX = 940
"""How wide the strip is at least; on narrow screens it is moved by finger. Names are fitted to this."""
LETTER_PX = 6.4
"""A letter's width in the mean; a longer name than it has room for is cut."""
LABEL_LETTERS = 24
MOST_NAMED_LANES = 8
"""With more lanes than these, names stand only where the bar itself has room."""
TICK_STEPS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
MOST_TICKS = 12


@dataclass(frozen=True)
class Tick:
    """A time on the axis; minor ones go on narrow screens."""

    x: str
    text: str
    anchor: str
    is_minor: bool


@dataclass(frozen=True)
class StripCue:
    """A cue on the strip.

    Attributes
    ----------
    anchor, sort, title, tip : str
        Where it leads, how it is drawn, its name, and all there is to say in a line.
    label : str or None
        Its name as far as there is room.
    rects : tuple of (x, width)
        One for each placement, in percent.
    thread : (x, width) or None
        From the first to the last, where there are several.
    x, y : str, int
        Where its name is written, by `label_anchor`, and where the bar begins.
    tip_x, tip_anchor : str
        Where its line is written.
    """

    anchor: str
    sort: str
    is_unsure: bool
    title: str
    tip: str
    label: str | None
    rects: tuple[tuple[str, str], ...]
    thread: tuple[str, str] | None
    x: str
    y: int
    label_anchor: str
    tip_x: str
    tip_anchor: str


@dataclass(frozen=True)
class TimelineView:
    """The whole strip."""

    label: str
    height: int
    ticks: tuple[Tick, ...]
    bars: tuple[StripCue, ...]
    legend: tuple[tuple[str, str], ...]
    has_unsure: bool
    bar_px: int = BAR_PX
    axis_px: int = AXIS_PX


def timeline_view(document: FilmDocument, anchors: Mapping[str, str]) -> TimelineView | None:
    """Lay out the strip; None where no music was found."""
    cues = document.cues_heard
    if not cues:
        return None
    span_s = max(document.film.duration_s, *(cue.end_s for cue in cues)) or 1.0
    lanes, labels = _lanes(cues, span_s)
    height = AXIS_PX + LANE_PX * (1 + max(lanes)) + TIP_PX
    bars = [
        _bar(cue, anchors[cue.id], lane, label, span_s)
        for cue, lane, label in zip(cues, lanes, labels, strict=True)
    ]
    return TimelineView(
        label=f"Timeline of the film, {clock_text(span_s)} long, with {_count(cues)}",
        height=height,
        ticks=tuple(_ticks(span_s)),
        bars=tuple(bars),
        legend=tuple((sort, SORTS[sort]) for sort in SORTS if any(sort_of(cue) == sort for cue in cues)),
        has_unsure=any(is_unsure(cue) for cue in cues),
    )


def _count(cues: Sequence[Cue]) -> str:
    return count_text(len(cues), "cue")


def _lanes(cues: Sequence[Cue], span_s: float) -> tuple[list[int], list[str | None]]:
    """Deal lanes so that neither bars nor names meet; where that asks for too many, names give way."""
    second_px = STRIP_PX / span_s
    labels: list[str | None] = [_cut(flat(title_of(cue)), LABEL_LETTERS) for cue in cues]
    named = [_extent(cue, label, span_s) for cue, label in zip(cues, labels, strict=True)]
    lanes = _deal(named)
    if max(lanes) < MOST_NAMED_LANES:
        return lanes, labels
    room = [int((cue.end_s - cue.start_s) * second_px / LETTER_PX) for cue in cues]
    names = [flat(title_of(cue)) for cue in cues]
    short = [_cut(name, min(letters, LABEL_LETTERS)) for name, letters in zip(names, room, strict=True)]
    return deal_lanes([(cue.start_s, cue.end_s) for cue in cues]), short


def _deal(stretches: list[Stretch]) -> list[int]:
    """Deal lanes to stretches in any order."""
    order = sorted(range(len(stretches)), key=lambda number: stretches[number])
    dealt = dict(zip(order, deal_lanes([stretches[number] for number in order]), strict=True))
    return [dealt[number] for number in range(len(stretches))]


def _extent(cue: Cue, label: str | None, span_s: float) -> Stretch:
    """Say from when to when a cue's bar and name reach; near the film's end the name stands to the left."""
    length_s = (len(label or "") * LETTER_PX + 8) * span_s / STRIP_PX
    begin_s = cue.end_s - length_s if _is_at_end(cue, label, span_s) else cue.start_s
    return min(cue.start_s, begin_s), max(cue.end_s, begin_s + length_s)


def _is_at_end(cue: Cue, label: str | None, span_s: float) -> bool:
    """Say whether a name would run out of the strip."""
    return cue.start_s + len(label or "") * LETTER_PX * span_s / STRIP_PX > span_s


LEAST_LETTERS = 6
"""Less of a name says nothing."""


def _cut(name: str, letters: int) -> str | None:
    """Cut a name to some letters; None where there is no room for any that would tell something."""
    if len(name) <= letters:
        return name
    return None if letters < LEAST_LETTERS else name[: letters - 1].rstrip() + "\u2026"


def _ticks(span_s: float) -> list[Tick]:
    """Write a time every few minutes."""
    hours = 3600 * (1 + int(span_s / 3600 / MOST_TICKS))
    step_s = next((step for step in TICK_STEPS_S if span_s / step <= MOST_TICKS), hours)
    ticks = []
    for number in range(int(span_s / step_s) + 1):
        share = number * step_s / span_s
        anchor = "start" if number == 0 else ("end" if share > 0.95 else "middle")
        ticks.append(Tick(percent(share), clock_text(number * step_s), anchor, number % 3 != 0))
    return ticks


def _bar(cue: Cue, anchor: str, lane: int, label: str | None, span_s: float) -> StripCue:
    stretches = [(place.film_in_s, place.film_out_s) for place in cue.placements]
    name = title_of(cue) if cue.artist_known is None else f"{title_of(cue)}, {cue.artist_known}"
    at_end = _is_at_end(cue, label, span_s)
    middle = (cue.start_s + cue.end_s) / 2 / span_s
    return StripCue(
        anchor=anchor,
        sort=sort_of(cue),
        is_unsure=is_unsure(cue),
        title=flat(title_of(cue)),
        tip=f"{flat(name)}, {clock_text(cue.start_s)} to {clock_text(cue.end_s)}",
        label=label,
        rects=tuple(_place(stretch, span_s) for stretch in stretches or [(cue.start_s, cue.end_s)]),
        thread=_place((cue.start_s, cue.end_s), span_s) if len(stretches) > 1 else None,
        x=percent((cue.end_s if at_end else cue.start_s) / span_s),
        label_anchor="end" if at_end else "start",
        y=AXIS_PX + lane * LANE_PX,
        tip_x="0%" if middle < 0.5 else "100%",
        tip_anchor="start" if middle < 0.5 else "end",
    )


def _place(stretch: tuple[float, float], span_s: float) -> tuple[str, str]:
    begin, end = stretch
    return percent(begin / span_s), percent(max(0.0, end - begin) / span_s)


def percent(share: float) -> str:
    """Write a share of a width, for SVG.

    Examples
    --------
    >>> percent(0.125)
    '12.5%'
    """
    return f"{100 * share:.3f}".rstrip("0").rstrip(".") + "%"
