"""What an editor's list says beside what is heard: the same, other bounds, another name, or in one alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from cuespotter.clock import picture_to_timecode, seconds_to_picture, timecode_to_picture
from cuespotter.edit_lists import EditEvent, EditList
from cuespotter.edit_lists.base import timecode_seconds
from cuespotter.model.cue import Cue
from cuespotter.model.document import FilmDocument
from cuespotter.report.clip_names import clip_key, file_name, is_named
from cuespotter.wording.cues import line_of

Verdict = Literal["agrees", "bounds", "name", "unnamed", "only_edit", "only_heard"]
VERDICT_WORDS: dict[Verdict, str] = {
    "agrees": "agrees",
    "bounds": "other bounds",
    "name": "other name",
    "unnamed": "named by the edit",
    "only_edit": "only in the edit",
    "only_heard": "only heard",
}
JOIN_S = 2.0
"""The same clip again after at most so long is one cue, as with what is heard."""
SAME_SHARE = 0.5
"""Of the shorter, above which clip and cue of different names stand for each other."""
NEAR_S = 2.0
"""By so much starts may differ when the list's origin is looked for."""


@dataclass(frozen=True)
class EditStretch:
    """Clips of one sound on any tracks that make one cue of the edit.

    Attributes
    ----------
    names : tuple of str
        What its clips and their files are called; the first is shown.
    tracks : tuple of str
        Where they lie.
    begin_s, end_s : float
        ``[begin, end)`` on the film's clock, in seconds.
    """

    names: tuple[str, ...]
    tracks: tuple[str, ...]
    begin_s: float
    end_s: float


@dataclass(frozen=True)
class Compared:
    """One row: a cue, a stretch of the edit, or both.

    Attributes
    ----------
    verdict : str
        One of `VERDICT_WORDS`.
    cue : Cue or None
        What is heard; None where only the edit has it.
    stretch : Stretch or None
        What the edit says; None where only the film has it.
    text : str
        How they differ, in words; empty where they agree.
    """

    verdict: Verdict
    cue: Cue | None
    stretch: EditStretch | None
    text: str = ""

    @property
    def begin_s(self) -> float:
        """Where the first of both begins, in seconds of the film's clock."""
        begins = [] if self.cue is None else [float(self.cue.start_s)]
        return min(begins if self.stretch is None else [*begins, self.stretch.begin_s])


@dataclass(frozen=True)
class ListComparison:
    """A film beside an editor's list.

    Attributes
    ----------
    edit : EditList
        What was read.
    origin : str
        The timecode of the film's first picture, by which the list was laid beside the film.
    is_origin_known : bool
        Whether somebody said it; else it is the one at which most clips lie on their cues.
    rows : tuple of Compared
        In film order.
    """

    edit: EditList
    origin: str
    is_origin_known: bool
    rows: tuple[Compared, ...]

    def timecode(self, film_s: float) -> str:
        """Write a time of the film's clock as the list counts."""
        origin = timecode_to_picture(self.origin, self.edit.rate)
        return picture_to_timecode(origin + seconds_to_picture(film_s, self.edit.rate), self.edit.rate)

    def facts(self, row: Compared) -> dict[str, object]:
        """Give all of a row for a program: times in seconds of the film and in the list's timecode."""
        cue, stretch = row.cue, row.stretch
        heard = None if cue is None else (cue.start_s, cue.end_s)
        edit = None if stretch is None else (stretch.begin_s, stretch.end_s)
        return {
            "verdict": row.verdict,
            "difference": row.text,
            "cue_id": cue and cue.id,
            "cue_no": cue and cue.cue_no,
            "status": cue and cue.status,
            "heard": cue and line_of(cue),
            **self._times("heard", heard),
            "edit": stretch and clip_words(stretch),
            "tracks": list(stretch.tracks) if stretch else [],
            **self._times("edit", edit),
        }

    def _times(self, name: str, span: tuple[float, float] | None) -> dict[str, object]:
        """Give a span four times over."""
        ends = (None, None) if span is None else span
        found: dict[str, object] = {}
        for end, at_s in zip(("in", "out"), ends, strict=True):
            found[f"{name}_{end}_s"] = None if at_s is None else round(float(at_s), 3)
            found[f"{name}_{end}"] = None if at_s is None else self.timecode(float(at_s))
        return found

    @property
    def agreed(self) -> list[Cue]:
        """The cues of which both say the same."""
        return [row.cue for row in self.rows if row.verdict == "agrees" and row.cue is not None]

    @property
    def differences(self) -> list[Compared]:
        """The rows in which they differ."""
        return [row for row in self.rows if row.verdict != "agrees"]


def compare_edit(
    document: FilmDocument,
    edit: EditList,
    origin: str | None,
    *,
    tolerance_s: float,
    tracks: Sequence[str] = (),
) -> ListComparison:
    """Lay an editor's list beside a film's cues.

    Parameters
    ----------
    document : FilmDocument
        The film; rejected cues are not heard.
    edit : EditList
        What `read_edit_list` gave.
    origin : str or None
        The timecode in the list of the film's first picture; None looks for the one that fits.
    tolerance_s : float
        By so much both bounds may differ and still agree, in seconds.
    tracks : sequence of str
        Only clips of these; none named means all.
    """
    wanted = {track.casefold() for track in tracks}
    events = [event for event in edit.events if not wanted or event.track.casefold() in wanted]
    cues = document.cues_heard
    if origin is not None:
        origin_s = timecode_seconds(origin, edit.rate, where="the film's first picture")
    else:
        origin_s = _best_origin(events, cues, edit)
    stretches = join_events(events, origin_s)
    rows = [_judge(cue, stretch, tolerance_s) for cue, stretch in _pair(cues, stretches)]
    rows.sort(key=lambda row: (row.begin_s, row.cue is None))
    laid_at = picture_to_timecode(seconds_to_picture(origin_s, edit.rate), edit.rate)
    return ListComparison(edit, laid_at, origin is not None, tuple(rows))


def join_events(events: Iterable[EditEvent], origin_s: float) -> list[EditStretch]:
    """Join clips of one sound, on any tracks, that touch or nearly touch; times become the film's."""
    open_ones: dict[str, EditStretch] = {}
    done: list[EditStretch] = []
    for event in sorted(events, key=lambda one: (one.begin_s, one.end_s, one.track)):
        key = clip_key(event.file or event.name)
        names = (event.name, *([event.file] if event.file else []))
        begin_s, end_s = event.begin_s - origin_s, event.end_s - origin_s
        before = open_ones.get(key)
        if before is not None and begin_s - before.end_s <= JOIN_S:
            open_ones[key] = EditStretch(
                tuple(dict.fromkeys((*before.names, *names))),
                tuple(dict.fromkeys((*before.tracks, event.track))),
                before.begin_s,
                max(before.end_s, end_s),
            )
            continue
        if before is not None:
            done.append(before)
        open_ones[key] = EditStretch(names, (event.track,), begin_s, end_s)
    return sorted([*done, *open_ones.values()], key=lambda one: (one.begin_s, one.end_s, one.names))


def _best_origin(events: Sequence[EditEvent], cues: Sequence[Cue], edit: EditList) -> float:
    """Find the timecode, in seconds, at which most clips begin with a cue of their name."""
    if not events:
        return edit.origin_s or 0.0
    first = seconds_to_picture(min(event.begin_s for event in events), edit.rate)
    hour = picture_to_timecode(max(0, first), edit.rate).split(":")[0] + ":00:00:00"
    declared = [] if edit.origin_s is None else [edit.origin_s]
    tried = [*declared, timecode_seconds(hour, edit.rate, where="the list's first clip"), 0.0]

    def fitting(origin_s: float) -> int:
        return sum(
            any(abs(cue.start_s - stretch.begin_s) <= NEAR_S and is_named(stretch.names, cue) for cue in cues)
            for stretch in join_events(events, origin_s)
        )

    return max(dict.fromkeys(tried), key=fitting)  # of equals the first: what the list itself declares


def _pair(
    cues: Sequence[Cue], stretches: Sequence[EditStretch]
) -> list[tuple[Cue | None, EditStretch | None]]:
    """Pair cues with what the edit has there: the same name first, then the longest overlap."""
    close = [
        (not is_named(stretch.names, cue), -_overlap_s(cue, stretch), number, other, cue, stretch)
        for number, cue in enumerate(cues)
        for other, stretch in enumerate(stretches)
        if _overlap_s(cue, stretch) > 0
    ]
    close.sort(key=lambda item: item[:4])
    pairs: list[tuple[Cue | None, EditStretch | None]] = []
    cues_left, stretches_left = dict(enumerate(cues)), dict(enumerate(stretches))
    for is_other, _, number, other, cue, stretch in close:
        is_free = number in cues_left and other in stretches_left
        # a cue in two parts stands for one clip, and two clips for one cue, where the name is the same
        is_further = not is_other and (number in cues_left or other in stretches_left)
        if is_further or (is_free and _share(cue, stretch) > SAME_SHARE):
            pairs.append((cue, stretch))
            cues_left.pop(number, None)
            stretches_left.pop(other, None)
    pairs += [(cue, None) for cue in cues_left.values()]
    return pairs + [(None, stretch) for stretch in stretches_left.values()]


def _overlap_s(cue: Cue, stretch: EditStretch) -> float:
    return min(cue.end_s, stretch.end_s) - max(cue.start_s, stretch.begin_s)


def _share(cue: Cue, stretch: EditStretch) -> float:
    """Give the overlap as a share of the shorter."""
    return _overlap_s(cue, stretch) / min(cue.end_s - cue.start_s, stretch.end_s - stretch.begin_s)


def _judge(cue: Cue | None, stretch: EditStretch | None, tolerance_s: float) -> Compared:
    """Say how a cue and a stretch differ."""
    if cue is None or stretch is None:
        return Compared("only_heard" if stretch is None else "only_edit", cue, stretch)
    bounds = _bound_words(cue, stretch, tolerance_s)
    if not is_named(stretch.names, cue):
        said = clip_words(stretch)
        if cue.title_known is None and cue.recording is None:
            return Compared("unnamed", cue, stretch, "; ".join([f"the edit plays {said}", *bounds]))
        return Compared(
            "name", cue, stretch, "; ".join([f"heard is {line_of(cue)}, the edit plays {said}", *bounds])
        )
    return Compared("bounds" if bounds else "agrees", cue, stretch, "; ".join(bounds))


def clip_words(stretch: EditStretch) -> str:
    """Give what a stretch is called, without the folder of its file."""
    return file_name(stretch.names[0])


def _bound_words(cue: Cue, stretch: EditStretch, tolerance_s: float) -> list[str]:
    """Say which bounds differ by more than is allowed."""
    moved = (("begins", stretch.begin_s - cue.start_s), ("ends", stretch.end_s - cue.end_s))
    return [
        f"{word} {abs(by):.2f} s {'later' if by > 0 else 'earlier'} in the edit"
        for word, by in moved
        if abs(by) > tolerance_s
    ]
