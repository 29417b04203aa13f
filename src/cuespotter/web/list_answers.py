"""What the desk answers and is asked about lists."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from cuespotter.model.kept_list import ListKind
from cuespotter.web.answers import Name, Question, Revision

Words = Annotated[str, Field(max_length=20_000)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Token = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
Ids = Annotated[list[Id], Field(max_length=5000)]


class ListRow(BaseModel):
    """A list among the lists."""

    name: str
    kind: ListKind
    entries: int


class EntryWords(Question):
    """What the user says of one entry; a picture goes by a name of its own, never by its place."""

    id: Id
    note: Words | None = None
    link: Annotated[str, Field(max_length=2000)] | None = None
    picture: Token | None = None
    cue: Id | None = None


class ListTold(Question):
    """A list as it is kept."""

    name: Name
    kind: ListKind = "films"
    where: Annotated[str, Field(max_length=2000)] | None = Field(
        default="", description="a filter; null: only what was added by hand"
    )
    order: Annotated[str, Field(max_length=60)] = "title"
    introduction: Words | None = None
    added: Ids = Field(default=[], description="ids added by hand, in the user's order")
    left_out: Ids = Field(default=[], description="ids that are never in it")
    words: Annotated[list[EntryWords], Field(max_length=5000)] = Field(default=[])
    omissions: Annotated[list[Words], Field(max_length=500)] = Field(default=[])


class ListEdit(Question):
    """What a list shall be, and what it was when it was last seen."""

    told: ListTold
    seen: Revision | None = Field(default=None, description="null: there is no list of that name yet")


class ListForget(Question):
    """Which list to forget."""

    name: Name
    seen: Revision


class EntryRow(BaseModel):
    """A film, recording or release in a list."""

    id: str
    title: str
    by: str | None
    year: int | None
    details: list[str]
    cue: str | None = Field(description="the chosen cue, in words")


class ListState(BaseModel):
    """A list as it stands, and what is in it now."""

    told: ListTold
    revision: str
    entries: list[EntryRow]
    orders: list[str] = Field(description="what a list of that kind can be ordered by")


class Addable(BaseModel):
    """Something that can be put into a list."""

    id: str
    title: str
    by: str | None
    year: int | None


class CueChoice(BaseModel):
    """A cue that can stand for a film."""

    id: str
    words: str


class PictureSent(Question):
    """A picture of the user's, in Base64."""

    content: Annotated[str, Field(min_length=8, max_length=1_000_000)]


class PictureKept(BaseModel):
    """The name by which a picture goes."""

    picture: str
