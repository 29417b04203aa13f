"""A recording: one performance, one master, one file in the library."""

from pydantic import Field

from needledrop.model.base import Model


class Recording(Model):
    """A recording and what its tags say. Unknown stays unknown."""

    id: str
    path: str = Field(description="the file's path below the folder given to 'add', with forward slashes")
    duration_s: float = Field(ge=0)
    title: str | None = None
    artist: str | None = None
    artists: list[str] = []
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
    release_types: list[str] = []
    genre: str | None = None
    track_number: int | None = None
    disc_number: int | None = None
    comment: str | None = None

    @property
    def label_text(self) -> str:
        """'Title - Artist', or the file's path where the tags say nothing."""
        if self.title is None:
            return self.path
        return self.title if self.artist is None else f"{self.title} - {self.artist}"
