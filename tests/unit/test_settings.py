import dataclasses

import pytest

from cuespotter.analysis.hashes import HASH_BITS, LARGEST_DISTANCE_FRAMES
from cuespotter.index.file_format import KEY_BITS
from cuespotter.settings import AnalysisSettings, Settings

SETTINGS = Settings()


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(AnalysisSettings)])
def test_every_setting_of_the_analysis_moves_the_digest(field):
    changed = dataclasses.replace(SETTINGS.analysis, **{field: getattr(SETTINGS.analysis, field) + 1})
    assert changed.digest != SETTINGS.analysis.digest


def test_equal_settings_have_equal_digests():
    assert AnalysisSettings().digest == SETTINGS.analysis.digest
    assert len(SETTINGS.analysis.digest) == 16


def test_bins_cover_the_frequencies_that_are_asked_for():
    analysis = SETTINGS.analysis
    bin_hz = analysis.rate_hz / analysis.window_samples
    assert analysis.lowest_bin * bin_hz == pytest.approx(analysis.lowest_hz, abs=bin_hz)
    assert analysis.highest_bin * bin_hz == pytest.approx(analysis.highest_hz, abs=bin_hz)
    assert analysis.highest_bin + 1 <= analysis.window_samples // 2


def test_the_margin_of_a_section_holds_all_that_presence_depends_on():
    hearing, analysis = SETTINGS.hearing, SETTINGS.analysis
    presence = hearing.presence
    by_level = presence.half_frames + presence.level_half_frames
    by_peaks = (
        presence.half_frames
        + presence.peak_reach_frames
        + analysis.selection_half_frames
        + hearing.reach_frames
    )
    assert hearing.margin_frames >= max(by_level, by_peaks)


def test_hashes_fit_the_index_and_span_the_fan():
    assert HASH_BITS <= KEY_BITS
    assert SETTINGS.analysis.least_distance_frames < LARGEST_DISTANCE_FRAMES


def test_a_setting_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        SETTINGS.analysis.hop_samples = 512  # type: ignore[misc]


def test_peaks_a_second_are_turned_into_peaks_of_the_selection():
    analysis = SETTINGS.analysis
    seconds = (2 * analysis.selection_half_frames + 1) / analysis.frames_per_second
    assert analysis.per_selection(25.0) == round(25.0 * seconds)
    assert analysis.per_selection(0.0) == 1


def test_a_library_a_hundred_times_as_large_may_cost_ten_times_as_much():
    matching = SETTINGS.matching
    assert matching.affordable(400.0, 10**6) == matching.affordable(400.0, 10**3) == 400.0
    assert matching.affordable(400.0, 10**8) == pytest.approx(4000.0)
