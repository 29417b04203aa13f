"""Who may ask: the desk answers its own page on this machine, and nobody else.

Against DNS rebinding the Host is checked; against other sites' pages, Origin and Sec-Fetch-Site; against
scripts that were smuggled in, a strict content security policy; against strangers on the network, a token.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cuespotter.web.problems import problem

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
MOST_BODY_BYTES = 4 << 20
"""The longest form is some kilobytes, a session's text of an editor some hundred; few have a megabyte."""
BURST, PER_SECOND = 600.0, 150.0
"""Requests of one address: a page loads with some twenty, a film plays with one every few seconds."""
MOST_ADDRESSES = 1000
"""Addresses remembered for that; beyond, all start anew."""
COOKIE = "cuespotter_token"
READING = frozenset({"GET", "HEAD"})
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; media-src 'self' blob:; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
PREVIEW_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""For an exported page shown within the desk: it has styles of its own, and may do nothing."""
HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Stands before the application and lets through what may pass.

    Parameters
    ----------
    app : ASGIApp
    hosts : iterable of str
        Host names, without port, under which the desk may be asked.
    token : str or None
        Must be shown by cookie, ``Authorization: Bearer``, or once as ``/?token=...``; None asks for none.
    now : callable
        A clock in seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] = LOOPBACK,
        token: str | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app, self._token, self._now = app, token, now
        self._hosts = frozenset(hosts)
        self._buckets: dict[str, tuple[float, float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(MutableHeaders(scope=message), scope["path"])
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self._app(scope, _limited(receive), send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Say why a request may not pass."""
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if _name_of(host) not in self._hosts:
            return problem(
                421, f"this desk does not answer to the host {host!r}; 'cuespotter serve --name' can add one"
            )
        if not self._has_turn(scope):
            late = problem(429, "too many requests at once; wait a second")
            late.headers["retry-after"] = "1"
            return late
        return _foreign(scope, headers, host) or _unfit_body(scope, headers) or self._stranger(scope, headers)

    def _has_turn(self, scope: Scope) -> bool:
        """Take from the address's bucket, which fills again with time."""
        address = str((scope.get("client") or ("",))[0])
        now = self._now()
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.clear()
        left, seen = self._buckets.get(address, (BURST, now))
        left = min(BURST, left + PER_SECOND * (now - seen))
        self._buckets[address] = (max(0.0, left - 1.0), now)
        return left >= 1.0

    def _stranger(self, scope: Scope, headers: Headers) -> Response | None:
        """Ask for the token; one that comes with the address of the page becomes a cookie."""
        if self._token is None:
            return None
        if scope["path"] == "/" and scope["method"] in READING:
            shown = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            if self._fits(shown):
                welcome = RedirectResponse("/", 303)
                welcome.set_cookie(COOKIE, shown, httponly=True, samesite="strict")
                return welcome
        kind, _, bearer = headers.get("authorization", "").partition(" ")
        if (kind.lower() == "bearer" and self._fits(bearer)) or self._fits(_cookie_of(headers)):
            return None
        return problem(401, "open the desk with the address that 'cuespotter serve' printed: it has a token")

    def _fits(self, shown: str) -> bool:
        """Compare with the token, in the same time whatever was shown."""
        return secrets.compare_digest(shown.encode(), (self._token or "").encode())


def _name_of(host: str) -> str:
    """Take the port off a Host header."""
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


def _foreign(scope: Scope, headers: Headers, host: str) -> Response | None:
    """Refuse what another site's page asks for."""
    site = headers.get("sec-fetch-site", "none")
    is_page = scope["path"] == "/" and scope["method"] in READING
    if site not in {"same-origin", "none"} and not is_page:
        return problem(403, "another site's page may not use this desk")
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
        return problem(403, f"a page of {origin} may not use this desk")
    return None


def _unfit_body(scope: Scope, headers: Headers) -> Response | None:
    """Refuse bodies that are too long, or that a plain form of another site could send."""
    length = headers.get("content-length", "0")
    if not length.isdigit():
        return problem(400, "the length of the body is no number")
    if int(length) > MOST_BODY_BYTES:
        return problem(413, f"a body of {length} bytes is too long; at most {MOST_BODY_BYTES} are read")
    has_body = int(length) > 0 or "transfer-encoding" in headers
    is_json = headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
    if scope["method"] not in READING and has_body and not is_json:
        return problem(415, "what is sent must be application/json")
    return None


def _limited(receive: Receive) -> Receive:
    """Stop reading a body that grows beyond what was allowed, whatever length it stated."""
    taken = 0

    async def receive_some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > MOST_BODY_BYTES else message

    return receive_some


def _cookie_of(headers: Headers) -> str:
    """Read the token's cookie."""
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if cookie is None else cookie.value


def _dress(headers: MutableHeaders, path: str) -> None:
    """Put the headers of safety on an answer."""
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers.setdefault("content-security-policy", PAGE_POLICY)
    headers.setdefault("cache-control", "no-store" if path.startswith("/api/") else "no-cache")
