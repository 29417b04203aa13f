"""A party: a person or house with a share in a work, and what a society needs to know of it."""

from typing import Literal

from pydantic import Field

from cuespotter.model.base import Model

WriterRole = Literal[
    "composer",
    "lyricist",
    "composer_lyricist",
    "arranger",
    "adaptor",
    "translator",
    "sub_arranger",
    "sub_author",
]
PublisherRole = Literal["publisher", "sub_publisher", "administrator", "acquirer", "income_participant"]
PartyRole = WriterRole | PublisherRole

PUBLISHER_ROLES: frozenset[str] = frozenset(
    ["publisher", "sub_publisher", "administrator", "acquirer", "income_participant"]
)


class Party(Model):
    """One writer or publisher of a work. A share nobody has told is None, never 0."""

    name: str = Field(description="as it is credited: 'Iggy Pop', 'James Osterberg Music'")
    role: PartyRole
    first_name: str | None = Field(default=None, description="a writer's, where a form asks for both")
    last_name: str | None = None
    ipi: str | None = Field(default=None, description="IPI name number, up to eleven digits, as text")
    society: str | None = Field(default=None, description="performing right society, for example 'BMI'")
    share_percent: float | None = Field(default=None, ge=0, le=100, description="share of performing right")

    @property
    def is_publisher(self) -> bool:
        """Whether it stands on the publishers' side of the work."""
        return self.role in PUBLISHER_ROLES

    @property
    def split_name(self) -> tuple[str, str]:
        """First and last name as stored, else the name parted at its last space."""
        if self.last_name is not None or self.first_name is not None:
            return self.first_name or "", self.last_name or ""
        first, _, last = self.name.rpartition(" ")
        return first, last
