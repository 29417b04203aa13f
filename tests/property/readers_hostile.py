"""What the readers of our other files do with bytes that someone else wrote: documents, tables, templates, catalogues.

Run by the tests on a small corpus, and by `fuzz_readers.py` on what the fuzzer makes up. Each function may
end in an answer or in an error of this project that is one line; anything else is a mistake.
"""

import functools
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from pydantic import ValidationError
from tests.golden.documents import sample

from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.side_tables import read_side_tables
from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.catalogue.told import Told
from cuespotter.errors import CatalogueError, CuespotterError, ExportError, LibraryError, UsageError
from cuespotter.exports import json_document
from cuespotter.exports.base import ExportOptions
from cuespotter.exports.formats import FORMATS
from cuespotter.exports.sheets.column_sheet import fill_template, parse_template
from cuespotter.library import Holdings
from cuespotter.model import FilmDocument, Recording, Release

KNOWN = [
    Recording(id="r1", path="a/b.flac", duration_s=100.0, isrc="GBAAA7700001"),
    Recording(id="r2", path="c.flac", duration_s=50.0, musicbrainz_work_id="w-1"),
]
TEXT_FORMATS = [one for one in FORMATS.values() if one.needs is None and not one.needs_template]
PATCH_HEAD_BYTES = 3
"""A patch of the catalogue: two bytes say where, one how long it is; then the bytes."""


def read_document(data: bytes) -> str:
    """Read a document, write it in every format that needs nothing else, and read it back."""
    try:
        document = json_document.read(data)
    except ValidationError:
        return "refused"
    for one in TEXT_FORMATS:
        try:
            one.write(document, ExportOptions())
        except (ExportError, UsageError) as error:  # a rate that no editing system has is asked back
            _check_line(error)
    assert json_document.read(json_document.write(document, ExportOptions())) == document
    return "read"


def read_side_table(data: bytes) -> str:
    """Read a side table against a library of two recordings."""
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        path = Path(file.name)
        path.write_bytes(data)
        try:
            lesson = read_side_tables([path], KNOWN)
        except UsageError as error:
            return _check_line(error)
    for told in lesson.told.values():
        for release in told.releases:
            assert release == type(release).model_validate_json(release.model_dump_json())
    return f"{lesson.rows} rows"


def read_template(data: bytes) -> str:
    """Read a column template and fill it."""
    try:
        template = parse_template(data.decode("utf-8", errors="replace"), where="fuzzed.toml")
        return f"{len(fill_template(sample(), template))} bytes"
    except ExportError as error:
        return _check_line(error)


def read_catalogue(data: bytes) -> str:
    """Write over some bytes of a library's catalogue, then ask it everything, check it and repair it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / CATALOGUE_NAME).write_bytes(patched(sound_catalogue(), data))
        answers = [_answer(ask, folder) for ask in (_ask_all, _ask_film, _verify, _repair)]
        assert {path.name for path in folder.parent.glob("*.ndx")} == set()
    return " / ".join(answers)


READERS: dict[str, Callable[[bytes], str]] = {
    "document": read_document,
    "side_table": read_side_table,
    "template": read_template,
    "catalogue": read_catalogue,
}


def patches(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Take patches out of what the fuzzer made up."""
    while len(data) > PATCH_HEAD_BYTES:
        length = data[2] + 1
        yield int.from_bytes(data[:2], "big"), data[PATCH_HEAD_BYTES : PATCH_HEAD_BYTES + length]
        data = data[PATCH_HEAD_BYTES + length :]


def patched(whole: bytes, data: bytes) -> bytes:
    """Write patches over a file; its length stays."""
    changed = bytearray(whole)
    for place, piece in patches(data):
        at = place % len(whole)
        changed[at : at + len(piece)] = piece[: len(whole) - at]
    return bytes(changed)


@functools.cache
def sound_catalogue() -> bytes:
    """Make a small catalogue with something in every table, in small pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with Catalogue.open(folder, create=True) as catalogue:
            segment = SegmentRow("00.ndx", "0" * 16, 2, 100)
            heard = [
                NewRecording(one, f"d{one.id}", KnownFile(f"/music/{one.path}", "/music", 10, 1, one.id))
                for one in KNOWN
            ]
            catalogue.add_recordings(segment, heard, in_segment=["r1", "r2"])
            catalogue.put_told({"r2": Told(releases=(Release(title="Album", date="2001"),))})
            document = FilmDocument(film=sample().film, cues=sample().cues[:1])
            catalogue.save_document(document)
            catalogue.change(
                document.film.id,
                lambda before: before.model_copy(update={"cues": []}),
                action="edit",
                summary="fewer cues",
            )
        with sqlite3.connect(folder / CATALOGUE_NAME) as connection:
            connection.execute("UPDATE facts SET value = '0123456789ab'")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("PRAGMA page_size=512")
        connection.execute("VACUUM")
        connection.close()
        return (folder / CATALOGUE_NAME).read_bytes()


def _answer(ask: Callable[[Path], str], folder: Path) -> str:
    """Ask; give the answer, or the error's name."""
    try:
        return ask(folder)
    except (LibraryError, CatalogueError) as error:
        return f"{type(error).__name__}: {_check_line(error)}"


def _ask_all(folder: Path) -> str:
    """Ask what the commands that read ask."""
    with Catalogue.open(folder, writable=False) as catalogue:
        catalogue.known_files(), catalogue.known_recordings(), catalogue.told(), catalogue.index_state()
        found = catalogue.recordings()
        return f"{len(found)} recordings, {catalogue.count_recordings()[0]}, {len(catalogue.films())} films"


def _ask_film(folder: Path) -> str:
    """Read every film and its history, and take back the last change."""
    with Catalogue.open(folder) as catalogue:
        for one in catalogue.films():
            catalogue.document(one.id), catalogue.history(one.id), catalogue.uses(["r1"])
            catalogue.undo(one.id)
        return "films read"


def _verify(folder: Path) -> str:
    """Check the library."""
    with Holdings.open(folder, writable=False) as library:
        return f"{len(library.verify(lambda _done, _all: None))} problems"


def _repair(folder: Path) -> str:
    """Repair the library."""
    with Holdings.open(folder) as library:
        summary, _ = library.repair(lambda _done, _all: None)
        return f"{len(summary.lost)} lost"


def _check_line(error: CuespotterError) -> str:
    """Hold an error to one line."""
    assert error.message
    assert "\n" not in error.message
    return error.message
