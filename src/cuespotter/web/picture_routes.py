"""The film's picture by id and time: stills, and the film's own files for browsers that can play them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import FileResponse

from cuespotter.web.names import DeskHere, FilmId

router = APIRouter(prefix="/api", tags=["picture"])
ReelNumber = Annotated[int, Path(ge=0, le=999)]
AtTime = Annotated[float, Query(alias="at", ge=0, le=1e6, allow_inf_nan=False)]
Height = Annotated[int, Query(ge=16, le=1080)]
KEPT = {"cache-control": "private, max-age=3600"}
STILL = {200: {"content": {"image/jpeg": {}}, "description": "a picture of the film"}}
REEL = {
    200: {"content": {"application/octet-stream": {}}, "description": "the whole file"},
    206: {"content": {"application/octet-stream": {}}, "description": "the bytes that were asked for"},
    416: {"description": "the file has no such bytes"},
}
BROWSER_KINDS = {
    ".mkv": "video/webm",  # what browsers call Matroska, whatever is in it
    ".webm": "video/webm",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/mp4",
    ".ogv": "video/ogg",
}


@router.get("/films/{film_id}/still", response_class=Response, responses=STILL)  # type: ignore[arg-type]
def still(
    desk: DeskHere,
    film_id: FilmId,
    at_s: AtTime,
    height: Height = 180,
    *,
    is_near: Annotated[bool, Query(alias="near", description="the key picture before it will do")] = False,
) -> Response:
    """Give the picture that the film shows at a time."""
    content = desk.library.still(desk.film(film_id).id, at_s, height, near=is_near)
    return Response(content, media_type="image/jpeg", headers=KEPT)


@router.get("/films/{film_id}/reels/{number}/media", response_class=FileResponse, responses=REEL)  # type: ignore[arg-type]
def reel(desk: DeskHere, film_id: FilmId, number: ReelNumber) -> FileResponse:
    """Give a film's file, or the bytes of it that are asked for (Range)."""
    path = desk.library.reel_file(desk.film(film_id).id, number)
    kind = BROWSER_KINDS.get(path.suffix.lower(), "application/octet-stream")
    return FileResponse(path, media_type=kind, headers=KEPT)
