"""A film: a programme whose sound is searched, with the facts of its files."""

from typing import Literal

from pydantic import Field

from needledrop.model.base import Model

SpeedRegime = Literal["1", "25/24", "24/25", "1000/1001", "1001/1000", "mixed", "unknown"]


class AudioStream(Model):
    """One audio stream of a film's file, as the container declares it."""

    index: int = Field(ge=0, description="Number of the stream in the container, counted over all kinds")
    codec: str
    layout: str = Field(description="FFmpeg's name of the channel layout, for example '5.1(side)'")
    channels: int = Field(ge=0)
    rate_hz: int = Field(ge=0)
    language: str | None = None
    title: str | None = None
    is_default: bool = False
    is_commentary: bool = False


class FilmFile(Model):
    """One file of a film: a reel."""

    name: str
    size: int = Field(ge=0, description="bytes")
    duration_s: float = Field(ge=0)
    streams: list[AudioStream] = []
    stream_used: int | None = Field(default=None, description="index of the stream that was listened to")
    picture_rate: str | None = Field(default=None, description="pictures a second as a fraction, '24000/1001'")
    timecode_origin: str | None = Field(default=None, description="timecode of the first picture, '01:00:00:00'")
    film_start_s: float = Field(default=0.0, ge=0, description="where this reel begins on the film's clock")


class Film(Model):
    """A programme whose sound was searched."""

    id: str
    title: str
    year: int | None = None
    file: FilmFile = Field(description="the first reel")
    further_reels: list[FilmFile] = []
    duration_s: float = Field(ge=0, description="running time of all reels together")
    speed_regime: SpeedRegime = "unknown"
