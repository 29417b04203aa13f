"""A recording: one performance, one master, one file in the library."""

from typing import Literal

from pydantic import Field

from cuespotter.model.base import FIRST_YEAR, LAST_YEAR, CueSeconds, Duration, Model
from cuespotter.model.party import Party
from cuespotter.model.release import Release
from cuespotter.model.tagged import tagged_writers
from cuespotter.model.track import Track
from cuespotter.model.work import Work

VersionKind = Literal["original", "cover", "live", "remix", "re_recording", "arrangement"]


class Version(Model):
    """What a recording is to the work, and on whose word: never claimed from sound alone."""

    kind: VersionKind
    evidence: Literal["work id", "tags", "musicbrainz", "user"]
    first_recorded_by: str | None = Field(default=None, description="who is known for the original")
    first_recorded: str | None = Field(default=None, description="date of the original, as known")


class FilmPlace(Model):
    """The stretch of a film by whose sound a recording is known: a cue that was named and remembered."""

    film_id: str
    film_title: str
    start_s: CueSeconds
    end_s: CueSeconds


class Recording(Model):
    """A recording and what its tags say. Unknown stays unknown."""

    id: str
    path: str = Field(description="the file's path below the folder given to 'add', with forward slashes")
    duration_s: Duration
    title: str | None = None
    artist: str | None = None
    performer: str | None = Field(
        default=None,
        description="who plays or sings, where `artist` names another: a composer, a film's band",
    )
    artists: list[str] = Field(default=[])
    album: str | None = None
    album_artist: str | None = None
    composer: str | None = None
    lyricist: str | None = None
    arranger: str | None = None
    isrc: str | None = None
    musicbrainz_recording_id: str | None = None
    musicbrainz_work_id: str | None = None
    musicbrainz_release_id: str | None = None
    musicbrainz_artist_id: str | None = None
    label: str | None = None
    catalogue_number: str | None = None
    barcode: str | None = None
    media: str | None = None
    date: str | None = Field(default=None, description="date of this release as tagged")
    original_date: str | None = None
    release_types: list[str] = Field(default=[])
    genre: str | None = None
    track_number: int | None = None
    disc_number: int | None = None
    comment: str | None = None
    tracks: list[Track] = Field(default=[], description="of an album in one file, by their start")
    work: Work | None = None
    version: Version | None = None
    releases: list[Release] = Field(default=[], description="where it can be had, the preferred one first")
    heard_in: FilmPlace | None = Field(
        default=None, description="where its sound was taken from, if not from a file of its own"
    )
    sources: dict[str, str] = Field(
        default={}, description="of each field that is not from its tags: who said it, and when"
    )

    @property
    def genres(self) -> list[str]:
        """The genres that the tags name, each once."""
        return several(self.genre)

    @property
    def labels(self) -> list[str]:
        """The labels that the tags name, each once."""
        return several(self.label)

    @property
    def performer_known(self) -> str | None:
        """Who is said to play or sing, else the artist that the tags name."""
        return self.performer or self.artist

    @property
    def year(self) -> int | None:
        """The year of the recording's first release as far as tags tell, else of this release."""
        return year_of(self.original_date) or year_of(self.date)

    @property
    def writers_known(self) -> list[Party]:
        """The work's writers; where it names none, those that the tags name."""
        named = [] if self.work is None else self.work.writers
        return named or tagged_writers(self)

    @property
    def work_key(self) -> str | None:
        """What recordings of one work have in common (see `Work.key`); None where nothing is known of it."""
        if self.musicbrainz_work_id:
            return f"mb:{self.musicbrainz_work_id}"
        return None if self.work is None else self.work.key

    @property
    def label_text(self) -> str:
        """'Title - Artist', or the file's path where the tags say nothing."""
        if self.title is None:
            return self.path
        return self.title if self.artist is None else f"{self.title} - {self.artist}"


def several(text: str | None) -> list[str]:
    """Part a field that holds several values: tags of several values are kept parted by '; '.

    Examples
    --------
    >>> several("Jazz; Soundtrack"), several(None)
    (['Jazz', 'Soundtrack'], [])
    """
    return list(dict.fromkeys(part for one in (text or "").split(";") if (part := one.strip())))


def year_of(date: str | None) -> int | None:
    """Read the year at the start of a date as tags write it.

    Examples
    --------
    >>> year_of("1977-08-29"), year_of("unknown"), year_of("0000"), year_of(None)
    (1977, None, None, None)
    """
    if date is None or not date[:4].isdecimal() or not date[:4].isascii() or len(date) < 4:
        return None
    year = int(date[:4])
    return year if FIRST_YEAR <= year <= LAST_YEAR else None
