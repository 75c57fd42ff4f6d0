"""How long reading and checking takes, as ratios to the least anyone could do with the same bytes.

``python -m benchmarks.intake`` prints one table of ratios (each pair timed in turn, in one process) and one of
whole runs of ``gongkai check`` over 10,000 mixed reports. ``--quick`` leaves the second out. Ratios, not
seconds, are the result: machines differ and drift.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import io
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import lxml.html
import pdfplumber
from lxml import etree

from benchmarks import corpus
from gongkai import readers, writers
from gongkai.statute.form import check

ROOT = Path(__file__).parent.parent


def whole(data: bytes) -> None:
    """Everything that ``gongkai check`` does with one file, likeness off."""
    check(readers.read(data).report)


def bare_docx(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        etree.fromstring(archive.read("word/document.xml"))


def walk_python_docx(data: bytes) -> None:
    for table in python_docx.Document(io.BytesIO(data)).tables:
        for row in table.rows:
            for cell in row.cells:
                _ = cell.text


def walk_by_cell(data: bytes) -> None:
    for table in python_docx.Document(io.BytesIO(data)).tables:
        for row in range(len(table.rows)):
            for column in range(len(table.columns)):
                _ = table.cell(row, column).text


def bare_html(data: bytes) -> None:
    lxml.html.fromstring(data)


def pdfplumber_tables(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_tables()


def pair(ours: Callable[[], None], theirs: Callable[[], None], runs: int) -> tuple[float, float, float]:
    """Medians in ms of both, timed in turn, and the median of the ratio pair by pair. As in ``timeit``, garbage
    of one side is not collected on the other's time."""
    a, b = [], []
    for run in range(runs + 2):
        for clock, work in ((a, ours), (b, theirs)):
            gc.collect()
            gc.disable()
            start = time.perf_counter()
            work()
            if run >= 2:
                clock.append((time.perf_counter() - start) * 1000)
            gc.enable()
    ratio = statistics.median(x / y for x, y in zip(a, b, strict=True))
    return statistics.median(a), statistics.median(b), ratio


def ratios() -> list[str]:
    """One line a comparison."""
    one = corpus.report(7)
    word, page, pdf = corpus.docx(one), corpus.html(one), writers.write(one, "pdf")
    wild = (ROOT / "tests" / "real" / "pingtan-2023-html.html").read_bytes()
    small = (ROOT / "tests" / "real" / "shanghai-gov-office-2019.html").read_bytes()
    cases = [
        ("DOCX as Word writes it", word, "unzip + lxml", bare_docx, 200, "≤ 4"),
        ("HTML, published (69 KB)", wild, "lxml", bare_html, 300, "≤ 4"),
        ("HTML, generated", page, "lxml", bare_html, 300, "≤ 4"),
        ("HTML, published (24 KB)", small, "lxml", bare_html, 300, "≤ 10 ms"),
        ("plain text", corpus.text(one), "decode", lambda d: d.decode(), 300, "≤ 10 ms"),
        ("PDF", pdf, "pdfplumber tables", pdfplumber_tables, 5, "≤ 1.2"),
    ]
    lines = ["| input | KB | ours, ms | against | ms | ratio | wanted |", "|---|---|---|---|---|---|---|"]
    for name, data, label, against, runs, wanted in cases:
        mine, other, ratio = pair(lambda d=data: whole(d), lambda d=data, f=against: f(d), runs)
        lines.append(
            f"| {name} | {len(data) / 1024:.0f} | {mine:.2f} | {label} | {other:.2f} | {ratio:.2f} | {wanted} |"
        )
    for label, walk, times in (("row.cells", walk_python_docx, 20), ("table.cell(r, c)", walk_by_cell, 3)):
        mine, other, ratio = pair(lambda: whole(word), lambda f=walk: f(word), times)
        lines.append(
            f"| DOCX as Word writes it | {len(word) / 1024:.0f} | {mine:.2f} | python-docx, {label} | {other:.2f} "
            f"| 1 / {1 / ratio:.1f} | ≤ 1 / 8 |"
        )
    return lines


def run_check(folder: Path, *options: str) -> tuple[float, int]:
    """Seconds and peak memory in MB of any process of one ``gongkai check``."""
    code = (
        "import resource,subprocess,sys,time\n"
        "t=time.perf_counter()\n"
        "r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL,stderr=subprocess.DEVNULL).returncode\n"
        "print(time.perf_counter()-t, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, r)"
    )
    command = [
        sys.executable,
        "-c",
        code,
        sys.executable,
        "-m",
        "gongkai.cli",
        "check",
        "--json",
        *options,
        str(folder),
    ]
    seconds, peak, status = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    if int(status) not in (0, 1):
        raise SystemExit(f"gongkai check ended with {status}: a file of the corpus could not be read")
    return float(seconds), int(peak) // 1024


def runs(count: int, times: int) -> list[str]:
    lines = [
        "| reports | options | seconds (median) | reports / s | peak MB | against |",
        "|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as root:
        sizes = (count // 4, count // 2, count)
        for size in sizes:
            corpus.folder(Path(root) / str(size), size)
        rates: dict[str, float] = {}
        for options in (("-j", "1"), ("-j", "2")):
            results = [run_check(Path(root) / str(count), *options) for _ in range(times)]
            seconds = statistics.median(s for s, _ in results)
            rates[options[1]] = count / seconds
            against = f"{rates['2'] / rates['1']:.2f} times -j 1 (wanted ≥ 1.7)" if options[1] == "2" else ""
            peak = max(p for _, p in results)
            lines.append(
                f"| {count:,} | {' '.join(options)} | {seconds:.1f} | {count / seconds:.0f} | {peak} | {against} |"
            )
        for options in (("-j", "2"), ("-j", "2", "--alike")):
            first = 0.0
            for size in sizes:
                seconds, peak = run_check(Path(root) / str(size), *options)
                first = first or seconds / size
                against = f"{seconds / size / first:.2f} of the cost each at {sizes[0]:,}"
                rate = f"{seconds:.1f} | {size / seconds:.0f} | {peak}"
                lines.append(f"| {size:,} | {' '.join(options)} | {rate} | {against} |")
    return lines


def machine() -> str:
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.processor(),
    )
    return f"{datetime.date.today()}, {os.cpu_count()} × {cpu}, Python {platform.python_version()}"  # noqa: DTZ011


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--reports", type=int, default=10_000)
    options.add_argument("--times", type=int, default=5)
    options.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    args = options.parse_args()
    gc.collect()
    gc.freeze()  # what was imported is not walked again between timings
    parts = [f"Measured {machine()}.", "", *ratios()]
    if not args.quick:
        parts += ["", *runs(args.reports, args.times)]
    print("\n".join(parts))
    if args.write:
        target = ROOT / "docs" / "benchmarks.md"
        before = target.read_text("utf-8").split("<!-- intake -->")[0]
        target.write_text(f"{before}<!-- intake -->\n\n" + "\n".join(parts) + "\n", "utf-8")


if __name__ == "__main__":
    main()
