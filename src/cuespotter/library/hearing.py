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
from cuespotter.media.frames import DecodingTally
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
class ReadTask:
    """A known file whose tags are to be read again."""

    file: FoundFile
    recording_id: str
    duration_s: float
    tag_encoding: str | None = None

    @property
    def path(self) -> Path:
        """The file itself: by it a worker's errors name it."""
        return self.file.path


@dataclass(frozen=True)
class HeardFile:
    """What a worker brings home from a file; `remarks` say what was wrong with it, or with its sheet."""

    digest: str
    fingerprint: Fingerprint
    landmarks: Landmarks
    tags: dict[str, object]
    duration_s: float
    remarks: tuple[str, ...] = ()


def hear(task: HearTask) -> HeardFile:
    """Listen to a file; runs in a worker process.

    Raises
    ------
    MediaError
        The file cannot be listened to, or nothing can be heard in it.
    """
    path = task.path
    length = _Length()
    account = DecodingTally()
    sound = length.measure(blocks(path, rate_hz=task.analysis.rate_hz, account=account))
    fingerprint = fingerprint_recording(sound, task.analysis)
    landmarks = landmarks_of_recording(fingerprint, task.analysis)
    if len(landmarks) == 0:
        raise NoSoundError(
            f"{path}: {length.samples / task.analysis.rate_hz:.1f} s of sound in which no note can be heard; "
            "a recording needs a few seconds of music",
            path=str(path),
        )
    duration_s = length.samples / task.analysis.rate_hz
    tags, remarks = _told_by(task, duration_s)
    remarks = [*account.remarks, *remarks]
    return HeardFile(content_digest(path), fingerprint, landmarks, tags, duration_s, tuple(remarks))


def read_anew(task: ReadTask) -> tuple[dict[str, object], list[str]]:
    """Read what a file and the sheet beside it say, without listening; runs in a worker process.

    Raises
    ------
    MediaError
        The file cannot be opened.
    """
    return _told_by(task, task.duration_s)


def _told_by(task: HearTask | ReadTask, duration_s: float) -> tuple[dict[str, object], list[str]]:
    """Give fields of `model.Recording`, and what was wrong with a sheet."""
    tags = read_tags(task.path, encoding=task.tag_encoding)
    tracks, remarks = read_tracks(task.path)
    within = [track for track in tracks if float(str(track["start_s"])) < duration_s]
    if len(within) < len(tracks):
        remarks.append(
            f"{task.path}: {len(tracks) - len(within)} of the {len(tracks)} tracks of its sheet or chapters "
            f"would begin behind its end at {duration_s:.0f} s; they are left out"
        )
    if within:
        tags["tracks"] = within
    return tags, remarks


class _Length:
    """Counts the samples that pass."""

    samples = 0

    def measure(self, sound: Iterator[AudioBlock]) -> Iterator[AudioBlock]:
        """Hand blocks on and count them."""
        for block in sound:
            self.samples = block.first_sample + block.samples.shape[1]
            yield block


def time_limit_s(task: HearTask | ReadTask) -> float:
    """Say how long a worker may take for a file."""
    return SHORTEST_LIMIT_S + task.file.size / LIMIT_BYTES_PER_S
