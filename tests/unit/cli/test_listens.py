import json

import pytest

pytest.importorskip("httpx")

from tests.stand_in import standing_in


def test_listens_are_shown_and_sent_only_when_that_is_said(cuespotter, library, monkeypatch):
    with standing_in() as server:
        server.answer("/1/submit-listens", {"status": "ok"})
        monkeypatch.setenv("LISTENBRAINZ_URL", server.base.removesuffix("/ws/2"))
        monkeypatch.setenv("LISTENBRAINZ_TOKEN", "secret")
        asked = ("listens", "Drive", "--at", "2024-05-01 20:15", "--every-cue", "--library", library)
        shown = cuespotter(*asked)
        assert shown.status == 0
        assert "Nightcall" in shown.out
        assert "2 listens; nothing was sent: --send sends them" in shown.err
        assert server.bodies == []
        printed = json.loads(cuespotter(*asked, "--json", "--quiet").out)
        sent = cuespotter(*asked, "--send")
        assert sent.err.endswith("2 listens sent\n")
        assert server.bodies[0]["payload"] == printed
        assert "secret" not in shown.out + shown.err + sent.out + sent.err


def test_what_is_too_short_is_counted_and_not_sent(cuespotter, library):
    answer = cuespotter("listens", "Drive", "--at", "2024-05-01T20:15", "--library", library)
    assert "2 heard too briefly to count; --every-cue takes them too" in answer.err
    assert "1 without artist or title are left out" in answer.err
    assert answer.out == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--at", "yesterday"], "--at"),
        (["--at", "2999-01-01 20:00"], "cannot have begun at"),
        (["--at", "2024-05-01 20:15", "--every-cue", "--send"], "there is no token"),
    ],
)
def test_what_cannot_be_sent_is_told_in_one_line(cuespotter, library, monkeypatch, options, words):
    monkeypatch.delenv("LISTENBRAINZ_TOKEN", raising=False)
    answer = cuespotter("listens", "Drive", *options, "--library", library)
    assert answer.status == 2
    assert words in answer.err
