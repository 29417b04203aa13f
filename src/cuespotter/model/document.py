"""The canonical document: one film and its cues, from which every export derives."""

from typing import Any, Final, Literal

from pydantic import ConfigDict, Field, model_validator

from cuespotter.former import FORMER_SCHEMA, FORMER_VERSION_FIELD
from cuespotter.model.base import Model
from cuespotter.model.cue import Cue
from cuespotter.model.film import Film
from cuespotter.model.spelling import folded

SCHEMA_NAME: Final = "cuespotter.film/1"


class FilmDocument(Model):
    """What ``identify --json`` writes and every export reads."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    schema_name: Literal["cuespotter.film/1"] = Field(default=SCHEMA_NAME, alias="schema")
    film: Film
    cues: list[Cue] = Field(default=[])
    cuespotter_version: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _adopt_former_name(cls, value: Any) -> Any:
        """Read a document that was written under the former name."""
        if not isinstance(value, dict):
            return value
        held = dict(value)
        if held.get("schema") == FORMER_SCHEMA:
            held["schema"] = SCHEMA_NAME
        if FORMER_VERSION_FIELD in held:
            held.setdefault("cuespotter_version", held.pop(FORMER_VERSION_FIELD))
        return held

    @property
    def cues_heard(self) -> list[Cue]:
        """All cues but the rejected, in film order: by start, then end, then id."""
        kept = (cue for cue in self.cues if cue.status != "rejected")
        return sorted(kept, key=lambda cue: (cue.start_s, cue.end_s, cue.id))

    @property
    def cues_told(self) -> list[Cue]:
        """What is said to be in the film and was not heard, as cues whose times mean nothing."""
        heard = {folded(cue.title_known or "") for cue in self.cues_heard}
        return [one.as_cue() for one in self.film.also_heard if folded(one.title) not in heard]

    @property
    def music_known(self) -> list[Cue]:
        """All music of the film: what was heard, then what is told; only the first have times."""
        return [*self.cues_heard, *self.cues_told]
