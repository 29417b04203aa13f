"""The commands' help as one page of Markdown, made by ``python -m docs.renew``."""

from __future__ import annotations

import contextlib
import io
import os

from cuespotter.cli.main import COMMANDS, app

HEAD = """# Commands

This page is made from the program's own help: `python -m docs.renew`.

Results go to stdout, words and progress to stderr. Exit status: 0 done; 1 done, but some inputs failed (each
is named); 2 wrong usage, or nothing could be done; 130 interrupted (what was finished is kept).
"""
PAGE_COLUMNS = "100"


def help_text(*arguments: str) -> str:
    """Give the help of a command as the program prints it, on a page of fixed width."""
    written = io.StringIO()
    before = {name: os.environ.get(name) for name in ("COLUMNS", "TERMINAL_WIDTH")}
    os.environ.update(dict.fromkeys(before, PAGE_COLUMNS))
    try:
        with contextlib.redirect_stdout(written):
            app([*arguments, "--help"], prog_name="cuespotter", standalone_mode=False)
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
    return "\n".join(line.rstrip() for line in written.getvalue().strip().splitlines())


def commands_page() -> str:
    """Make the whole page."""
    parts = [HEAD, f"```text\n{help_text()}\n```\n"]
    parts += [f"## {name}\n\n```text\n{help_text(name)}\n```\n" for name in COMMANDS]
    return "\n".join(parts)
