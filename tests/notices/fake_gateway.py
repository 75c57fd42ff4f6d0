"""A text-message gateway on this machine that answers as it is told, or not at all."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: str


@dataclass
class FakeGateway:
    """``hangs``: seconds before it answers; ``drops``: closes the line in the place of an answer."""

    url: str
    status: int = 200
    answer: bytes = b'{"code": "0"}'
    headers: dict[str, str] = field(default_factory=dict)
    hangs: float = 0
    drops: bool = False
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def running() -> Iterator[FakeGateway]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.asked.append(Asked(self.path, dict(self.headers), body))
            time.sleep(made.hangs)
            if made.drops:
                self.close_connection = True
                return
            self.send_response(made.status)
            for name, value in made.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(made.answer)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):
                self.wfile.write(made.answer)

        do_GET = do_POST

        def log_message(self, *args: object) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    made = FakeGateway(f"http://127.0.0.1:{server.server_port}/sms/send?v=1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
