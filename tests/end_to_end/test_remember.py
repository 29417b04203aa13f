"""Name once, known everywhere: two episodes, one name, a third episode, and all of it taken back."""

import re
import wave
from pathlib import Path

import numpy as np
import pytest

import cuespotter
from cuespotter.errors import CuespotterError, UsageError
from cuespotter.media.decode import blocks
from cuespotter.services import Decision

SAMPLE = Path(__file__).parents[2] / "sample"
RATE_HZ = 44100
EPISODE_S = 80
THEME = "Kevin MacLeod - P. I. Tchaikovsky Dance of the Sugar Plum Fairy.opus"
OTHERS = ("Krobonil - Bright thunders.opus", "K-Pone - Offshore.opus", "Tim Beek - Pink Blue.opus")
PLACES = {1: [(8.0, 20.0, 22.0)], 2: [(30.0, 22.0, 18.0)], 3: [(12.0, 20.0, 20.0), (50.0, 26.0, 14.0)]}
"""Of each episode: where the theme plays, from which second of it, and for how long."""
TALK = {1: (24.8, 29.0), 2: (85.8, 89.0), 3: (56.6, 59.4)}
"""Of each episode: seconds of the sample film in which somebody talks and no music plays; over and over."""


def decoded(path):
    return np.concatenate([block.samples for block in blocks(path, rate_hz=RATE_HZ)], axis=1)


@pytest.fixture(scope="module")
def episodes(tmp_path_factory):
    """Three episodes: other talk in each, and one theme that no library has."""
    folder = tmp_path_factory.mktemp("episodes")
    film, theme = decoded(SAMPLE / "film.mkv"), decoded(SAMPLE / "library" / THEME)
    paths = []
    for number, places in PLACES.items():
        first, last = (round(value * RATE_HZ) for value in TALK[number])
        talk = np.resize(film[2, first:last], EPISODE_S * RATE_HZ)
        sound = np.stack([talk, talk]) + np.random.default_rng(number).normal(0, 1e-3, (2, len(talk)))
        for at_s, from_s, length_s in places:
            at, first, count = (round(value * RATE_HZ) for value in (at_s, from_s, length_s))
            part = theme[:, first : first + count]
            sound[:, at : at + count] += part * (0.05 / np.sqrt(np.square(part).mean()))
        paths.append(folder / f"episode {number}.wav")
        with wave.open(str(paths[-1]), "wb") as file:
            file.setnchannels(2)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes((np.clip(sound, -1, 1).T * 32767).astype("<i2").tobytes())
    return paths


@pytest.fixture(scope="module")
def walked(episodes, tmp_path_factory):
    """The whole story, with what was told at each station."""
    told = {}
    with cuespotter.open_library(tmp_path_factory.mktemp("library"), create=True, who="Ann") as library:
        library.add([SAMPLE / "library" / name for name in OTHERS], jobs=1)
        told["two"] = [library.identify([path]).document for path in episodes[:2]]
        cue = unnamed(told["two"][0], 1)[0]
        decision = Decision(cues=[cue.id], fields={"title": "Theme of the sea"}, is_remembered=True)
        told["named"], told["line"] = library.decide(told["two"][0].film.id, decision)
        told["recordings"] = library.recordings()
        told["sound"] = library.recording_sound(theme_of(told["named"]).recording.id, 2.0, 3.0)
        told["third"] = library.identify([episodes[2]]).document
        told["again"] = [library.identify([path]).document for path in episodes[:2]]
        told["second"] = told["again"][1]
        told["twice"] = refusal(library, told["again"][1], theme_of(told["again"][1]).id)
        summary = ""
        while "remembered" not in summary:  # the identification since is taken back first
            told["undone"], change = library.undo(told["named"].film.id)
            summary = change.summary
        told["reached"] = change
        told["left"] = library.recordings()
        told["others"] = [library.film(told[name].film.id) for name in ("third", "second")]
        told["history"] = library.history(told["third"].film.id)
        _, told["step"] = library.redo(told["named"].film.id)
        told["put back"] = library.film(told["third"].film.id)
        library.undo(told["named"].film.id)
        told["without"] = in_a_folder(library, episodes[2])
        library.compact()
        told["redone"], _ = library.redo(told["named"].film.id)
        told["back"] = in_a_folder(library, episodes[2])
    return told


def in_a_folder(library, path):
    """Identify a film as a folder run does, which passes over what is done."""
    (one,) = library.identify_all([[path]])
    return one.document


def refusal(library, document, cue):
    with pytest.raises(CuespotterError) as caught:
        library.decide(document.film.id, Decision(cues=[cue], fields={"title": "Again"}, is_remembered=True))
    return caught.value


def unnamed(document, number):
    """Give the unnamed cues where the theme plays in an episode."""
    return [
        cue
        for cue in document.cues_heard
        if cue.recording is None
        and any(cue.start_s < at_s + length_s and cue.end_s > at_s for at_s, _, length_s in PLACES[number])
    ]


def themes(document):
    return [cue for cue in document.cues_heard if cue.title_known == "Theme of the sea"]


def theme_of(document):
    (cue,) = themes(document)
    return cue


def test_a_named_cue_becomes_a_recording_made_from_the_film(walked):
    made = [one for one in walked["recordings"] if one.heard_in is not None]
    assert len(made) == 1
    assert len(walked["recordings"]) == len(OTHERS) + 1
    assert made[0].title == "Theme of the sea"
    assert re.fullmatch(r"from episode 1, 0:0[78]", made[0].path)
    assert made[0].heard_in.film_id == walked["named"].film.id
    assert "remembered as Theme of the sea" in walked["line"]
    cue = theme_of(walked["named"])
    assert cue.placements[0].film_in_s == cue.start_s
    assert cue.placements[0].recording_in_s == 0.0


def test_it_is_found_in_the_third_episode_and_in_those_before(walked):
    for document, number in ((walked["third"], 3), (walked["again"][0], 1), (walked["again"][1], 2)):
        found = themes(document)
        assert len(found) == len(PLACES[number])
        for cue, (at_s, _, length_s) in zip(found, PLACES[number], strict=True):
            assert cue.start_s == pytest.approx(at_s, abs=1.5)
            assert cue.end_s == pytest.approx(at_s + length_s, abs=3.0)
        assert not unnamed(document, number)
        # what was remembered never had a file that could be missing
        assert document.film.file.originals_missing == 0


def test_its_sound_is_the_films(walked):
    assert walked["sound"].shape == (2, 48000)
    assert np.abs(walked["sound"]).max() > 0.01


def test_what_the_library_has_is_not_remembered_again(walked):
    assert isinstance(walked["twice"], UsageError)
    assert "which the library has" in walked["twice"].message


def test_undo_takes_name_and_recording_back(walked):
    assert not [one for one in walked["left"] if one.heard_in is not None]
    assert not themes(walked["undone"])
    assert not themes(walked["without"])
    assert len(unnamed(walked["without"], 3)) == len(PLACES[3])


def test_undo_takes_the_name_out_of_every_film_at_once(walked):
    for document, before in zip(walked["others"], (walked["third"], walked["second"]), strict=True):
        assert themes(before)
        assert not themes(document)
        assert [(cue.id, cue.start_s, cue.end_s) for cue in document.cues] == [
            (cue.id, cue.start_s, cue.end_s) for cue in before.cues
        ]
        assert {cue.kind for cue in document.cues if cue.recording is None} <= {"unnamed_music"}
    assert walked["reached"].words == ["the name is taken back in 2 other films (episode 2, episode 3), too"]
    said = walked["history"][-1]
    assert (said.action, said.summary.split(":")[0]) == ("elsewhere", "undone in episode 1")


def test_redo_puts_the_name_back_where_undo_took_it(walked):
    assert walked["put back"].cues == walked["third"].cues
    assert walked["step"].words == ["the name is put back in 2 other films (episode 2, episode 3), too"]


def test_what_returns_is_told_as_a_theme_while_nobody_has_named_it(walked):
    (theme,) = walked["without"].film.themes
    # what both places have begins at 26 s of the theme; the talk is a loop, which goes on returning behind it
    assert [place.start_s for place in theme.places] == pytest.approx([18.0, 50.0], abs=2.0)
    assert all(place.length_s > 12.0 for place in theme.places)
    assert walked["third"].film.themes == []


def test_redo_brings_both_back_even_after_the_index_was_cleared(walked):
    assert len(themes(walked["redone"])) == 1
    assert len(themes(walked["back"])) == len(PLACES[3])
