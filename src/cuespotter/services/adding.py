"""Add: files with music -> recordings that can be found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cuespotter.buckets import BucketPath, as_path
from cuespotter.errors import UsageError
from cuespotter.services.opened import Opened

if TYPE_CHECKING:
    from cuespotter.library import AddStep, AddSummary


def music_places(paths: Sequence[Path | str]) -> list[Path]:
    """Say where music is looked for; refuse buckets, since a library comes back to its music's files.

    Raises
    ------
    UsageError
        A bucket was named.
    """
    places = list(map(as_path, paths))
    for place in places:
        if isinstance(place, BucketPath):
            raise UsageError(
                f"music is added from folders, and {place} is a bucket; mount it, and name the folder "
                "(films are read from buckets)"
            )
    return places


def checked_encoding(name: str | None) -> str | None:
    """Refuse an encoding that there is not, or that is none of text.

    Raises
    ------
    UsageError
        Python knows no such codec.
    """
    try:
        if name is not None:
            b"a".decode(name)
    except (LookupError, UnicodeError, ValueError) as error:
        raise UsageError(
            f"there is no encoding {name!r} of tags; name one as Python does: cp1251, cp1250, shift_jis, "
            "gbk, euc_kr, big5, latin-1"
        ) from error
    return name


class Adding(Opened):
    """Recordings come in."""

    def add(
        self,
        paths: Sequence[Path | str],
        *,
        jobs: int | None = None,
        report: Callable[[AddStep], None] | None = None,
        is_unwanted: Callable[[], bool] | None = None,
        rebuild: bool = False,
        tag_encoding: str | None = None,
        wait: bool = False,
        within: Sequence[Path] | None = None,
    ) -> AddSummary:
        """Add the recordings in files and folders; only what is new or has changed is listened to.

        Parameters
        ----------
        paths : sequence of Path or str
            Files, and folders to walk.
        jobs : int, optional
            Worker processes; by default one for each processor.
        report : callable, optional
            Told after each file how far it is: files and bytes, done and in all, and why one was skipped.
        is_unwanted : callable, optional
            Asked after each file; once it says yes, what is finished is kept, and the rest left.
        rebuild : bool
            Listen to every file again, whatever is known of it.
        tag_encoding : str, optional
            In which old texts of ID3 tags are that are marked as Latin-1; by default told by their bytes.
        wait : bool
            Wait for another process that is writing rather than give up.
        within : sequence of Path, optional
            Resolved folders that no link may lead out of; by default every link is followed.

        Returns
        -------
        AddSummary
            Counts of files, and the reason for each that was skipped. After Ctrl-C, or where it was no longer
            wanted, `interrupted` is true and all that was finished is in the library.

        Raises
        ------
        LibraryBusyError, LibraryUnwritableError
            Nothing was lost: what was committed before stays.

        Examples
        --------
        >>> summary = library.add(["sample/library"])
        >>> summary.kept, summary.added, len(summary.failures)
        (11, 0, 0)
        """
        return self._holdings.add(
            music_places(paths),
            jobs=jobs,
            report=report,
            is_unwanted=is_unwanted,
            rebuild=rebuild,
            tag_encoding=checked_encoding(tag_encoding),
            wait=wait,
            within=within,
        )
