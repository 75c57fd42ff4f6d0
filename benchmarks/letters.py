"""How long a letter takes as PDF/A, and whether a thousand of them in one run keep to their memory.

``python -m benchmarks.letters`` prints a table; ``--number N`` makes N letters instead of 1,000. Beside each way
stands the least anybody could do with the same tool: typesetting the bare words of the same letter, without page,
head, fonts by role or tags by name. Wanted: at most 0.1 s a letter, and no memory that grows with their number.
"""

from __future__ import annotations

import argparse
import datetime
import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import typst

from gongkai.letters.composing import compose
from gongkai.letters.templates import shipped
from gongkai.statute.elements import Element
from gongkai.statute.letters import LetterKind, letter_kinds
from gongkai.statute.remedies import worded
from gongkai.writers import fonts
from gongkai.writers.letter import Letter, lines, write

ON = datetime.date(2026, 3, 9)
LIMIT = 0.1
# Half of what a run grows at all it may grow in its second half, and some for the allocator.
FLAT_MB = 16.0
_BARE = b"""#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: "%s", size: 16pt, lang: "zh", region: "cn")
#for line in data.lines { par(line) }
"""


def letters(number: int) -> list[Letter]:
    """Every kind in turn, no two alike."""
    kinds = letter_kinds(ON)
    return [_letter(kinds[at % len(kinds)], at) for at in range(number)]


def _letter(kind: LetterKind, at: int) -> Letter:
    values = {one.code: _value(one, at) for one in kind.elements if one.filled != "issue" and not one.text}
    if kind.remedy:
        remedy = worded(
            kind.remedy_kind,
            on=ON,
            review_body="示范区人民政府",
            court="示范区人民法院",
            mixed=kind.code == "partial",
        )
        values["remedy"] = remedy.text
    number = f"示民公开〔2026〕{at + 1}号" if kind.number_pattern else ""
    wording = shipped(kind.code)
    return compose(kind, wording, agency="示范区民政局", values=values, number=number, on=ON, law_on=ON)


def _value(element: Element, at: int) -> object:
    match element.kind:
        case "date":
            return (ON - datetime.timedelta(days=at % 60)).isoformat()
        case "choice":
            return element.choices[at % len(element.choices)][0]
        case "number" | "money":
            return at
        case "link":
            return f"https://www.example.gov.cn/gk/{at}.html"
        case "parts":
            return [{one.code: _value(one, at + n) for one in element.parts} for n in range(3)]
    return f"第{at}件{element.label}的内容，经审查符合有关规定；" * (1 + at % 4)


def bare(letter: Letter, compiler: typst.Compiler, template: bytes) -> None:
    data = json.dumps({"title": letter.title, "lines": list(lines(letter))}, ensure_ascii=False)
    when = datetime.datetime(2026, 3, 9, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    compiler.compile(
        input=template, format="pdf", sys_inputs={"data": data}, pdf_standards=["a-2a"], timestamp=when
    )


def resident() -> float:
    """Megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 2**20


def timed(work: Callable[[Letter], object], made: list[Letter]) -> tuple[list[float], list[float]]:
    """Seconds of each, and the memory after each tenth of them."""
    seconds, memory = [], []
    for at, letter in enumerate(made, 1):
        start = time.perf_counter()
        work(letter)
        seconds.append(time.perf_counter() - start)
        if at % max(1, len(made) // 10) == 0:
            gc.collect()
            memory.append(resident())
    return seconds, memory


def row(name: str, work: Callable[[Letter], object], made: list[Letter]) -> list[float]:
    seconds, memory = timed(work, made)
    ordered = sorted(seconds)
    p95 = ordered[int(len(ordered) * 0.95)]
    grown = memory[-1] - memory[len(memory) // 2]
    verdict = "" if name == "bare" else " ok" if ordered[-1] <= LIMIT and grown <= FLAT_MB else " TOO MUCH"
    print(
        f"{name:12} {statistics.median(seconds) * 1000:8.1f} {p95 * 1000:8.1f} {ordered[-1] * 1000:8.1f}"
        f" {memory[0]:9.0f} {memory[-1]:7.0f} {grown:12.1f}{verdict}"
    )
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--number", type=int, default=1000)
    number = parser.parse_args().number
    made = letters(number)
    start = time.perf_counter()
    write(made[0], "pdf")
    print(f"first letter of a process: {(time.perf_counter() - start) * 1000:.0f} ms (fonts are looked for once)")
    print(f"{'':12} {'median':>8} {'p95':>8} {'most ms':>8} {'MB first':>9} {'last':>7} {'second half':>12}")
    compiler = typst.Compiler(font_paths=fonts.system())
    template = _BARE % fonts.chosen(fonts.families())["body"][0].encode()
    base = row("bare", lambda letter: bare(letter, compiler, template), made)
    pdf = row("pdf", lambda letter: write(letter, "pdf"), made)
    row("docx", lambda letter: write(letter, "docx"), made)
    print(f"PDF/A of the letter to its bare words: {statistics.median(pdf) / statistics.median(base):.2f} times")


if __name__ == "__main__":
    main()
