"""A recording that was made of a cue's sound and taken back -> the film without its name.

What the engine found of it is music without a name again. Where somebody said by hand what it is, that
stands: a cue that was confirmed, one whose recording was chosen, one that was rejected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from cuespotter.model import Cue


def without_recordings(cues: Iterable[Cue], gone: Collection[str]) -> list[Cue]:
    """Give cues of which none that was found is one of these recordings, by their ids."""
    return [_without(cue, gone) for cue in cues]


def _without(cue: Cue, gone: Collection[str]) -> Cue:
    """Give a cue as music without a name, where the engine alone says that it is one of the recordings."""
    rivals = [one for one in cue.rivals if one.recording.id not in gone]
    if rivals != cue.rivals:
        cue = cue.model_copy(update={"rivals": rivals})
    is_by_hand = cue.status in {"confirmed", "rejected"} or "recording" in cue.locked
    if cue.recording is None or cue.recording.id not in gone or is_by_hand:
        return cue
    update: dict[str, object] = {"recording": None, "kind": "unnamed_music", "placements": []}
    update |= {"level_db": cue.loudest_db, "rivals": [], "scene_hint": None}
    return cue.model_copy(update=update)
