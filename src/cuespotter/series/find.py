"""The ends of all episodes of a series -> the opening and the closing of each, or why it has none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from cuespotter.analysis.runs import join_near
from cuespotter.series.common import common_music, find_faint
from cuespotter.series.ends import Ends, reach_s
from cuespotter.series.pieces import complete_one, pieces_of, ranked
from cuespotter.series.shared import Part, Shared, find_shared, part_of
from cuespotter.series.stretches import CommonStretch, Lines, stretches_of
from cuespotter.settings import SeriesSettings, Settings

IN_DOUBT = "two pieces of music could be it"
OVERLAP = "opening and closing would lie over each other"
ANOTHER = "what it shares is not what the others have there"


@dataclass(frozen=True)
class Found:
    """An opening or a closing of an episode, in seconds of it.

    Attributes
    ----------
    start_s, end_s : float
    episodes : int
        How many of those compared have it, this one among them.
    """

    start_s: float
    end_s: float
    episodes: int

    @property
    def length_s(self) -> float:
        """Seconds."""
        return self.end_s - self.start_s


@dataclass(frozen=True)
class EpisodeParts:
    """What was found in one episode: where none was, why not."""

    opening: Found | str
    closing: Found | str


@dataclass(frozen=True)
class _End:
    """The beginning of an episode, or its end; and where what is looked for begins, and how long it is."""

    part: Part
    earliest: float
    latest: float
    most: float

    def may_have(self, one: CommonStretch) -> bool:
        """Say whether a stretch is where it may be, and no longer."""
        return one.frames <= self.most and self.earliest <= one.first < self.latest


def find_parts(
    episodes: Sequence[Ends], settings: Settings, report: Callable[[float], None] = lambda _share: None
) -> list[EpisodeParts]:
    """Hold the episodes of a series against each other.

    Parameters
    ----------
    episodes : sequence of Ends
        In their order.
    settings : Settings
    report : callable, optional
        Is told the share of the work done, between 0 and 1.

    Returns
    -------
    list of EpisodeParts
        One for each.
    """
    both = [
        _found(
            [_end_of(one, settings, from_end=from_end) for one in episodes], settings, half, from_end=from_end
        )
        for from_end, half in (
            (False, lambda share: report(share / 2)),
            (True, lambda share: report((1 + share) / 2)),
        )
    ]
    return [_apart(*each) for each in zip(*both, strict=True)]


def _apart(opening: Found | str, closing: Found | str) -> EpisodeParts:
    """Give both parts of an episode; neither where they lie over each other."""
    if isinstance(opening, Found) and isinstance(closing, Found) and closing.start_s < opening.end_s:
        return EpisodeParts(OVERLAP, OVERLAP)
    return EpisodeParts(opening, closing)


def compared(count: int, rules: SeriesSettings) -> list[tuple[int, int]]:
    """List the pairs of episodes that are held against each other: each with the nearest in order."""
    reach = max(1, rules.neighbours // 2)
    return [(one, other) for one in range(count) for other in range(one + 1, min(count, one + reach + 1))]


def needed(partners: int, rules: SeriesSettings) -> int:
    """Say in how many episodes, of one and those it was compared with, an opening must stand."""
    return max(rules.least_episodes, ceil(rules.least_share * (partners + 1)))


def _end_of(one: Ends, settings: Settings, *, from_end: bool) -> _End:
    """Give the beginning of an episode, or its end."""
    rules, rate = settings.series, settings.analysis.frames_per_second
    length_s = one.frames / rate
    if from_end:
        begin_s = length_s - reach_s(length_s, rules.tail_s, rules)
        return _End(part_of(one.tail, settings), begin_s * rate, length_s * rate, rules.most_closing_s * rate)
    reach = reach_s(length_s, rules.head_s, rules) * rate
    return _End(part_of(one.head, settings), 0.0, reach, rules.most_opening_s * rate)


def _found(
    ends: Sequence[_End], settings: Settings, report: Callable[[float], None], *, from_end: bool
) -> list[Found | str]:
    """Find the same end of all episodes."""
    shared = _shared([one.part for one in ends], settings, report)
    found = _chosen(ends, shared, settings, from_end=from_end)
    return [
        _completed(number, found, ends, shared, settings, from_end=from_end) for number in range(len(ends))
    ]


def _shared(
    parts: Sequence[Part], settings: Settings, report: Callable[[float], None]
) -> list[dict[int, list[Shared]]]:
    """Hold the episodes against each other: give, for each, what it shares with which."""
    pairs = compared(len(parts), settings.series)
    shared: list[dict[int, list[Shared]]] = [{} for _ in parts]
    for number, (one, other) in enumerate(pairs):
        here = find_shared(parts[one], parts[other], settings)
        shared[one][other] = here
        shared[other][one] = [Shared(s.first + s.shift, s.last + s.shift, -s.shift) for s in here]
        report((number + 1) / len(pairs))
    return shared


def _chosen(
    ends: Sequence[_End], shared: Sequence[Lines], settings: Settings, *, from_end: bool
) -> list[Found | str]:
    """Choose one piece of music for all episodes, and say where each has it."""
    rules = settings.series
    least = [needed(len(lines), rules) for lines in shared]
    stretches = stretches_of(shared, [count - 1 for count in least], settings)
    long = [one for each in stretches for one in each if _is_long(one, settings)]
    pieces = pieces_of(long, shared, lambda one: ends[one.episode].may_have(one), rules, from_end=from_end)
    found: list[Found | str] = []
    for number, lines in enumerate(shared):
        best, doubtful = ranked(pieces, {number, *lines}, least[number], rules, from_end=from_end)
        has = [one.chosen[number] for one in best if number in one.chosen]
        if len(lines) + 1 < rules.least_episodes:
            found.append(f"fewer than {rules.least_episodes} episodes to compare")
        elif has:
            found.append(_told(has[0], has[0].others + 1, settings))
        elif any(number in one.chosen for one in doubtful):
            found.append(IN_DOUBT)
        else:
            found.append(_reason(lines, stretches[number], ends[number], settings))
    return found


def _completed(
    number: int,
    found: Sequence[Found | str],
    ends: Sequence[_End],
    shared: Sequence[Mapping[int, Sequence[Shared]]],
    settings: Settings,
    *,
    from_end: bool,
) -> Found | str:
    """Look once more in an episode for what others agree on: where somebody talks over it, it is faint."""
    rules, rate, before = settings.series, settings.analysis.frames_per_second, found[number]
    known = [(other, one) for other in shared[number] if isinstance(one := found[other], Found)]
    if not known:
        return before
    other, best = max(known, key=lambda one: one[1].episodes * one[1].length_s)
    span = round(best.start_s * rate), round(best.end_s * rate)
    having = [(ends[third].part, lines) for third, lines in shared[other].items() if third != number]
    common = common_music(ends[other].part, span, having, settings)
    places = [(one.first, one.last) for one in find_faint(common, ends[number].part, settings)]
    runs = [CommonStretch(number, *run, 1) for run in join_near(places, round(rules.gap_s * rate))]
    placed = [one for one in runs if _is_long(one, settings) and ends[number].may_have(one)]
    again = complete_one(placed, best.length_s * rate, rules, from_end=from_end)
    if again is None:
        return before
    least_s = rules.least_gain_s + (before.length_s if isinstance(before, Found) else 0.0)
    return _told(again, best.episodes, settings) if again.frames / rate > least_s else before


def _is_long(one: CommonStretch, settings: Settings) -> bool:
    """Say whether a stretch is as long as an opening or a closing is at least."""
    return one.frames / settings.analysis.frames_per_second >= settings.series.least_s


def _told(one: CommonStretch, episodes: int, settings: Settings) -> Found:
    """Give a stretch in seconds."""
    rate = settings.analysis.frames_per_second
    return Found(round(one.first / rate, 2), round(one.last / rate, 2), episodes)


def _reason(lines: Lines, stretches: Sequence[CommonStretch], end: _End, settings: Settings) -> str:
    """Say why an episode has none."""
    rate = settings.analysis.frames_per_second
    long = [one for one in stretches if _is_long(one, settings)]
    sane = [one for one in long if one.frames <= end.most]
    if any(end.may_have(one) for one in sane):
        return ANOTHER
    if sane:
        return "what it shares begins too far from there"
    if long:
        return f"what it shares is too long ({max(one.frames for one in long) / rate:.0f} s)"
    if stretches:
        # 9.97 s is no 10.0 s
        longest_s = floor(10.0 * max(one.frames for one in stretches) / rate) / 10.0
        return f"what it shares is too short ({longest_s:.1f} s, least {settings.series.least_s:.0f})"
    others = sum(bool(one) for one in lines.values())
    if others:
        word = "one other episode" if others == 1 else f"{others} other episodes"
        return f"shares music with only {word}"
    return "shares no music with the others"
