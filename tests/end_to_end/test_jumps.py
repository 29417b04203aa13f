"""A few hundredths of a second missing from a recording, or heard twice: it goes on from there, and from no equal bar."""

import numpy as np
import pytest
from tests.golden.answers import SAMPLE
from tests.reference.engine_library import SETTINGS, hear, index_of_files

from cuespotter.identify.search import explain_reel
from cuespotter.media.decode import blocks

RATE_HZ = SETTINGS.analysis.rate_hz
PER_S = SETTINGS.analysis.frames_per_second
MUSIC = ("Forty-Two - Halloween 1.opus", "Krobonil - Bright thunders.opus")
"""Both come back to their bars."""
STRETCH_S = 13.0
SILENCE_S = 3.0
JUMPS_S = (-0.1, 0.04, 0.06, 0.1)


@pytest.fixture(scope="module", params=MUSIC)
def explained(request):
    """A film in which a recording jumps in four places; what was found of it, and (from, to, lag in s) of what plays."""
    path = SAMPLE / "library" / request.param
    music = np.concatenate([block.samples.mean(axis=0) for block in blocks(path, rate_hz=RATE_HZ)])
    first_s = np.linspace(5.0, len(music) / RATE_HZ - 2 * STRETCH_S - 5.0, len(JUMPS_S))
    parts, truth, film_s = [], [], 0.0
    for start_s, jump_s in zip(first_s, JUMPS_S, strict=True):
        parts.append(np.zeros(int(SILENCE_S * RATE_HZ)))
        film_s += SILENCE_S
        for from_s in (start_s, start_s + STRETCH_S + jump_s):
            parts.append(music[round(from_s * RATE_HZ) :][: int(STRETCH_S * RATE_HZ)])
            truth.append((film_s, film_s + STRETCH_S, from_s - film_s))
            film_s += STRETCH_S
    sound = np.concatenate(parts)
    sound += np.random.default_rng(20).normal(0.0, sound.std() / 3, len(sound))
    index = index_of_files({"music": path})
    heard = hear(sound[None].astype(np.float32), layout=("FC",))
    found = explain_reel(heard, index, lambda _number: index.fingerprint("music"), SETTINGS, lambda *_: None)
    return [one.alignment for one in found], truth


def seconds_at(alignments, first_s, last_s, lag_s):
    """Add up the seconds of a stretch that are placed where they are, within a picture; and those elsewhere."""
    right = wrong = 0.0
    for one in alignments:
        both = max(0.0, min(one.last / PER_S, last_s) - max(one.first / PER_S, first_s))
        ends = (one.line.recording_frame(at) / PER_S - at / PER_S for at in one.span)
        is_right = all(abs(lag - lag_s) < 0.04 for lag in ends)
        right, wrong = (right + both, wrong) if is_right else (right, wrong + both)
    return right, wrong


def test_what_goes_on_after_a_jump_is_placed_where_it_is(explained):
    alignments, truth = explained
    for first_s, last_s, lag_s in truth:
        right, wrong = seconds_at(alignments, first_s, last_s, lag_s)
        assert right > STRETCH_S - 1.0, (first_s, last_s, lag_s)
        assert wrong < 1.0, (first_s, last_s, lag_s)


def test_no_speed_is_made_up_to_bridge_a_jump(explained):
    alignments, _ = explained
    assert {round(one.line.speed, 4) for one in alignments} == {1.0}
