"""What was remembered from films and is in no index file any more -> heard anew in the films."""

from __future__ import annotations

from collections.abc import Callable

from cuespotter.catalogue.history import Added
from cuespotter.errors import CuespotterError
from cuespotter.library.shelf import Shelf
from cuespotter.library.upkeep import RepairSummary

HeardAnew = Callable[[str], Added | None]
"""Hears a recording again, by its id, and writes its index file, which counts once it is committed."""


def hear_remembered(shelf: Shelf, summary: RepairSummary, heard_anew: HeardAnew) -> None:
    """Bring back what is lost of what was remembered, now or in an earlier repair; the library is held.

    Parameters
    ----------
    shelf : Shelf
    summary : RepairSummary
        Takes what was brought back, and why the rest was not.
    heard_anew : callable
        What it raises of this project's errors is the reason why a recording stays lost.
    """
    catalogue = shelf.catalogue
    known = catalogue.known_recordings().values()
    gone = {one.id for one in known if one.segment is None and not one.removed}
    made = {one.id for one in catalogue.recordings_of(gone).values() if one.heard_in is not None}
    for recording_id in sorted(made):
        try:
            added = heard_anew(recording_id)
        except CuespotterError as error:
            summary.reasons[recording_id] = error.message
            continue
        if added is not None:
            catalogue.add_recordings(added.segment, [added.new], in_segment=[added.id])
            summary.remembered += 1
    summary.lost = sorted({*summary.lost} - made | summary.reasons.keys())
