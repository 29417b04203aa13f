"""Raw names never reach people: every value that the model knows has words."""

from typing import get_args

import pytest

from cuespotter.model import cue, film, party, recording
from cuespotter.report.check import HEADER_WANTED
from cuespotter.wording import answers
from cuespotter.wording.answers import ANSWER_OF_FIELD, change_words, field_word

VALUES = {
    "film_part": cue.FilmPart,
    "perception": cue.Perception,
    "vocal": cue.Vocal,
    "prominence": cue.Prominence,
    "form": cue.Form,
    "work_origin": cue.Origin,
    "recording_origin": cue.Origin,
}


@pytest.mark.parametrize("field", VALUES)
def test_every_answer_of_the_model_has_a_label_and_a_phrase(field):
    choices = ANSWER_OF_FIELD[field].choices
    assert list(choices) == list(get_args(VALUES[field]))
    assert all("_" not in choice.label + choice.phrase for choice in choices.values())


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (answers.STATUS_WORDS, get_args(cue.CueStatus)),
        (answers.KIND_WORDS, get_args(cue.CueKind)),
        (answers.VERSION_WORDS, get_args(recording.VersionKind)),
        (answers.ROLE_WORDS, get_args(party.WriterRole) + get_args(party.PublisherRole)),
        (answers.REGIME_WORDS, get_args(film.SpeedRegime)),
    ],
)
def test_every_other_value_of_the_model_has_words(words, values):
    assert set(words) == set(values)
    assert not any("_" in word for word in words.values())


def test_no_field_of_a_cue_or_film_is_called_by_its_raw_name():
    fields = [*cue.Cue.model_fields, *film.Film.model_fields, *(f"header.{name}" for name in HEADER_WANTED)]
    assert not any("_" in field_word(field) or "." in field_word(field) for field in fields)


def test_a_change_is_told_as_a_person_would():
    assert change_words("perception", "not_heard") == "heard by the characters: not heard"
    assert change_words("work_origin", "pre_existing") == "origin of the work: existed before"
    assert change_words("content_notes", ["violence", "drugs"]) == "content notes: violence, drugs"
    assert change_words("title", None) == "title: nothing"
