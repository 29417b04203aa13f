"""HTML and SVG that cannot be broken by a title: every text is escaped unless it is markup already."""

from html import escape

from cuespotter.wording.text import without_controls


class Markup(str):
    """Text that is markup already."""

    __slots__ = ()


EMPTY_TAGS = frozenset(["meta", "br", "hr", "link", "rect", "line", "circle", "path"])
Child = str | None


def tag(name: str, /, *children: Child, **attributes: str | float | None) -> Markup:
    """Make an element; its texts and attributes are escaped, None is left out.

    Parameters
    ----------
    name : str
        The element's name.
    *children : str, Markup or None
        Its content, in order.
    **attributes : str, float or None
        A trailing underscore is dropped (`class_`), others become hyphens (`aria_label`).

    Examples
    --------
    >>> tag("p", "a < b", tag("b", "c"), class_='"x"', hidden=None)
    '<p class="&quot;x&quot;">a &lt; b<b>c</b></p>'
    """
    words = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(_plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in EMPTY_TAGS and not children:
        return Markup(f"<{name}{words}/>")
    return Markup(f"<{name}{words}>{join(*children)}</{name}>")


def join(*parts: Child, between: str = "") -> Markup:
    """Put parts one after the other, escaping those that are plain text, without the Nones."""
    return Markup(between.join(_safe(part) for part in parts if part is not None))


def _safe(part: str) -> str:
    return part if isinstance(part, Markup) else escape(without_controls(part))


def _plain(value: str | float) -> str:
    """Write an attribute; numbers without trailing zeros."""
    return without_controls(value) if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")
