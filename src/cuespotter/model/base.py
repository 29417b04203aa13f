"""How every model class behaves: frozen, strict about names, and friendly to newer files."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from cuespotter.clock import FilmSeconds, RecordingSeconds
from cuespotter.lines import is_text

LONGEST_S = 1e6
"""No film and no recording is longer: eleven days. What is longer is a mistake, and makes endless exports."""
FARTHEST_S = 10 * LONGEST_S
"""A placement may be drawn out beyond film and recording, but not beyond all measure."""
FIRST_YEAR, LAST_YEAR = 1800, 2200
"""Years of films; no sound is older than 1860, and no date is meant beyond."""

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Duration = Annotated[float, Field(ge=0, le=LONGEST_S)]
CueSeconds = Annotated[FilmSeconds, Field(ge=0, le=LONGEST_S)]
"""Where a cue begins or ends: never before the film."""
PlacedFilmSeconds = Annotated[FilmSeconds, Field(ge=-FARTHEST_S, le=FARTHEST_S)]
PlacedRecordingSeconds = Annotated[RecordingSeconds, Field(ge=-FARTHEST_S, le=FARTHEST_S)]


class Model(BaseModel):
    """A frozen value. Change one with ``model_copy(update={...})``; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @model_validator(mode="after")
    def _holds_text_only(self) -> Self:
        """Refuse strings that are no Unicode: no JSON, no database and no export could hold them."""
        for name, value in self.__dict__.items():
            if not _is_text_throughout(value):
                # as it is, no message could hold it
                facts = {"field": name, "found": ascii(value)}
                raise PydanticCustomError("no_text", "{field} is no text", facts)
        return self


def _is_text_throughout(value: Any) -> bool:
    """Look into strings and lists of them; models inside look for themselves."""
    if isinstance(value, str):
        return is_text(value)
    return not isinstance(value, list) or all(map(_is_text_throughout, value))
