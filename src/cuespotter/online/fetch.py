"""An address -> what a server says there, as JSON: one request a second, and kept once fetched.

A server may lie, hang, send half a body or one without end, or point elsewhere. None of that may cost more
than this one question: times, sizes and tries are bounded, and only the host that was asked may answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from cuespotter.errors import CuespotterError, UsageError

EVERY_S: Final = 1.0
"""Seconds between two requests: what MusicBrainz asks of everybody."""
TRIES: Final = 5
"""Requests for one answer, the first included."""
PAUSE_S: Final = 2.0
"""Seconds before the second try where the server names none; doubled before each further one."""
LONGEST_PAUSE_S: Final = 60.0
TIMEOUT_S: Final = 30.0
"""Seconds without a byte after which a server is given up, and for a whole body."""
BODY_BYTES: Final = 8_000_000
"""The largest answer that is read; a recording with hundreds of releases has some hundred kilobytes."""
_AGAIN: Final = {429, 500, 502, 503, 504}


class OnlineError(CuespotterError):
    """A server could not be asked; the message names it, what it did and what to do."""


class NotThereError(OnlineError):
    """The server knows nothing under this address."""


class Kept(Protocol):
    """Where answers are kept between runs; see `catalogue.fetched`."""

    def get(self, address: str) -> str | None:
        """Give the answer that was kept under an address; the empty text: the server knew nothing."""

    def put(self, address: str, body: str) -> None:
        """Keep an answer."""


@dataclass
class Clock:
    """Time, as tests may wind it.

    Attributes
    ----------
    now : callable
        Seconds that only grow.
    sleep : callable
        Waits some seconds.
    """

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class Fetcher:
    """Asks one server; holds its connection and when it was last asked.

    Parameters
    ----------
    base : str
        The server's address, ``https://host/ws/2``; others are never asked.
    contact : str
        Address of a person, for the server's administrators: a mail address or a page.
    kept : Kept
        Answers of before.
    version : str
        This program's.
    timeout_s : float
        Seconds without a byte after which the server is given up, and for a whole body.
    clock : Clock
        Real time by default.

    Raises
    ------
    UsageError
        There is no contact, or the HTTP library (extra `online`) is not installed.
    """

    def __init__(
        self,
        base: str,
        *,
        contact: str,
        kept: Kept,
        version: str,
        timeout_s: float = TIMEOUT_S,
        clock: Clock | None = None,
    ) -> None:
        try:
            import httpx  # noqa: PLC0415 (an extra)
        except ModuleNotFoundError as error:
            raise UsageError(
                'asking a server needs httpx, which is not installed: pip install "cuespotter[online]"'
            ) from error
        if "@" not in contact and "://" not in contact:
            raise UsageError(
                f"the contact {contact!r} is neither a mail address nor a page; servers ask for one, so that "
                "they can write to you instead of shutting you out"
            )
        self._httpx = httpx
        self._base = base.rstrip("/")
        self._kept = kept
        self._clock = clock or Clock()
        self._timeout_s = timeout_s
        self._last_s: float | None = None
        self._client = httpx.Client(
            headers={"User-Agent": f"Cuespotter/{version} ( {contact} )", "Accept": "application/json"},
            timeout=timeout_s,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def knows(self, path: str, asked: Mapping[str, str]) -> bool:
        """Say whether an answer is kept, so that it costs no request."""
        return self._kept.get(self._address(path, asked)) is not None

    def json(self, path: str, asked: Mapping[str, str]) -> dict[str, Any]:
        """Give what the server says.

        Parameters
        ----------
        path : str
            Below the base: ``recording/<id>``.
        asked : mapping of str to str
            The query.

        Raises
        ------
        NotThereError
            The server knows nothing of it; this is kept, too.
        OnlineError
            It cannot be reached, gives up, or says what cannot be understood. Nothing is kept then.
        """
        address = self._address(path, asked)
        body = self._kept.get(address)
        is_new = body is None
        if body is None:
            body = self._fetch(address)
        said = self._understood(address, body) if body else {}
        if is_new:
            self._kept.put(address, body)
        if not body:
            raise NotThereError(f"{self._host} knows nothing under {path}")
        return said

    @property
    def _host(self) -> str:
        """Name the server for messages."""
        return str(self._httpx.URL(self._base).host)

    def _address(self, path: str, asked: Mapping[str, str]) -> str:
        """Put an address together; the order of the query is one, so that it is kept once."""
        return str(self._httpx.URL(f"{self._base}/{path}", params=sorted(asked.items())))

    def _understood(self, address: str, body: str) -> dict[str, Any]:
        """Read JSON; anything but an object is refused."""
        try:
            said = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise OnlineError(
                f"{address} answered with what is no JSON ({error}); try again later"
            ) from error
        if not isinstance(said, dict):
            raise OnlineError(f"{address} answered with JSON that is no object; try again later")
        return said

    def _fetch(self, address: str) -> str:
        """Ask until there is an answer; the empty text where the server knows nothing."""
        reason = ""
        for number in range(TRIES):
            if number:
                self._clock.sleep(min(LONGEST_PAUSE_S, self._asked_pause_s or PAUSE_S * 2 ** (number - 1)))
            self._keep_pace()
            try:
                status, body = self._ask(address)
            except self._httpx.HTTPError as error:
                reason = f"{type(error).__name__}: {error}"
                continue
            if status == 200:
                return body
            if status == 404:
                return ""
            if status not in _AGAIN:
                raise OnlineError(f"{address} answered {status} {body[:80]!r}; nothing was taken from it")
            reason = f"it answered {status}"
        raise OnlineError(
            f"{self._host} gave no answer in {TRIES} tries ({reason}); "
            "what was fetched is kept: try again later"
        )

    _asked_pause_s: float | None = None
    """Seconds that the server asked to wait with its last refusal."""

    def _keep_pace(self) -> None:
        """Wait until the server may be asked again."""
        if self._last_s is not None:
            wait_s = self._last_s + EVERY_S - self._clock.now()
            if wait_s > 0:
                self._clock.sleep(wait_s)
        self._last_s = self._clock.now()

    def _ask(self, address: str) -> tuple[int, str]:
        """Send one request; gives status and body."""
        self._asked_pause_s = None
        with self._client.stream("GET", address) as response:
            if response.is_redirect:
                raise OnlineError(
                    f"{address} points to {response.headers.get('location', 'nowhere')!r:.120}; only "
                    f"{self._host} is asked: name the server itself"
                )
            after = response.headers.get("retry-after", "")
            if after.isascii() and after.isdecimal():
                self._asked_pause_s = float(after[:4])
            parts: list[bytes] = []
            held = 0
            begun_s = self._clock.now()
            for part in response.iter_bytes():
                held += len(part)
                if held > BODY_BYTES:
                    raise OnlineError(
                        f"{address} sends more than {BODY_BYTES} bytes; nothing was taken from it"
                    )
                if self._clock.now() - begun_s > self._timeout_s:
                    raise self._httpx.ReadTimeout(f"no end of the answer within {self._timeout_s:g} s")
                parts.append(part)
            return response.status_code, b"".join(parts).decode("utf-8", errors="replace")
