"""A release: what is bought. The pink vinyl is one."""

from pydantic import Field

from cuespotter.model.base import Model


class Release(Model):
    """One edition on which a recording can be had."""

    id: str | None = None
    title: str
    artist: str | None = None
    date: str | None = Field(default=None, description="as known: '2011', '2011-09', '2011-09-27'")
    country: str | None = None
    label: str | None = None
    catalogue_number: str | None = None
    barcode: str | None = None
    medium: str | None = Field(default=None, description="'vinyl', 'CD', 'digital', ...")
    colour: str | None = Field(default=None, description="of the vinyl: 'pink'")
    is_limited: bool | None = None
    packaging: str | None = Field(default=None, description="'gatefold', 'digipak', ...")
    is_soundtrack: bool | None = None
    musicbrainz_release_id: str | None = None
    discogs_release_id: str | None = Field(default=None, description="the number in its address there")
    notes: str | None = None
