"""A stand-in for S3, and a proxy before it that answers badly, as often as it is told to."""

import http.client
import ssl
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BUCKET = "archive"


class Faults:
    """What happens to the next GETs, one after the other: "503", "slow", "half", "wrong", "forbidden".

    Also: whether all is refused; and what was asked and answered, as (method, path, bytes of the answer).
    """

    def __init__(self):
        self.clear()

    def clear(self):
        self.coming, self.met, self.answers = [], [], []
        self.is_forbidden = False

    def next(self):
        if not self.coming:
            return None
        self.met.append(self.coming[0])
        return self.coming.pop(0) if not self.coming[0].endswith(" for ever") else self.coming[0].split()[0]


@contextmanager
def bucket(certificates=None):
    """Serve a bucket on this machine, by TLS with certificates; gives its address and the faults to come."""
    from moto.server import ThreadedMotoServer

    behind = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    behind.start()
    host, port = behind.get_host_and_port()
    faults = Faults()
    front = _Front(("127.0.0.1", 0), _proxy(host, port, faults))
    front.daemon_threads = True
    if certificates is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificates.chain, certificates.key)
        front.socket = context.wrap_socket(front.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=front.serve_forever, args=(0.02,), daemon=True).start()
    ask(host, port, "PUT", f"/{BUCKET}")
    try:
        yield f"http{'s' * (certificates is not None)}://127.0.0.1:{front.server_port}", faults
    finally:
        front.shutdown()
        front.server_close()
        behind.stop()


def ask(host, port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection(host, port, timeout=30)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.getheaders()), content


class _Front(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """Say nothing of clients that hang up, or that do not trust a certificate."""


def _proxy(host, port, faults):
    class Proxy(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self):
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length) if length else None
            headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
            fault = faults.next() if self.command == "GET" else None
            fault = "forbidden" if faults.is_forbidden else fault
            if fault in {"503", "forbidden"}:
                self.reply(503 if fault == "503" else 403, {}, b"<Error><Code>No</Code></Error>")
                return
            status, given, content = ask(host, port, self.command, self.path, body, headers)
            faults.answers.append((self.command, self.path, len(content)))
            if fault == "slow":
                time.sleep(1.0)
            if fault == "wrong":
                content = bytes([content[0] ^ 1]) + content[1:]
            self.reply(status, given, content, half=fault == "half")

        def reply(self, status, given, content, *, half=False):
            self.send_response(status)
            left_out = {"content-length", "connection", "transfer-encoding", "date", "server"}
            for name, value in given.items():
                if name.lower() not in left_out:
                    self.send_header(name, value)
            length = given.get("Content-Length") or given.get("content-length") or len(content)
            self.send_header("Content-Length", length if self.command == "HEAD" else len(content))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content[: len(content) // 2] if half else content)
            if half:
                self.wfile.flush()
                self.close_connection = True
                self.connection.close()

        do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = handle_any

        def log_message(self, *_):
            pass

    return Proxy
