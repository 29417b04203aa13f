"""What a data base says of one recording, in this project's own terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cuespotter.model.recording import Version
from cuespotter.model.release import Release
from cuespotter.model.work import Work


@dataclass(frozen=True)
class RecordingFacts:
    """Facts of one recording; None or empty where nothing is known.

    Attributes
    ----------
    musicbrainz_recording_id : str or None
        By which it is known there.
    first_released : str or None
        Date of the first release that has it, as known: '1977', '1977-08-29'.
    isrcs : tuple of str
        Its codes.
    work : Work or None
        The composition with its writers; shares are never known there.
    version : Version or None
        What it is to the work.
    releases : tuple of Release
        Where it can be had.
    tags : mapping of str to str
        What its tags might have said, by field of `Recording`: 'composer', 'label', ...
    """

    musicbrainz_recording_id: str | None = None
    first_released: str | None = None
    isrcs: tuple[str, ...] = ()
    work: Work | None = None
    version: Version | None = None
    releases: tuple[Release, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)
