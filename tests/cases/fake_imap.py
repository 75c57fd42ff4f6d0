"""A mailbox that speaks as much IMAP as a reader needs, on a port of its own, for one test."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "gk", "p w/%"


@dataclass
class Stored:
    raw: bytes
    day: str = "02-Mar-2026 08:00:00 +0800"
    # What the server says the size is; None: the truth.
    size: int | None = None


@dataclass
class FakeMailbox:
    """``messages`` by number. ``log`` is every command that came; ``broken`` cuts the line at that command."""

    messages: dict[int, Stored] = field(default_factory=dict)
    validity: int = 7
    log: list[str] = field(default_factory=list)
    broken: str = ""
    port: int = 0

    def put(self, raw: bytes | str, **more: object) -> int:
        uid = max(self.messages, default=0) + 1
        data = raw.encode() if isinstance(raw, str) else raw
        self.messages[uid] = Stored(data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), **more)  # type: ignore[arg-type]
        return uid

    @property
    def url(self) -> str:
        return f"imap://{USER}:p%20w%2F%25@127.0.0.1:{self.port}/INBOX"


class _Handler(socketserver.StreamRequestHandler):
    server: _Server

    def handle(self) -> None:
        box = self.server.box
        self._say("* OK ready")
        for line in self.rfile:
            words = line.decode().strip()
            tag, _, command = words.partition(" ")
            box.log.append(command.split(" ")[0] if "LOGIN" in command else command)
            if box.broken and command.upper().startswith(box.broken):
                return
            if not self._answer(box, tag, command):
                return

    def _answer(self, box: FakeMailbox, tag: str, command: str) -> bool:
        verb = command.upper()
        if verb.startswith("CAPABILITY"):
            self._say("* CAPABILITY IMAP4rev1", f"{tag} OK done")
        elif verb.startswith("LOGIN"):
            right = command == f'LOGIN {USER} "{PASSWORD}"'
            self._say(f"{tag} OK done" if right else f"{tag} NO wrong")
        elif verb.startswith(("EXAMINE", "SELECT")):
            if '"INBOX"' not in command:
                self._say(f"{tag} NO no such folder")
            else:
                self._say(f"* {len(box.messages)} EXISTS", f"* OK [UIDVALIDITY {box.validity}]", f"{tag} OK done")
        elif verb.startswith("UID SEARCH"):
            first = int(re.search(r"UID (\d+):", command)[1])  # type: ignore[index]
            # As real servers do: "9:*" gives the last one even where 9 is beyond it.
            found = [uid for uid in box.messages if uid >= first] or list(box.messages)[-1:]
            self._say("* SEARCH " + " ".join(map(str, found)), f"{tag} OK done")
        elif verb.startswith("UID FETCH"):
            self._fetch(box, tag, command)
        elif verb.startswith("LOGOUT"):
            self._say("* BYE", f"{tag} OK done")
            return False
        else:
            self._say(f"{tag} OK done" if verb.startswith("NOOP") else f"{tag} BAD what")
        return True

    def _fetch(self, box: FakeMailbox, tag: str, command: str) -> None:
        uid = int(command.split()[2])
        one = box.messages[uid]
        if "RFC822.SIZE" in command:
            size = len(one.raw) if one.size is None else one.size
            self._say(f'* {uid} FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE "{one.day}")', f"{tag} OK done")
            return
        data = one.raw.split(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in command else one.raw
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")
        self._say(f"{tag} OK done")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    box: FakeMailbox


@contextmanager
def running() -> Iterator[FakeMailbox]:
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.box = FakeMailbox(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server.box
        finally:
            server.shutdown()
