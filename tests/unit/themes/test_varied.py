"""themes/varied.py and played.py, report/variations.py: a theme played anew is asked about, once and rightly."""

import numpy as np
import pytest
from tests.golden.documents import sample
from tests.reference.performances import perform

from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.formats import render
from cuespotter.model import FilmStretch, FilmTheme, ThemeVariation
from cuespotter.report.themes import theme_at
from cuespotter.report.variations import theme_questions
from cuespotter.settings import Settings, VariedSettings, VersionSettings
from cuespotter.themes.played import Played, find_variations
from cuespotter.themes.varied import chance_lengths, find_varied
from cuespotter.versions.chroma import fingerprint_harmony

RULES, VERSIONS = VariedSettings(), VersionSettings()


def harmony(seed, **how):
    return fingerprint_harmony(perform(seed, **how), VERSIONS)


@pytest.fixture(scope="module")
def stretches():
    """Twelve cues of half a minute; the last is the third, a minor third higher and a tenth faster."""
    others = [harmony(seed, beats=15) for seed in range(200, 211)]
    return [*others, harmony(202, beats=15, tempo=1.1, semitones=3, takes=1)]


def test_a_theme_in_another_key_and_tempo_is_the_only_question(stretches):
    [asked] = find_varied(stretches, RULES, VERSIONS)
    assert (asked.one, asked.other, asked.semitones) == (11, 2, 3)
    assert asked.tempo == pytest.approx(1.1, abs=0.08)
    assert asked.probability > 0.6


def test_nothing_is_asked_where_nothing_returns_or_too_little_is_there(stretches):
    assert find_varied(stretches[:-1], RULES, VERSIONS) == []
    assert find_varied([stretches[2], stretches[-1]], RULES, VERSIONS) == [], (
        "nothing wrong to hold it against"
    )


def test_chance_is_that_of_the_films_other_music():
    lengths = np.array([[0.0, 20, 5, 4], [20, 0, 6, 3], [5, 6, 0, 2], [4, 3, 2, 0]])
    chance = chance_lengths(lengths, np.full((4, 4), 1.0), RULES)
    assert chance[0, 1] == 1.0, "the third best and worse of the wrong: all backwards"
    assert chance[0, 2] == 1.0
    few = chance_lengths(lengths, np.full((4, 4), 9.0), RULES)
    assert few[0, 1] == pytest.approx(np.mean([9.0, 5, 4]))


def test_what_returns_as_it_is_stands_for_itself_once(stretches):
    played = [Played(60.0 * k, 60.0 * k + 30, one) for k, one in enumerate(stretches)]
    again = [*played[:3], Played(1000.0, 1025.0, stretches[2]), *played[3:]]
    places = [FilmStretch(start_s=a, end_s=b, confidence=0.9) for a, b in ((120, 150), (1000, 1025))]
    [asked] = find_variations(again, [FilmTheme(letter="A", places=places)], Settings())
    assert (asked.start_s, asked.end_s, asked.of_start_s, asked.of_end_s) == (660.0, 690.0, 120.0, 150.0)


def varied(document, cue, **fields):
    """The cue may be what is heard in the first cue, or a theme there."""
    question = {"confidence": 0.7, "semitones": 3, "tempo": 1.0}
    one = ThemeVariation(
        start_s=cue.start_s, end_s=cue.end_s, of_start_s=900.0, of_end_s=940.0, **{**question, **fields}
    )
    places = [FilmStretch(start_s=a, end_s=b, confidence=0.9) for a, b in ((900, 940), (1200, 1240))]
    film = document.film.model_copy(
        update={"variations": [one], "themes": [FilmTheme(letter="B", places=places)]}
    )
    return document.model_copy(update={"film": film})


def test_it_is_a_question_for_the_reviewer_until_somebody_names_the_cue():
    cue = next(one for one in sample().cues if one.kind == "unnamed_music")
    document = varied(sample(), cue)
    [asked] = theme_questions(cue, document)
    assert asked.text == "Theme B again, 3 semitones higher? (70 %)"
    assert (asked.at_s, asked.other_s) == (cue.start_s, 900.0)
    for update in ({"title": "Sea"}, {"status": "rejected"}, {"work": sample().cues[0].recording.work}):
        assert theme_questions(cue.model_copy(update=update), document) == []
    for_reviewers = ExportOptions(page=PageOptions(for_reviewers=True))
    assert asked.text in render(document, "html", for_reviewers).decode()
    assert "Theme B again" not in render(document, "html").decode(), "readers are told no guesses"


def test_of_a_theme_and_none_what_is_none_is_asked_about():
    cue = next(one for one in sample().cues if one.kind == "unnamed_music")
    document = varied(sample(), cue)
    [one] = document.film.variations
    film = document.film.model_copy(update={"variations": [one.turned]})
    [asked] = theme_questions(cue, document.model_copy(update={"film": film}))
    assert asked.text == "Theme B again, 3 semitones higher? (70 %)"


def test_a_stretch_is_the_theme_that_most_of_it_is_for_a_question_as_for_a_cue():
    document = varied(sample(), next(one for one in sample().cues if one.kind == "unnamed_music"))
    # half of what is asked about is theme A, all of it theme B
    half, whole = (
        FilmTheme(letter=letter, places=[FilmStretch(start_s=a, end_s=940, confidence=0.9)])
        for letter, a in (("A", 920), ("B", 900))
    )
    film = document.film.model_copy(update={"themes": [half, whole]})
    document = document.model_copy(update={"film": film})
    cue = next(one for one in document.cues if one.kind == "unnamed_music")
    [asked] = theme_questions(cue, document)
    assert asked.text == "Theme B again, 3 semitones higher? (70 %)"
    assert theme_at(900.0, 940.0, document) == whole
