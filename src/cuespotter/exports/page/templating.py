"""Templates: Jinja2, everything escaped, in a sandbox; a user's own stand before ours.

In: a template's name and values. Out: its text. A template can read what it is given and include its
neighbours, nothing else: it may come from anybody.
"""

import traceback
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from cuespotter.errors import ExportError
from cuespotter.lines import one_line
from cuespotter.wording.text import without_controls

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a page may do: show its own pictures and style. Nothing is fetched, no script runs."""


MOST_LETTERS = 100_000
"""What a template may make of a text by repeating it."""


def render_template(template: str, templates: Path | None = None, **values: object) -> str:
    """Fill in a template.

    Parameters
    ----------
    template : str
        Its name, as below the folder of templates: 'film.html'.
    templates : Path, optional
        A folder of the user's own; what is missing there is taken from ours.
    **values : object
        What the template may read: plain values and our views of them (docs/templates.md).

    Returns
    -------
    str
        Its text. Control characters that HTML forbids are gone from every value.

    Raises
    ------
    ExportError
        The folder is missing, or a template in it cannot be read or filled in; the message names template
        and line.
    """
    if templates is not None and not templates.is_dir():
        raise ExportError(
            f"there is no folder of templates {one_line(str(templates))}; name a folder with film.html, "
            "theme.css or another template of docs/templates.md",
            templates=str(templates),
        )
    try:
        return _environment(templates).get_template(template).render(**values)
    except Exception as error:
        if templates is None:
            raise
        raise ExportError(_complaint(error), templates=str(templates)) from error


def _complaint(error: Exception) -> str:
    """Say which template fails, in which line, and why."""
    reason = one_line(str(error) or type(error).__name__)
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"the template {error.name} cannot be read: line {error.lineno}: {reason}"
    if isinstance(error, UnicodeDecodeError):
        return "a template is not in UTF-8; save it as UTF-8"
    frames = traceback.extract_tb(error.__traceback__)
    filled = [frame for frame in frames if Path(frame.filename).suffix in {".html", ".css", ".xml"}]
    place = f"{Path(filled[-1].filename).name}, line {filled[-1].lineno}" if filled else "of yours"
    return f"the template {place} cannot be filled in: {reason}"


@cache
def _environment(templates: Path | None) -> ImmutableSandboxedEnvironment:
    """Make the environment for one folder of templates, or for ours alone."""
    ours = jinja2.PackageLoader("cuespotter.exports.page")
    own = [] if templates is None else [_OwnFolder(templates)]
    return _Sandbox(
        loader=jinja2.ChoiceLoader([*own, ours]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class _OwnFolder(jinja2.FileSystemLoader):
    """Reads templates below one folder: a link in it leads to no file elsewhere."""

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Read a template; one that lies elsewhere is not there."""
        found = super().get_source(environment, template)
        root = Path(self.searchpath[0]).resolve()
        if not Path(found[1]).resolve().is_relative_to(root):
            raise jinja2.TemplateNotFound(template)
        return found


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which no small sum makes a text or number that fills the memory."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Do a sum, if what comes out of it is of a size that a page could bear."""
        is_text = isinstance(left, (str, bytes, list, tuple)) or isinstance(right, (str, bytes, list, tuple))
        if operator == "**" or (operator == "%" and is_text):
            raise jinja2.exceptions.SecurityError(f"a template may not use {operator} here")
        if is_text:
            times = next((one for one in (left, right) if isinstance(one, int)), 0)
            whole = next((one for one in (left, right) if not isinstance(one, int)), "")
            if times * len(whole) > MOST_LETTERS:
                raise jinja2.exceptions.SecurityError(
                    f"a template may not make more than {MOST_LETTERS} letters of one"
                )
        return super().call_binop(context, operator, left, right)


def _final(value: object) -> object:
    """Prepare a value for being written: nothing for None, and no control characters."""
    if value is None:
        return ""
    if isinstance(value, Markup):
        return Markup(without_controls(value))  # noqa: S704 - it was markup before
    return without_controls(value) if isinstance(value, str) else value
