import sys
import types
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cuespotter.catalogue.files import KnownFile
from cuespotter.catalogue.film_rows import Reel
from cuespotter.catalogue.recording_rows import NewRecording
from cuespotter.catalogue.segments import SegmentRow
from cuespotter.catalogue.store import Catalogue
from cuespotter.cli.main import run
from cuespotter.errors import NoSoundError
from cuespotter.library import Holdings
from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Placement, Recording

NIGHTCALL = Recording(
    id="aaaa11112222", path="Kavinsky/Nightcall.flac", duration_s=259.0, title="Nightcall", artist="Kavinsky"
)
HERO = Recording(
    id="bbbb33334444",
    path="College/A Real Hero.flac",
    duration_s=267.0,
    title="A Real Hero",
    artist="College",
)


@dataclass
class Answer:
    """What a command left behind."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CUESPOTTER_LIBRARY", "CUESPOTTER_CATALOGUE_URL", "CUESPOTTER_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("cuespotter.cli.main.signal.signal", lambda number, handler: None)


@pytest.fixture
def cuespotter(capsys: pytest.CaptureFixture[str]) -> Callable[..., Answer]:
    def call(*arguments: object) -> Answer:
        with pytest.raises(SystemExit) as left:
            run([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(int(left.value.code or 0), captured.out, captured.err)

    return call


def make_cue(number: int, recording: Recording | None, *, speed: float = 1.0) -> Cue:
    start = 100.0 * number
    placement = Placement(
        film_in_s=start, film_out_s=start + 50.4, recording_in_s=12.0, recording_out_s=62.4, speed=speed
    )
    return Cue(
        id=f"cue{number}",
        cue_no=f"1m{number + 1:02}",
        kind="recording" if recording else "unnamed_music",
        confidence=0.97,
        start_s=start,
        end_s=start + 50.4,
        recording=recording,
        placements=[placement] if recording else [],
    )


@pytest.fixture
def drive() -> FilmDocument:
    film = Film(
        id="drive-2011",
        title="Drive",
        year=2011,
        duration_s=6020.0,
        file=FilmFile(name="drive.mkv", size=1, duration_s=6020.0),
    )
    cues = [make_cue(0, NIGHTCALL), make_cue(1, HERO, speed=25 / 24), make_cue(2, None)]
    return FilmDocument(film=film, cues=cues)


@pytest.fixture
def empty_library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    Catalogue.open(folder, create=True).close()
    return folder


@pytest.fixture
def library(empty_library: Path, drive: FilmDocument) -> Path:
    with Catalogue.open(empty_library) as catalogue:
        new = [
            NewRecording(one, f"digest {one.id}", KnownFile(f"/music/{one.path}", "/music", 1, 1, one.id))
            for one in (NIGHTCALL, HERO)
        ]
        catalogue.add_recordings(SegmentRow("one.ndx", "x", 2, 100), new, in_segment={NIGHTCALL.id, HERO.id})
        catalogue.save_document(drive, [Reel("/films/drive.mkv", "content of drive")])
    return empty_library


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch, drive: FilmDocument):
    """Answers with Drive's cues for any file; files named 'mute' have no sound, and of what is in 'alone' the music is gone."""
    calls = []

    def identify(
        paths,
        index,
        recording_of,
        settings,
        *,
        stream=None,
        title=None,
        outlined=None,
        kin=None,
        overhear=None,
        file_of=None,
        report,
    ):
        calls.append((list(paths), stream, title))
        report("listening", 0.5)
        if "mute" in paths[0].name:
            raise NoSoundError(f"{paths[0]} has no audio stream")
        missing = 2 if settings.waveform.listens and "alone" in paths[0].name else 0
        file = drive.film.file.model_copy(update={"originals_missing": missing})
        film = drive.film.model_copy(
            update={"id": paths[0].stem, "title": title or paths[0].stem, "file": file}
        )
        cues = [] if "silent" in paths[0].name else drive.cues
        return FilmDocument(film=film, cues=cues)

    module = types.ModuleType("cuespotter.identify")
    module.identify = identify  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cuespotter.identify", module)
    monkeypatch.setattr(Holdings, "index", lambda self, only=None: None)
    monkeypatch.setattr("cuespotter.cli.kernels.must_compile", lambda _kernels: False)
    return calls


@pytest.fixture
def reel(tmp_path: Path):
    def make(name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(f"content of {name}".encode())
        return path

    return make
