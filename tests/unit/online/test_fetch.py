import pytest

from cuespotter.errors import UsageError
from cuespotter.online.fetch import BODY_BYTES, Fetcher, NotThereError, OnlineError


def test_the_server_learns_who_asks(server, fetcher):
    server.answer("/ws/2/recording/a", {"id": "a"})
    assert fetcher.json("recording/a", {"fmt": "json"}) == {"id": "a"}
    assert server.agents == ["Cuespotter/1.2 ( ann@example.org )"]


def test_a_server_is_asked_once_a_second(server, fetcher, clock):
    for name in "abc":
        server.answer(f"/ws/2/recording/{name}", {"id": name})
        fetcher.json(f"recording/{name}", {})
    assert clock.slept == [1.0, 1.0]


def test_what_was_fetched_is_kept_and_never_asked_again(server, fetcher, kept, clock):
    server.answer("/ws/2/recording/a", {"id": "a"})
    assert not fetcher.knows("recording/a", {})
    for _ in range(3):
        assert fetcher.json("recording/a", {}) == {"id": "a"}
    assert fetcher.knows("recording/a", {})
    assert len(server.asked) == len(kept) == 1
    assert clock.slept == []


def test_what_the_server_does_not_know_is_kept_too(server, fetcher):
    for _ in range(2):
        with pytest.raises(NotThereError, match="knows nothing under recording/a"):
            fetcher.json("recording/a", {})
    assert len(server.asked) == 1


def test_a_busy_server_is_asked_again_when_it_says(server, fetcher, clock):
    server.answer("/ws/2/recording/a", lambda one: one.reply(503, b"", Retry_After="7"), {"id": "a"})
    assert fetcher.json("recording/a", {}) == {"id": "a"}
    assert clock.slept == [7.0]


def test_a_server_that_stays_busy_is_left_alone_in_the_end(server, fetcher, clock, kept):
    server.answer("/ws/2/recording/a", 503)
    with pytest.raises(OnlineError, match=r"no answer in 5 tries .*answered 503"):
        fetcher.json("recording/a", {})
    assert clock.slept == [2.0, 4.0, 8.0, 16.0]
    assert not kept


def hang(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.wfile.flush()
    handler.connection.settimeout(30)
    handler.rfile.read(1)


def half(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b'{"id": ')
    handler.close_connection = True


@pytest.mark.parametrize("fault", [hang, half])
def test_half_a_body_is_asked_for_again_and_never_kept(server, fetcher, kept, fault):
    server.answer("/ws/2/recording/a", fault, {"id": "a"})
    assert fetcher.json("recording/a", {}) == {"id": "a"}
    assert list(kept.values()) == ['{"id": "a"}']


@pytest.mark.parametrize(
    ("answer", "complaint"),
    [
        (b"<html>captive portal</html>", "no JSON"),
        (b"[1, 2]", "no object"),
        (b"[" * 100_000, "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b'{"a":"' + b"x" * BODY_BYTES + b'"}', "more than 8000000 bytes"),
        (400, "answered 400"),
        (
            lambda one: one.reply(302, b"", Location="http://192.0.2.1/evil"),
            "points to 'http://192.0.2.1/evil'",
        ),
    ],
)
def test_a_server_that_lies_costs_one_line(server, fetcher, kept, answer, complaint):
    server.answer("/ws/2/recording/a", answer)
    with pytest.raises(OnlineError, match=complaint):
        fetcher.json("recording/a", {})
    assert not kept
    assert len(server.asked) == 1


def test_a_server_that_is_not_there_is_said(kept, clock):
    fetcher = Fetcher("http://127.0.0.1:9/ws/2", contact="a@b", kept=kept, version="1", clock=clock)
    with pytest.raises(OnlineError, match=r"127\.0\.0\.1 gave no answer in 5 tries .*ConnectError"):
        fetcher.json("recording/a", {})


def test_nobody_is_asked_without_a_contact(kept):
    with pytest.raises(UsageError, match="neither a mail address nor a page"):
        Fetcher("http://127.0.0.1:9", contact="ann", kept=kept, version="1")
