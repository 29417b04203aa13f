"""A film: a programme whose sound is searched, with the facts of its files."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field, field_validator

from cuespotter.clock import TIMECODE, editing_rate
from cuespotter.model.base import Duration, Model, Year
from cuespotter.model.episode import EpisodePart
from cuespotter.model.mention import Mention
from cuespotter.model.sound import SoundSpans
from cuespotter.model.theme import FilmTheme, ThemeVariation

REVIEWER = "the reviewer"
"""The source of a film's fact that somebody typed; no other source stands above it."""
FilmKind = Literal["feature", "short", "documentary", "episode", "trailer", "advertisement", "other"]
SpeedRegime = Literal[
    "1",
    "25/24",
    "24/25",
    "1000/1001",
    "1001/1000",
    "1001/960",
    "960/1001",
    "3125/3003",
    "3003/3125",
    "mixed",
    "unknown",
]
"""The ratios of `speeds.NAMED_SPEEDS`, as fractions."""


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
    is_description: bool = Field(default=False, description="audio description, for those who cannot see")


class FilmFile(Model):
    """One file of a film: a reel."""

    name: str
    size: int = Field(ge=0, description="bytes")
    duration_s: Duration = Field(description="length of the sound that was decoded")
    streams: list[AudioStream] = Field(default=[])
    stream_used: int | None = Field(default=None, description="index of the stream that was listened to")
    channel_streams: list[int] = Field(
        default=[],
        description="indexes of the mono streams heard together as one mix, in the order of "
        "`channel_layout`; `stream_used` is the first. Empty where one stream was heard",
    )
    channel_layout: str | None = Field(
        default=None, description="FFmpeg's name of the mix of `channel_streams`, for example '5.1(side)'"
    )
    channels_guessed: bool = Field(
        default=False, description="whether only their number says which channel each of them is"
    )
    dub_streams: list[int] = Field(
        default=[],
        description="indexes of further language tracks of the same mix that were heard with `stream_used`: "
        "what all of them share has music and no voices",
    )
    originals_heard: int = Field(
        default=0,
        ge=0,
        description="recordings whose own files were listened to beside it: where their peaks left a doubt, "
        "and for from when to when they are heard",
    )
    originals_missing: int = Field(
        default=0,
        ge=0,
        description="recordings whose own files would have been listened to, were they at hand and readable "
        "as they were when added; "
        "with them, answers may differ",
    )
    second_look_heard: int = Field(
        default=0,
        ge=0,
        description="recordings that were looked for by their own files where nothing was found "
        "(`identify --thorough`)",
    )
    second_look_missing: int = Field(
        default=0,
        ge=0,
        description="recordings that would have been looked for there, were their files at hand and readable",
    )
    remarks: list[str] = Field(
        default=[], description="what could not be heard, and why, each in one line; empty for a sound file"
    )
    picture_rate: str | None = Field(
        default=None, description="pictures a second as a fraction, '24000/1001'"
    )
    pictures_vary: bool = Field(
        default=False, description="whether pictures come at no steady rate; `picture_rate` is their average"
    )
    timecode_origin: str | None = Field(
        default=None, description="timecode of the first picture, '01:00:00:00'"
    )
    film_start_s: Duration = Field(default=0.0, description="where this reel begins on the film's clock")


class CueSheetHeader(Model):
    """What a cue sheet asks about the programme as a whole. All of it is the user's to fill."""

    classification: str | None = Field(default=None, description="for example 'Theatrical'")
    category: str | None = None
    network: str | None = None
    initial_air_date: str | None = Field(default=None, description="'2011-09-16'")
    production_number: str | None = None
    production_company: str | None = None
    production_company_address: str | None = None
    country: str | None = Field(default=None, description="country of production")
    director: str | None = None
    date_prepared: str | None = None
    prepared_by: str | None = None
    prepared_by_email: str | None = None


class FilmIdentifiers(Model):
    """What others call the same film."""

    imdb: str | None = None
    tmdb: str | None = None
    tvdb: str | None = None
    wikidata: str | None = None
    isan: str | None = None
    eidr: str | None = None


class Film(Model):
    """A programme whose sound was searched."""

    id: str
    title: str
    year: Year | None = None
    kind: FilmKind | None = None
    version: str | None = Field(default=None, description="'director's cut', 'PAL DVD', ...")
    original_title: str | None = None
    further_titles: list[str] = Field(default=[], description="also known as")
    genres: list[str] = Field(default=[], description="as its sources name them: 'Crime', 'Musical'")
    series_title: str | None = None
    episode_title: str | None = None
    episode_number: str | None = None
    identifiers: FilmIdentifiers = FilmIdentifiers()
    header: CueSheetHeader = CueSheetHeader()
    content_notes: list[str] = Field(default=[], description="what a viewer may wish to know beforehand")
    notes: str | None = None
    picture_rate: str | None = Field(
        default=None,
        description="pictures a second of the project, '23.976' or '29.97DF'; null takes the file's own",
    )
    timecode_origin: str | None = Field(
        default=None,
        description="timecode of the first picture in the project, '01:00:00:00'; null takes the file's own",
    )
    file: FilmFile = Field(description="the first reel")
    further_reels: list[FilmFile] = Field(default=[])
    duration_s: Duration = Field(description="running time of all reels together")
    speed_regime: SpeedRegime = "unknown"
    themes: list[FilmTheme] = Field(
        default=[], description="music without a name that returns in the film, as it was heard"
    )
    variations: list[ThemeVariation] = Field(
        default=[],
        description="music without a name that may be other such music in another key, tempo or dress",
    )
    sounds: list[SoundSpans] = Field(
        default=[], description="when there is music, speech, singing in the film, as it was heard"
    )
    series_parts: list[EpisodePart] = Field(
        default=[],
        description="opening and closing that an episode shares with others of its series, in film order",
    )
    also_heard: list[Mention] = Field(
        default=[], description="music that is said to be in it, by its credits or a book, in film order"
    )
    told_music_s: Duration | None = Field(
        default=None, description="how much music is in it in all, as somebody tells"
    )
    told_score_s: Duration | None = Field(
        default=None, description="how much of that is score written for it, as somebody tells"
    )
    sources: dict[str, str] = Field(
        default={}, description="where facts of the film are from, by field: {'year': 'drive.nfo'}"
    )

    @field_validator("picture_rate")
    @classmethod
    def _check_rate(cls, rate: str | None) -> str | None:
        """Refuse what no project counts at."""
        if rate is not None:
            editing_rate(rate)
        return rate

    @field_validator("timecode_origin")
    @classmethod
    def _check_origin(cls, timecode: str | None) -> str | None:
        """Refuse what is no timecode; whether the rate has it depends on the rate."""
        if timecode is not None and TIMECODE.fullmatch(timecode.strip()) is None:
            raise ValueError(f"{timecode!r} is no timecode; write it like 01:00:00:00")
        return timecode

    @property
    def reels(self) -> list[FilmFile]:
        """All files of the film, in order of the film's clock."""
        return [self.file, *self.further_reels]

    @property
    def is_listened_to(self) -> bool:
        """Whether there was a file to listen to; else all that is known of the film was told."""
        return self.file.size > 0 or bool(self.file.name)

    def fact(self, name: str) -> object:
        """Give a field by its name, an inner one as ``header.network``."""
        value: object = self
        for step in name.split("."):
            value = getattr(value, step)
        return value

    def with_facts(self, facts: Mapping[str, object], sources: Mapping[str, str]) -> "Film":
        """Give the film with facts laid into its fields, and where each is from.

        Parameters
        ----------
        facts : mapping of str to object
            By field, an inner one as ``header.network``.
        sources : mapping of str to str
            Where they are from, by field.

        Raises
        ------
        pydantic.ValidationError
            A value is not of its field's type.
        """
        held = self.model_dump()
        for name, value in facts.items():
            *parents, last = name.split(".")
            place = held
            for parent in parents:
                place = place[parent]
            place[last] = value
        return Film.model_validate({**held, "sources": {**self.sources, **sources}})
