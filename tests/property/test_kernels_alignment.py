"""Every kernel of the alignment against its slow twin."""

import itertools

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.reference import engine_kernels as twins

from cuespotter.alignment import _kernels as kernels
from cuespotter.alignment._path_kernels import best_of_kin, best_path, fit_near, lay_peaks, sum_along
from cuespotter.alignment.offsets import fit_rules
from cuespotter.analysis.fingerprint import FilmPeaks
from cuespotter.settings import AlignmentSettings

quick = settings(deadline=None, max_examples=60)
seeds = st.integers(0, 2**32 - 1)
SETTINGS = AlignmentSettings()


@st.composite
def lookups(draw):
    """Draw presence, and places in it and around it, also between two frames."""
    chance = np.random.default_rng(draw(seeds))
    rows, columns, peaks = (draw(st.integers(low, 10)) for low in (0, 1, 0))
    presence = chance.integers(-127, 128, (rows, columns)).astype(np.int8)
    frame = chance.choice(np.arange(-6, 2 * rows + 6) / 2, peaks)
    return presence, frame, chance.integers(-2, columns + 2, peaks)


@st.composite
def peak_lists(draw):
    """Draw (frame, height) in order, in steps, so that many are equally far apart."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=15))
    pairs.sort()
    return np.array([f / 2 for f, _ in pairs], np.float64), np.array([10 * c for _, c in pairs], np.float64)


@given(lookups(), st.lists(st.integers(-9, 9), max_size=5))
@quick
def test_presence_is_added_up_for_each_shift(lookup, shifts):
    shifts = np.array(shifts, np.int64)
    assert kernels.sum_presence(*lookup, shifts).tolist() == twins.sum_presence(*lookup, shifts).tolist()


@given(lookups(), seeds, st.integers(0, 4), st.booleans())
@quick
def test_presence_along_a_line_is_summed_as_at_its_places(lookup, seed, reach, is_film):
    presence, frame, _ = lookup
    chance = np.random.default_rng(seed)
    frame = np.sort(np.asarray(frame)).astype(np.int32)
    cents = chance.uniform(0, 400, len(frame)).astype(np.float32 if is_film else np.uint16)
    line = (chance.uniform(-9, 9), chance.uniform(0.8, 1.2), chance.uniform(-90, 90))
    found, expected = np.zeros((2, 2 * reach + 1), np.int64)
    sum_along(presence, frame, cents, line, 30.0, reach, found)
    twins.sum_along(presence, frame, cents.astype(np.float64), line, 30.0, reach, expected)
    assert found.tolist() == expected.tolist()


@given(st.lists(lookups(), min_size=1, max_size=3), seeds, st.integers(0, 4), st.booleans())
@quick
def test_a_line_fits_as_well_as_presence_on_all_views_says(views, seed, reach, is_film):
    presences, (frame, *_) = tuple(view[0] for view in views), (view[1] for view in views)
    chance = np.random.default_rng(seed)
    frame = np.sort(np.asarray(frame)).astype(np.int32)
    cents = chance.uniform(0, 400, len(frame)).astype(np.float32 if is_film else np.uint16)
    line = (chance.uniform(-9, 9), chance.uniform(0.8, 1.2), chance.uniform(-90, 90))
    span = tuple(np.sort(chance.uniform(-8, 22, 2)).tolist())
    z, peaks = fit_near(presences, frame, cents, span, line, 30.0, reach, 0.05)
    inside = (frame >= span[0]) & (frame < span[1])
    sums = np.zeros((len(presences), 2 * reach + 1))
    for presence, row in zip(presences, sums, strict=True):
        twins.sum_along(presence, frame[inside], cents[inside].astype(np.float64), line, 30.0, reach, row)
    assert peaks == inside.sum()
    if peaks:
        clear = np.maximum(sums * 0.05, 0.0) / np.sqrt(peaks)
        assert z == np.sqrt((clear**2).sum(axis=0)).max()
    else:
        assert z == 0.0


@given(lookups())
@quick
def test_presence_is_read_at_each_peak(lookup):
    assert kernels.read_presence(*lookup).tolist() == twins.read_presence(*lookup).tolist()


@given(st.integers(0, 3), st.integers(0, 5), seeds, st.sampled_from(["whole", "any", "shut"]))
@example(2, 5, 0, "shut")
@quick
def test_no_path_scores_better_than_the_best(states, blocks, seed, kind):
    chance = np.random.default_rng(seed)
    gains = chance.integers(-4, 5, (states, blocks)).astype(np.float64)
    if kind == "any":
        gains += chance.random(gains.shape)
    if kind == "shut":
        gains[chance.random(gains.shape) < 0.4] = -np.inf
    costs = chance.integers(0, 6, states).astype(np.float64)
    kin = chance.integers(0, max(states, 1), states)
    kin_cost = float(chance.integers(0, 6))
    path = best_path(gains, costs, kin, kin_cost)
    assert len(path) == blocks
    best = twins.best_path(gains, costs, kin, kin_cost)
    assert twins.path_score(path, gains, costs, kin, kin_cost) == pytest.approx(best)


def test_of_equal_paths_silence_is_best_then_the_lowest_state():
    strangers = np.arange(2)
    assert best_path(np.zeros((2, 3)), np.zeros(2), strangers, 0.0).tolist() == [-1, -1, -1]
    assert best_path(np.ones((2, 3)), np.zeros(2), strangers, 0.0).tolist() == [0, 0, 0]


@given(st.integers(0, 6), seeds)
@quick
def test_the_best_of_each_family_is_found(states, seed):
    chance = np.random.default_rng(seed)
    score = chance.integers(-3, 3, states + 1).astype(np.float64)
    kin = chance.integers(0, max(states, 1), states)
    assert best_of_kin(score, kin).tolist() == twins.best_of_kin(score, kin)


def test_a_step_over_to_kin_is_cheaper_than_to_strangers():
    gains = np.array([[5.0, 5.0, -9.0, -9.0], [-9.0, -9.0, 5.0, 5.0], [-9.0, -9.0, 6.0, 6.0]])
    costs = np.full(3, 8.0)
    assert best_path(gains, costs, np.array([0, 0, 2]), 1.0).tolist() == [0, 0, 1, 1]
    assert best_path(gains, costs, np.arange(3), 1.0).tolist() == [0, 0, 2, 2]


@given(
    peak_lists(), peak_lists(), st.sampled_from([0.0, 0.5, 2.0, 100.0]), st.sampled_from([0.0, 10.0, 45.0])
)
@quick
def test_peaks_are_shared_where_another_is_near(peaks, others, reach_frames, reach_cents):
    marks = kernels.mark_shared(*peaks, *others, reach_frames, reach_cents)
    assert marks.tolist() == twins.mark_shared(*peaks, *others, reach_frames, reach_cents).tolist()


def as_film(*views):
    """Lay views behind one another, as the film's peaks are."""
    frame = np.concatenate([np.rint(frame) for frame, _ in views]).astype(np.int32)
    cents = np.concatenate([cents for _, cents in views]).astype(np.float32)
    return FilmPeaks(frame, cents, np.cumsum([0, *(len(frame) for frame, _ in views)]))


def views_of(film):
    """Cut them apart again."""
    return [
        (film.frame[start:stop].astype(float), film.cents[start:stop].astype(float))
        for start, stop in itertools.pairwise(film.starts)
    ]


# Reaches between the steps: no peak stands exactly on both edges at once.
reach_frames = st.sampled_from([0.75, 2.25, 8.25, 100.25])
reach_cents = st.sampled_from([5.0, 12.0, 25.0])


@given(peak_lists(), peak_lists(), peak_lists(), st.integers(0, 1), reach_frames, reach_cents)
@quick
def test_the_nearest_peak_of_a_view_is_met(peaks, one, other, view, frames, cents):
    film = as_film(one, other)
    met = kernels.nearest_peaks(*peaks, film, view, frames, cents)
    expected = twins.nearest_peaks(*peaks, *views_of(film)[view], frames, cents)
    np.testing.assert_array_equal(met[0], expected[0])
    np.testing.assert_array_equal(met[1], expected[1])


@given(peak_lists(), peak_lists(), peak_lists(), reach_frames, reach_cents)
@quick
def test_a_peak_is_met_by_one_of_any_view(peaks, one, other, frames, cents):
    film = as_film(one, other)
    met = kernels.mark_met(*peaks, film, frames, cents)
    assert met.tolist() == twins.mark_met(*peaks, views_of(film), frames, cents).tolist()


@given(seeds, st.integers(1, 3), st.integers(1, 70))
@quick
def test_the_spread_is_half_of_that_between_two_percentiles(seed, rows, columns):
    values = np.random.default_rng(seed).normal(size=(rows, columns))
    low, high = np.percentile(values, (16, 84), axis=1)
    np.testing.assert_allclose(kernels.spread_of(values), (high - low) / 2, atol=1e-12)


@given(seeds, st.floats(0.94, 1.06), st.booleans(), st.sampled_from([0, 30, 60]))
@quick
def test_a_line_is_fitted_as_numpy_would(seed, speed, follows, strangers):
    chance = np.random.default_rng(seed)
    frame = np.sort(chance.integers(0, 900, 60)).astype(float)
    cents = chance.integers(0, 6000, 60).astype(float)
    pitch = float(1200 * np.log2(speed)) + (0.0 if follows else 40.0)
    views = []
    for _ in range(2):
        kept = chance.random(60) < 0.7
        late = np.concatenate([30.0 + frame[kept] / speed, chance.random(strangers) * 900])
        high = np.concatenate([cents[kept] + pitch, chance.random(strangers) * 6000])
        order = np.argsort(late)
        views.append((late[order], high[order] + chance.normal(0, 3, len(order))))
    film = as_film(*views)
    line = (30.0 + chance.normal(0, 1), speed * 1.001, pitch + (1.7 if follows else 0.0))
    rest = (SETTINGS.fit_reach_cents, SETTINGS)
    reaches = np.array(SETTINGS.fit_reach_frames)
    fitted = kernels.fit_rounds(frame, cents, film, line, 450.0, reaches, fit_rules(SETTINGS))
    expected = twins.fit_rounds(frame, cents, views_of(film), line, 450.0, reaches, *rest)
    np.testing.assert_allclose(fitted, expected, rtol=1e-6, atol=1e-6)
    if not strangers:
        assert fitted[1] == pytest.approx(speed, rel=1e-3)


@given(seeds, st.integers(1, 5), st.integers(1, 6), st.integers(1, 9), st.integers(0, 12))
@quick
def test_every_peak_adds_what_it_meets_at_every_offset(seed, columns, length, rows, number):
    chance = np.random.default_rng(seed)
    presence = chance.integers(-1000, 1000, (columns, length)).astype(np.int16)
    row = np.sort(chance.integers(0, rows, number)).astype(np.int32)
    column = chance.integers(-1, columns + 1, number).astype(np.int32)
    sums = np.zeros(rows + length, np.int32)
    lay_peaks(presence, row, column, rows, sums)
    assert sums.tolist() == twins.lay_peaks(presence, row, column, rows)
