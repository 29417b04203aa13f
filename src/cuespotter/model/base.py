"""How every model class behaves: frozen, strict about names, and friendly to newer files."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value. Change one with ``model_copy(update={...})``; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
