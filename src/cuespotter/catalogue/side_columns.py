"""The columns of side tables: each by the field it fills, and those by which a row names its recordings."""

from __future__ import annotations

from collections.abc import Callable

from cuespotter.model import Recording

WORK_COLUMNS = {
    "work_title": "title",
    "iswc": "iswc",
    "work_year": "year",
    "musicbrainz_work_id": "musicbrainz_work_id",
}
PARTY_COLUMNS = {
    "name": "name",
    "first_name": "first_name",
    "last_name": "last_name",
    "role": "role",
    "ipi": "ipi",
    "society": "society",
    "share": "share_percent",
    "share_percent": "share_percent",
}
VERSION_COLUMNS = {
    "version": "kind",
    "first_recorded_by": "first_recorded_by",
    "first_recorded": "first_recorded",
}
PERFORMER_COLUMNS = {"performer": "performer"}
RELEASE_COLUMNS = {
    "release_title": "title",
    "release_artist": "artist",
    "release_date": "date",
    "country": "country",
    "label": "label",
    "catalogue_number": "catalogue_number",
    "barcode": "barcode",
    "medium": "medium",
    "colour": "colour",
    "limited": "is_limited",
    "packaging": "packaging",
    "soundtrack": "is_soundtrack",
    "release_notes": "notes",
    "discogs_release_id": "discogs_release_id",
}
KEYS: tuple[tuple[str, Callable[[Recording], str | None]], ...] = (
    ("isrc", lambda recording: recording.isrc),
    ("musicbrainz_recording_id", lambda recording: recording.musicbrainz_recording_id),
    ("musicbrainz_work_id", lambda recording: recording.musicbrainz_work_id),
    ("path", lambda recording: recording.path),
)
COLUMNS = frozenset([key for key, _ in KEYS]).union(
    WORK_COLUMNS, PARTY_COLUMNS, VERSION_COLUMNS, RELEASE_COLUMNS, PERFORMER_COLUMNS
)
