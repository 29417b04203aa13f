import json
import logging
import sqlite3
from pathlib import Path

import pytest
from pydantic import ValidationError

from cuespotter.catalogue.columns import seal, unseal
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.kept import read_kept
from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.model import FilmDocument, Recording

SONG = Recording(id="aaaa1111", path="song.flac", duration_s=200.0, title="Pink Blue")


def test_what_older_programs_wrote_beyond_a_bound_is_read_within_it(make_document, caplog) -> None:
    held = json.loads(make_document("film", SONG, SONG).model_dump_json(by_alias=True))
    held["film"]["year"] = 99999999999
    held["cues"][0]["start_s"] = -5.0
    held["cues"][1]["end_s"] = 1e308
    with caplog.at_level(logging.WARNING):
        read = read_kept(FilmDocument, json.dumps(held), "film film")
    assert read.film.year is None
    assert read.cues[0].start_s == 0.0
    assert read.cues[1].end_s == 1e6
    assert read.cues[1].start_s == 100.0
    assert "film film: its film.year is 99999999999, which cannot be; read as unknown" in caplog.text
    assert len(caplog.records) == 3


def test_what_is_wrong_in_another_way_is_still_refused(make_document) -> None:
    held = json.loads(make_document("film", SONG).model_dump_json(by_alias=True))
    held["film"]["year"] = 99999999999
    held["film"]["years"] = 3
    with pytest.raises(ValidationError):
        read_kept(FilmDocument, json.dumps(held), "film film")


def test_an_old_catalogue_with_such_a_film_and_recording_opens(
    tmp_path: Path, make_document, make_new, make_segment
) -> None:
    with Catalogue.open(tmp_path, create=True) as opened:
        opened.add_recordings(make_segment("s1"), [make_new("aaaa1111")], in_segment={"aaaa1111"})
        opened.save_document(make_document("film", SONG), [Reel("/film.mkv", "d")])
    connection = sqlite3.connect(tmp_path / CATALOGUE_NAME)
    for table, column, change in (
        ("films", "document", ('"year":null', '"year":12')),
        ("recordings", "model", ('"duration_s":200.0', '"duration_s":1e300')),
    ):
        text = unseal(connection.execute(f"SELECT {column} FROM {table}").fetchone()[0])
        assert change[0] in text
        connection.execute(f"UPDATE {table} SET {column} = ?", (seal(text.replace(*change)),))
    connection.commit()
    connection.close()
    with Catalogue.open(tmp_path, writable=False) as opened:
        assert opened.document("film").film.year is None
        assert [one.duration_s for one in opened.recordings()] == [1e6]
