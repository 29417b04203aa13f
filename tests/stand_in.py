"""A web service on this machine that says what a test wants, and a clock that only moves when somebody sleeps."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cuespotter.online.fetch import Clock


class Server:
    """A stand-in on this machine: answers are set by path, and each request is noted."""

    def __init__(self):
        self.answers = {}
        self.asked = []
        self.agents = []
        self.bodies = []
        self.headers = []

    def answer(self, path, *answers):
        """Each is a JSON value, bytes, a status, or a function of the handler; the last is repeated."""
        self.answers[path] = list(answers)


@contextmanager
def standing_in():
    """Serve on loopback while the block runs."""
    told = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            length = int(self.headers["Content-Length"] or 0)
            told.bodies.append(json.loads(self.rfile.read(length)))
            told.headers.append(dict(self.headers))
            self.do_GET()

        def do_GET(self):
            path = self.path.split("?")[0]
            told.asked.append(self.path)
            told.agents.append(self.headers["User-Agent"])
            answers = told.answers.get(path, [404])
            answer = answers.pop(0) if len(answers) > 1 else answers[0]
            if callable(answer):
                answer(self)
            elif isinstance(answer, int):
                self.reply(answer, b'{"error":"no"}')
            else:
                self.reply(200, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def reply(self, status, body, **headers):
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    threading.Thread(target=web.serve_forever, args=(0.02,), daemon=True).start()
    told.base = f"http://127.0.0.1:{web.server_port}/ws/2"
    try:
        yield told
    finally:
        web.shutdown()
        web.server_close()


class WoundClock(Clock):
    """A clock that only moves when somebody sleeps."""

    def __init__(self):
        self.time_s = 0.0
        self.slept = []
        super().__init__(now=lambda: self.time_s, sleep=self._sleep)

    def _sleep(self, seconds):
        self.slept.append(seconds)
        self.time_s += seconds
