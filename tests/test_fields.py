"""The list of what a field of the catalogue must reach: to add one, begin here, and let the test tell the rest.

How to add a field of recordings:

1. A line in `model.Recording`, and one in `FIELDS` below that says where its value comes from: tags
   (`media.tags`), a side table (`catalogue.side_columns`), a server (`online.recording_facts`), or the library.
2. If it comes from tags, its keys in `media.tags`; it is kept in the recording's JSON then, and needs a
   column of its own only where SQL asks for it (`recording_rows.recording_columns`, `schema`, a migration).
   If it does not, `recording_rows.NOT_OF_TAGS` and a column of `told`.
3. Where people may ask for it, a word of the filter language (`report.facts`) and its name in `FIELDS`.
4. In which exports it is seen, each by its name in `FIELDS`; the golden files follow (`tests.golden.renew`).
5. ``python -m docs.renew`` and ``python -m tests.golden.renew``: the schema and the pages.

A field that is not in the list, one that reaches less than is said, and one that reaches more, all fail.
"""

from dataclasses import dataclass, field
from functools import cache

import pytest
from tests.golden.documents import HARBOUR_WORK, PINK, sample
from tests.golden.renew import cells_as_text

from cuespotter.catalogue import schema
from cuespotter.catalogue.recording_rows import NOT_OF_TAGS, recording_columns
from cuespotter.catalogue.told import Told
from cuespotter.exports.formats import FORMATS, render
from cuespotter.media.tags import KEYS
from cuespotter.model import Recording, Version
from cuespotter.model.recording import FilmPlace
from cuespotter.model.schema import document_schema
from cuespotter.model.track import Track
from cuespotter.report.facts import recording_facts

ID = "11111111-1111-4111-8111-111111111119"
SHEETS = frozenset({"cuesheet", "xlsx", "prs", "apra", "tono"})
TABLES = frozenset({"csv", "tsv"})
PAGES = frozenset({"html", "markdown"})
FILES = frozenset({"fcp7xml", "fcpxml", "m3u8", "otio", "xspf"})
"""What opens the music itself."""
NAMED = frozenset(row.name for row in FORMATS.values() if not row.needs_template) - {
    "json",
    "jspf",
    "midi",
    "kodi-edl",
}
"""Whatever names music; JSPF names it by MusicBrainz alone, notes of MIDI by the cue's number, skips not at all."""


@dataclass(frozen=True)
class Reach:
    """Where a field comes from and what it must reach; the JSON, the schema and the catalogue it reaches always.

    `value` is one that a recording may have; `source` is "tags", "told" (and learnt), or "library".
    """

    value: object
    source: str = "tags"
    asked_as: frozenset[str] = field(default=frozenset())
    seen_in: frozenset[str] = field(default=frozenset())


def reach(value, *, source="tags", asked="", seen=frozenset()):
    """A line of the list; `asked` names words of the filter language."""
    return Reach(value, source, frozenset(asked.split()), frozenset(seen))


WRITERS = PAGES | SHEETS | {"matroska-tags"}
FIELDS = {
    "title": reach("Xylo", asked="title", seen=NAMED),
    "artist": reach("Xylo", asked="artist", seen=NAMED),
    "performer": reach("Xylo", asked="artist", source="told", seen=NAMED),
    "artists": reach(["Xylo"], asked="artist"),
    "album": reach("Xylo", asked="album", seen=PAGES | TABLES | {"xspf"}),
    "album_artist": reach("Xylo", asked="artist"),
    "composer": reach("Xylo", asked="composer writer", seen=WRITERS | TABLES),
    "lyricist": reach("Xylo", asked="lyricist writer", seen=WRITERS),
    "arranger": reach("Xylo", asked="arranger writer", seen=WRITERS),
    "isrc": reach("GBXXX7700009", asked="isrc", seen=TABLES | SHEETS - {"apra"} | {"html", "matroska-tags"}),
    "musicbrainz_recording_id": reach(ID, seen={"html", "xspf", "jspf"}),
    "musicbrainz_work_id": reach(ID, seen={"html"}),
    "musicbrainz_release_id": reach(ID),
    "musicbrainz_artist_id": reach(ID),
    "label": reach("Xylo", asked="label", seen=WRITERS - {"tono"}),
    "catalogue_number": reach("X 9", asked="catalogue", seen=SHEETS - {"tono"} | {"matroska-tags"}),
    "barcode": reach("9988", asked="barcode", seen={"matroska-tags"}),
    "media": reach("Vinyl", asked="medium"),
    "date": reach("1955", asked="year", seen=PAGES | TABLES | {"matroska-tags"}),
    "original_date": reach("1955", asked="year", seen=PAGES | TABLES | {"matroska-tags"}),
    "release_types": reach(["live"], asked="type"),
    "genre": reach("Xylo", asked="genre", seen={"matroska-tags"}),
    "track_number": reach(9, seen={"apra", "xspf"}),
    "disc_number": reach(9),
    "comment": reach("Xylo", asked="comment"),
    "id": reach("r9", source="library"),
    "path": reach("c/d.flac", source="library", asked="path", seen=FILES | TABLES | {"cmx3600"}),
    "duration_s": reach(99.0, source="library", asked="length", seen=FILES | {"html"}),
    "tracks": reach([Track(start_s=0.0, title="Xylo")], source="library", seen=NAMED - SHEETS),
    "heard_in": reach(
        FilmPlace(film_id="f", film_title="F", start_s=1.0, end_s=2.0),
        source="library",
        seen=FILES | {"jspf", "html", "markdown"},
    ),
    "work": reach(
        HARBOUR_WORK, source="told", asked="work iswc composer lyricist writer publisher", seen=WRITERS
    ),
    "version": reach(Version(kind="cover", evidence="user"), source="told", asked="version", seen=PAGES),
    "releases": reach(
        [PINK],
        source="told",
        asked="release catalogue colour label limited medium packaging soundtrack",
        seen=PAGES,
    ),
    "sources": reach({"label": "MusicBrainz, 2026-01-01"}, source="told"),
}
BARE = Recording(id="r1", path="a/b.flac", duration_s=271.4, title="Bare")


def having(name):
    """A recording of which one thing more is known than of the bare one."""
    return BARE.model_copy(update={name: FIELDS[name].value})


def rendered(recording, format_name):
    """A film with one cue of a recording, as an export writes it."""
    document = sample()
    cue = document.cues[0].model_copy(update={"recording": recording, "rivals": []})
    content = render(document.model_copy(update={"cues": [cue]}), format_name)
    return cells_as_text(content) if FORMATS[format_name].needs == "sheets" else content


bare_in = cache(lambda format_name: rendered(BARE, format_name))


def test_every_field_of_a_recording_is_in_the_list():
    missing = set(Recording.model_fields) ^ set(FIELDS)
    assert not missing, f"say in tests/test_fields.py where {missing} come from and what they reach"


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_comes_from_where_the_list_says(name):
    assert (name in KEYS or name == "artists") == (FIELDS[name].source == "tags")
    assert (name in NOT_OF_TAGS) == (FIELDS[name].source == "told")
    assert name not in NOT_OF_TAGS - {"sources"} or name in Told.model_fields


@pytest.mark.parametrize("name", FIELDS)
def test_the_catalogue_keeps_a_field_and_the_schema_tells_it(name):
    columns = recording_columns(having(name))
    kept = Recording.model_validate_json(columns["model"])
    if FIELDS[name].source == "told":
        assert name in schema.told.columns or name == "sources"
    else:
        assert getattr(kept, name) == FIELDS[name].value
    shared = set(schema.recordings.columns.keys()) & {name} - {"id"}
    assert all(columns[one] == FIELDS[name].value for one in shared)
    assert f'"{name}"' in document_schema()


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_asked_for_by_the_words_that_the_list_says(name):
    before, after = recording_facts(BARE), recording_facts(having(name))
    assert {word for word in after if after[word] != before[word]} == set(FIELDS[name].asked_as)


@pytest.mark.parametrize("name", [name for name in FIELDS if name != "id"])
def test_a_field_is_seen_in_the_exports_that_the_list_says(name):
    changed = {
        row.name
        for row in FORMATS.values()
        if not row.needs_template and rendered(having(name), row.name) != bare_in(row.name)
    }
    assert changed - {"json"} == set(FIELDS[name].seen_in)
    assert "json" in changed
