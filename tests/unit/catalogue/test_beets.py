import sqlite3

import pytest

from cuespotter.catalogue.beets import read_beets
from cuespotter.catalogue.files import KnownFile
from cuespotter.errors import UsageError
from cuespotter.model import Recording

MBID = "aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa"
WORK_ID = "cccccccc-1111-4111-8111-cccccccccccc"
SONG = Recording(id="song", path="Quay/Lights.flac", duration_s=240.0)
ODD = Recording(id="odd", path="odd.flac", duration_s=10.0)
PLACE = "/music/Quay/Lights.flac"
ODD_PLACE = "/music/\udce9t\udce9.flac"
FILES = {
    place: KnownFile(place, "/music", 1, 1, identity)
    for place, identity in ((PLACE, "song"), (ODD_PLACE, "odd"))
}
ROW = {
    "path": PLACE.encode(),
    "title": "Harbour Lights",
    "artist": "The Quay",
    "album": "Harbour",
    "albumartist": "Various",
    "mb_trackid": MBID,
    "mb_workid": WORK_ID,
    "work": "Harbour Lights",
    "composer": "Ada Marlow; Ben Ash",
    "lyricist": "Ben Ash",
    "label": "Pier",
    "catalognum": "PIER 7",
    "isrc": "GBAAA7300001",
    "original_year": 1973,
    "original_month": 8,
    "original_day": 0,
    "year": 1998,
    "month": 0,
    "day": 0,
}


@pytest.fixture
def beets(tmp_path):
    def make(*rows, columns=tuple(ROW)):
        path = tmp_path / "library.db"
        connection = sqlite3.connect(path)
        types = {"path": "BLOB"}
        listed = ", ".join(
            f"{name} {types.get(name, 'INTEGER' if name.endswith(('year', 'month', 'day')) else 'TEXT')}"
            for name in columns
        )
        connection.execute(f"CREATE TABLE items (id INTEGER PRIMARY KEY, {listed})")
        for row in rows:
            marks = ", ".join("?" * len(columns))
            connection.execute(
                f"INSERT INTO items ({', '.join(columns)}) VALUES ({marks})",
                [row.get(name) for name in columns],
            )
        connection.commit()
        connection.close()
        return path

    return make


def read(path, *recordings):
    return read_beets(path, recordings or [SONG, ODD], FILES)


def test_a_row_tells_work_writers_dates_codes_and_the_release(beets):
    facts = read(beets(ROW)).facts["song"]
    assert (facts.musicbrainz_recording_id, facts.first_released, facts.isrcs) == (
        MBID,
        "1973-08",
        ("GBAAA7300001",),
    )
    assert (facts.work.title, facts.work.musicbrainz_work_id) == ("Harbour Lights", WORK_ID)
    assert [(one.name, one.role, one.share_percent) for one in facts.work.parties] == [
        ("Ada Marlow", "composer", None),
        ("Ben Ash", "composer_lyricist", None),
    ]
    (release,) = facts.releases
    assert (release.title, release.date, release.label, release.catalogue_number) == (
        "Harbour",
        "1998",
        "Pier",
        "PIER 7",
    )
    assert facts.tags["label"] == "Pier"


def test_files_are_met_by_the_bytes_of_their_path(beets):
    lesson = read(beets({**ROW, "path": b"/music/\xe9t\xe9.flac"}))
    assert list(lesson.facts) == ["odd"]


@pytest.mark.parametrize("path", [b"Quay/Lights.flac", "/music/Quay/Lights.flac"])
def test_a_path_may_be_below_the_collection_or_kept_as_text(beets, path):
    assert list(read(beets({**ROW, "path": path})).facts) == ["song"]


@pytest.mark.parametrize("tags", [{"musicbrainz_recording_id": MBID.upper()}, {"isrc": "GB-AAA-73-00001"}])
def test_where_no_file_is_met_the_id_counts_and_else_the_code(beets, tags):
    path = beets({**ROW, "path": b"/old/place.flac"})
    assert list(read_beets(path, [SONG.model_copy(update=tags)], {}).facts) == ["song"]


def test_a_code_of_two_recordings_means_neither(beets):
    both = [one.model_copy(update={"isrc": "GBAAA7300001"}) for one in (SONG, ODD)]
    lesson = read_beets(beets({**ROW, "path": b"/old", "mb_trackid": ""}), both, {})
    assert (lesson.facts, lesson.items, lesson.strangers) == ({}, 1, 1)


def test_lists_of_newer_versions_are_several_people(beets):
    row = {**ROW, "composer": None, "composers": "Ada Marlow\\␀Ben Ash"}
    facts = read(beets(row, columns=(*ROW, "composers"))).facts["song"]
    assert facts.tags["composer"] == "Ada Marlow; Ben Ash"


def test_the_file_stays_as_it_is_to_the_byte(beets):
    path = beets(ROW)
    before = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(0o444)
    read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [one.name for one in path.parent.iterdir()] == ["library.db"]


def test_another_version_is_one_line_that_names_what_is_missing(beets):
    path = beets(columns=("path", "title", "artist"))
    with pytest.raises(UsageError, match=r"library\.db is no beets library .* lacks album, mb_trackid"):
        read(path)


def test_a_file_that_is_open_elsewhere_is_one_line(beets):
    path = beets(ROW)
    writer = sqlite3.connect(path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE items SET title = 'half'")
    with pytest.raises(UsageError, match=r"library\.db is open in another program"):
        read(path)
    writer.close()


def test_what_is_no_database_is_one_line(tmp_path):
    path = tmp_path / "library.db"
    path.write_text("not SQLite at all " * 100)
    with pytest.raises(UsageError, match="cannot be read as a beets library"):
        read(path)
    with pytest.raises(UsageError, match="there is no beets library"):
        read(tmp_path / "none.db")


def test_fields_of_another_type_are_as_if_they_were_empty(beets):
    facts = read(beets({**ROW, "original_year": "soon", "work": 7, "label": b"\xff"})).facts["song"]
    assert (facts.first_released, facts.tags.get("label")) == (None, None)
