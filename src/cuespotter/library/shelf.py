"""A library's folder, opened: its catalogue and its index, to be asked and to be written behind."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Self, TypeVar

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.ending import Closing
from cuespotter.errors import LibraryDamagedError, LibraryUnwritableError
from cuespotter.index.reader import Index, open_index
from cuespotter.index.shards import Searched, open_shards, share_out
from cuespotter.index.writer import write_segment
from cuespotter.library.outlines import kept_outlines
from cuespotter.model import Recording
from cuespotter.settings import Settings
from cuespotter.versions.outline import Outlines

Held = TypeVar("Held")


def make_folder(folder: Path) -> None:
    """Make a library's folder where there is none.

    Raises
    ------
    LibraryUnwritableError
        It cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryUnwritableError(
            f"the library {folder} cannot be made ({error.strerror}); choose another with --library"
        ) from error


class Shelf(Closing):
    """The catalogue and the index of a library. Between calls nothing of either is held but the connection.

    Parameters
    ----------
    folder : Path
        Where the index lies, and the catalogue unless it is on a server.
    catalogue : Catalogue
        Open.
    settings : Settings
        With these its recordings are heard.
    """

    def __init__(self, folder: Path, catalogue: Catalogue, settings: Settings) -> None:
        self.folder = folder
        self.catalogue = catalogue
        self.settings = settings

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        url: str | None = None,
        create: bool = False,
        writable: bool = True,
        settings: Settings | None = None,
    ) -> Self:
        """Open a library.

        Parameters
        ----------
        folder : Path
            The library.
        url : str, optional
            Of its catalogue; by default ``CUESPOTTER_CATALOGUE_URL``, else ``catalogue.db`` in the folder.
        create : bool
            Make it where there is none.
        writable : bool
            False: only read, even where nothing may be written.

        Raises
        ------
        LibraryError
            There is none, or it cannot be used; the message says what to do.
        """
        if create:
            make_folder(folder)
        catalogue = Catalogue.open(url or folder, create=create, writable=writable)
        return cls(folder, catalogue, settings or Settings())

    def close(self) -> None:
        """Close the catalogue."""
        self.catalogue.close()

    @property
    def index_folder(self) -> Path:
        """Where this catalogue's segments lie: apart from those of another catalogue on the same folder."""
        return self.folder / "index" / self.catalogue.identity()

    def index(self, only: Collection[str] | None = None) -> Index:
        """Open the index as of now, all on one time line; what is added later is not in it.

        Parameters
        ----------
        only : collection of str, optional
            Ids of the recordings that it shall hold; all that can be found by default.

        Raises
        ------
        LibraryVersionError, LibraryDamagedError
            A segment was made by another version, or is damaged or missing.
        """
        return self._opened(
            lambda files, removed: open_index(
                self.index_folder,
                [one.name for one in files],
                digest=self.settings.analysis.digest,
                removed=removed,
                only=only,
            )
        )

    def searched(self, only: Collection[str] | None = None) -> Searched:
        """Open what films are searched in, as of now: the index, in shards where the library is so large.

        Parameters
        ----------
        only : collection of str, optional
            As for `index`.

        Raises
        ------
        LibraryVersionError, LibraryDamagedError
            As for `index`.
        """
        most = self.catalogue.shard_bytes()
        if most is None:
            return self.index(only)

        def opened(files: Sequence[SegmentRow], removed: Collection[str]) -> Searched:
            names = [one.name for one in files]
            shards = [names[first:end] for first, end in share_out([one.bytes for one in files], most)]
            digest = self.settings.analysis.digest
            return open_shards(self.index_folder, shards, digest=digest, removed=removed, only=only)

        return self._opened(opened)

    def _opened(self, opened: Callable[[Sequence[SegmentRow], Collection[str]], Held]) -> Held:
        """Open the files that count, and those that do not count."""
        segments, removed = self.catalogue.index_state()
        while True:
            try:
                return opened(segments, removed)
            except LibraryDamagedError:
                # a `compact` may have exchanged the segments since the manifest was read
                before = segments
                segments, removed = self.catalogue.index_state()
                if segments == before:
                    raise

    def outlined(self, index: Searched) -> Outlines:
        """Give the outlines of an index's recordings, by which other recordings of their works are found."""
        return kept_outlines(self.index_folder, index, self.settings.versions)

    def recording(self, recording_id: str) -> Recording:
        """Give a recording by its id; `UnknownRecordingError` if there is none."""
        return self.catalogue.recording(recording_id)

    def write_index_segment(self, entries: Sequence[tuple[str, Fingerprint, Landmarks]]) -> SegmentRow:
        """Write a segment that does not count yet."""
        name = new_segment_name()
        folder = self.index_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise LibraryUnwritableError(
                f"the library {self.folder} cannot be written ({error.strerror}); choose one with --library"
            ) from error
        digest = self.settings.analysis.digest
        summary = write_segment(folder / name, entries, digest=digest)
        return SegmentRow(name, digest, len(entries), summary.file_bytes)


def new_segment_name() -> str:
    """Make a name that no segment has."""
    return f"{secrets.token_hex(8)}.ndx"
