"""What the environment says of a run is one of the words that are known, or is told in one line."""

import pytest

from cuespotter.errors import UsageError
from cuespotter.settings import Settings


@pytest.mark.parametrize("said", ["Off", "OFF", " off "])
def test_off_is_off_however_it_is_written(monkeypatch, said):
    monkeypatch.setenv("CUESPOTTER_ORIGINALS", said)
    monkeypatch.setenv("CUESPOTTER_KINDS", said)
    assert not Settings().waveform.listens
    assert not Settings().hearing.tells_kinds


@pytest.mark.parametrize("said", ["on", ""])
def test_on_is_as_if_nothing_were_said(monkeypatch, said):
    for variable in ("CUESPOTTER_ORIGINALS", "CUESPOTTER_KINDS"):
        monkeypatch.delenv(variable, raising=False)
    plain = Settings()
    for variable in ("CUESPOTTER_ORIGINALS", "CUESPOTTER_KINDS"):
        monkeypatch.setenv(variable, said)
    assert Settings() == plain


@pytest.mark.parametrize(
    ("variable", "allowed"),
    [("CUESPOTTER_ORIGINALS", "on, off or thorough"), ("CUESPOTTER_KINDS", "on or off")],
)
def test_another_word_is_refused_by_name(monkeypatch, variable, allowed):
    monkeypatch.setenv(variable, "rubbish")
    with pytest.raises(UsageError, match=f"{variable} says 'rubbish'; it may say {allowed}"):
        Settings()
