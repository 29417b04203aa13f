"""A list that somebody keeps: which films, recordings or releases, in which order, with a word on each."""

from typing import Literal

from pydantic import Field

from cuespotter.model.base import Model

ListKind = Literal["films", "recordings", "releases"]


class ListWords(Model):
    """What the user says of one entry."""

    id: str = Field(description="of the film, the recording or the release")
    note: str | None = None
    link: str | None = Field(default=None, description="a web address")
    picture: str | None = Field(default=None, description="a file of the user's")
    cue: str | None = Field(default=None, description="a film's cue that stands for it, by id")


class KeptList(Model):
    """A list by its name. What fits `where` is in it, and what was added by hand; never what was left out."""

    name: str = Field(min_length=1, max_length=200)
    kind: ListKind = "films"
    where: str | None = Field(default="", description="a filter; None: only what was added by hand")
    order: str = "title"
    introduction: str | None = None
    added: list[str] = Field(default=[], description="ids added by hand, in the user's order")
    left_out: list[str] = Field(default=[], description="ids that are never in it")
    words: list[ListWords] = Field(default=[])
    omissions: list[str] = Field(default=[], description="honourable omissions, each a sentence")
