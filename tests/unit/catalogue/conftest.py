from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bench.postgres_server import PostgresServer, programs

from cuespotter.catalogue import schema
from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.lines import printable
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording


@pytest.fixture(autouse=True)
def no_url_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CUESPOTTER_CATALOGUE_URL", raising=False)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """A PostgreSQL server of our own, on a socket in a folder of its own; its URL."""
    pytest.importorskip("psycopg")
    if programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with PostgresServer() as made:
        yield made.make().url


@pytest.fixture(params=["sqlite", "postgresql"])
def catalogue(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Catalogue]:
    place = tmp_path if request.param == "sqlite" else request.getfixturevalue("server")
    with Catalogue.open(place, create=True) as opened:
        yield opened
        if request.param == "postgresql":
            names = ", ".join(table.name for table in schema.metadata.tables.values())
            with opened.engine.begin() as connection:
                connection.exec_driver_sql(f"TRUNCATE {names} CASCADE")


@pytest.fixture
def make_new() -> Callable[..., NewRecording]:
    def make(
        recording_id: str, *, location: str | None = None, digest: str | None = None, **tags: str
    ) -> NewRecording:
        where = location or f"/music/{recording_id}.flac"
        recording = Recording(id=recording_id, path=printable(Path(where).name), duration_s=200.0, **tags)
        return NewRecording(
            recording, digest or f"digest of {recording_id}", KnownFile(where, "/music", 10, 20, recording_id)
        )

    return make


@pytest.fixture
def make_segment() -> Callable[[str], SegmentRow]:
    return lambda name: SegmentRow(name, "settings", 1, 1000)


@pytest.fixture
def make_document() -> Callable[..., FilmDocument]:
    def make(film_id: str = "drive", *recordings: Recording, title: str = "Drive") -> FilmDocument:
        cues = [
            Cue(
                id=f"c{number}",
                cue_no=f"1m{number + 1:02}",
                confidence=0.9,
                start_s=100.0 * number,
                end_s=100.0 * number + 50.0,
                recording=recording,
                placements=[
                    Placement(
                        film_in_s=100.0 * number,
                        film_out_s=100.0 * number + 50.0,
                        recording_in_s=0.0,
                        recording_out_s=50.0,
                        speed=1.0,
                    )
                ],
            )
            for number, recording in enumerate(recordings)
        ]
        file = FilmFile(name=f"{film_id}.mkv", size=1, duration_s=6000.0)
        return FilmDocument(film=Film(id=film_id, title=title, file=file, duration_s=6000.0), cues=cues)

    return make
