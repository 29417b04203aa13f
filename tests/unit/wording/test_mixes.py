import pytest
from tests.golden.documents import place

from cuespotter.model import Cue
from cuespotter.wording.mixes import mix_words


def cue(*mixes, status="found"):
    parts = [place(10.0 * at, 10.0 * at + 9.0, 0.0, mix=mix) for at, mix in enumerate(mixes)]
    return Cue(
        id="a", cue_no="1m01", confidence=0.9, start_s=0.0, end_s=99.0, placements=parts, status=status
    )


@pytest.mark.parametrize("mixes", [(0.1,), (0.1, None), (0.49, 0.1)])
def test_a_cue_is_another_mix_where_all_that_could_be_judged_is(mixes):
    assert mix_words(cue(*mixes)) == "another mix or version"
    assert mix_words(cue(*mixes, status="confirmed")) is None


@pytest.mark.parametrize("mixes", [(), (None,), (0.5,), (0.1, 0.9)])
def test_and_not_where_one_part_is_the_recording_itself_or_nobody_can_tell(mixes):
    assert mix_words(cue(*mixes)) is None
