"""The canonical document: one film and its cues, from which every export derives."""

from typing import Final, Literal

from pydantic import ConfigDict, Field

from needledrop.model.base import Model
from needledrop.model.cue import Cue
from needledrop.model.film import Film

SCHEMA_NAME: Final = "needledrop.film/1"


class FilmDocument(Model):
    """What ``identify --json`` writes and every export reads."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    schema_name: Literal["needledrop.film/1"] = Field(default=SCHEMA_NAME, alias="schema")
    film: Film
    cues: list[Cue] = Field(default=[])
    needledrop_version: str | None = None

    @property
    def cues_heard(self) -> list[Cue]:
        """All cues but the rejected, in film order: by start, then end, then id."""
        kept = (cue for cue in self.cues if cue.status != "rejected")
        return sorted(kept, key=lambda cue: (cue.start_s, cue.end_s, cue.id))
