"""ListenBrainz itself is out of reach of the tests: a stand-in speaks the forms that it documents."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("httpx")

from tests.golden.documents import sample
from tests.stand_in import standing_in

import cuespotter
from cuespotter.errors import UsageError
from cuespotter.online import OnlineError

SEEN = datetime(2024, 5, 1, 20, 15, tzinfo=UTC)
TOKEN = "my-secret-token"
SUBMIT = "/1/submit-listens"


@pytest.fixture
def library(tmp_path: Path):
    with cuespotter.open_library(tmp_path / "library", create=True) as opened:
        yield opened


@pytest.fixture
def server():
    with standing_in() as told:
        told.answer(SUBMIT, {"status": "ok"})
        told.address = told.base.removesuffix("/ws/2")
        yield told


def test_what_was_heard_for_half_or_four_minutes_counts(library):
    told = library.listens(sample(), SEEN)
    assert all(one.heard_s >= min(240, one.duration_s / 2) for one in told.listens)
    assert all(one.heard_s < min(240, one.duration_s / 2) for one in told.too_short)
    assert told.listens
    assert told.too_short
    assert {cue.artist_known for cue in told.nameless} == {None}
    everything = library.listens(sample(), SEEN, every_cue=True)
    assert len(everything.listens) == len(told.listens) + len(told.too_short)


def test_a_listen_is_at_its_cues_time_and_names_what_is_known(library):
    first = library.listens(sample(), SEEN, every_cue=True).listens[0]
    cue = sample().cues_heard[0]
    sent = first.as_sent("1.0")
    assert sent["listened_at"] == int(SEEN.timestamp() + cue.start_s)
    track = sent["track_metadata"]
    assert (track["track_name"], track["artist_name"], track["release_name"]) == (
        "Harbour Lights Off",
        "The Quay",
        "Low Water",
    )
    assert track["additional_info"]["recording_mbid"] == cue.recording.musicbrainz_recording_id
    assert None not in track["additional_info"].values()


def test_listens_are_sent_with_the_users_token_and_nothing_else_is(library, server):
    listens = library.listens(sample(), SEEN, every_cue=True).listens
    assert library.send_listens(listens, token=TOKEN, server=server.address) == len(listens)
    (body,), (headers,) = server.bodies, server.headers
    assert body == {
        "listen_type": "import",
        "payload": [one.as_sent(cuespotter.__version__) for one in listens],
    }
    assert headers["Authorization"] == f"Token {TOKEN}"
    assert server.asked == [SUBMIT]


def test_many_listens_go_in_several_requests(library, server):
    listens = library.listens(sample(), SEEN, every_cue=True).listens[:1] * 2500
    assert library.send_listens(listens, token=TOKEN, server=server.address) == 2500
    assert [len(body["payload"]) for body in server.bodies] == [1000, 1000, 500]


def test_a_busy_server_is_asked_again_after_the_time_it_names(library, server):
    server.answer(
        SUBMIT, lambda handler: handler.reply(429, b"{}", X_RateLimit_Reset_In="7"), 503, {"status": "ok"}
    )
    slept = []
    listens = library.listens(sample(), SEEN).listens
    assert library.send_listens(listens, token=TOKEN, server=server.address, sleep=slept.append) == len(
        listens
    )
    assert slept == [7.0, 14.0]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (401, "does not know the token in LISTENBRAINZ_TOKEN; nothing was sent"),
        (400, "refused the listens (400"),
        (503, "took no listens in 4 tries (it answered 503)"),
        (
            lambda handler: handler.reply(302, b"", Location="http://127.0.0.2/"),
            "points elsewhere, where the token is not sent",
        ),
        (lambda handler: handler.connection.shutdown(socket.SHUT_RDWR), "took no listens in 4 tries"),
    ],
)
def test_a_server_that_refuses_is_told_in_one_line_without_the_token(library, server, answer, words):
    server.answer(SUBMIT, answer)
    with pytest.raises(OnlineError) as error:
        library.send_listens(
            library.listens(sample(), SEEN).listens, token=TOKEN, server=server.address, sleep=lambda _s: None
        )
    assert words in error.value.message
    assert TOKEN not in error.value.message


@pytest.mark.parametrize(
    ("token", "server", "words"),
    [
        ("", None, "there is no token"),
        ("two words", None, "or it is none"),
        (TOKEN, "http://example.org", "no https:// address"),
    ],
)
def test_a_token_is_needed_and_never_given_away(library, token, server, words):
    with pytest.raises(UsageError, match=words):
        library.send_listens(library.listens(sample(), SEEN).listens, token=token, server=server)


@pytest.mark.parametrize(
    "seen",
    [
        datetime.now(UTC) + timedelta(days=1),
        datetime.now(UTC) - timedelta(minutes=1),
        datetime(1999, 1, 1, tzinfo=UTC),
    ],
)
def test_a_film_is_not_seen_in_the_future_nor_before_there_were_listens(library, seen):
    with pytest.raises(UsageError, match="cannot have begun at"):
        library.listens(sample(), seen)
