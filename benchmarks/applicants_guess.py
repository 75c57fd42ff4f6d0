"""Guesses codes at a steady rate from a handful of addresses, over kept lines; prints how it went as JSON.

Nothing here is of the installation: numbers are likely ones, codes are random.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import threading
import time
from collections import Counter

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TOKEN = "a" * 32
_chance = random.Random()


def guess(number: int) -> bytes:
    """A request as a browser sends it; the address is what the proxy says."""
    code = "".join(_chance.choices(_ALPHABET, k=16))
    body = f"csrfmiddlewaretoken={_TOKEN}&number=LJ2026-{_chance.randrange(1, 50):04d}&code={code}"
    return (
        "POST /follow/ HTTP/1.1\r\nHost: localhost\r\n"
        f"X-Forwarded-For: 192.0.2.{number}\r\nCookie: csrftoken={_TOKEN}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode()


def answered(line: socket.socket) -> int:
    """The status, once the whole page is there. OSError when the line is cut."""
    got = b""
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, _, body = got.partition(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(one.split(b":")[1]) for one in lines if one.startswith(b"content-length:")), 0)
    while len(body) < length:
        body += _more(line)
    return int(lines[0].split()[1])


def _more(line: socket.socket) -> bytes:
    if not (more := line.recv(65536)):
        raise ConnectionError
    return more


class Guesser:
    """One line, kept open; ``statuses`` is what came back."""

    def __init__(self, port: int, first: int, addresses: int, rate: float) -> None:
        self._port, self._first, self._addresses, self._rate = port, first, addresses, rate
        self.statuses: Counter[str] = Counter()
        self._line: socket.socket | None = None

    def work(self, seconds: float) -> None:
        began = time.monotonic()
        while (passed := time.monotonic() - began) < seconds:
            if self.statuses.total() > passed * self._rate:
                time.sleep(0.002)
                continue
            try:
                self.statuses[self._once()] += 1
            except OSError:
                self._line = None
                self.statuses["cut"] += 1

    def _once(self) -> str:
        if self._line is None:
            self._line = socket.create_connection(("127.0.0.1", self._port), timeout=30)
        self._line.sendall(guess(self._first + _chance.randrange(self._addresses)))
        return str(answered(self._line))


def main() -> None:
    given = argparse.ArgumentParser()
    for name in ("port", "first", "addresses", "lines"):
        given.add_argument(f"--{name}", type=int)
    for name in ("seconds", "rate"):
        given.add_argument(f"--{name}", type=float)
    asked = given.parse_args()
    crowd = [
        Guesser(asked.port, asked.first, asked.addresses, asked.rate / asked.lines) for _ in range(asked.lines)
    ]
    threads = [threading.Thread(target=one.work, args=(asked.seconds,)) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sum((one.statuses for one in crowd), Counter())
    print(json.dumps({"guesses": statuses.total(), "found": statuses["302"], "statuses": statuses}))


if __name__ == "__main__":
    main()
