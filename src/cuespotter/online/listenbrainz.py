"""ListenBrainz: what of a film's list counts as listened to, as it is sent there, once it is asked for.

The form is the one that ListenBrainz documents for ``submit-listens``. A recording counts as listened to when
half of it, or four minutes, were heard.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cuespotter.errors import UsageError
from cuespotter.model.cue import Cue
from cuespotter.online.fetch import OnlineError

SERVER: Final = "https://api.listenbrainz.org"
AT_ONCE: Final = 1000
"""Listens in one request: as many as the server takes."""
ENOUGH_S: Final = 240.0
ENOUGH_SHARE: Final = 0.5
EARLIEST_S: Final = 1033430400
"""Last.fm's founding: the server takes no earlier listen."""
TRIES: Final = 4
TIMEOUT_S: Final = 30.0
LONGEST_PAUSE_S: Final = 60.0
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True)
class Listen:
    """A recording that was heard.

    Attributes
    ----------
    at_s : int
        When, in seconds since 1970.
    heard_s : float
        For how long.
    """

    at_s: int
    artist: str
    title: str
    album: str | None
    musicbrainz_recording_id: str | None
    isrc: str | None
    duration_s: float
    heard_s: float

    @property
    def is_enough(self) -> bool:
        """Whether half of it or four minutes were heard."""
        return self.heard_s >= min(ENOUGH_S, ENOUGH_SHARE * self.duration_s)

    def as_sent(self, version: str) -> dict[str, Any]:
        """Give the form in which it is sent; unknown facts are left out."""
        further = {
            "recording_mbid": self.musicbrainz_recording_id,
            "isrc": self.isrc,
            "duration_ms": round(1000 * self.duration_s) if self.duration_s > 0 else None,
            "submission_client": "Cuespotter",
            "submission_client_version": version,
        }
        track: dict[str, Any] = {
            "artist_name": self.artist,
            "track_name": self.title,
            "additional_info": {name: value for name, value in further.items() if value is not None},
        }
        if self.album is not None:
            track["release_name"] = self.album
        return {"listened_at": self.at_s, "track_metadata": track}


def listens_of(cues: Sequence[Cue], watched_at_s: float) -> tuple[list[Listen], list[Cue]]:
    """Give what was listened to in a film, and the cues of which artist or title is not known.

    Parameters
    ----------
    cues : sequence of Cue
        In film order.
    watched_at_s : float
        When the film began, in seconds since 1970.
    """
    listens, nameless = [], []
    for cue in cues:
        recording, artist, title = cue.recording, cue.artist_known, cue.title_known
        if recording is None or artist is None or title is None:
            nameless.append(cue)
            continue
        heard_s = sum(place.film_out_s - place.film_in_s for place in cue.placements) or cue.duration_s
        listens.append(
            Listen(
                at_s=int(watched_at_s + cue.start_s),
                artist=artist,
                title=title,
                album=recording.album,
                musicbrainz_recording_id=recording.musicbrainz_recording_id,
                isrc=cue.isrc_known,
                duration_s=recording.duration_s,
                heard_s=heard_s,
            )
        )
    return listens, nameless


class ListenBrainz:
    """The account of whoever has the token.

    Parameters
    ----------
    token : str
        The user's; it is sent to this server alone, and stands in no message.
    version : str
        This program's.
    server : str
        An address with ``https``; without only on this machine.
    sleep : callable
        Waits some seconds.

    Raises
    ------
    UsageError
        No token, an address that would give it away, or the HTTP library (extra `online`) is not installed.
    """

    def __init__(
        self, token: str, *, version: str, server: str = SERVER, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        try:
            import httpx  # noqa: PLC0415 (an extra)
        except ModuleNotFoundError as error:
            raise UsageError(
                'ListenBrainz needs httpx, which is not installed: pip install "cuespotter[online]"'
            ) from error
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise UsageError(
                "there is no token for ListenBrainz, or it is none; put yours (listenbrainz.org/settings) "
                "into LISTENBRAINZ_TOKEN"
            )
        address = httpx.URL(server)
        if address.scheme != "https" and address.host not in LOOPBACK:
            raise UsageError(f"the token is not sent to {server!r:.100}, which is no https:// address")
        self._httpx, self._sleep, self._version = httpx, sleep, version
        self._address, self._host = f"{server.rstrip('/')}/1/submit-listens", address.host
        self._client = httpx.Client(
            headers={"Authorization": f"Token {token}", "User-Agent": f"Cuespotter/{version}"},
            timeout=TIMEOUT_S,
            follow_redirects=False,
        )

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def send(self, listens: Sequence[Listen]) -> Iterator[int]:
        """Send listens, some at once; sending one twice counts once there.

        Yields
        ------
        int
            How many are sent, after each request.

        Raises
        ------
        OnlineError
            The server cannot be reached, or refuses; what was yielded is sent.
        """
        for begin in range(0, len(listens), AT_ONCE):
            some = listens[begin : begin + AT_ONCE]
            body = {"listen_type": "import", "payload": [one.as_sent(self._version) for one in some]}
            self._post(json.dumps(body).encode())
            yield begin + len(some)

    def _post(self, body: bytes) -> None:
        """Send one request; try again where the server is busy."""
        reason, pause_s = "", 2.0
        for number in range(TRIES):
            if number:
                self._sleep(min(LONGEST_PAUSE_S, pause_s))
            try:
                answer = self._client.post(
                    self._address, content=body, headers={"Content-Type": "application/json"}
                )
            except self._httpx.HTTPError as error:
                reason, pause_s = type(error).__name__, 2 * pause_s
                continue
            if answer.status_code == 200:
                return
            self._refuse(answer)
            told = answer.headers.get("x-ratelimit-reset-in", "")
            pause_s = float(told[:4]) if told.isascii() and told.isdecimal() else 2 * pause_s
            reason = f"it answered {answer.status_code}"
        raise OnlineError(f"{self._host} took no listens in {TRIES} tries ({reason}); try again later")

    def _refuse(self, answer: Any) -> None:
        """Raise what no second try mends."""
        if answer.status_code == 401:
            raise OnlineError(f"{self._host} does not know the token in LISTENBRAINZ_TOKEN; nothing was sent")
        if answer.is_redirect:
            raise OnlineError(f"{self._host} points elsewhere, where the token is not sent; nothing was sent")
        if answer.status_code not in {429, 500, 502, 503, 504}:
            said = answer.text[:80]
            raise OnlineError(f"{self._host} refused the listens ({answer.status_code} {said!r})")
