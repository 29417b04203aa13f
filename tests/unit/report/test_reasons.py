"""report/reasons.py and wording/signs.py: why music without a name is thought music."""

import pytest
from tests.golden.documents import sample

from cuespotter.exports.base import ExportOptions, PageOptions
from cuespotter.exports.formats import render
from cuespotter.model import FilmStretch, FilmTheme, MusicSign
from cuespotter.report.reasons import reasons_of
from cuespotter.wording.signs import reason_texts


def told(**shares):
    return reason_texts([MusicSign(name=name, share=share) for name, share in shares.items()], 10.0)


def test_each_sign_is_said_as_it_speaks():
    assert told(ear=0.97, tuning=0.9, steps=0.5, held=1.0, singing=0.4, speech=0.1) == [
        "the extra hearing hears music at 97 %",
        "keeps to one tuning for 9 of 10 s",
        "steps by whole semitones for 5 of 10 s",
        "notes hold for 10 of 10 s",
        "somebody sings for 4 of 10 s",
        "little speech, 1 of 10 s",
    ]
    assert told(speech=0.0) == ["nobody speaks"]


def test_what_speaks_against_it_stands_last_and_what_says_nothing_is_left_out():
    assert told(hum=0.5, ear=0.2, speech=0.9, tuning=0.1, held=0.6) == [
        "notes hold for 6 of 10 s",
        "but one sound stands, as of a hum, a machine, bells, for 5 of 10 s",
        "but the extra hearing hears music at 20 %",
        "but somebody speaks for 9 of 10 s",
        "but keeps to no tuning",
    ]
    assert told(tuning=0.4, steps=0.3, singing=0.1, speech=0.45, hum=0.0) == []


def test_a_theme_that_returns_is_a_reason_and_a_name_needs_none():
    document = sample()
    cue = next(one for one in document.cues if one.kind == "unnamed_music")
    places = [FilmStretch(start_s=a, end_s=b, confidence=0.9) for a, b in ((510.0, 560.0), (900.0, 950.0))]
    film = document.film.model_copy(update={"themes": [FilmTheme(letter="A", places=places)]})
    document = document.model_copy(update={"film": film})
    assert reasons_of(cue, document) == [
        "keeps to one tuning for 43 of 48 s",
        "the extra hearing hears music at 97 %",
        "returns as Theme A, 2 times",
        "but somebody speaks for 30 of 48 s",
    ]
    assert reasons_of(document.cues[0], document) == []
    of_before = cue.model_copy(update={"signs": []})
    assert reasons_of(of_before, document) == [], "a document of before keeps no signs"


@pytest.mark.parametrize("name", ["csv", "html"])
def test_a_list_and_a_page_for_reviewers_give_the_reasons(name):
    options = ExportOptions(page=PageOptions(for_reviewers=True))
    reasons = "keeps to one tuning for 43 of 48 s; the extra hearing hears music at 97 %"
    assert reasons in render(sample(), name, options).decode()
