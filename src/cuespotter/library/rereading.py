"""Known files whose words changed, though their sound did not -> what is said of their recordings now.

A .cue sheet was written beside a file since its tags were last read, or old tags are to be read in another
encoding: neither needs the file to be listened to again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cuespotter.catalogue.database import written_time
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import NOT_OF_TAGS, KnownRecording
from cuespotter.catalogue.store import Catalogue
from cuespotter.errors import MediaError
from cuespotter.library.hearing import ReadTask, read_anew, time_limit_s
from cuespotter.library.scan import FoundFile
from cuespotter.media.cue_sheet import sheets_beside
from cuespotter.media.workers import run_apart
from cuespotter.model import Recording


class Rereading:
    """Says which known files are to be read again, and does it.

    Parameters
    ----------
    catalogue : Catalogue
        Open for writing.
    files : mapping of location to KnownFile
        What it knows.
    recordings : mapping of id to KnownRecording
        Likewise.
    tag_encoding : str or None
        In which old tags are to be read: of every file, since the last time may have been another.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        files: Mapping[str, KnownFile],
        recordings: Mapping[str, KnownRecording],
        tag_encoding: str | None,
    ) -> None:
        self._catalogue = catalogue
        self._files = files
        self._recordings = recordings
        self._tag_encoding = tag_encoding

    def is_wanted(self, file: FoundFile) -> bool:
        """Say whether a known file is to be read again: in another encoding, or since its sheet is newer."""
        if self._tag_encoding is not None:
            return True
        read_at = self._recordings[self._files[file.location].recording_id].added_at
        return any(_changed_at(sheet) > read_at for sheet in sheets_beside(file.path))

    def run(self, wanted: Sequence[FoundFile], *, jobs: int, tell: Callable[[str], None]) -> int:
        """Read files in worker processes, and keep what they say.

        Parameters
        ----------
        wanted : sequence of FoundFile
            Known files.
        jobs : int
            Worker processes.
        tell : callable
            Told what was wrong with a file or a sheet, in one line.

        Returns
        -------
        int
            Recordings of which something else is said than before.
        """
        ids = {self._files[file.location].recording_id for file in wanted}
        models = self._catalogue.recordings_of(ids)
        tasks = self._tasks_of(wanted, models)
        revised: list[Recording] = []
        changed = 0
        for task, told in run_apart(
            read_anew, tasks, jobs=max(1, min(jobs, len(tasks))), limit_s=time_limit_s
        ):
            if isinstance(told, MediaError):
                tell(told.message)
                continue
            tags, remarks = told
            for remark in remarks:
                tell(remark)
            known = models[task.recording_id]
            now = _with_tags(known, tags)
            changed += _differs(now, known)
            revised.append(now)
        if revised:
            self._catalogue.put_files([], revised=revised, read=True)
        return changed

    def _tasks_of(self, wanted: Sequence[FoundFile], models: Mapping[str, Recording]) -> list[ReadTask]:
        """Ask for each recording once: of several copies of the one by whose path it is called."""
        tasks: dict[str, ReadTask] = {}
        for file in wanted:
            known = models[self._files[file.location].recording_id]
            if known.id not in tasks or file.below == known.path:
                tasks[known.id] = ReadTask(file, known.id, known.duration_s, self._tag_encoding)
        return list(tasks.values())


def _with_tags(known: Recording, tags: Mapping[str, object]) -> Recording:
    """Give a recording with other tags; what others say of it is kept elsewhere."""
    facts = {"id": known.id, "path": known.path, "duration_s": known.duration_s}
    return Recording.model_validate({**tags, **facts})


def _differs(now: Recording, known: Recording) -> bool:
    """Say whether the tags say something else; what a field has from elsewhere does not count."""
    told = Recording.model_fields.keys() - NOT_OF_TAGS - known.sources.keys()
    return any(getattr(now, field) != getattr(known, field) for field in told)


def _changed_at(path: Path) -> str:
    """Say when a file last changed or came here, as the catalogue writes times; empty where it is gone."""
    try:
        facts = path.stat()
    except OSError:
        return ""
    return written_time(max(facts.st_mtime, facts.st_ctime))
