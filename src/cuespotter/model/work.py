"""A work: a composition. Recordings of one work are its versions."""

from pydantic import Field

from cuespotter.model.base import Model
from cuespotter.model.party import Party


class Work(Model):
    """A composition with its writers and publishers, as tags, side tables or the user told them."""

    id: str | None = None
    title: str
    iswc: str | None = Field(default=None, description="'T-034.524.680-1'")
    musicbrainz_work_id: str | None = None
    year: int | None = Field(default=None, description="when it was written or first published")
    parties: list[Party] = Field(default=[])

    @property
    def writers(self) -> list[Party]:
        """The parties who wrote it, in the order given."""
        return [party for party in self.parties if not party.is_publisher]

    @property
    def publishers(self) -> list[Party]:
        """The parties who publish it, in the order given."""
        return [party for party in self.parties if party.is_publisher]
