"""Files and folders -> recordings in the library, in batches that each count as a whole."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import Landmarks
from cuespotter.catalogue.content import shortest_free_id
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.errors import LibraryError, MediaError, UnknownRecordingError
from cuespotter.index.shards import Searched
from cuespotter.library.add_summary import AddStep, AddSummary
from cuespotter.library.hearing import HeardFile, HearTask, hear, time_limit_s
from cuespotter.library.interruption import interruption_held
from cuespotter.library.plan import Plan, plan_add
from cuespotter.library.rereading import Rereading
from cuespotter.library.scan import FoundFile, find_files
from cuespotter.library.shelf import Shelf
from cuespotter.media.workers import run_apart
from cuespotter.model import Recording
from cuespotter.settings import AnalysisSettings

BATCH_RECORDINGS = 200
"""A batch is committed after so many recordings ..."""
BATCH_SECONDS = 60.0
"""... or when this much time has passed: what an interruption can cost ..."""
BATCH_FRAMES = 6_000_000
"""... or when it holds about 40 h of music: some 300 MB of landmarks."""


@dataclass
class _Batch:
    """Recordings that will count together."""

    heard: list[NewRecording] = field(default_factory=list)
    entries: list[tuple[str, Fingerprint, Landmarks]] = field(default_factory=list)
    copies: list[KnownFile] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)


class _UnwantedError(Exception):
    """Nobody wants the rest."""


class AddRun:
    """One run of `Holdings.add`; the writer's lock is held.

    Parameters
    ----------
    shelf : Shelf
        The library.
    analysis : AnalysisSettings
        How to listen.
    rebuild : bool
        Listen to every file again.
    report : callable
        Told after each file.
    is_unwanted : callable, optional
        Asked after each file whether to stop there.
    tag_encoding : str, optional
        Of old texts in ID3 tags.
    """

    def __init__(
        self,
        shelf: Shelf,
        analysis: AnalysisSettings,
        *,
        rebuild: bool,
        report: Callable[[AddStep], None],
        is_unwanted: Callable[[], bool] | None = None,
        tag_encoding: str | None = None,
    ) -> None:
        self._tag_encoding = tag_encoding
        self._shelf = shelf
        self._catalogue = shelf.catalogue
        self._analysis = analysis
        self._rebuild = rebuild
        self._report = report
        self._is_unwanted = is_unwanted
        self._files = shelf.catalogue.known_files()
        self._recordings = shelf.catalogue.known_recordings()
        self._rereading = Rereading(shelf.catalogue, self._files, self._recordings, tag_encoding)
        self._taken = set(self._recordings)
        self._by_digest = {known.digest: known.id for known in self._recordings.values()}
        self._batch: list[tuple[FoundFile, HeardFile]] = []
        self._batch_began = time.monotonic()
        self._stored: Searched | None = None
        self._reached = 0
        self._plan = Plan()
        self.summary = AddSummary()

    def run(self, paths: Sequence[Path], *, jobs: int, within: Sequence[Path] | None = None) -> AddSummary:
        """Find, leave out what is known, listen, commit; an interruption commits what is finished."""
        try:
            self._look(paths, within)
            self._read_anew(jobs)
            self._hear_all(jobs)
        except (KeyboardInterrupt, _UnwantedError):
            self.summary.interrupted = True
            self.summary.not_reached = len(self._plan.to_hear) - self._reached
        self._commit()
        return self.summary

    def look(self, paths: Sequence[Path]) -> list[FoundFile]:
        """Find what is to be listened to, and note what is known of the rest; nothing is decoded."""
        self._look(paths, None)
        return [*self._plan.to_hear, *(copy for copies in self._plan.copies.values() for copy in copies)]

    def keep(self, heard: Sequence[tuple[FoundFile, HeardFile | MediaError]]) -> AddSummary:
        """Keep what was listened to elsewhere, as one batch; what was kept meanwhile is left as it is."""
        for file, one in heard:
            known = self._files.get(file.location)
            if isinstance(one, MediaError):
                self._fail(one)
            elif known is not None and (known.size, known.mtime_ns) == (file.size, file.mtime_ns):
                self.summary.unchanged += 1
            else:
                self._batch.append((file, one))
        self._commit()
        return self.summary

    def _look(self, paths: Sequence[Path], within: Sequence[Path] | None) -> None:
        """Find files, decide what each needs, and note what is known of them."""
        found = find_files(
            paths, within=within, pass_over=lambda name: self.summary.passed_over.update([name])
        )
        self._plan = plan_add(
            found, self._files, self._recordings, rebuild=self._rebuild, reread=self._rereading.is_wanted
        )
        self.summary.unchanged = self._plan.unchanged
        self._note_sightings()
        self._say(0, 0)
        for failure in self._plan.failures:
            self._fail(failure)
            self._say(0, 0, failure)

    def _hear_all(self, jobs: int) -> None:
        """Listen in worker processes and commit batch by batch."""
        tasks = [HearTask(file, self._analysis, self._tag_encoding) for file in self._plan.to_hear]
        heard_files = run_apart(hear, tasks, jobs=max(1, min(jobs, len(tasks))), limit_s=time_limit_s)
        bytes_done = 0
        with contextlib.closing(heard_files):
            for files_done, (task, heard) in enumerate(heard_files, start=1):
                bytes_done += task.file.size
                # counted before it is said, since an interruption may come while it is
                self._reached = files_done
                if isinstance(heard, MediaError):
                    self._fail(heard)
                    self._say(files_done, bytes_done, heard)
                    self._fail_copies(task.file)
                else:
                    self._batch.append((task.file, heard))
                    self._say(files_done, bytes_done)
                    for remark in heard.remarks:
                        self._say(files_done, bytes_done, remark=remark)
                if self._is_batch_full():
                    self._commit()

    def _read_anew(self, jobs: int) -> None:
        """Read the tags and sheets of known files again, and keep what they say now."""
        say = partial(self._say, 0, 0)
        self.summary.reread = self._rereading.run(
            self._plan.to_read, jobs=jobs, tell=lambda remark: say(remark=remark)
        )

    def _say(
        self,
        files_done: int,
        bytes_done: int,
        failure: MediaError | None = None,
        *,
        remark: str | None = None,
    ) -> None:
        """Report how far it is."""
        plan = self._plan
        step = AddStep(files_done, len(plan.to_hear), bytes_done, plan.bytes_to_hear, failure, remark)
        self._report(step)
        if self._is_unwanted is not None and self._is_unwanted():
            raise _UnwantedError

    def _fail(self, failure: MediaError) -> None:
        """Count a file that was skipped."""
        self.summary.failures.append(failure)

    def _fail_copies(self, file: FoundFile) -> None:
        """Count the files with the same content as one that was skipped."""
        for copy in self._plan.copies.pop(file.location, []):
            self._fail(MediaError(f"{copy.location}: skipped, its content is that of {file.location}"))

    def _is_batch_full(self) -> bool:
        """Say whether it is time to commit."""
        if not self._batch:
            self._batch_began = time.monotonic()
            return False
        frames = sum(heard.fingerprint.frames for _, heard in self._batch)
        late = time.monotonic() - self._batch_began > BATCH_SECONDS
        return late or len(self._batch) >= BATCH_RECORDINGS or frames >= BATCH_FRAMES

    def _note_sightings(self) -> None:
        """Write down where known recordings were seen: moved, copied, touched, brought back."""
        sightings = self._plan.sightings
        if not sightings:
            return
        models = self._catalogue.recordings_of({sighting.recording_id for sighting in sightings})
        revised = []
        for sighting in sightings:
            known = self._recordings[sighting.recording_id]
            if known.removed:
                self.summary.restored += 1
            elif sighting.moved_from is not None:
                self.summary.moved += 1
            elif sighting.is_copy:
                self.summary.copies += 1
            if known.removed or sighting.path_changed:
                path = sighting.file.below
                revised.append(models[known.id].model_copy(update={"path": path}))
        gone = [sighting.moved_from for sighting in sightings if sighting.moved_from is not None]
        files = [_known_file(sighting.file, sighting.recording_id) for sighting in sightings]
        self._catalogue.put_files(files, gone=gone, revised=revised)
        for location in gone:
            self._files.pop(location, None)
        self._files |= {file.location: file for file in files}

    def _commit(self) -> None:
        """Write the batch as one segment, and make it count in one transaction."""
        batch, self._batch, self._batch_began = self._batch, [], time.monotonic()
        if not batch:
            return
        work = _Batch()
        for file, heard in sorted(batch, key=lambda item: item[0].location):
            self._enter(work, file, heard)
        with interruption_held():
            segment = self._shelf.write_index_segment(work.entries) if work.entries else None
            in_use = {file.recording_id for file in self._files.values()}
            self._catalogue.add_recordings(
                segment,
                work.heard,
                in_segment=frozenset(entry[0] for entry in work.entries),
                copies=work.copies,
                gone=work.replaced - in_use,
            )

    def _enter(self, work: _Batch, file: FoundFile, heard: HeardFile) -> None:
        """Put one file's recording into the batch."""
        before = self._files.get(file.location)
        recording_id, is_same_sound = self._identify(heard, before)
        known_file = _known_file(file, recording_id)
        copies = [_known_file(copy, recording_id) for copy in self._plan.copies.get(file.location, [])]
        if recording_id in {new.recording.id for new in work.heard}:
            # its content became that of another file while the batch was in work
            work.copies.append(known_file)
        else:
            recording = _make_recording(recording_id, file, heard)
            work.heard.append(NewRecording(recording, heard.digest, known_file))
            if not is_same_sound:
                work.entries.append((recording_id, heard.fingerprint, heard.landmarks))
        work.copies.extend(copies)
        if before is None:
            self.summary.added += 1
        else:
            self.summary.changed += 1
            work.replaced.add(before.recording_id)
        self.summary.copies += len(copies)
        self._files |= {each.location: each for each in (known_file, *copies)}
        self._by_digest[heard.digest] = recording_id
        self._taken.add(recording_id)

    def _identify(self, heard: HeardFile, before: KnownFile | None) -> tuple[str, bool]:
        """Give a recording's id, and whether the index has its sound already."""
        known = self._by_digest.get(heard.digest)
        if known is not None:
            return known, False
        if before is not None and self._sounds_as_before(before.recording_id, heard.fingerprint):
            return before.recording_id, True
        return shortest_free_id(heard.digest, self._taken), False

    def _sounds_as_before(self, recording_id: str, fingerprint: Fingerprint) -> bool:
        """Say whether a changed file still holds the same sound: only its tags were written anew."""
        if sum(file.recording_id == recording_id for file in self._files.values()) > 1:
            return False
        try:
            self._stored = self._stored or self._shelf.searched()
            stored = self._stored.fingerprint(recording_id)
        except (LibraryError, UnknownRecordingError):
            return False
        return (
            stored.frames == fingerprint.frames
            and np.array_equal(stored.peaks.frame, fingerprint.peaks.frame)
            and np.array_equal(stored.peaks.cents, fingerprint.peaks.cents)
        )


def _known_file(file: FoundFile, recording_id: str) -> KnownFile:
    """Note which recording a file holds."""
    return KnownFile(file.location, file.root, file.size, file.mtime_ns, recording_id)


def _make_recording(recording_id: str, file: FoundFile, heard: HeardFile) -> Recording:
    """Make the model of a recording from its tags."""
    facts = {"id": recording_id, "path": file.below, "duration_s": heard.duration_s}
    return Recording.model_validate({**heard.tags, **facts})
