import pytest

from cuespotter.cli import voice as voice_module
from cuespotter.cli.voice import Voice
from cuespotter.lines import one_line


def test_words_go_to_stderr(capsys) -> None:
    Voice(quiet=False).say("three added")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "three added\n")


def test_quiet_still_complains(capsys) -> None:
    voice = Voice(quiet=True)
    voice.say("three added")
    voice.complain("one failed")
    assert capsys.readouterr().err == "cuespotter: one failed\n"


def test_without_a_terminal_progress_is_a_line_now_and_then(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(voice_module.time, "monotonic", lambda: now[0])
    with Voice(quiet=False).bar("listening") as bar:
        for step in range(25):
            now[0] = float(step)
            bar.show(step, 25)
    assert capsys.readouterr().err == "listening: 44 %, about 14 s left\nlistening: 88 %, about 3 s left\n"


def test_quiet_progress_says_nothing(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice_module, "SAY_EVERY_S", -1.0)
    with Voice(quiet=True).bar("listening") as bar:
        bar.show(1, 2)
    assert capsys.readouterr().err == ""


def test_what_cannot_be_printed_is_written_out() -> None:
    assert one_line("Größe – 音楽") == "Größe – 音楽"
    assert one_line("a\nb\tc\x1b[0m") == "a\\nb\\tc\\x1b[0m"
    assert one_line("caf\udce9") == "caf\\udce9"
    assert one_line("quote ' and \" \n") == "quote ' and \" \\n"


def test_on_a_terminal_words_stand_above_the_bar(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    voice = Voice(quiet=False)
    with voice.bar("listening") as bar:
        bar.show(1, 2)
        voice.complain("x.mp3 [red]is empty")
    assert "x.mp3 [red]is empty" in capsys.readouterr().err
