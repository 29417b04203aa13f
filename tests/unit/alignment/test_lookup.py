import numpy as np
import pytest
from tests.reference.engine_library import SETTINGS, compare, entry, hear
from tests.reference.engine_music import play

from cuespotter.alignment.lookup import Comparisons, Line, Span, columns_of

LINE = Line(-40.0, 25 / 24, 70.67)
SILENCE = hear(np.zeros((2, 11025)))


def test_a_line_s_two_clocks_are_each_other_s_inverse():
    frames = np.array([0.0, 33.5, 1000.0])
    back = [LINE.recording_frame(float(frame)) for frame in LINE.film_frame(frames)]
    np.testing.assert_allclose(back, frames)
    assert LINE.recording_frame(LINE.offset) == 0.0


def test_turning_a_line_keeps_what_is_heard_at_the_pivot():
    turned = LINE.turned(speed=0.97, pitch_cents=-50.0, about=500.0)
    assert turned.recording_frame(500.0) == pytest.approx(LINE.recording_frame(500.0))
    assert (turned.speed, turned.pitch_cents) == (0.97, -50.0)


def test_a_moved_line_begins_later():
    assert LINE.moved(7.5).offset == LINE.offset + 7.5


def test_a_stretch_holds_the_peaks_that_sound_in_it_and_no_others():
    known, _ = entry(0)
    stretch = compare(SILENCE, 0).cut(LINE, Span(100.0, 300.0))
    film = LINE.film_frame(known.peaks.frame.astype(float))
    inside = (film >= 100.0) & (film < 300.0)
    np.testing.assert_array_equal(stretch.frame, known.peaks.frame[inside])
    np.testing.assert_array_equal(stretch.cents, known.peaks.cents[inside])
    assert 0 < len(stretch) < len(known.peaks)


def test_a_stretch_outside_the_recording_is_empty():
    assert len(compare(SILENCE, 0).cut(LINE, Span(-900.0, -100.0))) == 0
    assert len(compare(SILENCE, 0).cut(LINE, Span(90000.0, 90100.0))) == 0


def test_heights_are_rounded_to_columns():
    assert columns_of(np.array([0.0, 14.0, 16.0, 60.0]), pitch_cents=0.0, column_cents=30.0).tolist() == [
        0,
        0,
        1,
        2,
    ]
    assert columns_of(np.array([0.0]), pitch_cents=-40.0, column_cents=30.0).tolist() == [-1]


def test_presence_is_high_at_the_true_place_and_adds_up_peak_by_peak():
    heard = hear(play(0, first_s=10, length_s=10))
    line = Line(-10 * SETTINGS.analysis.frames_per_second, 1.0, 0.0)
    compared = compare(heard, 0)
    stretch = compared.cut(line, Span(0.0, float(heard.frames)))
    each = compared.presence(stretch, line)
    sums = compared.sums(stretch, line, np.array([0, 60]))
    assert each.shape == (len(heard.views), len(stretch))
    np.testing.assert_allclose(each.sum(axis=1), sums[:, 0])
    assert (each.mean(axis=1) > 1.0).all()
    assert (sums[:, 1] < sums[:, 0] / 4).all()


def test_a_recording_is_taken_from_the_shelf_once():
    asked = []

    def known(number):
        asked.append(number)
        return entry(0)[0]

    held = Comparisons(SILENCE, known, SETTINGS.alignment)
    assert held.of(3) is held.of(3)
    assert held.of(4).recording == 4
    assert asked == [3, 4]
