"""A new identification of a film that was reviewed: what is kept, what is new, gone, moved.

The reviewer's word stands above the engine's:

- a confirmed cue stays as it is;
- an edited cue keeps its locked fields and its answers, and takes the rest from the engine;
- a rejected cue stays rejected, and what the engine finds again in its place is rejected with it;
- where the engine now hears something else in the place of a reviewed cue, that is noted as its rival;
- only cues that nobody reviewed come and go.

A found cue is the same as an earlier one if both are of the same recording (or both of music without a name)
and overlap by more than half of the shorter; failing that, if it stands in the place of an edited cue whose
music the reviewer did not name, or named as that recording is called; failing that, if nobody reviewed it and
the same recording is left over on both sides: then it has moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from cuespotter.model import Cue, Film, FilmDocument, Recording, Rival
from cuespotter.model.cue_number import free_name
from cuespotter.model.film import REVIEWER
from cuespotter.model.spelling import folded
from cuespotter.review.edits import in_film_order

SAME_SHARE = 0.5
"""Overlap, as a share of the shorter cue, above which two cues of one recording are the same."""
MOVED_S = 0.5
"""A bound that is off by more has moved."""
HEARD_FIELDS = (
    *("kind", "confidence", "start_s", "end_s", "recording", "placements", "level_db", "signs"),
    *("rivals", "questions", "scene_hint"),
)
"""What the engine says of a cue; all else is the reviewer's."""
FILE_FIELDS = ("file", "further_reels", "duration_s", "speed_regime", "themes", "variations", "sounds")
"""What the engine says of a film."""


@dataclass(frozen=True)
class Rerun:
    """What a new identification changed.

    Attributes
    ----------
    document : FilmDocument
        The film as it stands now.
    new, gone : list of Cue
        Found now and not before; found before and not now.
    moved : list of (Cue, Cue)
        Before and now: the same cue with other bounds.
    disputed : list of (Cue, Cue)
        A reviewed cue, and what the engine hears in its place.
    renamed : list of (Cue, Cue)
        Before and now: the same recording, called otherwise.
    """

    document: FilmDocument
    new: list[Cue] = field(default_factory=list)
    gone: list[Cue] = field(default_factory=list)
    moved: list[tuple[Cue, Cue]] = field(default_factory=list)
    disputed: list[tuple[Cue, Cue]] = field(default_factory=list)
    renamed: list[tuple[Cue, Cue]] = field(default_factory=list)

    @property
    def changes_nothing(self) -> bool:
        """Whether all is as it was."""
        return not (self.new or self.gone or self.moved or self.disputed or self.renamed)


def merge_rerun(before: FilmDocument, found: FilmDocument) -> Rerun:
    """Lay a new identification under the reviewer's word.

    Parameters
    ----------
    before : FilmDocument
        The film as it stands in the catalogue.
    found : FilmDocument
        What the engine says now, under the same film id.

    Returns
    -------
    Rerun
        The document that takes the place of `before`, and how it differs.
    """
    pairs = _pair(before.cues, found.cues)
    taken_by = {now.id: old for old, now in pairs}
    reviewed = [cue for cue in before.cues if cue.status != "found"]
    result = Rerun(before)
    cues: list[Cue] = []
    rivals: dict[str, list[Cue]] = {}
    for now in found.cues:
        old = taken_by.get(now.id)
        if old is not None and old.status == "found":
            heard = None if _has_moved(old, now) else old.voice_probability
            cues.append(now.model_copy(update={"id": old.id, "voice_probability": heard}))
        if old is not None and _is_free(old) and _has_moved(old, now):
            result.moved.append((old, now))
        elif old is None:
            owner = _owner(now, reviewed)
            if owner is None:
                cues.append(now)
                result.new.append(now)
            elif owner.status != "rejected" and not _agree(owner, now):
                rivals.setdefault(owner.id, []).append(now)
                result.disputed.append((owner, now))
    again = {old.id: now for old, now in pairs}
    kept = [_reviewed(old, again.get(old.id), rivals.get(old.id, ())) for old in reviewed]
    result.gone.extend(cue for cue in before.cues if cue.status == "found" and cue.id not in again)
    cues = _with_free_names(kept, cues)
    document = found.model_copy(update={"film": _merge_film(before.film, found.film)})
    result.renamed.extend(_renamed(before.cues, [*kept, *cues]))
    return replace(result, document=in_film_order(document, [*kept, *cues]))


def _renamed(before: Sequence[Cue], after: Sequence[Cue]) -> list[tuple[Cue, Cue]]:
    """Give the cues of the same recording that are called otherwise now."""
    earlier = {cue.id: cue for cue in before if cue.recording is not None}
    both = [(earlier[cue.id], cue) for cue in after if cue.id in earlier]
    return [(old, now) for old, now in both if _key(old) == _key(now) and _called(old) != _called(now)]


def _called(cue: Cue) -> tuple[str | None, str | None]:
    """Say what a cue is called."""
    return cue.title_known, cue.artist_known


def _agree(reviewed: Cue, now: Cue) -> bool:
    """Say whether what is heard is what the reviewer said: the recording, or one that bears the title."""
    if reviewed.recording is not None or None in (now.recording, reviewed.title_known, now.title_known):
        return _key(reviewed) == _key(now)
    pairs = zip(_called(reviewed), _called(now), strict=True)
    return all(None in pair or folded(str(pair[0])) == folded(str(pair[1])) for pair in pairs)


def _merge_film(before: Film, found: Film) -> Film:
    """Take the facts of the files from the engine, all else from the catalogue.

    What other sources say of the film (an .nfo file, a name) is taken where the field is empty or was theirs:
    a word of the reviewer, and one whose source nobody knows, stands.
    """
    kept = before.model_copy(update={name: getattr(found, name) for name in FILE_FIELDS})
    told = {
        name: source
        for name, source in found.sources.items()
        if before.sources.get(name) != REVIEWER
        and (name in before.sources or before.fact(name) in (None, "", []))
    }
    return kept.with_facts({name: found.fact(name) for name in told}, told)


def _key(cue: Cue) -> str | None:
    """Give what makes two cues the same kind of thing: the recording, or none."""
    return None if cue.recording is None else cue.recording.id


def _overlap_s(one: Cue, other: Cue) -> float:
    """Give the seconds that two cues share; negative where they are apart."""
    return min(one.end_s, other.end_s) - max(one.start_s, other.start_s)


def overlaps(one: Cue, other: Cue) -> bool:
    """Say whether two cues share more than half of the shorter."""
    shorter = min(one.end_s - one.start_s, other.end_s - other.start_s)
    return _overlap_s(one, other) > SAME_SHARE * shorter


def _pair(before: Sequence[Cue], found: Sequence[Cue]) -> list[tuple[Cue, Cue]]:
    """Pair cues that are the same, the longest overlap first, then those that moved."""
    close = [
        (_overlap_s(old, now), old, now)
        for old in before
        for now in found
        if _key(old) == _key(now) and overlaps(old, now)
    ]
    close.sort(key=lambda item: (-item[0], item[1].id, item[2].id))
    unnamed = [
        (_overlap_s(old, now), old, now)
        for old in before
        for now in found
        if old.status == "edited" and _is_open_to(old, now) and overlaps(old, now)
    ]
    unnamed.sort(key=lambda item: (-item[0], item[1].id, item[2].id))
    # before what has no name beside it, where the recording is shorter than what was named
    called = [one for one in unnamed if _is_named(one[1])]
    apart = [
        (abs(old.start_s - now.start_s), old, now)
        for old in before
        for now in found
        if old.status == "found" and _key(old) is not None and _key(old) == _key(now)
    ]
    apart.sort(key=lambda item: (item[0], item[1].id, item[2].id))
    pairs: list[tuple[Cue, Cue]] = []
    used_before: set[str] = set()
    used_found: set[str] = set()
    for _, old, now in (*called, *close, *unnamed, *apart):
        if old.id not in used_before and now.id not in used_found:
            used_before.add(old.id)
            used_found.add(now.id)
            pairs.append((old, now))
    return pairs


def _owner(now: Cue, reviewed: Sequence[Cue]) -> Cue | None:
    """Find the reviewed cue in whose place something was found: the same recording first."""
    same = [cue for cue in reviewed if _key(cue) == _key(now) and overlaps(cue, now)]
    other = [
        cue
        for cue in reviewed
        if cue.status != "rejected" and _is_named(cue) and _key(cue) != _key(now) and overlaps(cue, now)
    ]
    candidates = same or other
    return max(candidates, key=lambda cue: (_overlap_s(cue, now), cue.id)) if candidates else None


def _is_named(cue: Cue) -> bool:
    """Say whether the reviewer said what the music is."""
    says_what = cue.title is not None or cue.original is not None
    return cue.status == "confirmed" or "recording" in cue.locked or says_what


def is_called(cue: Cue, recording: Recording) -> bool:
    """Say whether a reviewer named music as a recording is called, and did not say that it is another."""
    if (
        cue.title is None
        or cue.recording is not None
        or cue.original is not None
        or "recording" in cue.locked
    ):
        return False
    artists = {folded(one) for one in (cue.artist, recording.performer_known) if one}
    return folded(cue.title) == folded(recording.title or "") and len(artists) < 2


def _is_open_to(old: Cue, now: Cue) -> bool:
    """Say whether an edited cue may be the recording that was found: it has no name, or the same."""
    return now.recording is not None and (not _is_named(old) or is_called(old, now.recording))


def _is_free(cue: Cue) -> bool:
    """Say whether the engine may move a cue."""
    return cue.status == "found" or (cue.status == "edited" and not {"start_s", "end_s"} & set(cue.locked))


def _has_moved(old: Cue, now: Cue) -> bool:
    """Say whether a bound is elsewhere, or the music another."""
    return _key(old) != _key(now) or max(abs(old.start_s - now.start_s), abs(old.end_s - now.end_s)) > MOVED_S


def _reviewed(old: Cue, now: Cue | None, rivals: Sequence[Cue]) -> Cue:
    """Keep a reviewed cue, with what the engine may still say of it."""
    cue = old
    if now is not None and old.status == "edited":
        free = [name for name in HEARD_FIELDS if name not in old.locked]
        cue = old.model_copy(update={name: getattr(now, name) for name in free})
        if now.recording is not None and is_called(old, now.recording):
            cue = _drawn_out(cue, old)
    elif now is not None and "recording" not in old.locked:
        # the same recording: its tags and parties may be known better now
        cue = old.model_copy(update={"recording": now.recording})
    further = [
        Rival(
            recording=rival.recording,
            recording_in_s=rival.placements[0].recording_in_s if rival.placements else 0.0,
            confidence=rival.confidence,
        )
        for rival in rivals
        if rival.recording is not None
    ]
    known = {rival.recording.id for rival in further}
    older = [rival for rival in cue.rivals if rival.recording.id not in known]
    return cue.model_copy(update={"rivals": [*further, *older]}) if further else cue


def _drawn_out(cue: Cue, named: Cue) -> Cue:
    """Give a cue the bounds of what was named, where the recording has nothing of some of that."""
    start_s, end_s = min(named.start_s, cue.start_s), max(named.end_s, cue.end_s)
    if (start_s, end_s) == (cue.start_s, cue.end_s):
        return cue
    locked = sorted({*cue.locked, "start_s", "end_s"})
    return cue.model_copy(update={"start_s": start_s, "end_s": end_s, "locked": locked})


def _with_free_names(kept: Sequence[Cue], cues: Sequence[Cue]) -> list[Cue]:
    """Give cues that were found other ids and numbers than the reviewed ones have."""
    ids, numbers = {cue.id for cue in kept}, {cue.cue_no for cue in kept}
    named = []
    for cue in cues:
        update = {"id": free_name(cue.id, ids), "cue_no": free_name(cue.cue_no, numbers)}
        ids.add(update["id"])
        numbers.add(update["cue_no"])
        named.append(cue.model_copy(update=update))
    return named
