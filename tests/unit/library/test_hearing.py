from pathlib import Path

import numpy as np
import pytest
from tests.unit.media.making import encode, tone

from cuespotter.library.hearing import HearTask, hear
from cuespotter.library.scan import FoundFile
from cuespotter.settings import Settings


@pytest.mark.parametrize(("suffix", "codec"), [("mp3", "libmp3lame"), ("flac", "flac"), ("ogg", "flac")])
def test_a_recording_that_breaks_off_is_told(tmp_path: Path, suffix: str, codec: str) -> None:
    notes = np.concatenate([tone(0.5, hz) for hz in (440, 660, 550, 880) * 4])
    path = encode(tmp_path / f"song.{suffix}", notes[np.newaxis], codec=codec)
    assert _heard(path).remarks == ()
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2 + 7])
    heard = _heard(path)
    assert heard.duration_s < 6
    assert f"song.{suffix} breaks off after {heard.duration_s:.1f} s" in heard.remarks[0]


def _heard(path: Path):
    status = path.stat()
    file = FoundFile(str(path), str(path.parent), status.st_size, status.st_mtime_ns)
    return hear(HearTask(file, Settings().analysis, None))
