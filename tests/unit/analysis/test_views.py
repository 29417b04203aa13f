import itertools

import numpy as np
import pytest

from cuespotter.analysis.views import film_views, mix_channels, recording_views

LAYOUTS = {
    "1.0": ("FC",),
    "2.0": ("FL", "FR"),
    "5.1": ("FL", "FR", "FC", "LFE", "BL", "BR"),
    "5.1(side)": ("FL", "FR", "FC", "LFE", "SL", "SR"),
    "7.1": ("FL", "FR", "FC", "LFE", "BL", "BR", "SL", "SR"),
}


def mixes(layout):
    """Say for each view how much of each channel is in it, by name; channels that are not are left out."""
    views = film_views(layout)
    return {
        name: {channel: float(part) for channel, part in zip(layout, row, strict=True) if part}
        for name, row in zip(views.names, views.mix, strict=True)
    }


def even(*channels):
    return {channel: pytest.approx((1 if sign == "+" else -1) / len(channels)) for sign, channel in channels}


def plus(*names):
    return even(*(("+", name) for name in names))


def test_mono_is_heard_on_mid_alone():
    assert mixes(LAYOUTS["1.0"]) == {"mid": {"FC": 1.0}}


def test_stereo_is_heard_on_mid_and_side():
    assert mixes(LAYOUTS["2.0"]) == {"mid": plus("FL", "FR"), "side": even(("+", "FL"), ("-", "FR"))}


@pytest.mark.parametrize(("name", "left", "right"), [("5.1", "BL", "BR"), ("5.1(side)", "SL", "SR")])
def test_surround_sound_is_heard_without_its_centre_as_well(name, left, right):
    assert mixes(LAYOUTS[name]) == {
        "mid": plus("FL", "FR", "FC", left, right),
        "side": even(("+", "FL"), ("-", "FR"), ("+", left), ("-", right)),
        "front": plus("FL", "FR"),
        "surround": plus(left, right),
    }


def test_all_surrounds_are_heard_together():
    found = mixes(LAYOUTS["7.1"])
    assert found["surround"] == plus("BL", "BR", "SL", "SR")
    assert found["front"] == plus("FL", "FR")
    assert "FC" not in found["side"]
    assert len(found["side"]) == 6


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_the_low_effects_are_unheard(layout):
    assert not any("LFE" in view for view in mixes(layout).values())


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_no_view_is_louder_than_its_channels(layout):
    assert np.abs(film_views(layout).mix).sum(axis=1).max() <= 1 + 1e-6


def test_channels_are_told_by_name_not_by_place():
    layout = LAYOUTS["5.1"]
    for swapped in itertools.islice(itertools.permutations(layout), 0, 720, 37):
        assert mixes(swapped) == mixes(layout)
        there = [swapped.index(name) for name in layout]
        np.testing.assert_array_equal(recording_views(swapped)[:, there], recording_views(layout))


@pytest.mark.parametrize("layout", [("LFE",), ("FC", "LFE"), ("FL", "FR", "LFE")])
def test_a_layout_with_low_effects_has_the_views_of_one_without(layout):
    without = tuple(name for name in layout if name != "LFE")
    assert mixes(layout) == (mixes(without) if without else {"mid": {}})


def test_a_recording_is_heard_left_and_right():
    np.testing.assert_array_equal(recording_views(LAYOUTS["2.0"]), np.eye(2))
    np.testing.assert_array_equal(recording_views(LAYOUTS["1.0"]), [[1]])
    left, right = recording_views(LAYOUTS["5.1"])
    np.testing.assert_allclose(left, [1, 0, 0.7071, 0, 1, 0])
    np.testing.assert_allclose(right, [0, 1, 0.7071, 0, 0, 1])


def test_views_are_mixed_alike_in_blocks_of_one_sample():
    rng = np.random.default_rng(5)
    samples = rng.standard_normal((6, 50)).astype(np.float32)
    mix = film_views(("FL", "FR", "FC", "LFE", "SL", "SR")).mix
    whole = mix_channels(mix, samples)
    single = np.concatenate([mix_channels(mix, samples[:, i : i + 1]) for i in range(50)], axis=1)
    assert np.array_equal(whole, single)
    assert whole == pytest.approx(mix @ samples, abs=1e-5)
