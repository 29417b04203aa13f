"""Make ``docs/api.md`` from the docstrings of the hall: ``python -m docs.renew`` writes it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

from cuespotter.services import Library, open_library, render_list, write_list
from cuespotter.services.adding import Adding
from cuespotter.services.asking import Asking
from cuespotter.services.comparing import Comparing
from cuespotter.services.crediting import Crediting
from cuespotter.services.handing import HandingOn
from cuespotter.services.handing_all import HandingAll
from cuespotter.services.identifying import Identifying
from cuespotter.services.learning import Learning
from cuespotter.services.levelling import Levelling
from cuespotter.services.listening import Listening
from cuespotter.services.listing import Listing
from cuespotter.services.looking import Looking
from cuespotter.services.picturing import Picturing
from cuespotter.services.publishing import Publishing
from cuespotter.services.reviewing import Reviewing
from cuespotter.services.stating import Stating
from cuespotter.services.suggesting import Suggesting
from cuespotter.services.telling import Telling
from cuespotter.services.theming import Theming
from cuespotter.services.unattended import Unattended
from cuespotter.services.unnamed import Unnamed
from cuespotter.services.upkeep import Upkeep
from cuespotter.services.versioning import Versioning
from cuespotter.services.watching import Watching

HEAD = """# The Python API

This page is made from the program's own docstrings: `python -m docs.renew`. Its examples run in the tests,
on the sample: `library` is one to which `sample/library` was added and in which `sample/film.mkv` was
identified, `folder` an empty folder.

All that the commands and the review desk do is done through this. Errors are those of
[messages.md](messages.md), as `cuespotter.errors`; the film's document is described in
[its schema](schema/cuespotter.film-1.json). [scholar.py](scholar.py) does a whole job with it.
"""
ROOMS = (
    Adding,
    Identifying,
    Unattended,
    Watching,
    Reviewing,
    Comparing,
    Crediting,
    Versioning,
    Suggesting,
    HandingOn,
    HandingAll,
    Listing,
    Publishing,
    Picturing,
    Asking,
    Listening,
    Levelling,
    Looking,
    Learning,
    Stating,
    Telling,
    Theming,
    Unnamed,
    Upkeep,
)


def api_page() -> str:
    """Write the page as Markdown."""
    parts = [HEAD, _entry("open_library", open_library, "cuespotter."), _class_entry(Library)]
    for room in ROOMS:
        doc = inspect.getdoc(inspect.getmodule(room)) or ""
        parts.append(f"## {doc.splitlines()[0]}\n")
        parts += [_entry(name, deed, "library.") for name, deed in _deeds(room)]
    parts += [_entry(one.__name__, one, "cuespotter.services.") for one in (render_list, write_list)]
    return "\n".join(parts)


def _deeds(room: type) -> Iterator[tuple[str, Any]]:
    """Give what a room can do, in the order in which it stands there."""
    for name, deed in vars(room).items():
        if inspect.isfunction(deed) and not name.startswith("_"):
            yield name, deed


def _class_entry(kind: type) -> str:
    """Write a class: what it is, in a paragraph."""
    return f"{inspect.getdoc(kind)}\n"


def _entry(name: str, deed: Any, before: str) -> str:
    """Write a deed: its signature, and its docstring as it stands."""
    signature = inspect.signature(deed)
    given = [one for one in signature.parameters.values() if one.name != "self"]
    shown = str(signature.replace(parameters=given)).replace("'", "")
    shown = re.sub(r"<function .*?<lambda> at 0x[0-9a-f]+>", "...", shown)
    return f"### `{before}{name}`\n\n```text\n{name}{shown}\n\n{inspect.getdoc(deed)}\n```\n"
