import dataclasses

import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, SETTINGS, compare, comparisons, hear
from tests.reference.engine_music import mix, play

from cuespotter.alignment.align import align
from cuespotter.alignment.explain import explain, overlap
from cuespotter.alignment.lookup import Line, Span
from cuespotter.alignment.offsets import sight

COPY = 9  # a second file of tune 0


@pytest.fixture(scope="module")
def heard():
    """Tune 0 from second 3 to 23, tune 2 from second 10 to 30."""
    return hear(
        mix(34, (3.0, play(0, first_s=3.0, length_s=20.0)), (10.0, play(2, first_s=10.0, length_s=20.0)))
    )


@pytest.fixture(scope="module")
def found(heard):
    """The alignments of tune 0, of tune 2, and of tune 0's copy."""
    span = Span(11.0 * FRAMES_PER_SECOND, 21.0 * FRAMES_PER_SECOND)
    one, other = (
        align(compared, [sight(compared, Line(0.0, 1.0, 0.0), span)])[0]
        for compared in (compare(heard, 0), compare(heard, 2))
    )
    return one, other, dataclasses.replace(one, recording=COPY, gain=0.99 * one.gain)


def explained(heard, *alignments):
    return explain(comparisons(heard, copies=[COPY]), alignments, SETTINGS.explain)


def test_two_recordings_at_once_both_explain_the_film(heard, found):
    both = explained(heard, found[0], found[1])
    assert [one.alignment.recording for one in both] == [0, 2]
    assert not both[0].rivals
    assert not both[1].rivals


def test_a_copy_becomes_a_rival(heard, found):
    one, other = explained(heard, *found)
    assert (one.alignment.recording, other.alignment.recording) == (0, 2)
    assert [rival.recording for rival in one.rivals] == [COPY]


def test_the_order_of_alignments_changes_nothing(heard, found):
    forth, back = explained(heard, *found), explained(heard, *found[::-1])
    assert [(one.alignment.recording, one.alignment.first, one.shared) for one in forth] == [
        (one.alignment.recording, one.alignment.first, one.shared) for one in back
    ]


def test_weak_alignments_explain_nothing(heard, found):
    weak = dataclasses.replace(found[0], strength=0.9 * SETTINGS.explain.least_strength)
    assert explained(heard, weak) == []


def test_no_alignments_explain_nothing(heard):
    assert explained(heard) == []


def test_overlap_is_counted_in_frames_of_film(found):
    one, other, _ = found
    assert overlap(one, one) == one.last - one.first
    assert overlap(one, other) == pytest.approx(13.0 * FRAMES_PER_SECOND, abs=30)
    assert overlap(one, dataclasses.replace(other, first=one.last, last=one.last + 9)) == 0.0


def test_faint_music_is_followed_only_up_to_where_other_music_begins(heard, found):
    one, other = found[0], found[1]
    early = dataclasses.replace(one, last=one.last - 5.0 * FRAMES_PER_SECOND)
    (alone,) = explained(heard, early)
    assert alone.alignment.last > early.last + 2.0 * FRAMES_PER_SECOND
    beside = explained(heard, early, dataclasses.replace(other, first=early.last - 20.0))
    assert beside[0].alignment.last == early.last


def test_what_was_drowned_out_in_between_is_one_placement(heard, found):
    one = found[0]
    middle = (one.first + one.last) / 2
    before = dataclasses.replace(one, last=middle - 60.0, gain=one.gain / 2)
    after = dataclasses.replace(one, first=middle + 60.0, gain=one.gain / 2)
    (whole,) = explained(heard, before, after)
    assert (whole.alignment.first, whole.alignment.last) == (one.first, one.last)
