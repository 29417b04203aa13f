"""Errors -> ``application/problem+json`` (RFC 9457): one line for a person, facts for a program."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from cuespotter.errors import (
    CatalogueError,
    CuespotterError,
    ExportError,
    LibraryBusyError,
    LibraryError,
    LibraryUnwritableError,
    MediaError,
    MissingFileError,
    StaleError,
    UnknownCueError,
    UnknownFilmError,
    UnknownFormatError,
    UnknownJobError,
    UnknownPlaceError,
    UnknownRecordingError,
    UsageError,
)
from cuespotter.model.refusal import refusal_of

STATUS_OF: tuple[tuple[type[CuespotterError], int], ...] = (
    (UnknownFilmError, 404),
    (UnknownRecordingError, 404),
    (UnknownCueError, 404),
    (UnknownPlaceError, 404),
    (UnknownJobError, 404),
    (UnknownFormatError, 404),
    (MissingFileError, 410),
    (CatalogueError, 409),
    (ExportError, 422),
    (UsageError, 422),
    (MediaError, 422),
    (LibraryBusyError, 423),
    (LibraryUnwritableError, 403),
    (LibraryError, 503),
)
"""The first that fits; anything else is a mistake in the program."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (400, 401, 403, 404, 409, 410, 413, 415, 421, 422, 423, 429, 503)
}
"""What any call may answer, for the published OpenAPI."""


def problem(status: int, detail: str, **facts: object) -> JSONResponse:
    """Make a problem document."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **facts}
    return JSONResponse(body, status, media_type="application/problem+json")


def status_of(error: CuespotterError) -> int:
    """Say which status an error of ours has."""
    return next((status for kind, status in STATUS_OF if isinstance(error, kind)), 500)


def answer_with_problems(app: FastAPI) -> None:
    """Have an application answer every error as a problem document."""

    @app.exception_handler(CuespotterError)
    async def _ours(_request: Request, error: CuespotterError) -> JSONResponse:
        facts = error.facts if isinstance(error, StaleError) else {}
        return problem(status_of(error), error.message, **facts)

    @app.exception_handler(HTTPException)
    async def _plain(_request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    async def _invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
        return problem(422, refusal_of([_without_place(one) for one in error.errors()]))

    @app.exception_handler(Exception)
    async def _unexpected(_request: Request, error: Exception) -> JSONResponse:
        return problem(500, f"unexpected {type(error).__name__}; this is a mistake in the program")


def _without_place(told: dict[str, Any]) -> dict[str, Any]:
    """Name a field as who asked wrote it: without the part of the request it came in, nor a place in JSON."""
    place, *steps = told["loc"]
    if told["type"] == "json_invalid":
        return {**told, "loc": ("what was sent",), "ctx": {"found": "read"}}
    return {**told, "loc": tuple(steps) or ("what was sent" if place == "body" else place,)}
