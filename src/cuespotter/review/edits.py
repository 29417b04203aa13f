"""The reviewer's word, as pure functions: a document and what was decided -> the document with it.

Whoever edits a field locks it: a new identification leaves it alone (see `rerun.py`). What a function is
given is checked by the model, so that no edit can store what could not be read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from cuespotter.clock import FilmSeconds
from cuespotter.errors import CatalogueError, UnknownCueError, UsageError
from cuespotter.model import Cue, FilmDocument, Placement, Recording
from cuespotter.model.cue_number import free_name, number_between, number_text, reel_at
from cuespotter.review.checking import check_bounds, check_names, check_number, check_still, checked

PREFIX_LENGTH = 4
"""So much of a cue's id is enough, where it is unique."""
SAID_OF_RECORDING = ("recording", "kind", "placements")
BOUND_FIELDS = ("start_s", "end_s", "placements")
CUE_FIELDS = frozenset(
    """
    cue_no title artist work kind notes film_part perception vocal prominence form is_rolled_up
    work_origin recording_origin start_s end_s confidence still_s
    """.split()  # noqa: SIM905 (a list of words is easier to read)
)
"""What may be set on a cue by name; the rest follows from other edits."""


def find_cue(document: FilmDocument, name: str) -> Cue:
    """Find a cue by its number, its id, or the unique beginning of its id.

    Raises
    ------
    CatalogueError
        No cue fits, or several do.
    """
    ways: Sequence[Callable[[Cue], bool]] = (
        lambda cue: cue.id == name,
        lambda cue: cue.cue_no.casefold() == name.casefold(),
        lambda cue: len(name) >= PREFIX_LENGTH and cue.id.startswith(name),
    )
    for way in ways:
        fitting = [cue for cue in document.cues if way(cue)]
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            ids = ", ".join(cue.id for cue in fitting)
            raise CatalogueError(
                f"{name!r} fits {len(fitting)} cues of {document.film.title}: {ids}; name one by its id"
            )
    near = get_close_matches(name.casefold(), [cue.cue_no for cue in document.cues], n=1)
    meant = f" (did you mean {near[0]!r}?)" if near else ""
    raise UnknownCueError(
        f"{document.film.title} has no cue {name!r}{meant}; 'cuespotter show' lists its cues", cue=name
    )


def confirm(document: FilmDocument, cue_id: str) -> FilmDocument:
    """Say that a cue is true: nothing of it changes any more by itself."""
    return _with(document, cue_id, lambda cue: cue.model_copy(update={"status": "confirmed"}))


def reject(document: FilmDocument, cue_id: str) -> FilmDocument:
    """Say that a cue is not true: it stays in the document, rejected, so that it does not come back."""
    return _with(document, cue_id, lambda cue: cue.model_copy(update={"status": "rejected"}))


def set_cue_fields(document: FilmDocument, cue_id: str, fields: Mapping[str, object]) -> FilmDocument:
    """Set and lock fields of a cue; None clears one.

    Raises
    ------
    UsageError
        A field has another name, or takes no such value.
    """
    check_names("a cue", fields, CUE_FIELDS)
    bounds = {name: value for name, value in fields.items() if name in ("start_s", "end_s")}
    others = {name: value for name, value in fields.items() if name not in bounds}
    if "cue_no" in others:
        check_number(document, find_cue(document, cue_id), others["cue_no"])
    if others.get("still_s") is not None:
        check_still(document, checked(find_cue(document, cue_id), others))
    if bounds:
        asked = checked(find_cue(document, cue_id), bounds)
        ends = {name: getattr(asked, name) for name in bounds}
        document = trim(document, cue_id, **ends)
    return _with(document, cue_id, lambda cue: _edited(checked(cue, others), others)) if others else document


def set_recording(document: FilmDocument, cue_id: str, recording: Recording) -> FilmDocument:
    """Say which recording a cue is; what was known of its part and speed belonged to another and goes."""

    def change(cue: Cue) -> Cue:
        same = cue.recording is not None and cue.recording.id == recording.id
        own_place = _own_place(document, cue, recording)
        update: dict[str, object] = {"recording": recording, "kind": "recording", "original": None}
        if not same:
            update |= {"placements": own_place, "rivals": [], "scene_hint": None}
        # where it was heard in this very cue, a new identification may draw its bounds exactly
        locked = ("recording", "kind") if own_place else SAID_OF_RECORDING
        return _edited(cue.model_copy(update=update), locked)

    return _with(document, cue_id, change)


def set_original(document: FilmDocument, cue_id: str, original: Recording) -> FilmDocument:
    """Say that a cue is another recording of the work that a recording is of; which one stays open."""

    def change(cue: Cue) -> Cue:
        update: dict[str, object] = {"original": original, "recording": None, "kind": "unnamed_music"}
        if cue.recording is not None:
            update |= {"placements": [], "rivals": [], "scene_hint": None}
        return _edited(cue.model_copy(update=update), ("original", "recording", "kind"))

    return _with(document, cue_id, change)


def answer_no(document: FilmDocument, cue_id: str) -> FilmDocument:
    """Say that a cue is of none of the works that it was asked about: nothing is asked of it any more."""
    return _with(
        document, cue_id, lambda cue: _edited(cue.model_copy(update={"questions": []}), ["questions"])
    )


def trim(
    document: FilmDocument,
    cue_id: str,
    *,
    start_s: FilmSeconds | None = None,
    end_s: FilmSeconds | None = None,
) -> FilmDocument:
    """Move a cue's bounds; its placements are cut, or drawn out as far as the recording goes.

    Raises
    ------
    UsageError
        The cue would end before it begins, or lie outside the film.
    """

    def change(cue: Cue) -> Cue:
        start = cue.start_s if start_s is None else start_s
        end = cue.end_s if end_s is None else end_s
        check_bounds(document, f"cue {cue.cue_no}", start, end)
        update = {"start_s": start, "end_s": end, "placements": _fitted(cue, start, end)}
        return _edited(cue.model_copy(update=update), BOUND_FIELDS)

    return _with(document, cue_id, change)


def split(document: FilmDocument, cue_id: str, at_s: FilmSeconds) -> FilmDocument:
    """Make two cues of one; the second gets an id and a number of its own, the answers go to both.

    Raises
    ------
    UsageError
        The place is not inside the cue.
    """
    cue = find_cue(document, cue_id)
    if not cue.start_s < at_s < cue.end_s:
        raise UsageError(
            f"cue {cue.cue_no} runs from {cue.start_s:.2f} s to {cue.end_s:.2f} s; "
            f"{at_s:.2f} s is not inside it"
        )
    halves = []
    for start, end in ((cue.start_s, at_s), (at_s, cue.end_s)):
        update = {"start_s": start, "end_s": end, "placements": _fitted(cue, start, end, may_grow=False)}
        halves.append(_edited(cue.model_copy(update=update), BOUND_FIELDS))
    second = halves[1].model_copy(
        update={
            "id": free_name(cue.id, {other.id for other in document.cues}),
            "cue_no": free_name(cue.cue_no, {other.cue_no for other in document.cues}),
        }
    )
    others = [other for other in document.cues if other.id != cue.id]
    return in_film_order(document, [*others, halves[0], second])


def merge(document: FilmDocument, cue_ids: Sequence[str]) -> FilmDocument:
    """Make one cue of several; it keeps the first one's id, number and answers.

    Raises
    ------
    UsageError
        Fewer than two cues, or cues of different recordings.
    """
    cues = sorted((find_cue(document, name) for name in cue_ids), key=lambda cue: (cue.start_s, cue.id))
    ids = {cue.id for cue in cues}
    if len(ids) < 2:
        raise UsageError("to merge, name two cues or more")
    known = {cue.recording.id for cue in cues if cue.recording is not None}
    if len(known) > 1:
        raise UsageError(
            "the cues are of different recordings and cannot be one; give them one recording first"
        )
    first = cues[0]
    named = next((cue for cue in cues if cue.recording is not None), first)
    update = {
        "end_s": max(cue.end_s for cue in cues),
        "kind": named.kind,
        "recording": named.recording,
        "confidence": max(cue.confidence for cue in cues),
        "placements": sorted(
            (placement for cue in cues for placement in cue.placements), key=lambda one: one.film_in_s
        ),
    }
    merged = _edited(first.model_copy(update=update), BOUND_FIELDS)
    return in_film_order(document, [merged, *(cue for cue in document.cues if cue.id not in ids)])


def add_cue(
    document: FilmDocument, start_s: FilmSeconds, end_s: FilmSeconds, fields: Mapping[str, object]
) -> FilmDocument:
    """Add a cue that only the reviewer heard; music without a name, until it is given one.

    Raises
    ------
    UsageError
        It would end before it begins, or lie outside the film.
    """
    check_bounds(document, "a new cue", start_s, end_s)
    known = {cue.cue_no: cue.start_s for cue in document.cues}
    bare = Cue(
        id=free_name("by-hand", {cue.id for cue in document.cues}),
        cue_no=number_between(start_s, known, [reel.film_start_s for reel in document.film.reels]),
        kind="unnamed_music",
        status="edited",
        confidence=1.0,
        start_s=start_s,
        end_s=end_s,
        locked=sorted(BOUND_FIELDS),
    )
    longer = in_film_order(document, [*document.cues, bare])
    return set_cue_fields(longer, bare.id, fields) if fields else longer


def renumber(document: FilmDocument) -> FilmDocument:
    """Give all cues new numbers, by reel and in film order; those that were rejected take what is left."""
    starts = [reel.film_start_s for reel in document.film.reels]
    counted: dict[int, int] = {}
    numbers: dict[str, str] = {}
    for cue in document.cues_heard:
        reel = reel_at(cue.start_s, starts)
        counted[reel] = counted.get(reel, 0) + 1
        numbers[cue.id] = number_text(reel, counted[reel])
    for cue in document.cues:
        if cue.id not in numbers:
            numbers[cue.id] = free_name(cue.cue_no, set(numbers.values()))
    cues = [cue.model_copy(update={"cue_no": numbers[cue.id]}) for cue in document.cues]
    return document.model_copy(update={"cues": cues})


def in_film_order(document: FilmDocument, cues: Sequence[Cue]) -> FilmDocument:
    """Give the document other cues, by start, end and id."""
    ordered = sorted(cues, key=lambda cue: (cue.start_s, cue.end_s, cue.id))
    return document.model_copy(update={"cues": ordered})


def _with(document: FilmDocument, cue_id: str, change: Callable[[Cue], Cue]) -> FilmDocument:
    """Change one cue."""
    cue = find_cue(document, cue_id)
    return in_film_order(document, [change(one) if one.id == cue.id else one for one in document.cues])


def _edited(cue: Cue, fields: Sequence[str] | Mapping[str, object]) -> Cue:
    """Lock fields and mark the cue as edited; what was confirmed stays confirmed."""
    status = "confirmed" if cue.status == "confirmed" else "edited"
    return cue.model_copy(update={"status": status, "locked": sorted({*cue.locked, *fields})})


def _own_place(document: FilmDocument, cue: Cue, recording: Recording) -> list[Placement]:
    """Place a recording that was heard in this very cue: all of it, as it is; else nothing is known."""
    place = recording.heard_in
    if place is None or place.film_id != document.film.id:
        return []
    start_s, end_s = max(place.start_s, cue.start_s), min(place.end_s, cue.end_s)
    if end_s <= start_s:
        return []
    return [
        Placement(
            film_in_s=start_s,
            film_out_s=end_s,
            recording_in_s=start_s - place.start_s,
            recording_out_s=end_s - place.start_s,
            speed=1.0,
        )
    ]


def _fitted(cue: Cue, start_s: float, end_s: float, *, may_grow: bool = True) -> list[Placement]:
    """Cut placements to a stretch of the film; the first and the last may be drawn out to its ends."""
    inside = [one for one in cue.placements if one.film_in_s < end_s and one.film_out_s > start_s]
    fitted = []
    for number, one in enumerate(inside):
        film_in, film_out = max(one.film_in_s, start_s), min(one.film_out_s, end_s)
        if may_grow and number == 0 and one.film_in_s > start_s and cue.start_s > start_s:
            film_in = max(start_s, one.film_in_s - one.recording_in_s / one.speed)
        if may_grow and number == len(inside) - 1 and one.film_out_s < end_s and cue.end_s < end_s:
            length_s = one.recording_out_s if cue.recording is None else cue.recording.duration_s
            rest_s = max(0.0, length_s - one.recording_out_s)
            film_out = min(end_s, one.film_out_s + rest_s / one.speed)
        update = {
            "film_in_s": film_in,
            "film_out_s": film_out,
            "recording_in_s": one.recording_in_s + one.speed * (film_in - one.film_in_s),
            "recording_out_s": one.recording_out_s + one.speed * (film_out - one.film_out_s),
        }
        fitted.append(one.model_copy(update=update))
    return fitted
