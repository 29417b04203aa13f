"""A catalogue of each version that was ever in use is opened, brought up and read."""

import sqlite3
from pathlib import Path

import pytest

from cuespotter.catalogue import schema
from cuespotter.catalogue.store import CATALOGUE_NAME, Catalogue
from cuespotter.errors import LibraryVersionError

HERE = Path(__file__).parent


@pytest.fixture(params=sorted(HERE.glob("catalogue_*.sql")), ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CUESPOTTER_CATALOGUE_URL", raising=False)
    connection = sqlite3.connect(tmp_path / CATALOGUE_NAME)
    connection.executescript(request.param.read_text())
    connection.close()
    return tmp_path


def test_an_older_catalogue_is_brought_up_and_all_of_it_is_there(old: Path) -> None:
    for _ in range(2):
        with Catalogue.open(old) as catalogue:
            (recording,) = catalogue.recordings()
            assert (recording.title, recording.isrc) == ("Nightcall", "FR6P11000380")
            document = catalogue.document("drive.mkv")
            assert (document.film.year, document.cues[0].film_part) == (2011, "main_title")
            assert document.cues[0].placements[0].recording_in_s == 10.0
            assert [change.who for change in catalogue.history("drive-2011")] == ["Ann"]
            assert list(catalogue.known_files()) == ["/music/Kavinsky/Nightcall.flac"]
            assert len(catalogue.segments()) == 1
            assert catalogue.faults() == []
    with Catalogue.open(old) as catalogue:
        restored, _ = catalogue.undo("drive-2011")
    assert restored.cues[0].film_part is None
    connection = sqlite3.connect(old / CATALOGUE_NAME)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(schema.VERSION,)]
    connection.close()


def test_a_catalogue_of_the_former_name_says_so_once_and_bears_todays(
    old: Path, caplog: pytest.LogCaptureFixture
) -> None:
    Catalogue.open(old).close()
    assert "was made under the former name" in caplog.text
    caplog.clear()
    Catalogue.open(old).close()
    assert not caplog.text
    connection = sqlite3.connect(old / CATALOGUE_NAME)
    texts = connection.execute("SELECT document FROM films UNION ALL SELECT found FROM films").fetchall()
    connection.close()
    assert texts
    assert not any("needledrop" in text for (text,) in texts)


def test_an_older_catalogue_is_brought_up_by_a_reader_that_may_write_and_refused_by_one_that_may_not(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = sqlite3.connect(old / CATALOGUE_NAME)
    version = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    connection.close()
    if version == schema.VERSION:
        pytest.skip("this one is of the version that is in use")
    Catalogue.open(old, writable=False).close()
    connection = sqlite3.connect(old / CATALOGUE_NAME)
    connection.executescript("UPDATE alembic_version SET version_num = '0001'")
    connection.close()
    monkeypatch.setattr("cuespotter.catalogue.database.os.access", lambda path, mode: False)
    with pytest.raises(LibraryVersionError, match="make its folder writable"):
        Catalogue.open(old, writable=False)
