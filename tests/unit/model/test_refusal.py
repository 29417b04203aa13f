"""What a model refuses is told in our words: the field, what was found, what is needed."""

import pytest
from pydantic import ValidationError

from cuespotter.model import Cue, Film, FilmDocument, FilmFile, Party, Placement, Recording
from cuespotter.model.refusal import refusal

FILE = {"name": "a.mkv", "size": 1, "duration_s": 10.0}
FILM = {"id": "a", "title": "A", "file": FILE, "duration_s": 10.0}
CUE = {"id": "c", "cue_no": "1m01", "confidence": 0.5, "start_s": 1.0, "end_s": 2.0}
PLACED = {"film_in_s": 0, "film_out_s": 1, "recording_in_s": 0, "recording_out_s": 1, "speed": 1}


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        (Film, FILM | {"year": 99_999_999_999}, "year cannot be 99999999999; needed is at most 2200"),
        (Film, FILM | {"year": 1799}, "year cannot be 1799; needed is at least 1800"),
        (Film, FILM | {"duration_s": 1e308}, "duration_s cannot be 1e+308; needed is at most 1e+06"),
        (Film, FILM | {"kind": "opera"}, "kind cannot be 'opera'; needed is one of 'feature', "),
        (FilmFile, FILE | {"film_start_s": float("nan")}, "film_start_s cannot be nan; write a number that"),
        (Cue, CUE | {"end_s": 1e308}, "end_s cannot be 1e+308; needed is at most 1e+06"),
        (Cue, CUE | {"start_s": -5}, "start_s cannot be -5; needed is at least 0"),
        (Placement, PLACED | {"recording_in_s": -1e300}, "recording_in_s cannot be -1e+300; needed is at"),
        (Placement, PLACED | {"speed": 0}, "speed cannot be 0; needed is more than 0"),
        (Recording, {"id": "r", "path": "\udce9.mp3", "duration_s": 1.0}, "path cannot be "),
        (Party, {"name": "A", "role": "composer", "ipi": 5}, "ipi cannot be 5; write a text"),
        (Party, {"role": "composer"}, "name is missing; it is needed"),
        (Party, {"name": "A", "role": "composer", "colour": 1}, "colour cannot be 1; there is no such field"),
        (FilmDocument, {"film": FILM, "cues": [CUE | {"end_s": "x"}]}, "cues.0.end_s cannot be 'x'; write a"),
        (FilmDocument, {"film": FILM, "cues": [CUE | {"title": "\ud800" * 99}]}, "cues.0.title cannot be "),
    ],
)
def test_a_refusal_names_field_found_and_needed(kind, values, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        kind.model_validate(values)
    line = refusal(caught.value)
    assert line.startswith(words)
    assert line.isprintable()
    assert len(line) < 200
    assert "Input should" not in line
