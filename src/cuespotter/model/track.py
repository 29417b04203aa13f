"""A track of a recording that holds a whole album or side in one file."""

from pydantic import Field

from cuespotter.model.base import Model


class Track(Model):
    """What is heard from `start_s` of the recording until the next track begins."""

    start_s: float = Field(ge=0, description="on the recording's clock")
    title: str | None = None
    artist: str | None = None
    isrc: str | None = None
