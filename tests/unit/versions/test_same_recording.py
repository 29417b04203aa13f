from dataclasses import replace

import numpy as np
import pytest
from tests.reference.performances import perform

from cuespotter.analysis.fingerprint import Fingerprint
from cuespotter.analysis.peaks import Peaks
from cuespotter.settings import AnalysisSettings, VersionSettings
from cuespotter.versions.same_recording import NOTHING, number_performances, share_landmarks

ANALYSIS = AnalysisSettings()
RULES = VersionSettings()


def mixed(known, *, first=0, kept=0.6, seed=1):
    """Give another mix of a recording from a frame on: some of its peaks, and those of another music."""
    chance = np.random.default_rng(seed)
    own = (known.peaks.frame >= first) & (chance.random(len(known.peaks)) < kept)
    other = perform(900 + seed).peaks
    added = other.frame < known.frames - first
    frame = np.concatenate([known.peaks.frame[own] - first, other.frame[added][::3]]).astype(np.int32)
    cents = np.concatenate([known.peaks.cents[own], other.cents[added][::3]])
    order = np.lexsort((cents, frame))
    return Fingerprint(Peaks(frame[order], cents[order]), known.frames - first)


def share(one, other):
    return share_landmarks(one, other, ANALYSIS, RULES)


def test_another_mix_agrees_at_its_offset_whichever_is_asked_about():
    known = perform(7)
    found, turned = share(known, mixed(known, first=600)), share(mixed(known, first=600), known)
    assert found.share > 2 * RULES.least_shared
    assert found.offset_frames == pytest.approx(600, abs=2)
    assert turned.offset_frames == -found.offset_frames
    assert turned.share == pytest.approx(found.share, abs=0.01)
    assert turned.overlap_frames == found.overlap_frames


def test_another_performance_of_the_work_does_not_agree():
    assert share(perform(7), perform(7, takes=2)).share < RULES.least_shared / 2


def test_a_recording_agrees_with_itself_wholly():
    assert share(perform(7), perform(7)).share == pytest.approx(1.0)


def test_where_both_meet_for_a_moment_only_nothing_is_said():
    known = perform(7)
    end = mixed(known, first=known.frames - RULES.least_overlap_frames // 2, kept=1.0)
    assert share(known, end).share < RULES.least_shared


def test_silence_has_nothing_in_common():
    silent = Fingerprint(Peaks(np.zeros(0, np.int32), np.zeros(0, np.uint16)), 4000)
    assert share(perform(7), silent) == NOTHING
    assert share(silent, silent) == NOTHING


def test_mixes_have_one_number_also_where_only_a_third_joins_them():
    known = perform(7)
    halves = [
        replace(known, peaks=Peaks(known.peaks.frame[part], known.peaks.cents[part]))
        for part in (known.peaks.frame % 400 < 200, known.peaks.frame % 400 >= 200)
    ]
    cover = perform(7, takes=2)
    assert number_performances([halves[0], cover, halves[1]], ANALYSIS, RULES) == [0, 1, 2]
    assert number_performances([halves[0], cover, halves[1], known], ANALYSIS, RULES) == [0, 1, 0, 0]
