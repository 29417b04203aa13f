"""The rows that recordings are kept in: what is put in, and what it takes to tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cuespotter.catalogue.files import KnownFile
from cuespotter.model import Recording

NOT_OF_TAGS = {"work", "version", "releases", "performer", "sources"}
"""Fields that no tag fills: put together from what side tables and tags say when a recording is read."""


@dataclass(frozen=True)
class KnownRecording:
    """What tells whether a file holds a recording that is known already.

    Attributes
    ----------
    segment : str or None
        Where its fingerprint lies; None where that was lost or cleared away.
    removed : bool
        The user took it out of the library.
    added_at : str
        When its tags were last read; see `written_time`.
    """

    id: str
    digest: str
    size: int
    segment: str | None
    removed: bool
    added_at: str = ""


@dataclass(frozen=True)
class NewRecording:
    """A recording to be added, with the file that holds it; None where it was heard in a film."""

    recording: Recording
    digest: str
    file: KnownFile | None


def recording_columns(recording: Recording) -> dict[str, Any]:
    """Give the columns that follow from the model: from what its tags say, whoever said more of it."""
    recording = recording.model_copy(update=dict.fromkeys(recording.sources.keys() - NOT_OF_TAGS))
    words = {
        "title": recording.title,
        "artist": recording.artist,
        "album": recording.album,
        "composer": recording.composer,
        "isrc": recording.isrc,
        "musicbrainz_recording_id": recording.musicbrainz_recording_id,
        "musicbrainz_work_id": recording.musicbrainz_work_id,
        "path": recording.path,
    }
    return {
        # PostgreSQL's text holds no NUL
        **{name: word.replace("\0", "") if word is not None else None for name, word in words.items()},
        "duration_s": recording.duration_s,
        "model": recording.model_dump_json(exclude_defaults=True, exclude=NOT_OF_TAGS),
    }


def recording_row(new: NewRecording, now: str) -> dict[str, Any]:
    """Give a recording's whole row."""
    return {
        "id": new.recording.id,
        "digest": new.digest,
        "size": 0 if new.file is None else new.file.size,
        "removed": False,
        "added_at": now,
        **recording_columns(new.recording),
    }
