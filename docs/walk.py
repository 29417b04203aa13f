"""The walk through the house, traced: which rooms the film trip enters on the sample film, in which order.

``python -m docs.walk`` writes docs/walk.md. A step is a call from `identify/` into another room while no
third room waits for it: what a room asks of those below it is its own affair, and what all rooms stand on
(the model, settings, the clock, errors) is no step. A room may be entered twice in a row; to come back to one
that was left is allowed for matching and alignment only, since a stretch that is not explained is searched
anew, and for the waveform, which is asked about one alignment after the other.
"""

from __future__ import annotations

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
GROUND = {"model", "settings", "clock", "errors", "speeds", "wording", "lines"}
SEARCHED_ANEW = ("matching", "alignment", "waveform")
QUESTIONS = {
    "media": "what do the files hold?",
    "analysis": "what was heard?",
    "matching": "which recordings could it be?",
    "alignment": "exactly where, and how sure is that?",
    "waveform": "does the film follow the recording's own file?",
    "music": "where is music that nobody has named?",
    "themes": "which of it returns?",
    "cues": "which cues does that make?",
}

HEAD = """# The walk

Written by `python -m docs.walk` from a run on the sample film; a test holds it to this. The trip on
`identify/` asks its rooms in the order in which sound becomes cues, and comes back to none that it left;
matching and alignment are one step, which goes on between the two while there are stretches that nothing
explains yet, and then holds what was found against the recordings' own files.
What a room asks of those below it (alignment of the index, say) is its own affair and no step.

| step | room | its question |
| --- | --- | --- |
"""


class _Trace:
    """Notes the rooms that the trip enters, from all threads, in the order in which the calls begin.

    Between events it holds these rooms, and of which room each source file is: the profiler tells every call
    of every library, and most must cost no more than a look into a table.
    """

    def __init__(self) -> None:
        self.rooms: list[str] = []
        self._of_files: dict[str, str | None] = {}

    def __call__(self, frame: FrameType, event: str, _given: object) -> None:
        """Take a profiler's event."""
        # to be made is not yet to be asked
        if event != "call" or frame.f_code.co_name == "__init__":
            return
        room = self._room_of(frame)
        if room is not None and room != TRIP and self._is_of_trip(frame.f_back):
            self.rooms.append(room)

    def _room_of(self, frame: FrameType) -> str | None:
        """Say in which room of the package a frame runs; None outside and on the ground."""
        name = frame.f_code.co_filename
        if name not in self._of_files:
            path = Path(name)
            inside = path.is_relative_to(PACKAGE)
            room = path.relative_to(PACKAGE).parts[0].removesuffix(".py") if inside else None
            self._of_files[name] = None if room in GROUND else room
        return self._of_files[name]

    def _is_of_trip(self, frame: FrameType | None) -> bool:
        """Say whether the trip waits for a call, and no third room in between or above it."""
        waiting = False
        while frame is not None:
            room = self._room_of(frame)
            if room is not None and room != TRIP:
                return False
            waiting |= room == TRIP
            frame = frame.f_back
        return waiting


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
    """Draw a walk together: entered twice in a row is one step, and the search is one step of three rooms."""
    joined = (", ".join(SEARCHED_ANEW) if room in SEARCHED_ANEW else room for room in rooms)
    return [room for room, _ in groupby(joined)]


def document(steps: list[str]) -> str:
    """Write the walk down."""
    lines = []
    for number, step in enumerate(steps, 1):
        rooms = step.split(", ")
        names = ", then ".join(f"`{room}/`" for room in rooms)
        anew = "; the first two again for what nothing explains yet" if len(rooms) > 1 else ""
        lines.append(f"| {number} | {names}{anew} | {' '.join(QUESTIONS[room] for room in rooms)} |")
    return HEAD + "\n".join(lines) + "\n"


def walk() -> list[str]:
    """Take the sample film through the trip, and give the steps."""
    files = music_in(SAMPLE / "library")
    index = index_of_files(files)
    with traced() as rooms:
        identify([SAMPLE / "film.mkv"], index, recording_of, SETTINGS, file_of=files.get)
    return steps_of(rooms)


if __name__ == "__main__":
    DOCUMENT.write_text(document(walk()), encoding="utf-8")
