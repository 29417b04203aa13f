"""The page of the documents about the filter language, made from its tables."""

from collections.abc import Mapping

from cuespotter.report.facts import CUE_FIELDS, FILM_FIELDS, RECORDING_FIELDS, RELEASE_FIELDS
from cuespotter.report.filter import FieldKind
from cuespotter.report.filter import __doc__ as language

OPENING = """# Filters

Made from `cuespotter/report/filter.py`; do not edit.

"""


def filter_page() -> str:
    """Write the page as Markdown."""
    words = "\n".join(
        f"    {line}".rstrip() for line in (language or "").strip().splitlines() if line != "::"
    )
    return "".join(
        [
            OPENING,
            words,
            "\n\nFields of recordings: ",
            _listed(RECORDING_FIELDS),
            "\n\nFields of films (those that belong to music ask any recording heard in the film): ",
            _listed(FILM_FIELDS),
            "\n\nFields of releases: ",
            _listed(RELEASE_FIELDS),
            "\n\nFields of cues, for `cuespotter edit FILM --where` (title and length are the cue's own): ",
            _listed({name: kind for name, kind in CUE_FIELDS.items() if name not in RECORDING_FIELDS}),
            "\n",
        ]
    )


def _listed(fields: Mapping[str, FieldKind]) -> str:
    """Name the fields, and the kind of those that are no text."""
    named = (f"`{name}`" if kind == "text" else f"`{name}` ({kind})" for name, kind in fields.items())
    return ", ".join(named) + "."
