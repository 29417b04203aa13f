"""The walk through the house, traced: which rooms the film trip enters on the sample film, in which order.

``python -m docs.walk`` writes docs/walk.md. A step is a call from `identify/` into another room while no
third room waits for it: what a room asks of those below it is its own affair, and what all rooms stand on
(the model, settings, the clock, errors) is no step. A room may be entered twice in a row; to come back to one
that was left is allowed for matching and alignment only, since a stretch that is not explained is searched
anew.
"""

from __future__ import annotations

import inspect
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from types import FrameType

from tests.golden.answers import SAMPLE, music_in
from tests.reference.engine_library import SETTINGS, index_of_files, recording_of

from cuespotter.identify import identify

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "cuespotter"
DOCUMENT = ROOT / "docs" / "walk.md"
TRIP = "identify"
GROUND = {"model", "settings", "clock", "errors", "speeds", "wording"}
SEARCHED_ANEW = {"matching", "alignment"}
QUESTIONS = {
    "media": "what do the files hold?",
    "analysis": "what was heard?",
    "matching": "which recordings could it be?",
    "alignment": "exactly where, and how sure is that?",
    "music": "where is music that nobody has named?",
    "cues": "which cues does that make?",
}

HEAD = """# The walk

Written by `python -m docs.walk` from a run on the sample film; the tests hold it to this. Rooms are entered
from the top of the house to its ground floor and back into the cue list, each once; only matching and
alignment are entered again, for stretches that nothing explains yet.

| step | room | its question |
| --- | --- | --- |
"""


class _Trace:
    """Notes the rooms that the trip enters, from all threads, in the order in which the calls begin.

    Between events it holds these rooms, and which generators have begun.
    """

    def __init__(self) -> None:
        self.rooms: list[str] = []
        self._resumed: set[int] = set()

    def __call__(self, frame: FrameType, event: str, _given: object) -> None:
        """Take a profiler's event."""
        if event != "call":
            return
        room = _room_of(frame)
        if room is None or room == TRIP or room in GROUND or self._goes_on(frame):
            return
        below = list(_rooms_below(frame))
        if below and all(other == TRIP for other in below[: _until_door(below)]) and below[0] == TRIP:
            self.rooms.append(room)

    def _goes_on(self, frame: FrameType) -> bool:
        """Say whether a generator goes on here that began before: no new step."""
        if not frame.f_code.co_flags & inspect.CO_GENERATOR:
            return False
        known = id(frame) in self._resumed
        self._resumed.add(id(frame))
        return known


def _room_of(frame: FrameType) -> str | None:
    """Say in which room of the package a frame runs; None outside."""
    path = Path(frame.f_code.co_filename)
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py") if path.is_relative_to(PACKAGE) else None


def _rooms_below(frame: FrameType) -> Iterator[str]:
    """Give the rooms that wait for a frame, the nearest first; the ground does not count."""
    caller = frame.f_back
    while caller is not None:
        room = _room_of(caller)
        if room is not None and room not in GROUND:
            yield room
        caller = caller.f_back


def _until_door(rooms: list[str]) -> int:
    """Count the rooms up to the last one of the trip: who called the trip does not matter."""
    return max((number + 1 for number, room in enumerate(rooms) if room == TRIP), default=0)


@contextmanager
def traced() -> Iterator[list[str]]:
    """Trace the rooms that the trip enters meanwhile, in all threads that begin meanwhile."""
    trace = _Trace()
    before = sys.getprofile()
    threading.setprofile(trace)
    sys.setprofile(trace)
    try:
        yield trace.rooms
    finally:
        sys.setprofile(before)
        threading.setprofile(None)


def steps_of(rooms: Iterable[str]) -> list[str]:
    """Draw a walk together: entered twice in a row is one step, and the search is one step of two rooms."""
    joined = ("matching, alignment" if room in SEARCHED_ANEW else room for room in rooms)
    return [room for room, _ in groupby(joined)]


def document(steps: list[str]) -> str:
    """Write the walk down."""
    lines = []
    for number, step in enumerate(steps, 1):
        rooms = step.split(", ")
        names = ", then ".join(f"`{room}/`" for room in rooms)
        anew = "; again for what nothing explains yet" if len(rooms) > 1 else ""
        lines.append(f"| {number} | {names}{anew} | {' '.join(QUESTIONS[room] for room in rooms)} |")
    return HEAD + "\n".join(lines) + "\n"


def walk() -> list[str]:
    """Take the sample film through the trip, and give the steps."""
    index = index_of_files(music_in(SAMPLE / "library"))
    with traced() as rooms:
        identify([SAMPLE / "film.mkv"], index, recording_of, SETTINGS)
    return steps_of(rooms)


if __name__ == "__main__":
    DOCUMENT.write_text(document(walk()), encoding="utf-8")
