"""A stretch of a film is cut from all that was heard of it."""

import numpy as np
import pytest

from cuespotter.media.excerpt import cut
from cuespotter.media.probe import probe
from cuespotter.media.streams import choose
from cuespotter.services.listening import Listening

from .making import encode, tone

LEVELS = (0.5, 0.25, 0.125, 0.0625)


@pytest.fixture
def film(tmp_path):
    """Four mono streams, the channels of one mix, each of another loudness."""
    first, *others = [level * tone(4, 440)[None] for level in LEVELS]
    more = [{"samples": samples, "layout": "mono"} for samples in others]
    return encode(tmp_path / "film.mov", first, codec="pcm_s24le", more=more, video=True)


@pytest.mark.parametrize("start_s", [0.0, 2.5])
def test_every_stream_of_a_mix_is_a_channel_of_the_excerpt(film, start_s):
    choice = choose(probe(film), None)
    whole = cut(film, start_s=start_s, end_s=start_s + 1.0)
    assert whole.layout == choice.channels == ("FL", "FR", "SL", "SR")
    assert whole.samples.shape == (4, whole.rate_hz)
    loudest = np.abs(tone(4, 440)).max()
    assert np.abs(whole.samples).max(axis=1) == pytest.approx(loudest * np.array(LEVELS), rel=0.01)
    assert whole.samples[1] == pytest.approx(whole.samples[0] / 2, abs=1e-4)


def test_a_single_stream_is_cut_alone(film):
    choice = choose(probe(film), None)
    second = cut(film, start_s=1.0, end_s=2.0, stream=choice.streams[1])
    whole = cut(film, start_s=1.0, end_s=2.0, stream=choice)
    assert second.layout == ("FC",)
    assert np.array_equal(second.samples[0], whole.samples[1])


def test_a_film_heard_as_a_mix_is_played_as_that_mix(film):
    choice = choose(probe(film), None)
    facts = {"stream_used": choice.streams[0], "channel_streams": list(choice.streams)}
    reel = probe(film).model_copy(update={**facts, "channel_layout": choice.layout})

    class OneFilm(Listening):
        def __init__(self):
            pass

        def _reels(self, _film):
            return [(reel, film)]

    left, right = np.abs(OneFilm().film_sound("film", 1.0, 2.0)).max(axis=1)
    assert left / right == pytest.approx(
        (LEVELS[0] + 0.7071 * LEVELS[2]) / (LEVELS[1] + 0.7071 * LEVELS[3]), rel=0.01
    )
