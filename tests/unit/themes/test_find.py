"""A film of made music: what returns is found, in part and under other sounds, and what does not is not."""

import numpy as np
import pytest

from cuespotter.analysis.fingerprint import hear_film
from cuespotter.media.timeline import AudioBlock
from cuespotter.music.find import MusicStretch
from cuespotter.settings import Settings
from cuespotter.themes.find import ThemeFinder

SETTINGS = Settings()
RATE_HZ = SETTINGS.analysis.rate_hz
FILM_S = 150.0
THEME, OTHER, ONCE = 1, 2, 3
PLAYED = [(5, THEME, 0, 20), (35, ONCE, 0, 20), (65, THEME, 4, 15), (90, OTHER, 0, 16), (125, THEME, 2, 18)]
"""Seconds of the film, which music, from which second of it, and for how long."""


def music(seed, seconds=30.0):
    """Chords of three notes, a new one at each beat."""
    chance = np.random.default_rng(seed)
    sound = np.zeros(int(seconds * RATE_HZ))
    place = 0
    while place < len(sound):
        beat = int(chance.uniform(0.15, 0.4) * RATE_HZ)
        times = np.arange(min(2 * beat, len(sound) - place)) / RATE_HZ
        for note in chance.integers(0, 40, 3):
            pitch = 130.0 * 2 ** (note / 12)
            sound[place : place + len(times)] += np.sin(2 * np.pi * pitch * times) * np.exp(-6 * times)
        place += beat
    return 0.3 * sound / np.abs(sound).max()


def heard(played, seed=9, noise=None):
    film = np.random.default_rng(seed).normal(0, 0.01, int(FILM_S * RATE_HZ))
    for number, (at_s, which, from_s, length_s) in enumerate(played):
        part = music(which)[int(from_s * RATE_HZ) :][: int(length_s * RATE_HZ)]
        film[int(at_s * RATE_HZ) :][: len(part)] += part * 10 ** (-number / 20)
    if noise is not None:
        film[int(noise[0] * RATE_HZ) :][: len(noise[1])] += noise[1]
    sound = film.astype(np.float32)[np.newaxis]
    return hear_film([AudioBlock(0, ("FC",), sound)], SETTINGS.analysis, SETTINGS.hearing)


def stretches(played):
    rate = SETTINGS.analysis.frames_per_second
    return [
        MusicStretch(int((at_s - 1) * rate), int((at_s + length_s + 1) * rate), 0.99)
        for at_s, _, _, length_s in played
    ]


@pytest.fixture(scope="module")
def film():
    return heard(PLAYED)


def test_music_that_returns_is_one_theme_with_its_places(film):
    finder = ThemeFinder(SETTINGS)
    finder.hear(film, 0.0, stretches(PLAYED))
    (theme,) = finder.themes()
    assert theme.letter == "A"
    found = [(place.start_s, place.end_s) for place in theme.places]
    # the first two seconds of the first are heard there alone
    assert found == [pytest.approx(span, abs=1.0) for span in ((7, 25), (65, 80), (125, 143))]
    assert all(place.confidence > 0.9 for place in theme.places)
    assert theme.total_s == pytest.approx(51, abs=2)


def test_what_returns_in_another_reel_is_found_at_its_place_on_the_films_clock(film):
    second = [(40, OTHER, 1, 14)]
    finder = ThemeFinder(SETTINGS)
    finder.hear(film, 0.0, stretches(PLAYED))
    finder.hear(heard(second, seed=10), FILM_S, stretches(second))
    first, other = finder.themes()
    assert [len(first.places), len(other.places)] == [3, 2]
    assert other.places[1].start_s == pytest.approx(FILM_S + 40, abs=1.0)


def test_bars_of_one_piece_that_are_alike_are_no_theme():
    bar = music(7, 8.0)
    rate = SETTINGS.analysis.frames_per_second
    film = np.random.default_rng(3).normal(0, 0.003, int(60 * RATE_HZ))
    film[RATE_HZ * 5 :][: 2 * len(bar)] += np.concatenate([bar, bar])
    sound = film.astype(np.float32)[np.newaxis]
    finder = ThemeFinder(SETTINGS)
    finder.hear(
        hear_film([AudioBlock(0, ("FC",), sound)], SETTINGS.analysis, SETTINGS.hearing),
        0.0,
        [MusicStretch(int(4 * rate), int(23 * rate), 0.99)],
    )
    assert finder.themes() == []


def test_a_film_without_unnamed_music_has_no_themes(film):
    finder = ThemeFinder(SETTINGS)
    finder.hear(film, 0.0, [])
    assert finder.themes() == []


def test_a_place_that_is_drowned_out_in_its_middle_is_one_place():
    played = [(5, THEME, 0, 28), (65, THEME, 0, 28)]
    loud = np.random.default_rng(3).normal(0, 0.5, int(14 * RATE_HZ))
    finder = ThemeFinder(SETTINGS)
    finder.hear(heard(played, noise=(72.0, loud)), 0.0, stretches(played))
    (theme,) = finder.themes()
    assert [(place.start_s, place.end_s) for place in theme.places] == [
        pytest.approx(span, abs=1.0) for span in ((5, 33), (65, 93))
    ]
    # both ends of it together are one return, and longer than either
    assert max(met.one.length_s for met in finder.meetings()) == pytest.approx(28, abs=1.5)
