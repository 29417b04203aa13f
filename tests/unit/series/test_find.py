"""Episodes of made music: the opening is found where it is, and what is no opening is not."""

from dataclasses import replace

import numpy as np
import pytest

from cuespotter.analysis.peaks import Peaks
from cuespotter.series import find
from cuespotter.series.ends import Ends, EndsTaker, ends_digest, pack_ends, unpack_ends
from cuespotter.series.find import Found, find_parts, needed
from cuespotter.series.stretches import CommonStretch
from cuespotter.settings import Settings

SETTINGS = Settings()
RATE = SETTINGS.analysis.frames_per_second
EPISODE_S = 240.0
OPENING, CLOSING, DECOY = 1, 2, 3


def peaks_of(seed, seconds, per_second=30):
    """Peaks of music: some at each beat."""
    chance = np.random.default_rng(seed)
    frame = np.sort(chance.integers(0, int(seconds * RATE), int(seconds * per_second))).astype(np.int32)
    return Peaks(frame, chance.integers(0, 6000, len(frame)).astype(np.uint16))


def laid(own, played, share=0.9):
    """An episode with sounds of its own; of what plays in it so many peaks are heard, a little off.

    What plays may have a share of its own, last.
    """
    chance = np.random.default_rng(own)
    base = peaks_of(1000 + own, EPISODE_S)
    frames, cents = [base.frame], [base.cents]
    for at_s, which, from_s, length_s, *its_share in played:
        music = peaks_of(which, 60.0)
        inside = (music.frame >= from_s * RATE) & (music.frame < (from_s + length_s) * RATE)
        heard = inside & (chance.random(len(music)) < (its_share[0] if its_share else share))
        frames.append((music.frame[heard] + round((at_s - from_s) * RATE)).astype(np.int32))
        near = music.cents[heard] + chance.integers(-8, 9, int(heard.sum()))
        cents.append(np.clip(near, 0, 6500).astype(np.uint16))
    frame, height = np.concatenate(frames), np.concatenate(cents)
    order = np.lexsort((height, frame))
    whole = Peaks(frame[order], height[order])
    # both ends reach over all of a short episode
    return Ends(int(EPISODE_S * RATE), whole, whole)


SERIES = [
    [(0, OPENING, 0, 30), (200, CLOSING, 0, 30)],
    [(35, OPENING, 0, 30), (210, CLOSING, 0, 30)],
    [(20, OPENING, 8, 22), (190, CLOSING, 0, 30)],
    [(5, OPENING, 0, 12), (17, OPENING, 18, 12), (100, DECOY, 0, 25)],
    [(40, DECOY, 0, 25), (215, CLOSING, 0, 20)],
]
"""In film order: at which second, what, from which second of it, for how long."""


@pytest.fixture(scope="module")
def parts():
    return find_parts([laid(number, played) for number, played in enumerate(SERIES)], SETTINGS)


def test_an_opening_is_found_where_it_is_also_cut_and_after_a_cold_open(parts):
    for part, (start_s, end_s) in zip(parts, [(0, 30), (35, 65), (20, 42), (5, 29)], strict=False):
        assert isinstance(part.opening, Found), part.opening
        assert part.opening.start_s == pytest.approx(start_s, abs=0.5)
        assert part.opening.end_s == pytest.approx(end_s, abs=0.5)
        assert part.opening.episodes == 4


def test_an_episode_without_and_music_that_two_episodes_share_have_none_and_it_is_said_why(parts):
    # what is kept of such short episodes reaches from their beginning to their end
    assert parts[4].opening == "what it shares begins too far from there"
    assert parts[3].closing == "what it shares begins too far from there"
    lone = find_parts([laid(number, SERIES[4][:1] if number < 2 else []) for number in range(4)], SETTINGS)
    assert [one.opening for one in lone[:2]] == ["shares music with only one other episode"] * 2
    assert lone[3].opening == "shares no music with the others"


def test_a_closing_is_found_near_the_end_alone(parts):
    assert [one.closing.start_s for one in (*parts[:3], parts[4]) if isinstance(one.closing, Found)] == [
        pytest.approx(at_s, abs=0.5) for at_s in (200, 210, 190, 215)
    ]


def test_what_is_shared_in_the_middle_or_too_long_or_too_short_is_no_opening():
    for played, reason in (
        ([(100, OPENING, 0, 30)], "what it shares begins too far from there"),
        ([(10, OPENING, 0, 8)], "what it shares is too short"),
    ):
        found = find_parts([laid(number, played) for number in range(3)], SETTINGS)
        assert all(str(one.opening).startswith(reason) for one in found)
    short = replace(SETTINGS, series=replace(SETTINGS.series, most_opening_s=20.0))
    found = find_parts([laid(number, [(10, OPENING, 0, 30)]) for number in range(3)], short)
    assert [one.opening for one in found] == ["what it shares is too long (30 s)"] * 3


def test_what_is_a_little_too_short_is_not_said_to_be_as_long_as_is_asked():
    last = int(9.97 * SETTINGS.analysis.frames_per_second)
    said = find._reason(
        {}, [CommonStretch(0, 0, last, 3)], find._end_of(laid(0, []), SETTINGS, from_end=False), SETTINGS
    )
    assert said == "what it shares is too short (9.9 s, least 10)"


def test_episodes_that_share_no_music_have_nothing():
    found = find_parts([laid(number, [(10, 50 + number, 0, 30)]) for number in range(4)], SETTINGS)
    assert {one.opening for one in found} | {one.closing for one in found} == {
        "shares no music with the others"
    }


def test_two_episodes_silent_ones_and_none_are_told():
    two = find_parts([laid(number, SERIES[0]) for number in range(2)], SETTINGS)
    assert two[0].opening == "fewer than 3 episodes to compare"
    nothing = Peaks(np.zeros(0, np.int32), np.zeros(0, np.uint16))
    silent = find_parts([Ends(100, nothing, nothing)] * 3, SETTINGS)
    assert silent[0].opening == "shares no music with the others"
    assert find_parts([], SETTINGS) == []


def test_more_episodes_ask_for_more_that_have_it():
    assert [needed(partners, SETTINGS.series) for partners in (2, 5, 12)] == [3, 3, 6]


def test_what_is_kept_of_a_film_is_read_as_it_was_and_rubbish_is_none():
    ends = laid(1, SERIES[0])
    again = unpack_ends(pack_ends(ends))
    assert again is not None
    assert again.frames == ends.frames
    for one, other in ((again.head, ends.head), (again.tail, ends.tail)):
        assert np.array_equal(one.frame, other.frame)
        assert np.array_equal(one.cents, other.cents)
    assert unpack_ends(b"no such thing") is None
    assert unpack_ends(pack_ends(ends)[:500]) is None


def test_other_settings_of_hearing_make_other_ends():
    longer = replace(SETTINGS, series=replace(SETTINGS.series, head_s=60.0))
    assert ends_digest(longer) != ends_digest(SETTINGS)
    assert EndsTaker(SETTINGS).ends().frames == 0
