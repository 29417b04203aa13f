"""Who is answered when: so much work at once, so much waiting, and the rest is asked to come again.

Requests of the API come in five kinds, each with places of its own, so that sounds (which decode) never
keep the list of cues waiting, and writers (which wait for each other) never keep readers waiting. Together
they take fewer connections than a catalogue's pool holds.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Receive, Scope, Send

from cuespotter.web.guard import READING
from cuespotter.web.problems import problem

LONGEST_WAIT_S = 20.0
"""A browser's user has given up by then; the answer says to come again."""
HEAVY = re.compile(r"/(sound|evidence|level|exports/[^/]+)$")
"""Ends of addresses behind which files are decoded or written."""
STILL = re.compile(r"/still$")
"""The same for pictures: a strip of them must not keep the sound waiting."""
MEDIA = re.compile(r"/media$")
"""Ends of addresses whose answers last as long as the browser plays: they hold no connection meanwhile."""
WHAT = {"heavy": "sounds or files", "stills": "pictures", "media": "films"}
"""What there is too much of, where that is for the browser to slow down."""


@dataclass
class _Line:
    """Places at work, and how many may wait for one.

    Attributes
    ----------
    at_once : int
        Answered at the same time.
    most_waiting : int
        Beyond these, whoever comes is sent away.
    """

    at_once: int
    most_waiting: int
    waiting: int = 0
    places: asyncio.Semaphore = field(init=False)

    def __post_init__(self) -> None:
        self.places = asyncio.Semaphore(self.at_once)

    async def enter(self) -> bool:
        """Wait for a place; False where there are too many, or it takes too long."""
        if self.waiting >= self.most_waiting:
            return False
        self.waiting += 1
        try:
            await asyncio.wait_for(self.places.acquire(), LONGEST_WAIT_S)
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
        return True


class Turns:
    """Stands before the application, behind the guard, and lets in as many as can be answered.

    Parameters
    ----------
    app : ASGIApp
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._lines = {
            # a change may hold two connections at once: 4 + 2 * 2 + 2 + 2 are within the 15 of a pool
            "reading": _Line(at_once=4, most_waiting=400),
            "writing": _Line(at_once=2, most_waiting=200),
            # a minute of eight channels at 192 kHz is 370 MB before it is folded down
            "heavy": _Line(at_once=2, most_waiting=32),
            "stills": _Line(at_once=2, most_waiting=32),
            "media": _Line(at_once=16, most_waiting=8),
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request when it is its turn."""
        if scope["type"] != "http" or not scope["path"].startswith("/api/"):
            await self._app(scope, receive, send)
            return
        kind = _kind_of(scope)
        line = self._lines[kind]
        if not await line.enter():
            status, what = (429 if kind in WHAT else 503), WHAT.get(kind, "requests")
            busy = problem(status, f"the desk has too many {what} in hand; ask again in a few seconds")
            busy.headers["retry-after"] = "2"
            await busy(scope, receive, send)
            return
        try:
            await self._app(scope, receive, send)
        finally:
            line.places.release()


def _kind_of(scope: Scope) -> str:
    """Say in which line a request stands."""
    if scope["method"] not in READING:
        return "writing"
    kinds = {"heavy": HEAVY, "stills": STILL, "media": MEDIA}
    return next((kind for kind, ends in kinds.items() if ends.search(scope["path"])), "reading")
