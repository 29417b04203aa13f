"""What the mixes are made of: lines that are said twice are told from those that are not."""

from pathlib import Path

from evaluation.stems import Speech, Stems, said_once


def stems(*names):
    speech = tuple(Speech(Path(name), Path(name).parent.name) for name in names)
    return Stems(playing=(), distractors=(), outsiders=(), speech=speech, ambience=(), effects=())


def test_of_lines_that_say_the_same_the_longest_is_left():
    lines = stems("a/good.opus", "a/good_see.opus", "a/see.opus", "a/walk.opus")
    assert [one.path.stem for one in said_once(lines).speech] == ["good_see", "walk"]


def test_two_speakers_may_say_the_same():
    lines = stems("a/good.opus", "b/good_see.opus")
    assert said_once(lines) == lines
