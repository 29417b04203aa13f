import sqlite3
from pathlib import Path

import pytest

from cuespotter.catalogue.columns import seal, unseal
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.errors import LibraryDamagedError
from cuespotter.model import Recording, Work
from cuespotter.review.decision import Decision

SONG = Recording(id="aaaa1111", path="song.flac", duration_s=200.0, title="Pink Blue", album="Bright Album")


def fill(catalogue: Catalogue, make_document, make_new, make_segment) -> None:
    new = make_new("aaaa1111", title="Pink Blue", album="Bright Album")
    catalogue.add_recordings(make_segment("s1"), [new], in_segment={"aaaa1111"})
    catalogue.save_found(make_document("film", SONG, SONG, title="Bright Film"), [Reel("/film.mkv", "d")])
    catalogue.decide("film", Decision(cues=["1m01"], fields={"notes": "Loud note"}), who="Ann")


@pytest.fixture
def filled(catalogue, make_document, make_new, make_segment) -> Catalogue:
    fill(catalogue, make_document, make_new, make_segment)
    return catalogue


def test_a_sound_catalogue_has_no_fault(filled: Catalogue) -> None:
    assert filled.faults() == []


def test_a_seal_is_broken_by_any_change() -> None:
    assert unseal(seal('{"title": "Pink"}')) == '{"title": "Pink"}'
    whole = seal("{}")
    for at in range(len(whole)):
        for bit in range(7):
            flipped = whole[:at] + chr(ord(whole[at]) ^ (1 << bit)) + whole[at + 1 :]
            with pytest.raises(LibraryDamagedError, match="not as it was written"):
                unseal(flipped)


DAMAGES = [
    ("films", "document", "Bright Film", "film film"),
    ("films", "found", "Pink Blue", "film film"),
    ("films", "title", "Bright Film", "film film"),
    ("recordings", "model", "Bright Album", "recording aaaa1111"),
    ("recordings", "album", "Bright Album", "recording aaaa1111"),
    ("changes", "after", "Loud note", "change 1 of film film"),
    ("cues", "cue_no", "1m01", "film film: cue c0"),
    ("cues", "status", "edited", "film film: cue c0"),
]


@pytest.mark.parametrize(("table", "column", "was", "named"), DAMAGES)
def test_a_damage_in_any_text_is_found_and_named(
    tmp_path: Path, make_document, make_new, make_segment, table: str, column: str, was: str, named: str
) -> None:
    with Catalogue.open(tmp_path, create=True) as opened:
        fill(opened, make_document, make_new, make_segment)
    with sqlite3.connect(tmp_path / CATALOGUE_NAME) as connection:
        for new in (was[:-1] + "x", "x" + was[1:]):
            done = connection.execute(f"UPDATE {table} SET {column} = replace({column}, ?, ?)", (was, new))
            assert done.rowcount > 0
    connection.close()
    with Catalogue.open(tmp_path, writable=False) as opened:
        faults = opened.faults()
        assert faults
        assert all(fault.startswith(named) for fault in faults)


def test_a_damaged_document_is_no_other_version(
    tmp_path: Path, make_document, make_new, make_segment
) -> None:
    with Catalogue.open(tmp_path, create=True) as opened:
        fill(opened, make_document, make_new, make_segment)
    path = tmp_path / CATALOGUE_NAME
    connection = sqlite3.connect(path)
    connection.execute("UPDATE films SET document = replace(document, 'film_in_s', 'film_xn_s')")
    connection.commit()
    connection.close()
    with Catalogue.open(tmp_path) as opened:
        with pytest.raises(LibraryDamagedError, match=r"not as it was written.*verify"):
            opened.document("film")
        assert opened.films()[0].title == "Bright Film"


def test_what_side_tables_told_is_sealed(filled: Catalogue) -> None:
    from cuespotter.catalogue.told import Told

    filled.put_told({"aaaa1111": Told(work=Work(title="A work"))})
    assert filled.told()["aaaa1111"].work == Work(title="A work")
    assert filled.faults() == []


def test_one_damaged_recording_costs_itself_and_no_other(
    tmp_path: Path, make_new, make_segment, caplog
) -> None:
    work = {"musicbrainz_work_id": "0383dadf-2a4e-4d10-a46a-e9e041da8eb3"}
    with Catalogue.open(tmp_path, create=True) as opened:
        new = [make_new("aaaa1111", title="Pink Blue", **work), make_new("bbbb2222", title="Other", **work)]
        opened.add_recordings(make_segment("s1"), new, in_segment={"aaaa1111", "bbbb2222"})
    connection = sqlite3.connect(tmp_path / CATALOGUE_NAME)
    connection.execute("UPDATE recordings SET model = replace(model, 'Pink', 'Pxnk')")
    connection.commit()
    connection.close()
    with Catalogue.open(tmp_path, writable=False) as opened:
        assert [one.id for one in opened.recordings()] == ["bbbb2222"]
        assert [one.id for one in opened.find_recordings(["bbbb2222"])] == ["bbbb2222"]
        assert opened.recording("bbbb2222").title == "Other"
        with pytest.raises(LibraryDamagedError, match="not as it was written"):
            opened.recording("aaaa1111")
    assert "recording aaaa1111 (aaaa1111.flac) is not as it was written" in caplog.text
    assert "--rebuild" in caplog.text
