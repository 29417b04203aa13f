"""Tell ListenBrainz: what was listened to in a film, only when asked, and shown first."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cuespotter.errors import UsageError
from cuespotter.model import Cue, FilmDocument
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.online.listenbrainz import Listen

TOKEN_VARIABLE: Final = "LISTENBRAINZ_TOKEN"  # noqa: S105 - where it stands, not what it is
SERVER_VARIABLE: Final = "LISTENBRAINZ_URL"


@dataclass(frozen=True)
class Listens:
    """What of a film can be told.

    Attributes
    ----------
    listens : list of Listen
        In film order.
    too_short : list of Listen
        Of which too little was heard to count as listened to.
    nameless : list of Cue
        Of which artist or title is not known.
    """

    listens: list[Listen]
    too_short: list[Listen]
    nameless: list[Cue]


class Telling(Opened):
    """What was heard is told elsewhere."""

    def listens(self, film: str | FilmDocument, watched_at: datetime, *, every_cue: bool = False) -> Listens:
        """Gather what was listened to in a film; nothing is sent.

        Parameters
        ----------
        film : str or FilmDocument
            Its path, file name, title or id; or the document itself.
        watched_at : datetime
            When it began, with its time zone.
        every_cue : bool
            Also what was heard for less than half and four minutes.

        Raises
        ------
        UsageError
            The film would end in the future, or began before there were listens.
        UnknownFilmError
            No film fits, or several do.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> told = library.listens("film.mkv", datetime(2024, 5, 1, 20, tzinfo=UTC), every_cue=True)
        >>> told.listens[1].title, told.listens[1].at_s - told.listens[0].at_s
        ('Pink Blue', 30)
        """
        from cuespotter.online.listenbrainz import EARLIEST_S, listens_of

        document = self._document(film)
        began_s = watched_at.timestamp()
        if began_s < EARLIEST_S or began_s + document.film.duration_s > datetime.now(UTC).timestamp():
            raise UsageError(
                f"the film cannot have begun at {watched_at:%Y-%m-%d %H:%M}: it is over by now, and not from "
                "before 2002; say when you saw it"
            )
        listens, nameless = listens_of(document.cues_heard, began_s)
        enough = [one for one in listens if every_cue or one.is_enough]
        return Listens(enough, [one for one in listens if one not in enough], nameless)

    def send_listens(
        self,
        listens: Sequence[Listen],
        *,
        token: str | None = None,
        server: str | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> int:
        """Send listens to ListenBrainz; gives how many.

        Parameters
        ----------
        listens : sequence of Listen
            From `listens`.
        token : str, optional
            The user's; by default ``LISTENBRAINZ_TOKEN``.
        server : str, optional
            By default ``LISTENBRAINZ_URL``, else the public one.
        sleep : callable, optional
            Waits some seconds; real time by default.

        Raises
        ------
        UsageError
            There is no token, an address that would give it away, or httpx is missing.
        OnlineError
            The server cannot be reached, or refuses.
        """
        import time

        from cuespotter import __version__
        from cuespotter.online.listenbrainz import SERVER, ListenBrainz

        account = ListenBrainz(
            os.environ.get(TOKEN_VARIABLE, "") if token is None else token,
            version=__version__,
            server=server or os.environ.get(SERVER_VARIABLE) or SERVER,
            sleep=sleep or time.sleep,
        )
        try:
            return max(account.send(listens), default=0)
        finally:
            account.close()
