import dataclasses

import pytest
from tests.reference.engine_library import FRAMES_PER_SECOND, compare, comparisons, hear
from tests.reference.engine_music import mix, play

from cuespotter.alignment.align import align
from cuespotter.alignment.evidence import remainder
from cuespotter.alignment.lookup import Line, Span
from cuespotter.alignment.offsets import sight


@pytest.fixture(scope="module")
def layered():
    """Tunes 0 and 2 at the same time, and the alignments of both."""
    heard = hear(
        mix(26, (3.0, play(0, first_s=3.0, length_s=20.0)), (3.0, play(2, first_s=3.0, length_s=20.0)))
    )
    span = Span(5.0 * FRAMES_PER_SECOND, 20.0 * FRAMES_PER_SECOND)
    found = []
    for tune in (0, 2):
        compared = compare(heard, tune)
        found += align(compared, [sight(compared, Line(0.0, 1.0, 0.0), span)])
    return comparisons(heard, copies=[1]), *found


def test_an_alignment_alone_keeps_all_it_has(layered):
    held, one, _ = layered
    left = remainder(held, one, [])
    assert left.shared == 0.0
    assert (left.alignment.gain, left.alignment.first, left.alignment.last) == (one.gain, one.first, one.last)
    assert 0 < left.alignment.support <= one.gain + 1e-6


def test_its_own_copy_leaves_nothing_of_it(layered):
    held, one, _ = layered
    left = remainder(held, one, [one])
    assert left.alignment.gain == 0.0
    assert left.shared == 1.0


def test_other_music_at_the_same_time_leaves_most_of_it(layered):
    held, one, other = layered
    left = remainder(held, one, [other])
    assert 0.0 < left.shared < 0.5
    assert 0.4 * one.gain < left.alignment.gain <= one.gain * 1.05
    assert left.alignment.peaks < one.peaks


def test_what_half_is_explained_keeps_the_other_half(layered):
    held, one, _ = layered
    middle = (one.first + one.last) / 2
    copy = dataclasses.replace(one, recording=1, first=middle)
    left = remainder(held, one, [copy])
    assert left.alignment.first == one.first
    assert left.alignment.last == pytest.approx(middle, abs=30)
    assert left.alignment.gain < 0.75 * one.gain


def test_what_is_explained_first_keeps_what_comes_after(layered):
    held, one, _ = layered
    middle = (one.first + one.last) / 2
    copy = dataclasses.replace(one, recording=1, last=middle)
    left = remainder(held, one, [copy])
    assert left.alignment.first == pytest.approx(middle, abs=30)
    assert left.alignment.last == one.last
    assert left.shared < 0.1


def test_a_line_does_not_explain_its_own_other_half(layered):
    held, one, _ = layered
    middle = (one.first + one.last) / 2
    before = dataclasses.replace(one, last=middle - 40.0)
    after = dataclasses.replace(one, first=middle + 40.0)
    assert remainder(held, after, [before]).shared == 0.0


def test_music_elsewhere_takes_nothing(layered):
    held, one, other = layered
    far = dataclasses.replace(other, first=one.last + 100.0, last=one.last + 200.0)
    assert remainder(held, one, [far]).shared == 0.0
