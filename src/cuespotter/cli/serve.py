"""``cuespotter serve``: the review desk in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cuespotter.cli.options import CatalogueOption, LibraryOption, QuietOption, open_library
from cuespotter.cli.voice import Voice
from cuespotter.errors import UsageError

if TYPE_CHECKING:
    import socket

LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "::1", "localhost"})
ANY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared, not bound


def command(
    *,
    port: Annotated[
        int, typer.Option("--port", "-p", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8377,
    address: Annotated[
        str, typer.Option("--address", metavar="ADDRESS", help="Any but loopback needs the token it prints.")
    ] = "127.0.0.1",
    roots: Annotated[
        list[Path] | None,
        typer.Option("--root", metavar="DIR", readable=False, help="A folder to add or identify files from."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="HOST", help="A further name under which it may be asked.")
    ] = None,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    who: Annotated[
        str | None,
        typer.Option(
            "--who", envvar="CUESPOTTER_REVIEWER", metavar="NAME", help="Who reviews.", show_default=False
        ),
    ] = None,
    library: LibraryOption = None,
    catalogue: CatalogueOption = None,
    quiet: QuietOption = False,
) -> None:
    """Open the review desk in the browser.

    See, hear and correct the soundtracks of films. It answers this machine only, unless --address says
    otherwise. Ctrl-C stops it.

    Example:  cuespotter serve --open --root ~/Music --root ~/Films
    """
    import secrets
    from contextlib import suppress
    from platform import node

    try:
        from cuespotter.web.connections import run
        from cuespotter.web.desk import Desk
        from cuespotter.web.guard import LOOPBACK
        from cuespotter.web.server import create_app
    except ModuleNotFoundError as error:
        if error.name is None or error.name.split(".")[0] not in {"fastapi", "uvicorn", "starlette"}:
            raise
        raise UsageError(
            f"the review desk needs {error.name}, which is not installed; "
            "install it with: pip install 'cuespotter[web]'"
        ) from error
    is_loopback = address in LOOPBACK_ADDRESSES
    token = None if is_loopback else secrets.token_urlsafe(24)
    listener = _listen(address, port)
    place = f"[{address}]" if ":" in address else address
    hosts = {*LOOPBACK, place.lower(), *([name.lower()] if name else [])}
    if address in ANY_ADDRESS:
        place = name or node()
        hosts.add(node().lower())
    url = f"http://{place}:{listener.getsockname()[1]}/" + (f"?token={token}" if token else "")
    desk = Desk(open_library(library, catalogue, create=True, who=who), roots=roots or [])
    app = create_app(desk, hosts=hosts, token=token)
    Voice(quiet=quiet).say(f"the review desk is open at {url} (Ctrl-C closes it)")
    if open_page:
        import webbrowser

        webbrowser.open(url)
    with suppress(KeyboardInterrupt):  # the way to close it
        run(app, listener)


def _listen(address: str, port: int) -> socket.socket:
    """Take the address, so that one that cannot be had is said in a line before anything is opened."""
    import socket

    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((address, port))
        listener.listen()  # whoever reads the address may ask at once, and waits until the desk is ready
    except OSError as error:
        listener.close()
        raise UsageError(
            f"the desk cannot listen at {address}, port {port} ({error.strerror or error}); "
            "choose another with --port"
        ) from error
    return listener
