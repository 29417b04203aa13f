"""What is asked and answered of works and their parties."""

from __future__ import annotations

from pydantic import BaseModel, Field

from cuespotter.model.party import Party, PartyRole
from cuespotter.web.answers import Name, Question, Revision


class WorkTold(Question):
    """A work as it shall be."""

    title: Name
    iswc: str | None = Field(default=None, max_length=40)
    year: int | None = Field(default=None, ge=0, le=9999)
    parties: list[Party] = Field(default=[], max_length=200)


class WorkEdit(Question):
    """Which work some cues are; cues by id, with the revisions in which they were seen."""

    cues: dict[str, Revision] = Field(min_length=1, max_length=10_000)
    work: WorkTold


class PartyRow(BaseModel):
    """A writer or publisher as known anywhere."""

    name: str
    role: PartyRole
    ipi: str | None
    society: str | None
    works: int = Field(description="of how many works")


class Society(BaseModel):
    """A performing right society, and where it is at home."""

    name: str
    words: str


class KnownParties(BaseModel):
    """What completes the form of parties."""

    parties: list[PartyRow]
    societies: list[Society]
