"""Charts of a film's music: minute by minute, score against songs, its years and its decades.

Each gives places for a template to draw, in percent along and in pixels up, and says in a sentence what it
shows; None where the film says too little for it.
"""

from collections import Counter
from dataclasses import dataclass

from cuespotter.exports.page.timeline_view import percent
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.stretches import Stretch, seconds_in, unite
from cuespotter.wording.cues import title_of
from cuespotter.wording.text import flat
from cuespotter.wording.times import clock_text

MINUTE_S = 60.0
LEAST_MINUTES = 10
"""In a shorter film the timeline itself shows as much."""
MINUTES_PX = 64
FORMS = {"score": "score", "song": "songs", "untold": "not told which"}
"""What music is counted as; the order is that in which it is piled up."""
MOST_MINUTES = 6000
"""A film of four days; more bars than pixels say nothing."""


@dataclass(frozen=True)
class Rectangle:
    """A rectangle of a chart: percent along, pixels up, and what it stands for."""

    kind: str
    x: str
    width: str
    y: str = "0"
    height: str = "0"
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart: what it says in a sentence, how high it is, its pieces, its axis and its legend."""

    summary: str
    height: int
    pieces: tuple[Rectangle, ...]
    axis: tuple[tuple[str, str, str], ...] = ()
    legend: tuple[tuple[str, str], ...] = ()
    base: str = "0"
    film_x: str | None = None
    film_anchor: str = "start"


def minutes_chart(document: FilmDocument) -> Chart | None:
    """Pile up, for each minute of the film, the seconds of score, songs and other music in it."""
    count = -(-int(document.film.duration_s) // int(MINUTE_S))
    if not document.cues_heard or not LEAST_MINUTES <= count <= MOST_MINUTES:
        return None
    stretches = _by_form(document.cues_heard)
    pieces, full = [], 0
    for minute in range(count):
        window = (minute * MINUTE_S, (minute + 1) * MINUTE_S)
        top = float(MINUTES_PX)
        for form, seconds in ((form, _within(stretches[form], window)) for form in FORMS):
            height = MINUTES_PX * seconds / MINUTE_S
            if height > 0:
                top -= height
                pieces.append(
                    Rectangle(form, percent(minute / count), percent(0.9 / count), _px(top), _px(height))
                )
        full += top < MINUTES_PX / 2
    step = next((step for step in (5, 10, 15, 30, 60, 240) if count / step <= 10), 1440)
    axis = tuple(
        (percent(at / count), clock_text(at * MINUTE_S), "middle") for at in range(step, count, step)
    )
    summary = f"In {full} of {count} minutes music sounds for more than half the time."
    return Chart(summary, MINUTES_PX + 22, tuple(pieces), axis, _legend(stretches), _px(MINUTES_PX))


def forms_chart(document: FilmDocument) -> Chart | None:
    """Set score against songs, as parts of one bar; None while nobody has said which is which."""
    stretches = _by_form(document.cues_heard)
    whole_s = sum(seconds_in(parts) for parts in stretches.values())
    if not stretches["score"] and not stretches["song"]:
        return None
    pieces, told, at_s = [], [], 0.0
    for form, words in FORMS.items():
        seconds = seconds_in(stretches[form])
        if seconds > 0:
            pieces.append(Rectangle(form, percent(at_s / whole_s), percent(seconds / whole_s), "0", "28"))
            told.append(f"{words} {clock_text(seconds)}")
            at_s += seconds
    summary = f"Of {clock_text(whole_s)} of music: {', '.join(told)}."
    return Chart(summary, 28, tuple(pieces), (), _legend(stretches))


def _by_form(cues: list[Cue]) -> dict[str, list[Stretch]]:
    """Part the film's music into score, songs, and what nobody has told; each second counts once."""
    song = unite((cue.start_s, cue.end_s) for cue in cues if cue.form == "song")
    score = [(cue.start_s, cue.end_s) for cue in cues if cue.form == "score"]
    rest = [(cue.start_s, cue.end_s) for cue in cues if cue.form is None]
    parted_score = _without(unite(score), song)
    return {"score": parted_score, "song": song, "untold": _without(unite(rest), unite([*song, *score]))}


def _without(stretches: list[Stretch], taken: list[Stretch]) -> list[Stretch]:
    """Give what is left of stretches; both are disjoint and ascending."""
    left = []
    for begin, end in stretches:
        at = begin
        for start, stop in taken:
            if stop > at and start < end:
                left.append((at, start))
                at = max(at, stop)
        left.append((at, end))
    return [(begin, end) for begin, end in left if end > begin]


def _within(stretches: list[Stretch], window: Stretch) -> float:
    """Count the seconds of disjoint stretches in a window."""
    return sum(max(0.0, min(end, window[1]) - max(begin, window[0])) for begin, end in stretches)


def _legend(stretches: dict[str, list[Stretch]]) -> tuple[tuple[str, str], ...]:
    return tuple((form, words) for form, words in FORMS.items() if stretches[form])


def _px(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


DOT_PX, YEARS_AXIS_PX = 14, 24
LEAST_DATED = 2
STEPS_YEARS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 8
FIRST_SOUND = 1860
"""No sound was recorded before; an earlier year in a tag is a slip, or the composer's."""
LAST_YEAR = 2999
"""A later one is a slip of the pen. Such years are told in the cue list, and not drawn."""


def years_chart(document: FilmDocument) -> Chart | None:
    """Set one dot for each recording on a line of years, against the film's own."""
    film_year, dated = document.film.year, _dated(document.music_known)
    if film_year is None or not _is_drawn(film_year) or len(dated) < LEAST_DATED:
        return None
    years = [year for year, _ in dated]
    first, last = min(film_year, *years) - 1, max(film_year, *years) + 1

    def x(year: int) -> str:
        return percent(0.02 + 0.96 * (year - first) / (last - first))

    height = YEARS_AXIS_PX + DOT_PX * max(Counter(years).values()) + 26
    base, stacks, dots = height - YEARS_AXIS_PX, Counter[int](), []
    for year, cue in sorted(dated, key=lambda pair: (pair[0], pair[1].start_s)):
        stacks[year] += 1
        y = _px(base - DOT_PX * (stacks[year] - 0.5))
        dots.append(Rectangle("dot", x(year), "5", y, text=f"{flat(title_of(cue))}, {year}"))
    step = next((step for step in STEPS_YEARS if (last - first) / step <= MOST_TICKS), STEPS_YEARS[-1])
    axis = tuple((x(year), str(year), "middle") for year in range(-(-first // step) * step, last + 1, step))
    anchor = "end" if (film_year - first) / (last - first) > 0.5 else "start"
    return Chart(_age(film_year, years), height, tuple(dots), axis, (), _px(base), x(film_year), anchor)


def _age(film_year: int, years: list[int]) -> str:
    older = sum(year < film_year for year in years)
    return (
        f"{older} of {len(years)} dated recordings are older than the film of {film_year}; "
        f"the oldest is of {min(years)}, the median of {sorted(years)[len(years) // 2]}."
    )


DECADE_PX = 26
LEAST_IN_DECADES, LEAST_DECADES = 4, 2


def decades_chart(document: FilmDocument) -> Chart | None:
    """Count the recordings of each decade, the empty ones between them too."""
    counts = Counter(year // 10 * 10 for year, _ in _dated(document.music_known))
    if counts.total() < LEAST_IN_DECADES or len(counts) < LEAST_DECADES:
        return None
    most = max(counts.values())
    decades = range(min(counts), max(counts) + 10, 10)
    pieces = tuple(
        Rectangle(
            f"{decade}s",
            "4.2rem",
            percent(0.75 * counts[decade] / most),
            str(DECADE_PX * row),
            str(DECADE_PX - 8),
            str(counts[decade]),
        )
        for row, decade in enumerate(decades)
    )
    top = [f"{decade}s" for decade in decades if counts[decade] == most]
    summary = f"Most of the dated recordings are from the {' and '.join(top)}."
    return Chart(summary, DECADE_PX * len(decades), pieces)


def _dated(cues: list[Cue]) -> list[tuple[int, Cue]]:
    """Pair each recording's year with its first cue."""
    first_cues: dict[str, Cue] = {}
    for cue in cues:
        if cue.recording is not None and cue.recording.year is not None:
            first_cues.setdefault(cue.recording.id, cue)
    years = [(cue.recording.year if cue.recording else None, cue) for cue in first_cues.values()]
    return [(year, cue) for year, cue in years if year is not None and _is_drawn(year)]


def _is_drawn(year: int) -> bool:
    """Say whether there can be sound of that year."""
    return FIRST_SOUND <= year <= LAST_YEAR
