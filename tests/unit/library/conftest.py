import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.landmarks import landmarks_of_recording
from cuespotter.analysis.peaks import Peaks
from cuespotter.catalogue.content import content_digest
from cuespotter.errors import MediaError, NotMediaError
from cuespotter.library import Holdings
from cuespotter.library.hearing import HeardFile, HearTask


def listen(task: HearTask) -> HeardFile:
    """Hear a file whose first line is its sound, whose second is its title."""
    path = task.file.path
    sound, _, title = path.read_text().partition("\n")
    if not sound:
        raise NotMediaError(f"{path} is empty", path=str(path))
    if sound == "interrupt":
        raise KeyboardInterrupt
    chance = np.random.default_rng(random.Random(sound).randrange(2**32))
    frame = np.sort(chance.integers(0, 900, 500)).astype(np.int32)
    cents = chance.integers(0, 6000, 500).astype(np.uint16)
    fingerprint = Fingerprint(Peaks(frame, cents), 1000)
    landmarks = landmarks_of_recording(fingerprint, task.analysis)
    return HeardFile(content_digest(path), fingerprint, landmarks, {"title": title.strip() or sound}, 23.0)


def run_here(
    function: Callable[[Any], Any], items: Iterable[Any], *, jobs: int, limit_s: Callable[[Any], float]
) -> Iterator[tuple[Any, Any]]:
    """Run in this process what else runs in workers."""
    for item in items:
        assert limit_s(item) > 0
        try:
            yield item, function(item)
        except MediaError as error:
            yield item, error


@pytest.fixture(autouse=True)
def ears(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []

    def listen_and_tell(task: HearTask) -> HeardFile:
        heard.append(task.file.below)
        return listen(task)

    monkeypatch.delenv("CUESPOTTER_CATALOGUE_URL", raising=False)
    monkeypatch.setattr("cuespotter.library.adding.hear", listen_and_tell)
    monkeypatch.setattr("cuespotter.library.adding.run_apart", run_here)
    return heard


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    (folder / "album").mkdir(parents=True)
    for name in ("album/one.flac", "album/two.flac", "three.mp3"):
        (folder / name).write_text(f"sound of {name}\n")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Holdings]:
    with Holdings.open(tmp_path / "library", create=True) as opened:
        yield opened
