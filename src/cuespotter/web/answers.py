"""What the desk answers and what it is asked, as typed documents; from these the OpenAPI is made."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from cuespotter.model import FilmDocument, Recording
from cuespotter.services import LocalJobStatus
from cuespotter.web.plain import check_plain

Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
Revision = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Fields = Annotated[dict[str, object], Field(max_length=50)]


class Question(BaseModel):
    """What is asked: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: object) -> object:
        """Refuse what JSON allows and nothing else bears."""
        check_plain(value)
        return value


class Problem(BaseModel):
    """Why something could not be done (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Session(BaseModel):
    """Whose desk it is."""

    version: str
    who: str
    recordings: int
    hours: float
    films: int
    has_roots: bool


class FilmRow(BaseModel):
    """A film in the list."""

    id: str
    title: str
    year: int | None
    duration_s: float
    cues: int
    named_cues: int
    reviewed_cues: int
    saved_at: str
    is_told: bool = Field(description="nobody has listened to it: it has no file")
    is_file_there: bool


class PictureCounting(BaseModel):
    """How a film's pictures are counted: what timecode is written from."""

    numerator: int = Field(description="pictures a second, as a fraction")
    denominator: int
    nominal: int = Field(description="numbers in a second of timecode")
    dropped: int = Field(description="numbers left out at a minute that is no tenth; 0 without drop-frame")
    origin: int = Field(description="the number of the first picture")


class ThemeQuestionRow(BaseModel):
    """Whether a cue is other music of its film, played anew: in words, and where both begin."""

    model_config = ConfigDict(from_attributes=True)

    text: str
    at_s: float
    other_s: float


class FilmState(BaseModel):
    """A film as it stands, with the revisions by which edits are held against it."""

    document: FilmDocument
    film_revision: str
    cue_revisions: dict[str, str]
    usage_codes: dict[str, str | None] = Field(description="United States usage code of each cue")
    suggestions: dict[str, list[str]] = Field(description="of each cue what is suggested, and why, in words")
    hints: dict[str, str] = Field(description="of each cue why the characters may hear it, in words")
    suggested_codes: dict[str, str | None] = Field(description="usage code that would follow from that")
    reasons: dict[str, list[str]] = Field(
        description="why each cue without a name is thought music, and what speaks against it, in words"
    )
    theme_questions: dict[str, list[ThemeQuestionRow]] = Field(
        description="of each cue without a name, what other music of the film it may be, played anew"
    )
    themes: dict[str, str] = Field(description="letter of the theme that a cue without a recording is of")
    timecode: PictureCounting | None = Field(
        description="None where the film has no pictures at a known rate"
    )
    can_redo: bool
    reached: list[str] = Field(default=[], description="what a step did in other films, in words")


class Saved(BaseModel):
    """The state a film is in: another time, another state."""

    saved_at: str


class Removed(BaseModel):
    """What is no longer there."""

    what: str


class RemarkRow(BaseModel):
    """One thing to mend before the cue sheet is handed in."""

    gravity: Literal["wrong", "missing", "unsure"]
    row: int | None
    cue_no: str | None
    field: str
    text: str


class ShareRow(BaseModel):
    """A share with its bounds."""

    name: str
    of_what: str
    lower_s: float
    upper_s: float
    whole_s: float
    lower: float | None
    upper: float | None


class NumericTest(BaseModel):
    """A numeric test of some year's rules; to meet one is not to be eligible."""

    name: str
    threshold: float
    verdict: str


class Totals(BaseModel):
    """How much of a film is music, and how much of that was made for it."""

    shares: list[ShareRow]
    tests: list[NumericTest]
    cues: int
    named: int
    unnamed: int
    reviewed: int


class FormatRow(BaseModel):
    """An export that can be had."""

    name: str
    suffix: str
    description: str
    media_type: str
    is_text: bool
    room: str


class Level(BaseModel):
    """A curve of level in whole dB re full scale, or how far its measuring is."""

    step_s: float
    level_db: list[int]
    is_ready: bool
    fraction: float


class RecordingList(BaseModel):
    """Recordings, as many as were asked for."""

    total: int
    recordings: list[Recording]


class UseRow(BaseModel):
    """A cue of some film that uses a recording."""

    film_id: str
    film_title: str
    cue_no: str
    status: str
    start_s: float
    end_s: float


class PlaceRow(BaseModel):
    """A folder or file below a root."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    name: str
    is_folder: bool
    size: int


class JobRow(BaseModel):
    """Work in hand, and how far it is."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    kind: str
    title: str
    status: LocalJobStatus
    stage: str
    fraction: float
    message: str | None
    film_id: str | None
    complaints: list[str]


class FilmEdit(Question):
    """Set fields of the film; those of header and identifiers as 'header.network'; null clears."""

    revision: Revision
    fields: Fields


class FilmRemoval(Question):
    """A film to forget, by its title too: nothing is forgotten by mistake."""

    title: Annotated[str, Field(max_length=10_000)]


class RecordingRemoval(Question):
    """A recording to take out of the library, by its path too."""

    path: Annotated[str, Field(max_length=10_000)]


class CueEdit(Question):
    """Change a cue: recording, bounds, fields, in this order, as one change."""

    revision: Revision
    start_s: Seconds | None = None
    end_s: Seconds | None = None
    recording: Name | None = Field(default=None, description="id of the recording it is")
    original: Name | None = Field(default=None, description="id of a recording of whose work it is another")
    is_other_work: bool = Field(default=False, description="it is of none of the works asked about")
    fields: Fields = {}
    is_remembered: bool = Field(
        default=False, description="whether the library remembers its sound, under its title"
    )


class CueNew(Question):
    """Add a cue that only the reviewer heard."""

    start_s: Seconds
    end_s: Seconds
    recording: Name | None = None
    fields: Fields = {}


class CueSplit(Question):
    """Make two cues of one."""

    revision: Revision
    at_s: Seconds


class CueRevisions(Question):
    """Several cues, each with the revision in which it was seen."""

    cues: Annotated[dict[Name, Revision], Field(min_length=1, max_length=2000)]


class CueVerdict(CueRevisions):
    """Say of cues that they are true, or not."""

    verdict: Literal["confirm", "reject"]


class CueAnswers(CueRevisions):
    """Say the same of several cues, as one change."""

    fields: Fields = {}
    verdict: Literal["confirm", "reject"] | None = None


class AddPlace(Question):
    """Add what lies in a place."""

    place: Name


class IdentifyPlace(Question):
    """Identify the film in a place."""

    place: Name
    title: Name | None = None


class IdentifyAgain(Question):
    """Identify a known film again, under the reviewer's word."""
