"""How long it takes to redact a paper of a hundred pages and prove it, and in how much memory.

``python -m benchmarks.redaction`` prints a table. Against it, in the same run and in turn, stands the least that
anybody could do with the same file: read it and write it again by pikepdf (qpdf), which redacts nothing and proves
nothing. Every measurement runs in a process of its own, so that its memory is its own. Times are those of the
processor, since others may be using the machine; the last one is by the clock. Wanted: under 500 MB.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NAME = "赵铁柱"
LIMIT_MB = 500
_PARAGRAPH = "行政机关应当依法、及时、准确地公开政府信息，保障公民、法人和其他组织的知情权与监督权。" * 3
_PAGE = """= 第{number}号材料
{who}于二〇二六年三月提出申请，编号 GK-2026-{number:04d}。
{body}
"""


def paper(pages: int, every: int) -> bytes:
    """So many pages of Chinese text; the name on every ``every``-th."""
    import typst

    from gongkai.writers import fonts

    family = fonts.chosen(fonts.families())["body"][0]
    each = [
        _PAGE.format(number=at + 1, who=NAME if at % every == 0 else "申请人", body="\n\n".join([_PARAGRAPH] * 8))
        for at in range(pages)
    ]
    source = f'#set text(font: "{family}", size: 11pt, lang: "zh", region: "cn")\n' + "\n#pagebreak()\n".join(each)
    return bytes(typst.Compiler(font_paths=fonts.system()).compile(input=source.encode(), format="pdf"))


def rewrite(data: bytes) -> int:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.Pdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out)
    return len(out.getvalue())


def redacted(data: bytes) -> int:
    from gongkai.papers.redaction import without

    return len(without(data, [NAME], reason="第十五条").data)


def work(what: str, path: Path) -> None:
    """In the process that is measured."""
    data = path.read_bytes()
    make = {"rewrite": rewrite, "redact": redacted}[what]
    start, busy = time.perf_counter(), time.process_time()
    size = make(data)
    seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "busy": busy, "peak": peak, "size": size}))


def measured(what: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.redaction", "--work", what, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def row(name: str, path: Path, times: int) -> None:
    pairs = [(measured("rewrite", path), measured("redact", path)) for _ in range(times)]
    plain, ours = (statistics.median(pair[side]["busy"] for pair in pairs) for side in (0, 1))
    ratio = statistics.median(pair[1]["busy"] / pair[0]["busy"] for pair in pairs)
    seconds = statistics.median(pair[1]["seconds"] for pair in pairs)
    peak = max(pair[1]["peak"] for pair in pairs)
    verdict = "ok" if peak < LIMIT_MB else "TOO MUCH"
    print(
        f"{name:34} {path.stat().st_size / 1024:6.0f} {plain * 1000:9.1f} {ours:8.2f} {ratio:7.0f} {seconds:9.1f}"
        f" {peak:8.0f} {pairs[0][1]['size'] / 1024:9.0f} {verdict}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--work", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.work:
        work(asked.work[0], Path(asked.work[1]))
        return
    print(f"{'':34} {'KB':>8} {'plain, ms':>9} {'ours, s':>9} {'ratio':>7} {'peak MB':>8} {'copy, KB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for every in (1, 10):
            path = Path(folder) / f"{every}.pdf"
            path.write_bytes(paper(asked.pages, every))
            row(f"{asked.pages} pages, the name on every {every}.", path, asked.times)


if __name__ == "__main__":
    main()
