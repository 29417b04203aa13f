"""A file -> what the library remembers of it; this runs in worker processes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cuespotter.analysis.fingerprint import Fingerprint, fingerprint_recording
from cuespotter.analysis.landmarks import Landmarks, landmarks_of_recording
from cuespotter.catalogue.content import content_digest
from cuespotter.errors import NoSoundError
from cuespotter.library.scan import FoundFile
from cuespotter.media.cue_sheet import read_tracks
from cuespotter.media.decode import blocks
from cuespotter.media.tags import read_tags
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import AnalysisSettings

SHORTEST_LIMIT_S = 120.0
"""A worker may take this long for any file ..."""
LIMIT_BYTES_PER_S = 200_000.0
"""... and a second more for so many bytes: the slowest codec at the lowest rate stays far below."""


@dataclass(frozen=True)
class HearTask:
    """A file for a worker."""

    file: FoundFile
    analysis: AnalysisSettings
    tag_encoding: str | None = None

    @property
    def path(self) -> Path:
        """The file itself: by it a worker's errors name it."""
        return self.file.path


@dataclass(frozen=True)
class HeardFile:
    """What a worker brings home from a file."""

    digest: str
    fingerprint: Fingerprint
    landmarks: Landmarks
    tags: dict[str, object]
    duration_s: float


def hear(task: HearTask) -> HeardFile:
    """Listen to a file; runs in a worker process.

    Raises
    ------
    MediaError
        The file cannot be listened to, or nothing can be heard in it.
    """
    path = task.path
    length = _Length()
    sound = length.measure(blocks(path, rate_hz=task.analysis.rate_hz))
    fingerprint = fingerprint_recording(sound, task.analysis)
    landmarks = landmarks_of_recording(fingerprint, task.analysis)
    if len(landmarks) == 0:
        raise NoSoundError(
            f"{path}: {length.samples / task.analysis.rate_hz:.1f} s of sound in which no note can be heard; "
            "a recording needs a few seconds of music",
            path=str(path),
        )
    duration_s = length.samples / task.analysis.rate_hz
    tags = read_tags(path, encoding=task.tag_encoding)
    if tracks := read_tracks(path):
        tags["tracks"] = tracks
    return HeardFile(content_digest(path), fingerprint, landmarks, tags, duration_s)


class _Length:
    """Counts the samples that pass."""

    samples = 0

    def measure(self, sound: Iterator[AudioBlock]) -> Iterator[AudioBlock]:
        """Hand blocks on and count them."""
        for block in sound:
            self.samples = block.first_sample + block.samples.shape[1]
            yield block


def time_limit_s(task: HearTask) -> float:
    """Say how long a worker may take for a file."""
    return SHORTEST_LIMIT_S + task.file.size / LIMIT_BYTES_PER_S
