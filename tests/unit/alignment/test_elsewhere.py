from dataclasses import replace

import numpy as np
import pytest
from tests.reference.engine_alignments import make_alignment
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, hear
from tests.reference.engine_music import cut_blocks, mix, play

from cuespotter.alignment.elsewhere import places_like
from cuespotter.alignment.lookup import Comparison
from cuespotter.analysis.fingerprint import fingerprint_recording

BAR_S, PLAYED_S = 8.0, 12.0


@pytest.fixture(scope="module", params=[(1.0, 0.0), (25 / 24, 70.67)], ids=["film speed", "PAL speed"])
def loop(request):
    """Four times the same 8 s, of which 12 s play 6 s into a film; the comparison and the true alignment."""
    speed, pitch_cents = request.param
    bar, played = (
        play(1, first_s=5.0, length_s=length_s, tempo=tempo, pitch_cents=cents)
        for length_s, tempo, cents in ((BAR_S, 1.0, 0.0), (BAR_S / speed, speed, pitch_cents))
    )
    known = fingerprint_recording(cut_blocks(np.tile(bar, 4)), SETTINGS.analysis)
    sound = np.tile(played, 2)[..., : int(PLAYED_S * played.shape[-1] * speed / BAR_S)]
    compared = Comparison(0, hear(mix(30, (6.0, sound))), known, SETTINGS.alignment)
    return compared, make_alignment(
        0, 6.0, 6.0 + PLAYED_S, position_s=BAR_S, speed=speed, pitch_cents=pitch_cents
    )


def test_a_loop_is_found_at_all_its_bars(loop):
    compared, alignment = loop
    places = places_like(compared, alignment)
    starts_s = [one.line.recording_frame(alignment.first) / FRAMES_PER_SECOND for one in places]
    assert len(starts_s) >= 2
    for start_s in starts_s:
        assert abs(start_s) % BAR_S == pytest.approx(0.0, abs=0.2) or abs(start_s) % BAR_S == pytest.approx(
            BAR_S, abs=0.2
        )
        assert start_s != pytest.approx(BAR_S, abs=0.5)
    assert all(one.line.speed == alignment.line.speed for one in places)
    assert all(one.z > 6 for one in places)


def test_no_more_places_are_given_than_asked_for(loop):
    compared, alignment = loop
    few = replace(compared, settings=replace(SETTINGS.alignment, most_elsewhere=1))
    assert len(places_like(few, alignment)) == 1


def test_music_that_does_not_return_has_no_other_place():
    known = fingerprint_recording(cut_blocks(play(1)), SETTINGS.analysis)
    heard = hear(mix(30, (6.0, play(1, first_s=10.0, length_s=12.0))))
    compared = Comparison(0, heard, known, SETTINGS.alignment)
    assert places_like(compared, make_alignment(0, 6.0, 18.0, position_s=10.0)) == []
