"""The film as a strip: a time axis, a bar for each placement, lanes where music lies over music."""

from collections.abc import Sequence

from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import deal_lanes
from cuespotter.wording.cues import SORTS, is_unsure, sort_of, title_of
from cuespotter.wording.times import clock_text

LANE_PX = 30
BAR_PX = 22
AXIS_PX = 26
TICK_STEPS_S = (1, 2, 5, 10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
MOST_TICKS = 12


def timeline(document: FilmDocument) -> Markup:
    """Draw the strip as inline SVG; x is in percent, so that it fits any width."""
    cues = document.cues_heard
    span_s = max([document.film.duration_s, *(cue.end_s for cue in cues)], default=0) or 1.0
    lanes = deal_lanes([(cue.start_s, cue.end_s) for cue in cues])
    height = AXIS_PX + LANE_PX * (1 + max(lanes, default=0)) + 6
    bars = [_bar(cue, lane, span_s) for cue, lane in zip(cues, lanes, strict=True)]
    return join(
        tag(
            "svg",
            _hatching(),
            _axis(span_s, height),
            *bars,
            class_="strip",
            width="100%",
            height=height,
            role="group",
            aria_label=f"Timeline of the film, {clock_text(span_s)} long, with {_count(cues)}",
        ),
        _legend(cues),
    )


def _count(cues: Sequence[Cue]) -> str:
    return "1 cue" if len(cues) == 1 else f"{len(cues)} cues"


def _hatching() -> Markup:
    """Draw the pattern of unnamed music, which so differs by more than colour."""
    stripe = tag("path", d="M-2,2 l4,-4 M0,8 l8,-8 M6,10 l4,-4", class_="hatch")
    pattern = tag("pattern", stripe, id="hatch", width=8, height=8, patternUnits="userSpaceOnUse")
    return tag("defs", pattern)


def _axis(span_s: float, height: float) -> Markup:
    """Draw a line and a label every few minutes; `minor` ones go on narrow screens."""
    hours = 3600 * (1 + int(span_s / 3600 / MOST_TICKS))
    step_s = next((step for step in TICK_STEPS_S if span_s / step <= MOST_TICKS), hours)
    ticks = []
    for number in range(int(span_s / step_s) + 1):
        x = _percent(number * step_s / span_s)
        class_ = "tick" if number % 3 == 0 else "tick minor"
        near_end = number * step_s / span_s > 0.95
        anchor = "start" if number == 0 else ("end" if near_end else "middle")
        label = tag("text", clock_text(number * step_s), x=x, y=14, text_anchor=anchor)
        ticks.append(tag("g", tag("line", x1=x, x2=x, y1=20, y2=height), label, class_=class_))
    return tag("g", *ticks, aria_hidden="true")


def _bar(cue: Cue, lane: int, span_s: float) -> Markup:
    """Draw a cue as a link to its row: a bar for each placement, a thread from first to last."""
    y = AXIS_PX + lane * LANE_PX
    stretches = [(place.film_in_s, place.film_out_s) for place in cue.placements]
    label = f"{cue.cue_no} {title_of(cue)}, {clock_text(cue.start_s)} to {clock_text(cue.end_s)}"
    thread = _rect((cue.start_s, cue.end_s), span_s, y + BAR_PX / 2 - 1, 2) if len(stretches) > 1 else None
    bars = [_rect(stretch, span_s, y, BAR_PX) for stretch in stretches or [(cue.start_s, cue.end_s)]]
    class_ = f"bar {sort_of(cue)}{' pale' if is_unsure(cue) else ''}"
    return tag(
        "a", tag("title", label), thread, *bars, class_=class_, href=f"#cue-{cue.id}", aria_label=label
    )


def _rect(stretch: tuple[float, float], span_s: float, y: float, height: float) -> Markup:
    begin, end = stretch
    width = _percent(max(0.0, end - begin) / span_s)
    return tag("rect", x=_percent(begin / span_s), y=y, width=width, height=height, rx=min(2, height / 2))


def _percent(share: float) -> str:
    return f"{100 * share:.3f}%"


def _legend(cues: Sequence[Cue]) -> Markup | None:
    """Name the colours that occur."""
    if not cues:
        return None
    shown = [sort for sort in SORTS if any(sort_of(cue) == sort for cue in cues)]
    entries = [tag("li", tag("span", class_=f"swatch {sort}"), SORTS[sort]) for sort in shown]
    if any(is_unsure(cue) for cue in cues):
        entries.append(tag("li", tag("span", class_="swatch recording pale"), "paler: not sure"))
    return tag("ul", *entries, class_="legend", aria_label="Colours of the timeline")
