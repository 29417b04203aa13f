"""Look after the library: is every byte as written, can it be smaller, what goes out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cuespotter.errors import UsageError
from cuespotter.model import Recording
from cuespotter.services.remembering import Remembering

if TYPE_CHECKING:
    from cuespotter.library import AddStep, AddSummary, Defect

LEAST_SHARD_BYTES = 100_000
"""Two recordings: whoever has smaller shards has one for each piece, and a search in each."""
Report = Callable[[int, int], None]
"""Told how many of how many index files are done."""


@dataclass(frozen=True)
class Repaired:
    """What a repair found and did.

    Attributes
    ----------
    problems : tuple of Problem
        What was wrong.
    rebuilt : int
        Recordings made anew from their fingerprints.
    heard : AddSummary or None
        What was listened to again; None where nothing had to be.
    lost : tuple of Recording
        What could not be brought back: add it again.
    remembered : int
        Recordings heard anew in the films that they were remembered from.
    reasons : mapping of str to str
        Why those of them that are lost could not be, by id; the next repair tries again.
    """

    problems: tuple[Defect, ...]
    rebuilt: int
    heard: AddSummary | None
    lost: tuple[Recording, ...]
    remembered: int = 0
    reasons: Mapping[str, str] = field(default_factory=dict)


class Upkeep(Remembering):
    """The library is kept sound and small."""

    def verify(self, report: Report = lambda _done, _total: None) -> list[Defect]:
        """Read every byte and say what is not as it was written; nothing where all is well.

        Parameters
        ----------
        report : callable, optional
            Told how many of how many index files are read.

        Raises
        ------
        LibraryDamagedError
            The catalogue cannot even be opened.

        Examples
        --------
        >>> library.verify()
        []
        """
        return self._holdings.verify(report)

    def compact(
        self,
        report: Report = lambda _done, _total: None,
        *,
        wait: bool = False,
        shard_bytes: int | None = None,
    ) -> tuple[int, int]:
        """Merge the index files and give back the space of what was removed.

        Parameters
        ----------
        report : callable, optional
            Told how many of how many index files are merged.
        wait : bool
            Wait for another process that is writing rather than give up.
        shard_bytes : int, optional
            How large a shard of the index may be from now on, `LEAST_SHARD_BYTES` at least; 0: all of it is
            one. By default as it was. Films are searched in one shard after the other.

        Returns
        -------
        tuple of int
            Bytes of the index before and after.

        Raises
        ------
        LibraryError
            A file is damaged, or the library busy or not to be written; nothing was changed.
        UsageError
            A shard would be too small.
        """
        if shard_bytes is not None and 0 < shard_bytes < LEAST_SHARD_BYTES:
            raise UsageError(
                f"a shard cannot be {shard_bytes / 1e6:g} MB; choose at least {LEAST_SHARD_BYTES / 1e6:g} MB"
            )
        return self._holdings.compact(report, wait=wait, shard_bytes=shard_bytes)

    def repair(
        self,
        report: Report = lambda _done, _total: None,
        *,
        report_add: Callable[[AddStep], None] | None = None,
        wait: bool = False,
    ) -> Repaired:
        """Undo damage: make index files anew from their fingerprints, listen again to what is lost.

        Parameters
        ----------
        report, report_add : callable, optional
            Told how far it is, in index files and then in files to listen to.
        wait : bool
            Wait for another process that is writing rather than give up.
        """
        summary, heard = self._holdings.repair(
            report, report_add=report_add, heard_anew=self._heard_anew, wait=wait
        )
        lost = tuple(self._catalogue.recordings_of(summary.lost).values())
        problems = tuple(summary.problems)
        return Repaired(problems, summary.rebuilt, heard, lost, summary.remembered, summary.reasons)

    def remove(self, names: Sequence[str], *, missing: bool = False, wait: bool = False) -> list[Recording]:
        """Take recordings out; films that use them keep what they say, and no file is touched.

        Parameters
        ----------
        names : sequence of str
            Ids, files or folders.
        missing : bool
            Also all whose files are no longer there.
        wait : bool
            Wait for another process that is writing rather than give up.

        Raises
        ------
        UnknownRecordingError
            A name fits none; nothing was removed.
        """
        return self._holdings.remove(names, missing=missing, wait=wait)

    def remove_film(self, name: str) -> None:
        """Forget a film and all that was said about it; its files stay.

        Raises
        ------
        UnknownFilmError
            No film fits, or several do.
        """
        self._catalogue.remove_film(name)
