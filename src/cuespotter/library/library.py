"""A library's folder: its catalogue and its index, together.

``add`` finds files, leaves out what is known, listens to the rest in worker processes, and commits them in
batches: each batch is one new index segment and one transaction in the catalogue that makes it count. What
is not in the catalogue does not exist: a segment left behind by a kill is cleared away by the next writer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from cuespotter.errors import MediaError
from cuespotter.library.add_summary import AddStep, AddSummary
from cuespotter.library.adding import AddRun
from cuespotter.library.hearing import HeardFile
from cuespotter.library.lock import writer_lock
from cuespotter.library.plan import locations_gone
from cuespotter.library.remembered_anew import HeardAnew, hear_remembered
from cuespotter.library.scan import FoundFile
from cuespotter.library.shelf import Shelf, make_folder, new_segment_name
from cuespotter.library.upkeep import Defect, IndexUpkeep, RepairSummary
from cuespotter.model import Recording


@dataclass(frozen=True)
class LibraryStats:
    """A library in numbers."""

    recordings: int
    hours: float
    files: int
    films: int
    segments: int
    index_bytes: int
    catalogue_bytes: int


class Holdings(Shelf):
    """A library's folder and all that is done with it. Use it in a ``with`` statement, or close it."""

    def add(
        self,
        paths: Sequence[Path],
        *,
        jobs: int | None = None,
        report: Callable[[AddStep], None] | None = None,
        is_unwanted: Callable[[], bool] | None = None,
        rebuild: bool = False,
        tag_encoding: str | None = None,
        wait: bool = False,
        within: Sequence[Path] | None = None,
    ) -> AddSummary:
        """Add the recordings in files and folders.

        Parameters
        ----------
        paths : sequence of Path
            Files, and folders to walk.
        jobs : int, optional
            Worker processes; by default one for each processor.
        report : callable, optional
            Told after each file how far it is.
        is_unwanted : callable, optional
            Asked after each file; once it says yes, what is finished is kept, as after Ctrl-C.
        rebuild : bool
            Listen to every file again, whatever is known of it.
        tag_encoding : str, optional
            In which old texts of ID3 tags are that are marked as Latin-1; by default told by their bytes.
        wait : bool
            Wait for another writer rather than give up.
        within : sequence of Path, optional
            Resolved folders that no link may lead out of; None follows every link.

        Returns
        -------
        AddSummary
            Counts, and the reason for each file that was skipped. After Ctrl-C `interrupted` is true and all
            that was finished is in the library.

        Raises
        ------
        LibraryBusyError, LibraryUnwritableError
            Nothing was lost: what was committed before stays.
        """
        with writer_lock(self.folder, task="add", wait=wait):
            upkeep = self._upkeep()
            upkeep.clear_leftovers()
            adding = AddRun(
                self,
                self.settings.analysis,
                rebuild=rebuild,
                tag_encoding=tag_encoding,
                report=report or _say_nothing,
                is_unwanted=is_unwanted,
            )
            summary = adding.run(paths, jobs=jobs or os.cpu_count() or 1, within=within)
            if not summary.interrupted:
                upkeep.merge_smallest()
            return summary

    def look(self, paths: Sequence[Path], *, wait: bool = False) -> tuple[list[FoundFile], AddSummary]:
        """Find what an `add` would listen to, to be heard elsewhere; what is known of the rest is noted.

        Raises
        ------
        LibraryBusyError, LibraryUnwritableError
            Nothing was noted.
        """
        with writer_lock(self.folder, task="look for music", wait=wait):
            adding = AddRun(self, self.settings.analysis, rebuild=False, report=_say_nothing)
            return adding.look(paths), adding.summary

    def keep(
        self, heard: Sequence[tuple[FoundFile, HeardFile | MediaError]], *, tag_encoding: str | None
    ) -> AddSummary:
        """Keep what was listened to elsewhere, in one segment.

        Raises
        ------
        LibraryBusyError, LibraryUnwritableError
            Nothing was kept.
        """
        with writer_lock(self.folder, task="keep what was heard"):
            adding = AddRun(
                self, self.settings.analysis, rebuild=False, report=_say_nothing, tag_encoding=tag_encoding
            )
            return adding.keep(heard)

    def remove(self, names: Sequence[str], *, missing: bool = False, wait: bool = False) -> list[Recording]:
        """Take recordings out of the library: by id, file or folder, or all whose files are gone.

        Raises
        ------
        UnknownRecordingError
            A name fits none; nothing was removed.
        """
        with writer_lock(self.folder, task="remove", wait=wait):
            found = {recording.id: recording for recording in self.catalogue.find_recordings(names)}
            if missing:
                found |= {recording.id: recording for recording in self._lost_recordings()}
            self.catalogue.remove_recordings(list(found))
        return sorted(found.values(), key=lambda recording: (recording.path, recording.id))

    def verify(self, report: Callable[[int, int], None]) -> list[Defect]:
        """Read every byte of the library and say what is not as it was written.

        Parameters
        ----------
        report : callable
            Told how many of how many index files are read.

        Raises
        ------
        LibraryDamagedError
            The catalogue cannot even be opened.
        """
        return self._upkeep().find_problems(report)

    def compact(
        self, report: Callable[[int, int], None], *, wait: bool = False, shard_bytes: int | None = None
    ) -> tuple[int, int]:
        """Merge the index files and give back the space of what was removed.

        Parameters
        ----------
        report : callable
            Told how many of how many index files are merged.
        wait : bool
            Wait for another writer rather than give up.
        shard_bytes : int, optional
            How large a shard of the index may be from now on; 0: all of it is one. By default as it was.

        Returns
        -------
        tuple of int
            Bytes of the index before and after.

        Raises
        ------
        LibraryDamagedError
            A file is damaged; nothing was changed.
        LibraryBusyError, LibraryUnwritableError, LibraryVersionError
            What stood in the way; nothing was changed.
        """
        with writer_lock(self.folder, task="compact", wait=wait):
            upkeep = self._upkeep()
            upkeep.clear_leftovers()
            if shard_bytes is not None:
                self.catalogue.put_shard_bytes(shard_bytes or None)
            segments = self.catalogue.segments()
            if not upkeep.is_compact(segments):
                upkeep.merge(segments, report)
            after = sum(segment.bytes for segment in self.catalogue.segments())
        return sum(segment.bytes for segment in segments), after

    def repair(
        self,
        report: Callable[[int, int], None],
        *,
        report_add: Callable[[AddStep], None] | None = None,
        heard_anew: HeardAnew | None = None,
        wait: bool = False,
    ) -> tuple[RepairSummary, AddSummary | None]:
        """Undo damage: make index files anew from their fingerprints, listen again to what is lost.

        Parameters
        ----------
        report, report_add : callable
            Told how far it is, in index files and then in files to listen to.
        heard_anew : callable, optional
            Hears a recording again that was remembered from a film, by its id.
        wait : bool
            Wait for another writer rather than give up.

        Returns
        -------
        RepairSummary, AddSummary or None
            What was wrong and what became of it; None where nothing had to be listened to.
        """
        # the catalogue may lie elsewhere, and the folder be what was lost
        make_folder(self.folder)
        with writer_lock(self.folder, task="repair", wait=wait):
            summary = self._upkeep().repair(report)
            added = self._heard_again(summary, report_add or _say_nothing)
            if heard_anew is not None and not (added is not None and added.interrupted):
                hear_remembered(self, summary, heard_anew)
            return summary, added

    def _heard_again(self, summary: RepairSummary, report: Callable[[AddStep], None]) -> AddSummary | None:
        """Listen again to the files of what is lost; None where there are none."""
        lost = set(summary.lost)
        files = [file for file in self.catalogue.known_files().values() if file.recording_id in lost]
        if not files:
            return None
        adding = AddRun(self, self.settings.analysis, rebuild=False, report=report)
        added = adding.run([Path(file.location) for file in files], jobs=os.cpu_count() or 1)
        known = self.catalogue.known_recordings()
        summary.lost = [one for one in summary.lost if known[one].segment is None]
        return added

    def merge_smallest(self) -> None:
        """Keep the number of index files low; the library is held for writing."""
        self._upkeep().merge_smallest()

    def stats(self) -> LibraryStats:
        """Count what is in the library."""
        recordings, seconds = self.catalogue.count_recordings()
        segments = self.catalogue.segments()
        own = self.catalogue.place
        return LibraryStats(
            recordings=recordings,
            hours=seconds / 3600.0,
            files=len(self.catalogue.known_files()),
            films=len(self.catalogue.films()),
            segments=len(segments),
            index_bytes=sum(segment.bytes for segment in segments),
            catalogue_bytes=own.stat().st_size if isinstance(own, Path) else 0,
        )

    def _lost_recordings(self) -> list[Recording]:
        """Give the recordings none of whose files is there."""
        files = self.catalogue.known_files().values()
        gone = {file.recording_id for file in locations_gone(files)}
        there = {file.recording_id for file in files} - gone
        return list(self.catalogue.recordings_of(gone - there).values())

    def _upkeep(self) -> IndexUpkeep:
        """Give what looks after the index files."""
        return IndexUpkeep(self.catalogue, self.index_folder, self.settings.analysis, new_segment_name)


def _say_nothing(step: AddStep) -> None:
    """Report to nobody."""
