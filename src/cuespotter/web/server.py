"""The review desk's server: a page of plain modules, and the API behind it, for this machine only."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from cuespotter import __version__
from cuespotter.web import (
    compare_routes,
    fact_routes,
    film_routes,
    library_routes,
    list_routes,
    picture_routes,
    queue_routes,
    sound_routes,
    table_routes,
    work_routes,
)
from cuespotter.web.answers import Problem
from cuespotter.web.desk import Desk
from cuespotter.web.guard import LOOPBACK, Guard
from cuespotter.web.problems import PROBLEMS, answer_with_problems
from cuespotter.web.turns import Turns

STATIC = Path(__file__).parent / "static"
ROUTES = (
    film_routes,
    compare_routes,
    sound_routes,
    picture_routes,
    library_routes,
    queue_routes,
    list_routes,
    work_routes,
    table_routes,
    fact_routes,
)


def create_app(desk: Desk, *, hosts: Iterable[str] = LOOPBACK, token: str | None = None) -> FastAPI:
    """Make the desk's application.

    Parameters
    ----------
    desk : Desk
        Open; closed when the server stops.
    hosts : iterable of str
        Names under which it may be asked.
    token : str, optional
        Asked of every request; needed for any address but loopback.
    """

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.close()

    app = FastAPI(
        title="Cuespotter, the review desk",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=lifespan,
        responses=PROBLEMS,
    )
    app.state.desk = desk
    answer_with_problems(app)
    for routes in ROUTES:
        app.include_router(routes.router)

    @app.get("/api/problem", include_in_schema=True, tags=["library"])
    def describe_problem() -> Problem:
        """Show what a problem looks like."""
        return Problem(title="Not Found", status=404, detail="an example: what was found, needed, to do")

    @app.get("/api/{_rest:path}", include_in_schema=False)
    def nothing_there(_rest: str) -> None:
        """Answer addresses that are none."""
        raise HTTPException(404, "the desk has nothing at this address")

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        """Give the one page."""
        return FileResponse(STATIC / "index.html")

    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Turns)
    app.add_middleware(Guard, hosts=hosts, token=token)
    return app
