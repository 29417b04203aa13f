"""Connections with limits of time, and a server that stops when it is told to.

Who opens a connection and says nothing, or half a request, or does not fetch the answer, is not waited for;
in a crowd of such connections the oldest goes first, so that the limit of open files never shuts others out.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from types import FrameType
from typing import TYPE_CHECKING, ClassVar

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from cuespotter.ending import leave

if TYPE_CHECKING:
    from fastapi import FastAPI

REQUEST_S = 20.0
"""For a whole request, its first byte to its last: at most a megabyte, and most are one packet."""
STALLED_S = 20.0
"""An answer of which nothing was fetched for so long is given up."""
MOST_UNFINISHED = 256
"""Connections without a whole request that are kept at once."""
KEPT_FILES = 64
"""Open files that everything but connections needs."""
STOP_S = 0.8
"""After Ctrl-C: what has not come to its end by then is cut off; what was committed stands. Less than the
second that uvicorn waits, after which it would answer 500, and half of the 2 s that people will wait."""


class TimedProtocol(H11Protocol):
    """HTTP/1.1 on one connection, with limits of time for the asking and for the fetching."""

    unfinished: ClassVar[dict[TimedProtocol, None]] = {}
    """Connections that owe (the rest of) a request, the oldest first."""
    _request_timer: asyncio.TimerHandle | None = None
    _stalled_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._watch()
        if len(self.unfinished) > most_unfinished():
            next(iter(self.unfinished)).transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._forget()
        self._stop_stalled()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take some of a request."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._watch()

    def pause_writing(self) -> None:
        """Watch whether the other side fetches what is written."""
        super().pause_writing()
        self._watch_writing(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Trust the other side again."""
        self._stop_stalled()
        super().resume_writing()

    def _watch(self) -> None:
        """Start the clock where a request is owed, and stop it where it is there."""
        if self.conn.their_state not in {h11.IDLE, h11.SEND_BODY} or self.transport.is_closing():
            self._forget()
        elif self._request_timer is None:
            self.unfinished[self] = None
            self._request_timer = self.loop.call_later(REQUEST_S, self.transport.abort)

    def _forget(self) -> None:
        self.unfinished.pop(self, None)
        if self._request_timer is not None:
            self._request_timer.cancel()
            self._request_timer = None

    def _watch_writing(self, left: int) -> None:
        self._stop_stalled()
        self._stalled_timer = self.loop.call_later(STALLED_S, self._judge_writing, left)

    def _judge_writing(self, left: int) -> None:
        """Give up where nothing was fetched since the last look."""
        now = self.transport.get_write_buffer_size()
        if now >= left:
            self.transport.abort()
        else:
            self._watch_writing(now)

    def _stop_stalled(self) -> None:
        if self._stalled_timer is not None:
            self._stalled_timer.cancel()
            self._stalled_timer = None


def most_unfinished() -> int:
    """Say how many unfinished connections are kept: at most half of the open files that there may be."""
    try:
        import resource  # noqa: PLC0415 (Windows has none, and no such limit)
    except ModuleNotFoundError:
        return MOST_UNFINISHED
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return MOST_UNFINISHED
    return max(8, min(MOST_UNFINISHED, (soft - KEPT_FILES) // 2))


class _Server(uvicorn.Server):
    """Stops within `STOP_S` whatever is in hand."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Ask everything to stop, and set the alarm for what does not."""
        if not self.should_exit:
            logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # what is cut off now is no fault
            alarm = threading.Timer(STOP_S, leave, [0])
            alarm.daemon = True
            alarm.start()
        super().handle_exit(sig, frame)


def run(app: FastAPI, listener: socket.socket) -> None:
    """Answer at a listening socket until Ctrl-C or SIGTERM.

    Parameters
    ----------
    app : FastAPI
        See `server.create_app`.
    listener : socket.socket
        Listens already.
    """
    _Server(configured(app)).run(sockets=[listener])


def configured(app: FastAPI, *, log_level: str = "warning") -> uvicorn.Config:
    """Give uvicorn's settings for the desk."""
    return uvicorn.Config(
        app,
        http=TimedProtocol,
        ws="none",
        log_level=log_level,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=1,
    )
