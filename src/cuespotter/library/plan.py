"""Files found on disk, beside what is known -> what an `add` has to do, before any of it is decoded.

The rules, each tested:

- same place, same size and time: unchanged;
- same place, another time, same content: unchanged, the new time is noted;
- another place, content that is known, the old place empty: moved;
- another place, content that is known, the old place not empty: a copy; one recording, two files;
- content that is known of a removed recording: it comes back;
- anything else is listened to, a changed file too.

Content is digested only where a file's size is that of another.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from cuespotter.catalogue.content import content_digest
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import KnownRecording
from cuespotter.errors import MediaError
from cuespotter.library.scan import FoundFile


@dataclass(frozen=True)
class SeenRecording:
    """A known recording seen in a file, where the catalogue has something to note about it.

    Attributes
    ----------
    moved_from : str or None
        Where the recording lay before; nothing lies there now.
    is_copy : bool
        The recording lies in another file too.
    path_changed : bool
        The recording's path below the folder given to `add` is a new one.
    """

    file: FoundFile
    recording_id: str
    moved_from: str | None = None
    is_copy: bool = False
    path_changed: bool = False


@dataclass
class Plan:
    """What an `add` has to do.

    Attributes
    ----------
    unchanged : int
        Files of which there is nothing to note.
    sightings : list of Sighting
        Files whose recording is known: moved, copied, touched, brought back.
    to_read : list of FoundFile
        Unchanged files, among those counted as such, whose tags or sheets are to be read again.
    to_hear : list of FoundFile
        Files to listen to.
    copies : dict[str, list of FoundFile]
        Files with the same content as one of `to_hear`, by its location.
    failures : list of MediaError
        Files and folders that could not be looked at.
    """

    unchanged: int = 0
    to_read: list[FoundFile] = field(default_factory=list)
    sightings: list[SeenRecording] = field(default_factory=list)
    to_hear: list[FoundFile] = field(default_factory=list)
    copies: dict[str, list[FoundFile]] = field(default_factory=dict)
    failures: list[MediaError] = field(default_factory=list)

    @property
    def bytes_to_hear(self) -> int:
        """How much there is to listen to."""
        return sum(file.size for file in self.to_hear)


def plan_add(
    found: Iterable[FoundFile | MediaError],
    files: Mapping[str, KnownFile],
    recordings: Mapping[str, KnownRecording],
    *,
    rebuild: bool = False,
    reread: Callable[[FoundFile], bool] = lambda file: False,  # noqa: ARG005
) -> Plan:
    """Decide what to do with each file that was found.

    Parameters
    ----------
    found : iterable of FoundFile or MediaError
        As `scan.find_files` gives them.
    files : mapping of location to KnownFile
        Everything the catalogue knows, whether it lies below the folders that were named or not.
    recordings : mapping of id to KnownRecording
        All recordings, the removed ones among them.
    rebuild : bool
        Listen to every file again, whatever is known of it.
    reread : callable
        Says whether an unchanged file's tags are to be read again.
    """
    plan = Plan()
    fresh: list[FoundFile] = []
    for one in found:
        if isinstance(one, MediaError):
            plan.failures.append(one)
            continue
        file = _from_outermost(one, files.get(one.location))
        if _as_it_was(file, files, recordings) and not rebuild:
            _note_root(plan, file, files[file.location])
            if reread(file):
                plan.to_read.append(file)
        else:
            fresh.append(file)
    sizes = Counter(file.size for file in fresh)
    sizes.update({recording.size for recording in recordings.values()})
    planner = _Planner(plan, files, recordings, rebuild=rebuild)
    for file in fresh:
        planner.place(file, may_be_known=sizes[file.size] > 1 or (rebuild and file.location in files))
    return plan


def _from_outermost(file: FoundFile, known: KnownFile | None) -> FoundFile:
    """Count a known file's path from the outermost folder through which it was ever added."""
    if known is not None and PurePath(file.root).is_relative_to(known.root):
        return replace(file, root=known.root)
    return file


def _as_it_was(
    file: FoundFile, files: Mapping[str, KnownFile], recordings: Mapping[str, KnownRecording]
) -> bool:
    """Say whether a file is known, unchanged, and its fingerprint is there."""
    known = files.get(file.location)
    if known is None or (known.size, known.mtime_ns) != (file.size, file.mtime_ns):
        return False
    return recordings[known.recording_id].segment is not None


def _note_root(plan: Plan, file: FoundFile, known: KnownFile) -> None:
    """Count an unchanged file; it may now be reached through another folder than before."""
    if file.root != known.root:
        plan.sightings.append(SeenRecording(file, known.recording_id, path_changed=True))
    plan.unchanged += 1


class _Planner:
    """Places the files that are new, changed or touched; remembers the contents seen on the way."""

    def __init__(
        self,
        plan: Plan,
        files: Mapping[str, KnownFile],
        recordings: Mapping[str, KnownRecording],
        *,
        rebuild: bool,
    ) -> None:
        self._plan = plan
        self._files = files
        self._rebuild = rebuild
        self._by_digest = {recording.digest: recording for recording in recordings.values()}
        self._places: dict[str, list[str]] = {}
        for file in files.values():
            self._places.setdefault(file.recording_id, []).append(file.location)
        self._first_of: dict[str, str] = {}

    def place(self, file: FoundFile, *, may_be_known: bool) -> None:
        """Decide about one file."""
        if not may_be_known:
            self._plan.to_hear.append(file)
            return
        try:
            digest = content_digest(file.path)
        except OSError as error:
            reason = error.strerror or str(error)
            self._plan.failures.append(
                MediaError(
                    f"{file.location} cannot be read: {reason}; check its permissions", path=file.location
                )
            )
            return
        known = self._by_digest.get(digest)
        if known is not None and known.segment is not None and not self._rebuild:
            self._sight(file, known)
        elif digest in self._first_of:
            self._plan.copies.setdefault(self._first_of[digest], []).append(file)
        else:
            self._first_of[digest] = file.location
            self._plan.to_hear.append(file)

    def _sight(self, file: FoundFile, known: KnownRecording) -> None:
        """Note where a known recording was seen."""
        places = self._places.setdefault(known.id, [])
        if file.location in places:
            self._plan.unchanged += 1
            self._plan.sightings.append(SeenRecording(file, known.id))
            return
        gone = next((place for place in places if not os.path.lexists(place)), None)
        if gone is not None:
            places.remove(gone)
        is_copy = bool(places)
        places.append(file.location)
        self._plan.sightings.append(
            SeenRecording(file, known.id, moved_from=gone, is_copy=is_copy, path_changed=not is_copy)
        )


def locations_gone(files: Iterable[KnownFile]) -> list[KnownFile]:
    """Give the known files that are no longer there (or lie on a disk that is not)."""
    return [file for file in files if not Path(file.location).exists()]
