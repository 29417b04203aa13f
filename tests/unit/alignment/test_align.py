import dataclasses

import numpy as np
import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, compare, hear
from tests.reference.engine_music import RATE_HZ, mix, noise, play

from cuespotter.alignment import align as alignment
from cuespotter.alignment.align import align, goes_on, join
from cuespotter.alignment.lookup import Line, Span
from cuespotter.alignment.offsets import sight

ALIGNMENT = SETTINGS.alignment
PAL = 25 / 24


def cents(speed):
    return float(1200 * np.log2(speed))


def aligned(tune, sound, *guesses):
    """Align a tune from coarse sightings: (offset in s, speed, pitch, first second, last second)."""
    compared = compare(hear(sound), tune)
    sightings = []
    for offset_s, speed, pitch_cents, first_s, last_s in guesses:
        span = Span(first_s * FRAMES_PER_SECOND, last_s * FRAMES_PER_SECOND)
        line = Line(offset_s * FRAMES_PER_SECOND, speed, pitch_cents)
        sightings.append(sight(compared, line, span))
    return align(compared, sightings)


PLAYED = {
    "film speed": (1.0, 0.0),
    "PAL": (PAL, cents(PAL)),
    "NTSC film on PAL": (24 / 25, cents(24 / 25)),
    "turntable": (0.93, cents(0.93)),
    "tempo alone": (1.04, 0.0),
    "pitch alone": (1.0, 70.0),
}


@pytest.fixture(scope="module", params=PLAYED.values(), ids=PLAYED)
def one(request):
    """24 s of tune 1 from its 8th second on, at second 5; guessed from the middle; speed and pitch it plays at."""
    speed, pitch_cents = request.param
    sound = mix(34, (5.0, play(1, first_s=8.0, length_s=24.0, tempo=speed, pitch_cents=pitch_cents)))
    found = aligned(1, sound, (5.0 - 8.0 / speed + 0.05, speed, pitch_cents, 10.0, 20.0))
    assert len(found) == 1
    return found[0], speed, pitch_cents


def test_the_offset_is_right_within_10_ms(one):
    alignment, speed, _ = one
    middle_s = alignment.line.recording_frame(17.0 * FRAMES_PER_SECOND) / FRAMES_PER_SECOND
    assert middle_s == pytest.approx(8.0 + (17.0 - 5.0) * speed, abs=0.010)


def test_the_speed_is_right_within_200_ppm(one):
    alignment, speed, pitch_cents = one
    assert alignment.line.speed == pytest.approx(speed, rel=2e-4)
    assert alignment.line.pitch_cents == pytest.approx(pitch_cents, abs=1.0)


def test_the_bounds_are_right_within_a_note(one):
    alignment, _, _ = one
    assert alignment.first / FRAMES_PER_SECOND == pytest.approx(5.0, abs=0.3)
    assert alignment.last / FRAMES_PER_SECOND == pytest.approx(29.0, abs=0.3)


def test_the_evidence_speaks_for_it(one):
    alignment, _, _ = one
    assert alignment.gain > 200
    assert alignment.sharpness > 10
    assert alignment.strength > 1
    assert alignment.peaks > 300
    assert alignment.view_strength.shape == (2,)


def test_a_cut_within_a_recording_is_two_alignments():
    sound = mix(36, (4.0, play(0, first_s=2.0, length_s=14.0)), (18.0, play(0, first_s=24.0, length_s=14.0)))
    before, after = aligned(0, sound, (2.0, 1.0, 0.0, 5.0, 15.0), (-6.0, 1.0, 0.0, 20.0, 30.0))
    assert (before.line.offset / FRAMES_PER_SECOND, after.line.offset / FRAMES_PER_SECOND) == pytest.approx(
        (2.0, -6.0), abs=0.02
    )
    assert before.last <= after.first
    assert before.last / FRAMES_PER_SECOND == pytest.approx(18.0, abs=0.5)
    assert after.first / FRAMES_PER_SECOND == pytest.approx(18.0, abs=0.5)
    assert not goes_on(before, after, ALIGNMENT)


def test_one_line_seen_twice_is_one_alignment():
    sound = mix(24, (4.0, play(0, first_s=2.0, length_s=18.0)))
    assert len(aligned(0, sound, (2.0, 1.0, 0.0, 5.0, 15.0), (2.05, 1.0, 0.0, 10.0, 20.0))) == 1


def test_a_drowned_out_middle_joins_what_goes_on():
    sound = mix(36, (3.0, play(0, first_s=2.0, length_s=30.0)))
    sound[:, 14 * RATE_HZ : 19 * RATE_HZ] = noise(5, seed=8, level=0.3)
    before, after = aligned(0, sound, (1.0, 1.0, 0.0, 20.0, 32.0))
    assert goes_on(before, after, ALIGNMENT)
    assert not goes_on(before, dataclasses.replace(after, recording=1), ALIGNMENT)
    whole = join(compare(hear(sound), 0), before, after)
    assert (whole.first, whole.last) == (before.first, after.last)
    assert whole.gain == pytest.approx(before.gain + after.gain)
    assert whole.line.offset / FRAMES_PER_SECOND == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize(
    "sound", [noise(14), np.zeros((2, 14 * RATE_HZ), np.float32)], ids=["noise", "silence"]
)
def test_where_no_music_is_heard_nothing_is_aligned(sound):
    assert aligned(0, sound, (2.0, 1.0, 0.0, 2.0, 12.0)) == []


def test_what_was_seen_before_changes_no_later_answer_and_is_not_worked_out_again(monkeypatch):
    sound = mix(36, (4.0, play(0, first_s=2.0, length_s=14.0)), (18.0, play(0, first_s=24.0, length_s=14.0)))
    heard, rate = hear(sound), FRAMES_PER_SECOND
    guesses = [(2.0, Span(5.0 * rate, 15.0 * rate)), (-6.0, Span(20.0 * rate, 30.0 * rate))]

    def seen(compared):
        return [sight(compared, Line(offset_s * rate, 1.0, 0.0), span) for offset_s, span in guesses]

    fits = []
    fitted = alignment.fit_line
    monkeypatch.setattr(alignment, "fit_line", lambda *asked: fits.append(1) or fitted(*asked))
    fresh = compare(heard, 0)
    at_once = align(fresh, seen(fresh))
    rounds = compare(heard, 0)
    align(rounds, seen(rounds)[:1])
    then = align(rounds, seen(rounds))
    assert [repr(one) for one in then] == [repr(one) for one in at_once]
    assert len(at_once) == 2
    worked_out = len(fits)
    align(rounds, seen(rounds))
    assert len(fits) == worked_out > 0


def test_no_sightings_give_no_alignments():
    assert align(compare(hear(noise(2)), 0), []) == []
