import dataclasses

import numpy as np
import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, compare, hear
from tests.reference.engine_music import mix, play

from cuespotter.alignment.lookup import Line, Span
from cuespotter.alignment.offsets import (
    Fit,
    coarse_line,
    fit_line,
    follows,
    quick_z,
    sight,
    snap,
    turned_line,
)

ALIGNMENT = SETTINGS.alignment
SPAN = Span(6.0 * FRAMES_PER_SECOND, 26.0 * FRAMES_PER_SECOND)


def cents(speed):
    return float(1200 * np.log2(speed))


def line_of(speed, pitch_cents):
    """Give the true line of what `heard` plays."""
    return Line((6.0 - 10.0 / speed) * FRAMES_PER_SECOND, speed, pitch_cents)


@pytest.fixture(scope="module", params=[(1.0, 0.0), (1.0163, cents(1.0163)), (1.03, 0.0), (1.0, -60.0)])
def played(request):
    """20 s of tune 1 at some speed and pitch, and its true line."""
    speed, pitch_cents = request.param
    tune = play(1, first_s=10.0, length_s=20.0, tempo=speed, pitch_cents=pitch_cents)
    return compare(hear(mix(30, (6.0, tune))), 1), line_of(speed, pitch_cents)


def test_a_true_line_is_seen_clearly_and_a_wrong_one_is_not(played):
    compared, line = played
    right, wrong = (sight(compared, one, SPAN).z for one in (line, line.moved(85.0)))
    assert right > 10
    assert wrong < 5
    assert quick_z(compared, line, SPAN) > 2 * quick_z(compared, line.moved(85.0), SPAN)


@pytest.mark.parametrize("late", [-4.0, -1.3, 0.0, 2.6, 4.0])
def test_a_line_that_is_a_little_late_is_moved_to_its_place(played, late):
    compared, line = played
    seen = sight(compared, line.moved(late), SPAN)
    assert seen.line.offset == pytest.approx(line.offset, abs=1.2)


@pytest.mark.parametrize("factor", [0.998, 1.003])
def test_the_fit_finds_a_speed_that_is_a_little_off(played, factor):
    compared, line = played
    middle = sum(SPAN) / 2
    pitch = line.pitch_cents + (cents(factor) if follows(line, ALIGNMENT) else 0.0)
    start = line.turned(speed=line.speed * factor, pitch_cents=pitch, about=middle)
    fitted = fit_line(compared, start, SPAN)
    assert fitted.line.speed == pytest.approx(line.speed, rel=5e-4)
    assert fitted.line.pitch_cents == pytest.approx(line.pitch_cents, abs=2.0)
    assert fitted.line.recording_frame(middle) == pytest.approx(line.recording_frame(middle), abs=0.4)
    assert fitted.speed_error < 1e-3


@pytest.mark.parametrize("factor", [0.995, 1.005])
def test_the_grid_finds_a_speed_half_a_step_off(played, factor):
    compared, line = played
    middle = sum(SPAN) / 2
    pitch = line.pitch_cents + (cents(factor) if follows(line, ALIGNMENT) else 0.0)
    start = line.turned(speed=line.speed * factor, pitch_cents=pitch, about=middle)
    seen = sight(compared, start, SPAN)
    coarse = coarse_line(compared, seen)
    assert coarse.speed == pytest.approx(line.speed, rel=2e-3)


def test_nothing_is_fitted_where_the_recording_has_no_peaks():
    compared, span = compare(hear(mix(3)), 1), Span(0.0, 100.0)
    far = Line(-90000.0, 1.0, 0.0)
    assert fit_line(compared, far, span) == Fit(far, np.inf)
    assert quick_z(compared, far, span) == 0.0
    assert sight(compared, far, span).z == 0.0


def test_a_fit_takes_the_first_named_speed_it_allows():
    def snapped(speed, error, pitch_cents=None):
        line = Line(0.0, speed, cents(speed) if pitch_cents is None else pitch_cents)
        return snap(Fit(line, error), SPAN, ALIGNMENT)

    assert snapped(1.00005, 1e-5).speed == 1.0
    assert snapped(25 / 24 * 1.0002, 1e-4).speed == 25 / 24
    assert snapped(25 / 24 * 1.0002, 1e-4).pitch_cents == pytest.approx(cents(25 / 24))
    assert snapped(1.0009, 1e-5).speed == 1001 / 1000
    assert snapped(1.02, 1e-5).speed == 1.02
    assert snapped(1.03, 1e-5, pitch_cents=2.0).pitch_cents == 0.0
    assert snapped(1.0, 1e-5, pitch_cents=-60.0).pitch_cents == -60.0


def test_pitch_follows_speed_as_on_a_faster_turntable():
    assert follows(Line(0.0, 25 / 24, 70.67), ALIGNMENT)
    assert not follows(Line(0.0, 25 / 24, 0.0), ALIGNMENT)
    assert not follows(Line(0.0, 1.0, 60.0), ALIGNMENT)


def test_one_view_is_enough():
    heard = hear(mix(30, (6.0, play(1, first_s=10.0, length_s=20.0))))
    mono = dataclasses.replace(heard, views=heard.views[:1])
    seen = sight(compare(mono, 1), line_of(1.0, 0.0), SPAN)
    assert seen.z > 10
    assert seen.weights.shape == (1,)


@pytest.mark.parametrize("factor", [0.97, 1.02, 1.05])
def test_a_line_met_at_another_tempo_is_turned_to_its_own(played, factor):
    compared, line = played
    about = SPAN.middle
    met = line.turned(speed=line.speed * factor, pitch_cents=line.pitch_cents, about=about)
    found = turned_line(compared, met, SPAN, about)
    assert found is not None
    turned, z = found
    assert turned.speed == pytest.approx(line.speed, rel=ALIGNMENT.turned_step)
    assert turned.pitch_cents == line.pitch_cents
    assert turned.recording_frame(about) == pytest.approx(line.recording_frame(about), abs=6.0)
    assert z > 1.5 * quick_z(compared, met, SPAN)


def test_a_line_at_its_own_tempo_is_left_alone(played):
    compared, line = played
    assert turned_line(compared, line, SPAN, SPAN.middle) is None
