"""What people call recordings: an id or its beginning, a file or a folder, words of their tags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from cuespotter.catalogue.files import KnownFile
from cuespotter.model import Recording
from cuespotter.model.spelling import folded, spelled


def mentions(recording: Recording, text: str) -> bool:
    """Say whether the words about a recording hold a text, whatever its case."""
    words = (
        recording.id,
        recording.path,
        recording.title,
        recording.artist,
        recording.album,
        recording.composer,
    )
    return any(folded(text) in folded(word) for word in words if word is not None)


def named_by(name: str, files: Iterable[KnownFile], listed: Mapping[str, Recording]) -> list[str]:
    """Give the ids that a name means: an id, a file or a folder, a path in the library, an id's beginning."""
    if name in listed:
        return [name]
    location = str(Path(name).absolute())
    places = {file.location: file.recording_id for file in files}
    ids = {places[location]} if location in places else _below(spelled(location), places)
    ids |= {recording.id for recording in listed.values() if recording.path == name}
    if not ids:
        ids = {recording.id for recording in listed.values() if spelled(recording.path) == spelled(name)}
    if not ids:
        begins = [recording_id for recording_id in listed if len(name) >= 4 and recording_id.startswith(name)]
        ids = set(begins) if len(begins) == 1 else set()
    return sorted(ids & set(listed))


def _below(location: str, places: Mapping[str, str]) -> set[str]:
    """Give what lies at a place or in a folder; a name may be typed in another form than it has on disk."""
    inside = location.rstrip("/\\") + ("\\" if "\\" in location else "/")
    return {
        recording_id
        for place, recording_id in places.items()
        if spelled(place) == location or spelled(place).startswith(inside)
    }
