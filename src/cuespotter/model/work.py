"""A work: a composition. Recordings of one work are its versions."""

from pydantic import Field

from cuespotter.model.base import Model
from cuespotter.model.codes import bare
from cuespotter.model.party import Party
from cuespotter.model.spelling import folded


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

    @property
    def key(self) -> str | None:
        """What two works have in common that are one and the same: an id, else title and writers.

        None where neither is known: a title alone does not make two works one.

        Examples
        --------
        >>> Work(title="Blue", parties=[Party(name="Ann", role="composer")]).key
        'title:blue|ann'
        >>> Work(title="Blue").key is None
        True
        """
        if self.musicbrainz_work_id:
            return f"mb:{self.musicbrainz_work_id}"
        if self.iswc:
            return f"iswc:{bare(self.iswc)}"
        writers = sorted({folded(party.name) for party in self.writers})
        return f"title:{'|'.join([folded(self.title), *writers])}" if writers else None
