"""Nobody but the desk's own page may ask, and no request can name a path."""

import socket

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

from cuespotter.web.guard import BURST, MOST_BODY_BYTES, Guard
from cuespotter.web.places import Places


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1:80", ""])
def test_another_host_name_is_refused(served, host):
    assert served.ask("/api/films", host=host).status == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:1", "[::1]:80", "LOCALHOST:9"])
def test_names_of_this_machine_are_answered(served, host):
    assert served.ask("/api/films", host=host).status == 200


def test_another_sites_page_can_neither_write_nor_read(served):
    undo = f"/api/films/{served.film_id}/undo"
    assert served.ask(undo, {}, origin="http://evil.example").status == 403
    assert served.ask(undo, {}, origin="null").status == 403
    assert served.ask(undo, {}, sec_fetch_site="cross-site").status == 403
    assert served.ask("/api/films", sec_fetch_site="same-site").status == 403
    assert served.ask("/", sec_fetch_site="cross-site").status == 200


def test_a_plain_form_cannot_write(served):
    form = served.ask(f"/api/films/{served.film_id}/undo", b"a=b", content_type="text/plain")
    assert form.status == 415


def test_a_long_body_is_refused_by_its_length_or_while_it_is_read(served):
    assert served.ask("/api/jobs/add", b"x" * (MOST_BODY_BYTES + 1)).status == 413
    with socket.create_connection(("127.0.0.1", served.port)) as sender:
        sender.sendall(
            b"POST /api/jobs/add HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        try:
            for _ in range(2 * MOST_BODY_BYTES // 0x10000):
                sender.sendall(chunk)
            answer = sender.recv(1000)
        except ConnectionError:
            answer = b""
    assert not answer.startswith(b"HTTP/1.1 2")


def test_every_answer_bears_the_strict_policy(served):
    for path in ("/", "/static/desk.css", "/api/films", "/api/none"):
        headers = served.ask(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_too_many_requests_at_once_have_to_wait(served):
    clock = [0.0]
    guard = Guard(lambda *_: None, now=lambda: clock[0])
    scope = {"client": ("127.0.0.1", 1)}
    assert sum(guard._has_turn(scope) for _ in range(int(BURST) + 50)) == BURST
    clock[0] += 1.0
    assert guard._has_turn(scope)


def test_another_address_needs_the_token(open_desk):
    served = open_desk(token="s3cret-token", hosts=["127.0.0.1"])
    assert served.ask("/api/films").status == 401
    assert served.ask("/").status == 401
    assert served.ask("/?token=wrong").status == 401
    assert served.ask("/api/films", authorization="Bearer s3cret-token").status == 200
    welcome = served.ask("/?token=s3cret-token")
    assert welcome.status == 303
    cookie = welcome.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert served.ask("/api/films", cookie=cookie.partition(";")[0]).status == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../server.py",
        "/static/%2e%2e/server.py",
        "/static/..%2fserver.py",
        "/api/films/..%2f..%2fetc%2fpasswd",
        "/api/films/%2fetc%2fpasswd/sound?from=0&to=1",
        "/api/recordings/..%2fAlder.wav/sound?from=0&to=1",
        "/api/places/..%2f..%2f",
    ],
)
def test_no_path_leads_out(served, path):
    assert served.ask(path).status in {404, 422}


def test_a_film_is_known_by_its_id_alone(served):
    for name in ("Needle", "Needle.wav", served.film_id[:6]):
        assert served.ask(f"/api/films/{name}").status == 404


def test_places_lie_below_the_roots_even_by_links(made, tmp_path):
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").mkdir()
    (tmp_path / "root" / "way-out").symlink_to(tmp_path / "secret")
    (tmp_path / "root" / ".hidden").mkdir()
    (tmp_path / "root" / "in").mkdir()
    places = Places([tmp_path / "root"])
    root = places.roots()[0]
    assert [place.name for place in places.inside(root.id)] == ["in"]
    inside = places.inside(root.id)[0]
    (tmp_path / "root" / "in").rmdir()
    (tmp_path / "root" / "in").symlink_to(tmp_path / "secret")
    with pytest.raises(Exception, match="no longer"):
        places.path(inside.id)


def test_a_place_that_was_never_shown_cannot_be_added(served):
    assert served.ask("/api/jobs/add", {"place": "0" * 16}).status == 404
    assert served.ask("/api/jobs/add", {"place": str(served.made.music)}).status == 404


def test_what_was_exported_beside_a_film_is_not_offered_as_one(tmp_path):
    for name in ("film.mkv", "film.edl", "film.music.html", "film.nowplaying.srt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "a folder.edl").mkdir()
    places = Places([tmp_path])
    (root,) = places.roots()
    assert [place.name for place in places.inside(root.id)] == ["a folder.edl", "film.mkv"]
