"""Twenty clerks of four agencies work through the pages of the desk for a minute, against the server as it is
started (``gongkai serve``): a paper comes in, becomes a case, is looked at, claimed, and stands in the list.
Then every number, every step and the audit chain are held against what the clerks were told. The last line that
is printed is JSON.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from gongkai.server import migrate, prepare

CLERKS, AGENCIES = 20, 4
_TOKEN = "a" * 32


@dataclass
class Clerk:
    """One person at one browser. ``told`` is what the pages said was done."""

    session: str
    agency: int
    port: int
    registered: list[str] = field(default_factory=list)
    claimed: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def work(self, name: str, until: float) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        number = 0
        while time.monotonic() < until:
            number += 1
            try:
                self._one(f"{name}某{number}")
            except (OSError, http.client.HTTPException) as error:
                self.errors.append(type(error).__name__)
                self.connection.close()

    def _one(self, who: str) -> None:
        self._get("/desk/cases/")
        paper = self._post("/desk/incoming/new/", agency=self.agency, channel="window",
                           arrived_on=date.today().isoformat(), sender=who)  # fmt: skip  # noqa: DTZ011
        if not paper:
            return
        case = self._post(f"{paper}register/", kind="natural", name=who, phone="13800000000", what="disclosure",
                          description=f"{who}申请公开2025年征收补偿方案")  # fmt: skip
        if not case:
            return
        self.registered.append(case)
        self._get(case)
        if self._post(f"{case}steps/claim/", revision=0):
            self.claimed.append(case)
        self._get("/desk/cases/?which=mine")

    def _get(self, path: str) -> None:
        status, _ = self._ask("GET", path)
        if status != 200:
            self.errors.append(f"{status} {path}")

    def _post(self, path: str, **given: object) -> str:
        """Where it leads to; "" when it did not work."""
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": _TOKEN, **given})
        status, where = self._ask("POST", path, data)
        if status != 302:
            self.errors.append(f"{status} {path}")
            return ""
        return where

    def _ask(self, method: str, path: str, data: str | None = None) -> tuple[int, str]:
        head = {"Cookie": f"sessionid={self.session}; csrftoken={_TOKEN}", "Host": "localhost"}
        if data is not None:
            head["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, data, head)
        answer = self.connection.getresponse()
        answer.read()
        self.times.append((time.perf_counter() - began) * 1000)
        return answer.status, answer.getheader("Location") or ""


def main() -> None:
    given = argparse.ArgumentParser()
    given.add_argument("--seconds", type=int, default=60)
    seconds = given.parse_args().seconds
    prepare()
    migrate()
    port = free_port()
    clerks = _clerks(port)
    command = [sys.executable, "-m", "gongkai.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ})
    try:
        until_it_answers(port)
        began = time.monotonic()
        _all_at_work(clerks, began + seconds)
        took = time.monotonic() - began
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
    print(json.dumps({"seconds": took, **told(clerks), **found(clerks)}))


def _clerks(port: int) -> list[Clerk]:
    from django.test import Client

    from benchmarks import cases_made

    agencies = cases_made.district(AGENCIES)
    made = []
    for n in range(CLERKS):
        agency, client = agencies[n % AGENCIES], Client()
        client.force_login(cases_made.clerk(agency, n))
        made.append(Clerk(client.cookies["sessionid"].value, agency.pk, port))
    return made


def _all_at_work(clerks: list[Clerk], until: float) -> None:
    threads = [
        threading.Thread(target=one.work, args=("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"[n], until))
        for n, one in enumerate(clerks)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def told(clerks: list[Clerk]) -> dict[str, Any]:
    """What the clerks met."""
    times = [one for clerk in clerks for one in clerk.times]
    errors = [one for clerk in clerks for one in clerk.errors]
    for one in sorted(set(errors)):
        print(f"{errors.count(one)} times {one}", file=sys.stderr)
    return {
        "clerks": len(clerks),
        "requests": len(times),
        "errors": len(errors),
        "p95": statistics.quantiles(times, n=20)[-1],
    }


def found(clerks: list[Clerk]) -> dict[str, int]:
    """What the database says about it: steps that a clerk was told of and that are not there, or the reverse;
    numbers that are missing or were given out twice; a chain that does not hold counts as lost, too."""
    from gongkai.audit.models import Entry
    from gongkai.audit.verify import verify
    from gongkai.cases.models import Case, Incoming

    registered = {_key(path) for clerk in clerks for path in clerk.registered}
    claimed = {_key(path) for clerk in clerks for path in clerk.claimed}
    there = set(Case.objects.values_list("pk", flat=True))
    taken = set(Case.objects.exclude(handler=None).values_list("pk", flat=True))
    noted = Entry.objects.filter(verb="cases.claim").count()
    lost = len(registered ^ there) + len(claimed ^ taken) + abs(noted - len(taken)) + len(verify())
    twice = missing = 0
    for model in (Case, Incoming):
        series: dict[int, list[int]] = {}
        for agency, number in model.objects.values_list("agency", "number"):
            series.setdefault(agency, []).append(int(re.findall(r"\d+", number)[-1]))
        for numbers in series.values():
            twice += len(numbers) - len(set(numbers))
            missing += len(set(range(1, max(numbers) + 1)) - set(numbers))
    steps = 2 * len(registered) + len(claimed)
    return {"steps": steps, "lost": lost, "twice": twice, "missing": missing}


def _key(path: str) -> int:
    return int(re.findall(r"\d+", path)[0])


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def until_it_answers(port: int) -> None:
    ends = datetime.now(UTC).timestamp() + 90
    while datetime.now(UTC).timestamp() < ends:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not come up")


if __name__ == "__main__":
    main()
