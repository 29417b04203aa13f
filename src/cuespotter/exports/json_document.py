"""The canonical document as JSON; every field is there, null where unknown."""

from cuespotter.exports.base import ExportOptions
from cuespotter.model.document import FilmDocument


def write(document: FilmDocument, _options: ExportOptions) -> bytes:
    """Write ``cuespotter.film/1``: UTF-8, indented by two, ending in a newline."""
    return document.model_dump_json(by_alias=True, indent=2).encode() + b"\n"


def read(content: bytes) -> FilmDocument:
    """Read what `write` wrote.

    Raises
    ------
    pydantic.ValidationError
        It is not a document of this schema.
    """
    return FilmDocument.model_validate_json(content)
