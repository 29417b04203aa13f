"""The command itself: a page at the address it prints, a token elsewhere, one line where it cannot start."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import closing

import pytest

pytest.importorskip("fastapi", reason="the review desk's tests need the extra 'web'")
pytest.importorskip("uvicorn", reason="the review desk's tests need the extra 'web'")

WITHOUT_WEB = """
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name == "fastapi":
            raise ModuleNotFoundError("No module named 'fastapi'", name="fastapi")
sys.meta_path.insert(0, Missing())
from cuespotter.cli.main import run
run(["serve", "--library", sys.argv[1]])
"""


def ask(port, path, **headers):
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_the_page_answers_where_the_command_says_until_it_is_interrupted(start):
    running = start()
    line = running.stderr.readline()
    port = int(re.search(r"http://127\.0\.0\.1:(\d+)/ ", line)[1])
    status, page = ask(port, "/")
    running.send_signal(signal.SIGINT)
    _, rest = running.communicate(timeout=120)
    assert (status, running.returncode, rest) == (200, 0, "")
    assert b"app.js" in page


def test_another_address_prints_a_token_and_asks_for_it(start):
    running = start("--address", "0.0.0.0", "--name", "desk.example")
    line = running.stderr.readline()
    found = re.search(r"http://desk\.example:(\d+)/\?token=(\S+) ", line)
    port, token = int(found[1]), found[2]
    without = ask(port, "/api/films", Host="desk.example")[0]
    with_it = ask(port, "/api/films", Host="desk.example", Authorization=f"Bearer {token}")[0]
    elsewhere = ask(port, "/api/films", Host="other.example", Authorization=f"Bearer {token}")[0]
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=120)
    assert (without, with_it, elsewhere) == (401, 200, 421)


def test_a_port_in_use_and_a_root_that_is_none_are_said_in_a_line(start, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        running = start("--port", str(taken.getsockname()[1]))
        _, said = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "choose another with --port" in said
    running = start("--root", str(tmp_path / "none"))
    _, said = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "is no folder" in said


def test_without_the_extra_it_says_how_to_install_it(made):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CUESPOTTER_")}
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_WEB, str(made.folder)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert told.returncode == 2
    assert "pip install 'cuespotter[web]'" in told.stderr
    assert told.stderr.count("\n") == 1
