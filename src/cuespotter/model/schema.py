"""The published JSON Schema of the canonical document, made from the model."""

import json

from cuespotter.model.document import SCHEMA_NAME, FilmDocument

SCHEMA_FILE = "cuespotter.film-1.json"


def document_schema() -> str:
    """Write the JSON Schema (2020-12) of ``cuespotter.film/1`` as text.

    Returns
    -------
    str
        Sorted, indented, ending in a newline: the same model always gives the same text.
    """
    schema = FilmDocument.model_json_schema(mode="serialization", by_alias=True)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA_NAME}
    return (
        json.dumps(head | schema | {"title": SCHEMA_NAME}, indent=2, sort_keys=True, ensure_ascii=False)
        + "\n"
    )
