"""The recordings' years against the film's: one dot for each recording on a line of years."""

from cuespotter.exports.page.markup import Markup, join, tag
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.wording.cues import title_of

DOT_PX = 14
AXIS_PX = 24
LEAST_RECORDINGS = 2
STEPS_YEARS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 8
FIRST_SOUND = 1860
"""No sound was recorded before; an earlier year in a tag is a slip, or the composer's."""
LAST_YEAR = 2999
"""A later one is a slip of the pen. Such years are told in the cue list, and not drawn."""


def years_plot(document: FilmDocument) -> Markup | None:
    """Draw the plot; None where the film's year or the recordings' years are not known, or cannot be."""
    film_year = document.film.year
    dated = _dated(document.cues_heard)
    if film_year is None or not _is_drawn(film_year) or len(dated) < LEAST_RECORDINGS:
        return None
    first = min(film_year, *(year for year, _ in dated)) - 1
    last = max(film_year, *(year for year, _ in dated)) + 1
    stacks: dict[int, int] = {}
    dots = []
    for year, cue in sorted(dated, key=lambda pair: (pair[0], pair[1].start_s)):
        stacks[year] = stacks.get(year, 0) + 1
        dots.append((year, stacks[year], cue))
    height = AXIS_PX + DOT_PX * max(stacks.values()) + 26
    base = height - AXIS_PX
    drawn = [_dot(first, last, year, base - DOT_PX * (level - 0.5), cue) for year, level, cue in dots]
    title = _summary(film_year, [year for year, _ in dated])
    plot = tag(
        "svg",
        _axis(first, last, base),
        _film_line(first, last, film_year, base),
        *drawn,
        class_="years",
        width="100%",
        height=height,
        role="img",
        aria_label=title,
    )
    return join(tag("p", title), plot)


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


def _summary(film_year: int, years: list[int]) -> str:
    older = sum(year < film_year for year in years)
    middle = sorted(years)[len(years) // 2]
    return (
        f"{older} of {len(years)} dated recordings are older than the film of {film_year}; "
        f"the oldest is of {min(years)}, the median of {middle}."
    )


def _x(first: int, last: int, year: int) -> str:
    return f"{2 + 96 * (year - first) / (last - first):.2f}%"


def _axis(first: int, last: int, base: float) -> Markup:
    step = next((step for step in STEPS_YEARS if (last - first) / step <= MOST_TICKS), STEPS_YEARS[-1])
    years = range(-(-first // step) * step, last + 1, step)
    labels = [
        tag("text", str(year), x=_x(first, last, year), y=base + 18, text_anchor="middle", class_="tick")
        for year in years
    ]
    return tag("g", tag("line", x1="0%", x2="100%", y1=base, y2=base, class_="base"), *labels)


def _film_line(first: int, last: int, year: int, base: float) -> Markup:
    x = _x(first, last, year)
    anchor = "end" if (year - first) / (last - first) > 0.5 else "start"
    return tag(
        "g",
        tag("line", x1=x, x2=x, y1=4, y2=base),
        tag("text", "\u00a0the film\u00a0", x=x, y=14, text_anchor=anchor),
        class_="film",
    )


def _dot(first: int, last: int, year: int, y: float, cue: Cue) -> Markup:
    return tag("circle", tag("title", f"{title_of(cue)}, {year}"), cx=_x(first, last, year), cy=y, r=5)
