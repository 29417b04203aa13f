"""Music that somebody says is in a film: from its credits or a book, before anybody has heard where."""

import hashlib
from typing import Final

from pydantic import Field

from cuespotter.clock import FilmSeconds
from cuespotter.model.base import CueSeconds, Model
from cuespotter.model.cue import Cue, FilmPart, Form, Origin, Perception, Prominence, Vocal
from cuespotter.model.recording import Recording, Version
from cuespotter.model.release import Release
from cuespotter.model.spelling import folded
from cuespotter.model.work import Work

AT_NO_TIME: Final = FilmSeconds(0.0)


def music_key(title: str, artist: str | None) -> str:
    """Name a piece of music so that it is the same however its title and artist are written."""
    return f"{folded(title)}|{folded(artist or '')}"


class Mention(Model):
    """A piece of music in a film, as it is told; most often nobody tells when. Unknown stays unknown."""

    title: str = Field(min_length=1)
    artist: str | None = None
    year: int | None = Field(default=None, description="of the recording")
    album: str | None = None
    isrc: str | None = None
    musicbrainz_recording_id: str | None = None
    at_s: CueSeconds | None = Field(default=None, description="when it begins in the film, if that is told")
    work: Work | None = None
    version: Version | None = None
    releases: list[Release] = Field(default=[])
    notes: str | None = None
    film_part: FilmPart | None = None
    perception: Perception | None = None
    vocal: Vocal | None = None
    prominence: Prominence | None = None
    form: Form | None = None
    work_origin: Origin = "unknown"
    recording_origin: Origin = "unknown"
    source: str | None = Field(default=None, description="where it is told: the table's name")

    @property
    def key(self) -> str:
        """What two mentions of the same music have in common.

        Examples
        --------
        >>> Mention(title="Perfect Day", artist="Lou Reed").key
        'perfect day|lou reed'
        """
        return music_key(self.title, self.artist)

    @property
    def recording_id(self) -> str:
        """The same for the same music in every film."""
        return "told-" + hashlib.sha256(f"{self.key}|{self.year or ''}".encode()).hexdigest()[:16]

    def as_cue(self) -> Cue:
        """Give it the form of a cue, for whoever tells of cues and asks no times: its own mean nothing."""
        recording = Recording(
            id=self.recording_id,
            path="",
            duration_s=0.0,
            title=self.title,
            artist=self.artist,
            album=self.album,
            isrc=self.isrc,
            musicbrainz_recording_id=self.musicbrainz_recording_id,
            date=None if self.year is None else str(self.year),
            work=self.work,
            version=self.version,
            releases=self.releases,
        )
        shared = ("notes", "film_part", "perception", "vocal", "prominence", "form", "work_origin")
        return Cue(
            id=self.recording_id,
            cue_no="",
            status="confirmed",
            confidence=1.0,
            start_s=AT_NO_TIME,
            end_s=AT_NO_TIME,
            recording=recording,
            recording_origin=self.recording_origin,
            **{name: getattr(self, name) for name in shared},
        )
