import itertools

import numpy as np
import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, compare, hear
from tests.reference.engine_music import mix, noise, play

from cuespotter.alignment.bounds import passages, ratios_along, reach_out
from cuespotter.alignment.lookup import Line, Span
from cuespotter.alignment.offsets import sight

ALIGNMENT = SETTINGS.alignment


def frames(*seconds):
    return Span(*(second * FRAMES_PER_SECOND for second in seconds))


def seconds(*places):
    return tuple(place / FRAMES_PER_SECOND for place in places)


@pytest.fixture(scope="module")
def jumping():
    """Tune 0 from its 2nd second on until second 16, then from its 22nd on until second 30."""
    return hear(
        mix(34, (2.0, play(0, first_s=2.0, length_s=14.0)), (16.0, play(0, first_s=22.0, length_s=14.0)))
    )


BEFORE, AFTER = Line(0.0, 1.0, 0.0), Line(-6.0 * FRAMES_PER_SECOND, 1.0, 0.0)


def seen(heard, line, first_s, last_s):
    return sight(compare(heard, 0), line, frames(first_s, last_s))


def test_lines_take_turns_where_each_is_heard(jumping):
    lines = [seen(jumping, BEFORE, 4.0, 12.0), seen(jumping, AFTER, 18.0, 26.0)]
    found = passages(compare(jumping, 0), lines)
    assert [one.sighting for one in found] == lines
    assert seconds(*found[0].span, found[1].span.last) == pytest.approx((2.0, 16.0, 30.0), abs=0.5)
    assert found[0].span.last <= found[1].span.first


def test_passages_do_not_overlap_and_know_how_far_they_may_reach(jumping):
    lines = [seen(jumping, BEFORE, 4.0, 12.0), seen(jumping, AFTER, 18.0, 26.0)]
    found = passages(compare(jumping, 0), lines)
    for one, other in itertools.pairwise(found):
        assert one.span.last <= other.span.first
    assert all(one.within.first < one.span.first < one.span.last < one.within.last for one in found)


def test_no_lines_give_no_passages(jumping):
    assert passages(compare(jumping, 0), []) == []


def test_peaks_speak_for_a_line_where_it_is_heard_and_against_it_elsewhere(jumping):
    compared = compare(jumping, 0)
    stretch = compared.cut(BEFORE, frames(2.0, 30.0))
    ratios = ratios_along(compared, BEFORE, stretch, frames(4.0, 12.0))
    at = BEFORE.film_frame(stretch.frame) / FRAMES_PER_SECOND
    assert ratios[(at > 3) & (at < 15)].mean() > 1
    assert ratios[at > 17].mean() < -1
    assert np.abs(ratios).max() <= ALIGNMENT.most_ratio


def test_faint_music_is_followed_within_its_limits():
    sound = mix(34, (2.0, play(0, first_s=2.0, length_s=28.0)))
    sound[:, 20 * 11025 : 30 * 11025] += noise(10, seed=5, level=0.1)
    compared = compare(hear(sound), 0)
    whole = frames(0.0, 34.0)
    first, last = seconds(*reach_out(compared, BEFORE, frames(5.0, 19.0), whole))
    assert first == pytest.approx(2.0, abs=1.0)
    assert 27.0 < last < 31.0
    limited = reach_out(compared, BEFORE, frames(5.0, 19.0), frames(4.0, 22.0))
    assert seconds(*limited)[0] >= 4.0 - 0.1
    assert seconds(*limited)[1] <= 22.0 + 0.1


def test_nothing_is_followed_into_noise():
    heard = hear(mix(34, (8.0, play(0, first_s=8.0, length_s=10.0))))
    first, last = reach_out(compare(heard, 0), BEFORE, frames(8.0, 18.0), frames(0.0, 34.0))
    assert seconds(first, last) == pytest.approx((8.0, 18.0), abs=0.6)
