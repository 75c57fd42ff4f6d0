"""Asking clamd: the bytes go over its socket (INSTREAM), so that it needs no access to our files.

found(where, data, *, seconds) -> str     what was found, "" for nothing
"""

from __future__ import annotations

import socket
import struct
import time

_CHUNK = 64 * 1024
_LENGTH = struct.Struct("!I")
_CONNECT = 3.0
_LONGEST_ANSWER = 4096


class NoAnswer(Exception):
    """Not reached, not in time, or no answer that says found or not found."""


def found(where: str, data: bytes, *, seconds: float) -> str:
    """The name of what was found, "" for nothing. NoAnswer for anything else, whatever it is: over its own limit
    of size, too, clamd says neither. ``where``: unix:/path or host:port."""
    until = time.monotonic() + seconds
    try:
        with _connected(where) as line:
            _send(line, b"zINSTREAM\0", until)
            for start in range(0, len(data), _CHUNK):
                chunk = data[start : start + _CHUNK]
                _send(line, _LENGTH.pack(len(chunk)) + chunk, until)
            _send(line, _LENGTH.pack(0), until)
            answer = _answer(line, until)
    except (OSError, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    return _read(answer)


def _connected(where: str) -> socket.socket:
    if where.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_CONNECT)
        line.connect(where.removeprefix("unix:"))
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECT)


def _send(line: socket.socket, data: bytes, until: float) -> None:
    line.settimeout(_left(until))
    line.sendall(data)


def _answer(line: socket.socket, until: float) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST_ANSWER:
        line.settimeout(_left(until))
        if not (more := line.recv(_LONGEST_ANSWER)):
            break
        answer += more
    return answer


def _read(answer: bytes) -> str:
    words = answer.rstrip(b"\0\n").decode("utf-8", "replace")
    if words == "stream: OK":
        return ""
    if words.startswith("stream: ") and words.endswith(" FOUND"):
        return words.removeprefix("stream: ").removesuffix(" FOUND").strip() or "?"
    raise NoAnswer(words[:100])


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
