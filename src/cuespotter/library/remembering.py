"""A cue's sound -> a recording of the library, which counts once the change that names it is committed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

from cuespotter.catalogue.content import shortest_free_id
from cuespotter.catalogue.history import Added
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.library.library import Holdings
from cuespotter.library.lock import writer_lock
from cuespotter.library.remembered import Remembered
from cuespotter.model import Recording


@contextmanager
def remembering(library: Holdings, sound: Remembered, recording: Recording) -> Iterator[Added]:
    """Hold the library for writing, and write the index file of a recording that was heard in a film.

    Parameters
    ----------
    library : Holdings
    sound : Remembered
    recording : Recording
        All that is known of it; its id is made here, of its sound and its place.

    Yields
    ------
    Added
        What is to be committed within; where it is not, nothing was added.

    Raises
    ------
    LibraryBusyError, LibraryUnwritableError
        Nothing was written.
    """
    with library_held(library, "remember"):
        yield written(library, sound, recording)
        library.merge_smallest()


def written(library: Holdings, sound: Remembered, recording: Recording) -> Added:
    """Write the index file of a recording that was heard in a film; the library is held for writing.

    One that has an id keeps it, whatever is heard: it is known under that, and was heard anew.
    """
    digest = _digest(sound, recording)
    known = library.catalogue.known_recordings()
    before = next((one.id for one in known.values() if one.digest == digest), None)
    own = recording.id or before or shortest_free_id(digest, set(known))
    segment = library.write_index_segment([(own, sound.fingerprint, sound.landmarks)])
    return Added(segment, NewRecording(recording.model_copy(update={"id": own}), digest, None))


@contextmanager
def library_held(library: Holdings, task: str) -> Iterator[None]:
    """Hold the library for writing while recordings are taken out or brought back in the catalogue alone."""
    with writer_lock(library.folder, task=task):
        yield


def _digest(sound: Remembered, recording: Recording) -> str:
    """Name the content: the same place of the same film, heard alike, is the same recording."""
    place = recording.heard_in
    told = repr(None if place is None else (place.film_id, place.start_s, place.end_s))
    content = hashlib.sha256(told.encode())
    content.update(sound.fingerprint.peaks.frame.tobytes())
    content.update(sound.fingerprint.peaks.cents.tobytes())
    return content.hexdigest()
