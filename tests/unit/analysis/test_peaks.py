import numpy as np
import pytest

from cuespotter.analysis.peaks import LocalPeaks, Peaks, Section, cut_sections, loudest, pick_peaks
from cuespotter.errors import ShapeError

BINS = 7
NEAR = {"reach_frames": 2, "reach_bins": 2, "lowest_bin": 1, "highest_bin": BINS - 1, "floor_db": -100.0}


def rows_of(total, sizes):
    numbers = np.arange(1, total + 1, dtype=np.float32)[:, None] * np.ones((1, BINS), np.float32)
    edges = np.cumsum([0, *sizes])
    return [numbers[first:last] for first, last in zip(edges, [*edges[1:], total], strict=True)]


@pytest.mark.parametrize("total", [1, 9, 10, 11, 20, 37])
@pytest.mark.parametrize("sizes", [[], [1, 1, 1], [0, 5], [30]])
def test_sections_cover_every_row_once(total, sizes):
    sizes = [size for size in sizes if size < total]
    inner, first = [], []
    for section in cut_sections(rows_of(total, sizes), section_frames=10, margin_frames=4):
        inner.extend(section.power[4 : 4 + section.frames, 0].tolist())
        first.append(section.first)
    assert inner == list(range(1, total + 1))
    assert first == list(range(0, total, 10))


def test_a_section_stands_between_its_surroundings():
    padded = np.concatenate([np.zeros(4), np.arange(1, 38), np.zeros(4)])
    for section in cut_sections(rows_of(37, [13]), section_frames=10, margin_frames=4):
        expected = padded[section.first : section.first + section.frames + 8]
        np.testing.assert_array_equal(section.power[:, 0], expected)


def test_peaks_that_are_cut_out_count_from_the_first_frame():
    peaks = Peaks(np.array([3, 5, 5, 8], np.int32), np.array([10.5, 20.0, 30.0, 40.0], np.float32))
    cut = peaks.cut(5, 8)
    assert (cut.frame.dtype, cut.frame.tolist()) == (np.int32, [0, 0])
    assert (cut.cents.dtype, cut.cents.tolist()) == (np.float32, [20.0, 30.0])


def test_no_rows_give_no_section():
    assert list(cut_sections([], section_frames=10, margin_frames=4)) == []


def section_with(*cells):
    power = np.full((20, BINS), 1e-6, np.float32)
    for frame, bin_number, level in cells:
        power[frame, bin_number] = level
    return Section(0, 20, 0, power)


def places(peaks):
    return list(zip(peaks.row.tolist(), peaks.height.round().astype(int).tolist(), strict=True))


def test_a_peak_is_louder_than_all_in_reach():
    section = section_with((5, 2, 0.5), (7, 4, 0.4), (8, 2, 0.3), (12, 4, 0.1))
    assert places(pick_peaks(section, **NEAR | {"floor_db": -20.0})) == [(5, 2), (12, 4)]


def test_of_equals_the_earliest_then_the_lowest_is_the_peak():
    section = section_with((5, 4, 0.5), (5, 2, 0.5), (6, 3, 0.5))
    assert places(pick_peaks(section, **NEAR | {"floor_db": -20.0})) == [(5, 2)]


def test_a_quieter_cell_than_the_floor_is_no_peak():
    section = section_with((5, 3, 1e-3))
    assert len(pick_peaks(section, **NEAR | {"floor_db": -29.0})) == 0
    assert pick_peaks(section, **NEAR | {"floor_db": -31.0}).level_db == pytest.approx(-30.0)


def test_too_few_bins_are_refused():
    with pytest.raises(ShapeError, match=r"bins 1\.\.7 of a spectrogram with 7 bins"):
        pick_peaks(section_with(), **NEAR | {"highest_bin": 7})


def test_twice_the_sound_has_the_same_local_maxima():
    power = np.random.default_rng(0).random((60, BINS), np.float32)
    once, twice = (pick_peaks(Section(0, 60, 0, power * gain), **NEAR) for gain in (1, 4))
    np.testing.assert_array_equal(once.row, twice.row)
    np.testing.assert_allclose(once.height, twice.height, atol=1e-4)


def test_a_quiet_passage_keeps_its_loudest_peaks():
    rows = np.arange(0, 200, 2, dtype=np.int32)
    level = np.where(rows < 100, -10.0, -60.0) + rows % 7
    peaks = LocalPeaks(rows, np.ones(100, np.float32), level.astype(np.float32))
    kept = loudest(peaks, half_width_frames=10, per_half_width=3)
    assert kept[rows < 80].any()
    assert kept[rows > 120].any()
    assert kept.mean() < 0.6
