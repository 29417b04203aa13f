import itertools
from dataclasses import replace

import numpy as np
import pytest
from tests.reference.performances import perform

from cuespotter.analysis.peaks import Peaks
from cuespotter.errors import ShapeError
from cuespotter.settings import VersionSettings
from cuespotter.versions.chroma import fingerprint_harmony, harmony_of
from cuespotter.versions.compare import Query
from cuespotter.versions.confidence import chance_length, decoys_of, same_work_probability
from cuespotter.versions.find import find_versions
from cuespotter.versions.groups import pair_versions
from cuespotter.versions.outline import outline_library, shortlist

RULES = VersionSettings()
OTHERS = [perform(seed, beats=50) for seed in range(100, 112)]


def library(*fingerprints):
    """Give outlines and harmonies of some recordings."""
    harmonies = [fingerprint_harmony(one, RULES) for one in fingerprints]
    names = [f"r{number}" for number in range(len(harmonies))]
    return outline_library(names, lambda name: harmonies[int(name[1:])], RULES), harmonies


def test_peaks_before_the_first_frame_are_refused():
    peaks = Peaks(np.array([40, -3, 7], np.int32), np.array([900, 1200, 2400], np.float32))
    with pytest.raises(ShapeError, match="a peak stands at frame -3"):
        harmony_of(peaks, 100, RULES)


@pytest.fixture(scope="module")
def stretch():
    """Forty seconds from the middle of a work, played anew: a fourth higher and a tenth slower."""
    played = perform(7, beats=20, first_beat=20, tempo=0.9, semitones=5, takes=1)
    return fingerprint_harmony(played, RULES)


def test_another_performance_in_another_key_and_tempo_is_asked_about_first(stretch):
    outlines, harmonies = library(*OTHERS, perform(7))
    asked = find_versions(stretch, outlines, harmonies.__getitem__, RULES)
    assert asked[0].recording == len(OTHERS)
    assert asked[0].probability > 0.7
    assert asked[0].pitch_cents == pytest.approx(500, abs=15)


def test_both_run_in_step_from_bar_to_bar(stretch):
    outlines, harmonies = library(*OTHERS, perform(7))
    bars = find_versions(stretch, outlines, harmonies.__getitem__, RULES)[0].bars
    step_s = RULES.step_frames / (11025 / 256)
    begins_s = np.array([bar.known_first - 0.9 * bar.first for bar in bars]) * step_s
    assert np.median(begins_s) == pytest.approx(40.0, abs=1.5)
    tempo = (bars[-1].known_last - bars[0].known_first) / (bars[-1].last - bars[0].first)
    assert tempo == pytest.approx(0.9, abs=0.06)
    assert all(one.last == after.first for one, after in itertools.pairwise(bars))


def test_of_other_works_alone_nothing_is_asked(stretch):
    outlines, harmonies = library(*OTHERS)
    assert find_versions(stretch, outlines, harmonies.__getitem__, RULES) == []


def test_the_short_list_of_a_large_library_holds_the_work_whatever_the_key(stretch):
    outlines, _ = library(*OTHERS, perform(7))
    assert len(OTHERS) in shortlist(stretch, outlines, replace(RULES, shortlist=2))


def test_the_work_is_among_those_whose_chords_fit_as_a_whole(stretch):
    outlines, _ = library(*OTHERS, perform(7))
    assert len(OTHERS) in shortlist(stretch, outlines, replace(RULES, skimmed=4, shortlist=2))


def test_a_library_cut_into_parts_gives_the_same_short_list(stretch, monkeypatch):
    outlines, _ = library(*OTHERS, perform(7))
    whole = shortlist(stretch, outlines, replace(RULES, skimmed=8, shortlist=5))
    monkeypatch.setattr("cuespotter.versions.outline.ROWS_AT_ONCE", 3)
    parted, _ = library(*OTHERS, perform(7))
    assert shortlist(stretch, parted, replace(RULES, skimmed=8, shortlist=5)) == whole


def test_outlines_that_are_known_are_not_made_again():
    outlines, harmonies = library(*OTHERS[:3])
    again = outline_library(["r2", "new"], lambda _: harmonies[0], RULES, known=outlines)
    begin = outlines.starts[2]
    np.testing.assert_array_equal(again.rows[: again.starts[1]], outlines.rows[begin:])


def test_a_stretch_too_short_to_compare_asks_nothing():
    outlines, harmonies = library(perform(7))
    short = fingerprint_harmony(perform(7, beats=2), RULES)
    assert find_versions(short, outlines, harmonies.__getitem__, RULES) == []


def test_silence_asks_nothing():
    outlines, harmonies = library(perform(7))
    nothing = fingerprint_harmony(perform(7, beats=0), RULES)
    assert find_versions(nothing, outlines, harmonies.__getitem__, RULES) == []


def test_peaks_tuned_higher_by_a_third_of_a_semitone_are_the_same_classes():
    tuned = perform(7)
    higher = replace(tuned, peaks=replace(tuned.peaks, cents=tuned.peaks.cents + np.uint16(33)))
    one, other = fingerprint_harmony(tuned, RULES), fingerprint_harmony(higher, RULES)
    assert other.tuning_cents - one.tuning_cents == pytest.approx(33, abs=1)
    assert np.abs(one.classes - other.classes).mean() < 0.02


def test_further_versions_in_the_library_do_not_count_as_chance():
    assert chance_length([90, 85, 80, 30, 20], RULES) == pytest.approx(25)


def test_the_longer_both_run_alike_the_likelier_is_one_work():
    likely = [same_work_probability(length, 30.0, RULES) for length in (20, 40, 60, 100)]
    assert likely == sorted(likely)
    assert likely[0] < 0.2
    assert likely[-1] > 0.9


def test_the_length_is_the_same_whoever_asks_of_two_alike():
    one, other = (fingerprint_harmony(perform(7, takes=take), RULES) for take in (1, 2))
    assert Query(one, RULES).likeness(other).length > 0.7 * Query(one, RULES).likeness(one).length


def test_two_performances_of_one_work_are_a_pair():
    outlines, harmonies = library(*OTHERS, perform(7), perform(7, takes=3, semitones=2, tempo=1.1))
    pairs = pair_versions(outlines, harmonies.__getitem__, RULES)
    assert [(one.first, one.second) for one in pairs] == [(12, 13)]


def test_decoys_hold_the_same_harmony_in_other_orders():
    harmony = fingerprint_harmony(perform(7), RULES)
    decoys = decoys_of(harmony, 4)
    as_sorted = [np.sort(one.classes, axis=0) for one in (harmony, *decoys)]
    assert len(decoys) == 4
    assert all(np.array_equal(one, as_sorted[0]) for one in as_sorted)
    assert len({one.classes.tobytes() for one in (harmony, *decoys)}) == 5


@pytest.mark.parametrize("count", [1, 2, 5])
def test_in_a_small_library_other_works_are_no_versions(count):
    outlines, harmonies = library(*OTHERS[:count])
    stretch = fingerprint_harmony(perform(7), RULES)
    assert find_versions(stretch, outlines, harmonies.__getitem__, RULES) == []


def test_in_a_small_library_the_work_is_found():
    outlines, harmonies = library(*OTHERS[:2], perform(7))
    stretch = fingerprint_harmony(perform(7, takes=1, semitones=2), RULES)
    assert [one.recording for one in find_versions(stretch, outlines, harmonies.__getitem__, RULES)] == [2]
