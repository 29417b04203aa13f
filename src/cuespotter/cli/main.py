"""The program: finds the command that was asked for, imports only that, and turns errors into one line.

Nothing heavy may be imported here: ``cuespotter --help`` answers at once.

How to add a command:

1. Its deed in the hall, if there is none yet (`services`): a door only turns options into a deed and what
   comes of it into lines and tables.
2. A file here with its name and a function ``command``, typed, with the help of each option beside it and an
   example in its docstring. Options that others have stand in `options`, tables in `tables`, words to stderr
   in `voice`, asking in JSON or CSV in `listing`. Whatever is heavy is imported inside the function.
3. Its name in `COMMANDS`.
4. ``python -m docs.renew`` writes it into docs/commands.md.
5. A test in ``tests/unit/cli/``; those of all commands hold help, example, the refusal of what is no text
   and that ``--help`` stays quick.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from difflib import get_close_matches
from functools import wraps
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn, get_type_hints

import typer
import typer.core
import typer.models

from cuespotter import __version__
from cuespotter.cli.kernels import settle_cache
from cuespotter.ending import leave
from cuespotter.errors import CuespotterError, LibraryBusyError, UsageError
from cuespotter.former import adopt_environment
from cuespotter.lines import is_text, one_line

COMMANDS = (
    "add",
    "identify",
    "watch",
    "series",
    "show",
    "export",
    "films",
    "recordings",
    "confirm",
    "reject",
    "edit",
    "undo",
    "redo",
    "history",
    "check",
    "compare",
    "suggest",
    "works",
    "versions",
    "learn",
    "list",
    "site",
    "listens",
    "theme",
    "serve",
    "enqueue",
    "work",
    "jobs",
    "remove",
    "stats",
    "verify",
    "compact",
    "repair",
)
"""In the order of the help; each stands in the module of its name, as its function `command`."""

NOTHING_DONE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141
DEBUG_VARIABLE = "CUESPOTTER_DEBUG"
BLAS_VARIABLE = "OPENBLAS_NUM_THREADS"
"""NumPy's own, read when it is imported; what the user sets there stays."""
HELP_NAMES = {"help_option_names": ["-h", "--help"]}


class CommandGroup(typer.core.TyperGroup):
    """All commands, each imported when it is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Name the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Import a command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"cuespotter.cli.{cmd_name}")
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(cmd_name, context_settings=HELP_NAMES)(_with_texts_checked(module.command))
        return typer.main.get_command(single)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; for a slip of the pen, say what may have been meant."""
        meant = get_close_matches(args[0], COMMANDS, n=1)
        if args[0] not in COMMANDS and not args[0].startswith("-") and meant:
            raise UsageError(f"there is no command {args[0]!r}; did you mean {meant[0]!r}?")
        return super().resolve_command(ctx, args)


def _with_texts_checked(command: Callable[..., None]) -> Callable[..., None]:
    """Have a command refuse options that are no Unicode; a name of a file may be any bytes, and is a path.

    Where the library is being written, one that could have waited says so.
    """

    @wraps(command)
    def checked(**given: Any) -> None:
        for name, value in given.items():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and not is_text(text) and _is_option(command, name):
                    raise UsageError(
                        f"--{name.replace('_', '-')} cannot be {text!r}; write a text in Unicode"
                    )
        try:
            command(**given)
        except LibraryBusyError as error:
            if "wait" in given:
                raise LibraryBusyError(f"{error.message}, or use --wait", **error.facts) from error
            raise

    return checked


def _is_option(command: Callable[..., None], name: str) -> bool:
    """Say whether a parameter is an option; an argument names a film, a cue or a file."""
    marks = getattr(get_type_hints(command, include_extras=True)[name], "__metadata__", ())
    return any(isinstance(mark, typer.models.OptionInfo) for mark in marks)


app = typer.Typer(
    cls=CommandGroup,
    context_settings=HELP_NAMES,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    """Answer ``--version``."""
    if wanted:
        print(f"cuespotter {__version__}")
        raise typer.Exit


@app.callback(no_args_is_help=True)
def cuespotter(
    _version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version and stop."
    ),
) -> None:
    """Listen to a film and to the music you own, and write down the film's soundtrack.

    Start with:  cuespotter add FOLDER_WITH_MUSIC, then  cuespotter identify FILM
    """


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the program and leave the process with its exit status.

    0 done; 1 done, but some inputs failed; 2 wrong usage, or nothing could be done; 130 interrupted.
    """
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a file's name may hold what the terminal cannot show, or what is no text at all
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _as_interruption)
    _say_warnings(quiet=_wants_quiet(sys.argv[1:] if arguments is None else arguments))
    adopt_environment(os.environ)
    settle_cache()
    # NumPy's products are small here: further threads would wait for each other more than they multiply
    os.environ.setdefault(BLAS_VARIABLE, "1")
    status = _status_of(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        status = BROKEN_PIPE
    if status == BROKEN_PIPE:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)


def main() -> NoReturn:
    """Run the program as a process of its own: once it has ended, it is gone at once."""
    try:
        run()
    except SystemExit as ended:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        leave(ended.code if isinstance(ended.code, int) else 0)


def _open_closed_streams() -> None:
    """Put the null device in the place of standard streams that were closed: Python makes None of them.

    Lowest first, so that each gets the number that is its own, and no file of ours ever gets one of these.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            try:
                os.fstat(number)
            except OSError:
                opened = os.open(os.devnull, os.O_RDWR)
                if opened != number:
                    os.dup2(opened, number)
                    os.close(opened)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))


class _Warnings(logging.Handler):
    """Says in one line what the rooms below warn of."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say one warning."""
        print(f"cuespotter: {one_line(record.getMessage())}", file=sys.stderr)


def _say_warnings(*, quiet: bool) -> None:
    """Let the program's own warnings be heard, once each, whatever else is set up; only errors in quiet."""
    log = logging.getLogger("cuespotter")
    log.handlers = [_Warnings(logging.ERROR if quiet else logging.WARNING)]


def _wants_quiet(arguments: list[str]) -> bool:
    """Say whether the command is told to be quiet: some warnings come before its options are read."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return "--quiet" in options or "-q" in options


def _as_interruption(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """End cleanly when asked to, as on Ctrl-C."""
    raise KeyboardInterrupt


def _status_of(arguments: list[str] | None) -> int:
    """Run the command that was asked for; say what went wrong in one line."""
    try:
        status = app(arguments, prog_name="cuespotter", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        status = INTERRUPTED
    except BrokenPipeError:
        return BROKEN_PIPE
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _say_error(error)
    if status == INTERRUPTED:
        print("cuespotter: interrupted", file=sys.stderr)
    return int(status or 0)


def _say_error(error: Exception) -> int:
    """Say an error in one line; a call without arguments gets the help instead."""
    if isinstance(error, CuespotterError):
        message = error.message
    elif isinstance(error, typer.TyperException):
        if type(error).__name__ == "NoArgsIsHelpError":
            print(error.format_message())
            return NOTHING_DONE
        message = error.format_message().strip()
        context: Any = getattr(error, "ctx", None)
        if context is not None:
            message = f"{message.rstrip('.')}; see '{context.command_path} --help'"
    elif isinstance(error, OSError):
        message = str(error)
    else:
        message = (
            f"unexpected {type(error).__name__}: {error}; this is a mistake in the program: please report it "
            f"with what it prints when {DEBUG_VARIABLE}=1 is set"
        )
    print(f"cuespotter: {one_line(message)}", file=sys.stderr)
    return NOTHING_DONE
