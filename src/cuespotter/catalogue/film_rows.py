"""The rows that films are kept in: their reels, their cues, and what lists of films tell."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cuespotter.catalogue.content import content_digest, is_unchanged
from cuespotter.model import Cue


@dataclass(frozen=True)
class Reel:
    """A film's file on disk."""

    location: str
    digest: str
    size: int | None = None
    mtime_ns: int | None = None

    @classmethod
    def of(cls, path: Path) -> Reel:
        """Look at a file (links are followed, so that one film has one place)."""
        facts = path.stat()
        return cls(str(path.resolve()), content_digest(path), facts.st_size, facts.st_mtime_ns)

    def is_still(self, path: Path) -> bool:
        """Say whether a file is this one: of its size and time, else of its content, which is read for that.

        Raises
        ------
        OSError
            It cannot be read.
        """
        return is_unchanged(path, size=self.size, mtime_ns=self.mtime_ns, digest=lambda: self.digest)


@dataclass(frozen=True)
class FilmSummary:
    """A film in the list of films; `reviewed_cues` counts those that somebody judged or edited."""

    id: str
    title: str
    year: int | None
    duration_s: float
    cues: int
    named_cues: int
    saved_at: str
    locations: tuple[str, ...]
    reviewed_cues: int = 0


@dataclass(frozen=True)
class Use:
    """A cue of some film that uses a recording."""

    film_id: str
    film_title: str
    cue_no: str
    status: str
    start_s: float
    end_s: float
    recording_id: str


def cue_row(film_id: str, position: int, cue: Cue) -> dict[str, Any]:
    """Give a cue's row."""
    return {
        "film_id": film_id,
        "cue_id": cue.id,
        "position": position,
        "cue_no": cue.cue_no,
        "kind": cue.kind,
        "status": cue.status,
        "confidence": cue.confidence,
        "start_s": cue.start_s,
        "end_s": cue.end_s,
        "recording_id": None if cue.recording is None else cue.recording.id,
        "original_id": None if cue.original is None else cue.original.id,
    }
