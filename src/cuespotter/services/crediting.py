"""Credit: which works there are, who wrote and publishes them; said once, for every recording and film."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cuespotter.errors import UsageError
from cuespotter.model import FilmDocument, Recording
from cuespotter.model.party import Party
from cuespotter.model.spelling import folded
from cuespotter.model.work import Work
from cuespotter.review.decision import Decision
from cuespotter.review.work_said import WorkSaid
from cuespotter.services.opened import Opened

TITLES_NAMED = 5
"""Works named in the message that a title fits several."""


@dataclass(frozen=True)
class KnownWork:
    """A work of which something is known.

    Attributes
    ----------
    work : Work
        With its parties.
    recordings : tuple of Recording
        Those of the library; none of a work that only a film's cue names.
    """

    work: Work
    recordings: tuple[Recording, ...]


@dataclass(frozen=True)
class KnownParty:
    """A writer or publisher as known anywhere, to complete what is typed.

    Attributes
    ----------
    party : Party
        Name, role, IPI and society, without a share.
    works : int
        Of how many works.
    """

    party: Party
    works: int


class Crediting(Opened):
    """Works and their parties."""

    def works(self, text: str = "", *, film: str | FilmDocument | None = None) -> list[KnownWork]:
        """List the works that are known, by title: of the library's recordings, and of a film's cues.

        Parameters
        ----------
        text : str
            Only those whose title, code or parties' names hold it.
        film : str or FilmDocument, optional
            Works that its cues alone name are listed too.

        Examples
        --------
        >>> library.works("a work of which nothing is known")
        []
        """
        found: dict[str, tuple[Work, list[Recording]]] = {}
        for recording in self._catalogue.recordings():
            if recording.work is not None:
                key = recording.work_key or f"recording:{recording.id}"
                found.setdefault(key, (recording.work, []))[1].append(recording)
        for cue in [] if film is None else self._document(film).cues_heard:
            if cue.work is not None:
                found.setdefault(cue.work.key or f"cue:{cue.id}", (cue.work, []))
        works = [KnownWork(work, tuple(recordings)) for work, recordings in found.values()]
        kept = [one for one in works if not text or _mentions(one.work, text)]
        return sorted(kept, key=lambda one: (folded(one.work.title), one.work.key or ""))

    def work_meant(self, title: str, *, film: str | FilmDocument | None = None) -> Work | None:
        """Give the one known work of a title or ISWC; None where none is called so.

        Raises
        ------
        UsageError
            Several are.

        Examples
        --------
        >>> library.work_meant("Nobody's song") is None
        True
        """
        wanted = folded(title)
        works = [one.work for one in self.works(film=film)]
        fitting = [one for one in works if wanted in (folded(one.title), folded(one.iswc or ""))]
        if len(fitting) > 1:
            shown = "; ".join(_label(work) for work in fitting[:TITLES_NAMED])
            raise UsageError(f"{len(fitting)} works are called {title!r}: {shown}; name one by its ISWC")
        return fitting[0] if fitting else None

    def set_work(self, film: str, cues: Sequence[str], work: Work) -> tuple[FilmDocument, str]:
        """Say which work some cues are, with all its parties: for every recording of it, in every film.

        To add to what is known of several works, `decide` with ``Decision(work=WorkSaid(...))``.

        Parameters
        ----------
        film : str
            Its path, file name, title or id.
        cues : sequence of str
            Cues by number or id.
        work : Work
            As it shall be.

        Returns
        -------
        FilmDocument, str
            The film as it is now, and the line of its history.

        Raises
        ------
        UsageError
            A code's check digits are wrong, or the shares add up to more than all.

        Examples
        --------
        >>> from cuespotter.model import Party, Work
        >>> tim = Party(name="Tim Beek", role="composer", share_percent=100, society="NS")
        >>> film, line = library.set_work("film.mkv", ["1m02"], Work(title="Pink Blue", parties=[tim]))
        >>> line
        '1m02: title of the work: Pink Blue, composer Tim Beek 100 % (NS)'
        >>> [(one.work.title, len(one.recordings)) for one in library.works("pink")]
        [('Pink Blue', 1)]
        >>> film, change = library.undo("film.mkv")
        >>> library.works("pink")
        []
        """
        said = WorkSaid(title=work.title, iswc=work.iswc, year=work.year, parties=work.parties, is_all=True)
        return self._catalogue.decide(film, Decision(cues=cues, work=said), who=self.who)

    def known_parties(self, text: str = "", *, film: str | FilmDocument | None = None) -> list[KnownParty]:
        """List the writers and publishers that any work names, those of most works first.

        Parameters
        ----------
        text : str
            Only those whose name holds it.
        film : str or FilmDocument, optional
            Those that its cues alone name are listed too.

        Examples
        --------
        >>> library.known_parties("nobody")
        []
        """
        known = _count(one.work for one in self.works(film=film))
        kept = [one for one in known if folded(text) in folded(one.party.name)]
        return sorted(kept, key=lambda one: (-one.works, folded(one.party.name)))


def _count(works: Iterable[Work]) -> list[KnownParty]:
    """Put together what works say of one party: of IPI and society the first that any tells."""
    counts: dict[tuple[str, str], tuple[Party, int]] = {}
    for work in works:
        for party in work.parties:
            key = (folded(party.name), party.role)
            before, number = counts.get(key, (party, 0))
            told = {
                name: getattr(before, name) or getattr(party, name)
                for name in ("ipi", "society", "first_name", "last_name")
            }
            counts[key] = (before.model_copy(update={**told, "share_percent": None}), number + 1)
    return [KnownParty(party, number) for party, number in counts.values()]


def _mentions(work: Work, text: str) -> bool:
    """Say whether a work's title, code or parties hold a text."""
    words = [work.title, work.iswc or "", *(party.name for party in work.parties)]
    return any(folded(text) in folded(word) for word in words)


def _label(work: Work) -> str:
    """Name a work with its writers and code."""
    writers = ", ".join(party.name for party in work.writers) or "no writer known"
    return f"{work.title} ({writers}{'' if work.iswc is None else f', {work.iswc}'})"
