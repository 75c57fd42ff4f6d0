"""A clamd for tests: takes INSTREAM apart as the real one does and answers as it is told to."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

EICAR = b"this stands for a virus"
Answer = Callable[[bytes], bytes | None]


def like_clamd(data: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


@contextlib.contextmanager
def clamd(answer: Answer = like_clamd, unix: Path | None = None) -> Iterator[str]:
    """Where it listens. ``answer`` is given the bytes; None: says nothing and keeps the line open."""
    listener = socket.socket(socket.AF_UNIX if unix else socket.AF_INET, socket.SOCK_STREAM)
    listener.bind(str(unix) if unix else ("127.0.0.1", 0))
    listener.listen()
    over = threading.Event()
    thread = threading.Thread(target=_serve, args=(listener, answer, over), daemon=True)
    thread.start()
    try:
        yield f"unix:{unix}" if unix else f"127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.close()


def _serve(listener: socket.socket, answer: Answer, over: threading.Event) -> None:
    while True:
        try:
            line, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_one, args=(line, answer, over), daemon=True).start()


def _one(line: socket.socket, answer: Answer, over: threading.Event) -> None:
    with line, contextlib.suppress(OSError, struct.error):
        assert _exactly(line, 10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack("!I", _exactly(line, 4))[0]:
            data += _exactly(line, length)
        said = answer(data)
        if said is None:
            over.wait(20)
        else:
            line.sendall(said)


def _exactly(line: socket.socket, length: int) -> bytes:
    got = b""
    while len(got) < length and (more := line.recv(length - len(got))):
        got += more
    return got
