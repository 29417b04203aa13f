from math import log2

from tests.reference.engine_alignments import make_alignment
from tests.reference.engine_library import SETTINGS, TUNES, index_of

from cuespotter.alignment.explain import Explained
from cuespotter.identify.search import is_sure


def test_a_wrong_bar_met_at_a_named_speed_does_not_end_the_search_at_others():
    index = index_of(*TUNES)
    named, off_speed = (
        Explained(make_alignment(0, 10.0, 60.0, speed=speed, pitch_cents=1200 * log2(speed)), 0.0)
        for speed in (1.0, 1.0213)
    )
    assert [is_sure(one, len(index.recordings), SETTINGS) for one in (named, off_speed)] == [True, False]
