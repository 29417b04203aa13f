"""What stands in the addresses of the API: ids and times, never a path; and the desk that answers."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Path, Query, Request

from cuespotter.web.desk import Desk

FilmId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
RecordingId = Annotated[str, Path(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$")]
CueId = Annotated[str, Path(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
PlaceId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{12}$")]
Text = Annotated[str, Query(max_length=2000)]
FromTime = Annotated[float, Query(alias="from", ge=0, le=1e6, allow_inf_nan=False)]
ToTime = Annotated[float, Query(alias="to", ge=0, le=1e6, allow_inf_nan=False)]


def desk_here(request: Request) -> Desk:
    """Give the application's desk."""
    return cast("Desk", request.app.state.desk)


DeskHere = Annotated[Desk, Depends(desk_here)]
