"""Item, list and home page: requests a second and core, and p95, beside a Wagtail site of the same pages; and what
lies ready beside a file that whitenoise serves.

    python -m benchmarks.portal_pages [--items 10000] [--seconds 8]

One gunicorn with one process at a time, the same for all, asked over one connection; the processor time that
the process used tells what a core could do, whatever else the machine is doing. Wagtail comes from
``requirements-bench.in``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases_clerks import free_port

ROOT = Path(__file__).parents[1]
_TICK = os.sysconf("SC_CLK_TCK")
_SAMPLE = 200


@dataclass(frozen=True)
class Measured:
    """``rate`` is requests for each second of processor time; times in milliseconds, as a visitor waits."""

    rate: float
    median: float
    p95: float
    size: int

    def __str__(self) -> str:
        return f"{self.rate:8.0f}/s  {self.median:6.2f} ms  p95 {self.p95:6.2f} ms  {self.size / 1000:6.1f} kB"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-pages-") as folder:
        print(json.dumps(measure(Path(folder), asked.items, asked.seconds), ensure_ascii=False))


def measure(folder: Path, items: int, seconds: float) -> dict[str, float]:
    home = folder / "home"
    _run(_ours(home), "benchmarks.portal_pages_made", str(items), str(folder / "items.jsonl"))
    _run(_theirs(folder), "benchmarks.wagtail_site.fill", str(folder / "items.jsonl"))
    chosen = random.Random(3).sample(range(1, items + 1), min(items, _SAMPLE))
    pages = {"item": [f"/items/{n}/" for n in chosen], "list": ["/items/"], "home": ["/"]}
    theirs = {"item": [f"/items/i{n}/" for n in chosen], "list": ["/items/"], "home": ["/"]}
    found: dict[str, Measured] = {}
    with serving("gongkai.wsgi:application", {**_ours(home), "GONGKAI_PAGE_MEMORY": "0"}) as server:
        found |= {f"{name} made": server.asked(paths, seconds) for name, paths in pages.items()}
    with serving("django.core.wsgi:get_wsgi_application()", _theirs(folder)) as server:
        found |= {f"{name} Wagtail": server.asked(paths, seconds) for name, paths in theirs.items()}
    with serving("gongkai.wsgi:application", _ours(home)) as server:
        found |= {f"{name} ready": server.asked(paths, seconds) for name, paths in pages.items()}
        files = {
            name: _saved(server, paths, home / "files-root" / "static" / name) for name, paths in pages.items()
        }
    with serving(
        "benchmarks.portal_pages_served:application", {**_ours(home), "BENCH_FILES": str(home / "files-root")}
    ) as server:
        found |= {f"{name} file": server.asked(paths, seconds) for name, paths in files.items()}
    return _told(found, list(pages))


def _told(found: dict[str, Measured], pages: Sequence[str]) -> dict[str, float]:
    for name, one in found.items():
        print(f"{name:14} {one}")
    ratios = {}
    for page in pages:
        ratios[f"{page} made to Wagtail"] = round(found[f"{page} made"].rate / found[f"{page} Wagtail"].rate, 2)
        ratios[f"{page} file to ready"] = round(found[f"{page} file"].rate / found[f"{page} ready"].rate, 2)
    return ratios


def _saved(server: Server, paths: Sequence[str], folder: Path) -> list[str]:
    """The same pages as files, and their addresses."""
    folder.mkdir(parents=True)
    for number, path in enumerate(paths):
        (folder / f"{number}.html").write_bytes(server.get(path))
    return [f"/static/{folder.name}/{number}.html" for number in range(len(paths))]


class Server:
    """One gunicorn of one process with four threads, as ``gongkai serve`` starts them."""

    def __init__(self, port: int, pid: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._pid = pid

    def get(self, path: str) -> bytes:
        self._connection.request("GET", path, headers={"Host": "localhost", "Accept-Encoding": "identity"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        return body

    def asked(self, paths: Sequence[str], seconds: float) -> Measured:
        for path in paths:
            size = len(self.get(path))
        times, began, used = [], time.monotonic(), self._used()
        while time.monotonic() - began < seconds:
            for path in paths:
                start = time.perf_counter()
                self.get(path)
                times.append((time.perf_counter() - start) * 1000)
        spent = self._used() - used
        p95 = statistics.quantiles(times, n=20)[-1]
        return Measured(len(times) / spent, statistics.median(times), p95, size)

    def _used(self) -> float:
        """Seconds of processor time of the process that answers."""
        found = Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()
        return (int(found[11]) + int(found[12])) / _TICK


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[Server]:
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--workers", "1",
               "--threads", "4", "--keep-alive", "30", "--log-level", "error"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield Server(port, _worker(process.pid, port))
    finally:
        process.terminate()
        process.wait(20)


def _worker(master: int, port: int) -> int:
    """The one child, once it answers."""
    for _ in range(300):
        time.sleep(0.2)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/", headers={"Host": "localhost"})
            connection.getresponse().read()
        except OSError:
            continue
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        return int(children[0])
    raise SystemExit("the server did not come up")


def _run(environment: dict[str, str], module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment)
    if done.returncode:
        raise SystemExit(f"{module} failed")


def _base() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GONGKAI_") and k != "DATABASE_URL"}
    return {**kept, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def _ours(home: Path) -> dict[str, str]:
    return {**_base(), "DJANGO_SETTINGS_MODULE": "gongkai.settings", "GONGKAI_HOME": str(home),
            "GONGKAI_KEYS": str(home / "keys"), "GONGKAI_HTTPS": "off", "GONGKAI_LOG_LEVEL": "ERROR",
            "GONGKAI_ADDRESS": "http://localhost"}  # fmt: skip


def _theirs(folder: Path) -> dict[str, str]:
    return {**_base(), "DJANGO_SETTINGS_MODULE": "benchmarks.wagtail_site.settings",
            "WAGTAIL_DATABASE": str(folder / "wagtail.sqlite3")}  # fmt: skip


if __name__ == "__main__":
    main()
