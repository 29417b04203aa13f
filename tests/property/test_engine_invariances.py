"""What may not change the answer: blocks, threads, silence before, gain, the order and the size of the library."""

import dataclasses
import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, hear, identify_sounds, index_of, named
from tests.reference.engine_music import HOP_S, RATE_HZ, cut_blocks, mix, noise, play

from cuespotter.analysis.fingerprint import fingerprint_recording, hear_film

ANALYSIS, HEARING = SETTINGS.analysis, SETTINGS.hearing
SURROUND = ("FL", "FR", "FC", "LFE", "SL", "SR")
LAYOUTS = {"mono": ("FC",), "stereo": ("FL", "FR"), "5.1": SURROUND}


def assert_same_peaks(one, other, late=0):
    np.testing.assert_array_equal(one.frame + late, other.frame)
    np.testing.assert_array_equal(one.cents, other.cents)


def assert_same_heard(one, other, late=0):
    assert one.frames + late == other.frames
    for view, same in zip(one.views, other.views, strict=True):
        assert view.name == same.name
        assert_same_peaks(view.peaks, same.peaks, late)
        assert_same_peaks(view.loud_peaks, same.loud_peaks, late)
        assert_same_peaks(view.loudest_peaks, same.loudest_peaks, late)
        np.testing.assert_array_equal(view.presence, same.presence[late:])
        np.testing.assert_array_equal(view.level_db, same.level_db[late:])


@pytest.mark.parametrize(
    ("name", "block_samples"),
    [(name, size) for name in LAYOUTS for size in (1, 2, 3, 997) if (name, size) != ("5.1", 1)],
)
def test_blocks_of_any_size_give_what_one_block_gives(name, block_samples):
    layout = LAYOUTS[name]
    sound = noise(1, seed=4, level=0.1, channels=len(layout))
    whole, cut = (cut_blocks(sound, layout=layout, block_samples=size) for size in (RATE_HZ, block_samples))
    assert_same_heard(hear_film(whole, ANALYSIS, HEARING), hear_film(cut, ANALYSIS, HEARING))
    kept = [fingerprint_recording(blocks, ANALYSIS) for blocks in (whole, cut)]
    assert kept[0].frames == kept[1].frames
    assert_same_peaks(kept[0].peaks, kept[1].peaks)


def test_single_samples_of_six_channels_give_what_one_block_gives_but_for_rounding():
    # a matrix times one column is added up in another order
    sound = noise(1, seed=4, level=0.1, channels=6)
    whole, cut = (
        hear_film(cut_blocks(sound, layout=SURROUND, block_samples=size), ANALYSIS, HEARING)
        for size in (RATE_HZ, 1)
    )
    for view, same in zip(whole.views, cut.views, strict=True):
        np.testing.assert_array_equal(view.peaks.frame, same.peaks.frame)
        np.testing.assert_allclose(view.peaks.cents, same.peaks.cents, atol=0.01)
        np.testing.assert_allclose(view.level_db, same.level_db, atol=1e-4)


@given(st.lists(st.integers(0, 4000), max_size=12))
@settings(deadline=None, max_examples=10)
def test_blocks_of_mixed_sizes_give_what_one_block_gives(sizes):
    sound = noise(2, seed=5, level=0.1)
    edges = np.minimum(np.cumsum([0, *sizes, sound.shape[1]]), sound.shape[1])
    blocks = [block for a, b in itertools.pairwise(edges) for block in cut_blocks(sound[:, a:b])]
    kept = [fingerprint_recording(some, ANALYSIS) for some in (cut_blocks(sound), blocks)]
    assert_same_peaks(kept[0].peaks, kept[1].peaks)


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(threads):
    sound = noise(3, seed=6, level=0.1, channels=6)
    blocks = cut_blocks(sound, layout=SURROUND)
    other = dataclasses.replace(HEARING, threads=threads)
    assert_same_heard(hear_film(blocks, ANALYSIS, HEARING), hear_film(blocks, ANALYSIS, other))


@pytest.mark.parametrize("hops", [1, 7, 64, 500])
def test_a_later_sound_has_all_peaks_later(hops):
    sound = noise(8, seed=7, level=0.1)
    sound[:, : RATE_HZ // 4] = 0.0  # no frame of the later film hears what stands before the first frame here
    later = np.concatenate([np.zeros((2, 256 * hops), np.float32), sound], axis=1)
    assert_same_heard(hear(sound), hear(later), late=hops)


@pytest.fixture(scope="module")
def film():
    """One tune in noise, and another at PAL speed."""
    pal = {"tempo": 25 / 24, "pitch_cents": 1200 * np.log2(25 / 24)}
    parts = (5.0, play(0, first_s=8.0, length_s=14.0)), (22.0, play(2, first_s=12.0, length_s=12.0, **pal))
    sound = mix(37, *parts)
    sound[:, : RATE_HZ // 4] = 0.0
    return sound


@pytest.fixture(scope="module")
def document(film):
    return identify_sounds(film)


def heard_in(document):
    """Say what plays where, to the last digit."""
    return [(cue.cue_no, cue.recording.id, cue.placements) for cue in named(document)]


def test_both_tunes_are_heard(document):
    assert [cue.recording.id for cue in named(document)] == ["tune0", "tune2"]


def test_the_same_film_has_the_same_document(film, document):
    assert identify_sounds(film) == document


def test_one_thread_gives_the_same_document(film, document):
    hearing = dataclasses.replace(HEARING, threads=1)
    assert identify_sounds(film, settings=dataclasses.replace(SETTINGS, hearing=hearing)) == document


def later_by(film, hops):
    return identify_sounds(np.concatenate([np.zeros((2, 256 * hops), np.float32), film], axis=1))


def test_a_film_whole_windows_later_has_all_placements_exactly_later(film, document):
    windows = SETTINGS.matching.window_step_frames * SETTINGS.alignment.block_frames
    for one, other in zip(named(document), named(later_by(film, windows)), strict=True):
        assert (one.recording, one.confidence) == (other.recording, other.confidence)
        here, there = one.placements[0], other.placements[0]
        assert there.film_in_s - here.film_in_s == pytest.approx(windows * HOP_S, abs=2e-4)
        assert there.film_out_s - here.film_out_s == pytest.approx(windows * HOP_S, abs=2e-4)
        assert (there.recording_in_s, there.speed) == pytest.approx(
            (here.recording_in_s, here.speed), abs=2e-4
        )


@pytest.mark.parametrize("hops", [3, 100])
def test_a_film_some_hops_later_has_all_offsets_later(film, document, hops):
    for one, other in zip(named(document), named(later_by(film, hops)), strict=True):
        assert one.recording == other.recording
        here, there = one.placements[0], other.placements[0]
        assert here.speed == there.speed
        offsets = [p.film_in_s - p.recording_in_s / p.speed for p in (here, there)]
        assert offsets[1] - offsets[0] == pytest.approx(hops * HOP_S, abs=0.002)


@pytest.mark.parametrize("gain", [0.5, 2.0])
def test_6_db_of_gain_change_no_cue(film, document, gain):
    louder = identify_sounds(film * np.float32(gain))
    for one, other in zip(named(document), named(louder), strict=True):
        assert (one.cue_no, one.recording) == (other.cue_no, other.recording)
        here, there = one.placements[0], other.placements[0]
        assert here.speed == pytest.approx(there.speed, abs=1e-5)
        for clock in ("film_in_s", "film_out_s", "recording_in_s", "recording_out_s"):
            assert getattr(here, clock) == pytest.approx(getattr(there, clock), abs=0.1)


@pytest.mark.parametrize("gain", [0.5, 2.0])
def test_6_db_of_gain_change_hardly_a_peak(gain):
    sound = play(0, length_s=10)
    kept = [
        fingerprint_recording(cut_blocks(some), ANALYSIS).peaks for some in (sound, sound * np.float32(gain))
    ]
    one, other = (set(zip(peaks.frame.tolist(), peaks.cents.tolist(), strict=True)) for peaks in kept)
    assert len(one ^ other) <= 0.04 * len(one)


def test_the_order_of_the_library_changes_nothing(film, document):
    backwards = identify_sounds(film, index=index_of(3, 2, 1, 0))
    assert heard_in(backwards) == heard_in(document)
    assert [cue.confidence for cue in named(backwards)] == [cue.confidence for cue in named(document)]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 50), (50, 3, 1, 2, 0), (0, 50, 2, 1, 3)])
def test_an_unrelated_recording_disturbs_no_other(film, document, order):
    assert heard_in(identify_sounds(film, index=index_of(*order))) == heard_in(document)


def test_frames_are_hops():
    assert pytest.approx(1 / HOP_S) == FRAMES_PER_SECOND
