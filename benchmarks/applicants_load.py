"""The parts of ``benchmarks.applicants``, each against the server as it is started (``gongkai serve``) on an
installation of its own. The last line that is printed is JSON."""

from __future__ import annotations

import argparse
import contextlib
import http.client
import itertools
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.applicants_browser import Browser, Receipt, Wrong, answer_to, ask
from benchmarks.cases_clerks import free_port, until_it_answers
from gongkai.server import migrate, prepare

AGENCIES = 4
# Every so many times the masters are killed, too, and the whole server is started anew.
EVERYTHING = 10
_numbers = itertools.count(1)
# Threads of one server draw from it in any order.
_chance = random.Random(5)


class Server:
    """``gongkai serve`` with all its processes, in a group of their own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(self.port)]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, env={**os.environ}, start_new_session=True
        )
        until_it_answers(self.port)

    def kill(self) -> None:
        """Everything at once and without a word."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.start()

    def kill_workers(self) -> None:
        """Whatever does the work, of the web and in the background; their masters start others."""
        group = self._group()
        masters = {self._process.pid} | {pid for pid, args in group.items() if b"gunicorn" in args and
                                         _parent(pid) == self._process.pid}  # fmt: skip
        for pid in group.keys() - masters:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until_it_answers(self.port)

    def _group(self) -> dict[int, bytes]:
        """The processes of this server with what each was started as."""
        found = {}
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(path.parent.name)) == self._process.pid:
                    found[int(path.parent.name)] = path.read_bytes()
        return found

    def stop(self) -> None:
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(timeout=60)


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@dataclass
class Applicant:
    """One thread: a new citizen with a new browser for every request."""

    port: int
    patient: bool = False
    receipts: list[Receipt] = field(default_factory=list)
    times: list[tuple[str, float]] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cut_off: int = 0

    def work(self, agencies: list[str], over: threading.Event) -> None:
        while not over.is_set():
            number = next(_numbers)
            browser = Browser(self.port, address(number), self.patient)
            try:
                self.receipts.append(ask(browser, agencies[number % len(agencies)], f"M{number:06d}"))
            except (Wrong, OSError, http.client.HTTPException) as error:
                self.errors.append(str(error) if isinstance(error, Wrong) else type(error).__name__)
            browser.close()
            self.times += browser.times
            self.cut_off += browser.cut_off


def address(number: int) -> str:
    """Of a citizen that nobody else has."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def submitting(applicants: int, seconds: int) -> dict[str, Any]:
    agencies, server = _agencies(), Server()
    try:
        crowd, took = _crowd(server.port, agencies, applicants, lambda: time.sleep(seconds))
    finally:
        server.stop()
    return {"applicants": applicants, "seconds": took, **told(crowd), **found(crowd)}


def killed(applicants: int, kills: int, minutes: int) -> dict[str, Any]:
    agencies, server = _agencies(), Server()
    done, until = 0, time.monotonic() + 60 * minutes

    def meanwhile() -> None:
        nonlocal done
        while done < kills and time.monotonic() < until:
            time.sleep(_chance.uniform(0.5, 2.5))
            done += 1
            server.kill_workers() if done % EVERYTHING else server.kill()

    try:
        crowd, took = _crowd(server.port, agencies, applicants, meanwhile, patient=True)
    finally:
        server.stop()
    return {"applicants": applicants, "kills": done, "seconds": took, **told(crowd), **found(crowd)}


def _crowd(
    port: int, agencies: list[str], applicants: int, meanwhile: Callable[[], object], *, patient: bool = False
) -> tuple[list[Applicant], float]:
    """Everybody asks until ``meanwhile`` is done; each finishes what they began."""
    crowd = [Applicant(port, patient) for _ in range(applicants)]
    over = threading.Event()
    threads = [threading.Thread(target=one.work, args=(agencies, over)) for one in crowd]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    meanwhile()
    over.set()
    for thread in threads:
        thread.join()
    return crowd, time.monotonic() - began


def told(crowd: list[Applicant]) -> dict[str, Any]:
    """What the applicants met."""
    errors = Counter(one for each in crowd for one in each.errors)
    for said, often in errors.items():
        print(f"{often} times {said}", file=sys.stderr)
    times = [one for each in crowd for one in each.times]
    return {
        "requests": len(times),
        "submitted": sum(len(each.receipts) for each in crowd),
        "errors": errors.total(),
        "cut_off": sum(each.cut_off for each in crowd),
        "p95": _p95([took for _, took in times]),
        "p95_submit": _p95([took for path, took in times if path.endswith("/check/")]),
    }


def found(crowd: list[Applicant]) -> dict[str, int]:
    """What the database says: a receipt whose number, code, matter and two files are not there together is lost;
    a matter that is there twice is twice; so is a number. A chain that does not hold counts as lost, too."""
    from gongkai.audit.models import Entry
    from gongkai.audit.verify import verify
    from gongkai.cases.asking import codes
    from gongkai.cases.models import Incoming

    rows = list(Incoming.objects.select_related("submission").prefetch_related("files"))
    marks = Counter(re.findall(r"M\d+", one.subject)[0] for one in rows)
    whole = {one.pk for one in rows if len(one.files.all()) >= 2 and one.submission.values}
    lost = len(verify()) + abs(Entry.objects.filter(verb="incoming.submit").count() - len(rows))
    for receipt in (one for each in crowd for one in each.receipts):
        access = codes.find(receipt.number, receipt.code)
        if access is None or access.incoming_id not in whole or receipt.mark not in access.incoming.subject:
            lost += 1
            print(f"lost {receipt.mark} {receipt.number}", file=sys.stderr)
    twice, missing = sum(often - 1 for often in marks.values()), 0
    series: dict[int, list[int]] = {}
    for one in rows:
        series.setdefault(one.agency_id, []).append(int(one.number.rpartition("-")[2]))
    for numbers in series.values():
        twice += len(numbers) - len(set(numbers))
        missing += len(set(range(1, max(numbers) + 1)) - set(numbers))
    return {"lost": lost, "twice": twice, "missing": missing}


# -- guessing ----------------------------------------------------------------------------------------------
GUESSERS, LINES, ADDRESSES = 2, 16, 100
# Who asks first, and later looks it up.
PEOPLE = 4


def guessing(seconds: int) -> dict[str, Any]:
    agencies, server = _agencies(), Server()
    try:
        crowd, _ = _crowd(server.port, agencies, PEOPLE, lambda: time.sleep(5))
        receipts = [one for each in crowd for one in each.receipts]
        before = _people(server.port, receipts, time.monotonic() + 5)
        guessers = _guessers(server.port, seconds)
        after = _people(server.port, receipts, time.monotonic() + seconds)
        guessed = [json.loads(one.communicate()[0].splitlines()[-1]) for one in guessers]
    finally:
        server.stop()
    print([one["statuses"] for one in guessed], file=sys.stderr)
    return {
        "guesses": sum(one["guesses"] for one in guessed),
        "rate": sum(one["guesses"] for one in guessed) / seconds,
        "found": sum(one["found"] for one in guessed),
        "asked": len(after),
        "served": sum(one.served for one in after),
        "questioned": sum(one.questioned for one in after),
        "p95": _p95([one.took for one in after]),
        "before": _p95([one.took for one in before]),
    }


@dataclass
class Look:
    """One person looks one request up."""

    served: bool = False
    questioned: bool = False
    took: float = 0.0


def _people(port: int, receipts: list[Receipt], until: float) -> list[Look]:
    looks: list[Look] = []

    def one() -> None:
        while time.monotonic() < until:
            looks.append(_look(port, _chance.choice(receipts)))
            time.sleep(0.5)

    threads = [threading.Thread(target=one) for _ in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return looks


def _look(port: int, receipt: Receipt) -> Look:
    """With number and code, answering the question where one is asked."""
    look, browser = Look(), Browser(port, address(next(_numbers)))
    fields, began = {"number": receipt.number, "code": receipt.code}, time.perf_counter()
    try:
        browser.get("/follow/")
        answer = browser.post("/follow/", fields)
        if question := answer_to(answer.page):
            look.questioned = True
            answer = browser.post("/follow/", {**fields, **question})
        while answer.status == 302:
            answer = browser.get(answer.where)
        look.served = answer.status == 200 and receipt.number in answer.page
    except (OSError, http.client.HTTPException):
        pass
    look.took = (time.perf_counter() - began) * 1000
    browser.close()
    return look


def _guessers(port: int, seconds: int) -> list[subprocess.Popen[str]]:
    """In processes of their own, so that they get in nobody's way but the server's."""
    command = [sys.executable, "-m", "benchmarks.applicants_guess", f"--port={port}", f"--seconds={seconds}"]
    each = ADDRESSES // GUESSERS
    return [
        subprocess.Popen([*command, f"--first={n * each}", f"--addresses={each}", f"--rate={1000 / GUESSERS}",
                          f"--lines={LINES}"],
                         stdout=subprocess.PIPE, text=True)
        for n in range(GUESSERS)
    ]  # fmt: skip


def _agencies() -> list[str]:
    """The words in the addresses of a few agencies that take requests on the site."""
    from benchmarks import cases_made
    from gongkai.agencies import addresses
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.cases import channels
    from gongkai.cases.words import Channel

    made = cases_made.district(AGENCIES)
    for one in made:
        channels.open_channel(
            OPERATOR, one, Channel.WEB, address="http://localhost", from_on=date(2020, 1, 1), at=cases_made.AT
        )
    return [urllib.parse.quote(addresses.word(one)) for one in made]


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else 0.0


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--part", choices=["submitting", "killed", "guessing"])
    given.add_argument("--applicants", type=int)
    given.add_argument("--seconds", type=int, default=60)
    given.add_argument("--kills", type=int, default=100)
    given.add_argument("--minutes", type=int, default=60)
    asked = given.parse_args()
    prepare()
    migrate()
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "submitting": lambda: submitting(asked.applicants, asked.seconds),
        "killed": lambda: killed(asked.applicants, asked.kills, asked.minutes),
        "guessing": lambda: guessing(asked.seconds),
    }
    print(json.dumps(parts[asked.part]()))


if __name__ == "__main__":
    main()
