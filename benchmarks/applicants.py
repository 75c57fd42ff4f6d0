"""How the portal holds up when many ask at once, when it is killed meanwhile, and when somebody guesses codes.

``python -m benchmarks.applicants`` makes installations of its own and prints, for each:

- submitting: 50 applicants at once with attachments, for a minute, against ``gongkai serve`` on PostgreSQL, and 10
  on SQLite; every one from an address of its own, told by a trusted proxy, so that the limits are real;
- killed: the same, while the workers of the web server and of the background are killed outright 100 times, every
  tenth time with all that stands above them;
- guessing: 1,000 codes a second on the page of look-ups, while people with a right code look up theirs.

What the applicants were shown is then held against the database: nothing acknowledged may be lost or be there
twice, no number missing. ``--quick`` takes ten seconds and five kills, ``--write`` puts the tables into
docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import cases
from benchmarks.intake import machine

MARK = "<!-- applicants -->"
PARTS = ("submitting", "killed", "guessing")
_MANY, _FEW = 50, 10
# Everybody comes through a proxy on this machine.
_PROXY = {"GONGKAI_TRUSTED_PROXIES": "127.0.0.1"}


def submitting_lines(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| | applicants | seconds | submitted | requests | errors | lost | twice | numbers missing "
        "| p95 ms of a page | p95 ms of submitting |",
        "|---" * 11 + "|",
    ]
    for name, one in results.items():
        lines.append(
            f"| {name} | {one['applicants']} | {one['seconds']:.0f} | {one['submitted']:,} | {one['requests']:,} "
            f"| {one['errors']} | {one['lost']} | {one['twice']} | {one['missing']} | {one['p95']:.0f} "
            f"| {one['p95_submit']:.0f} |"
        )
    return lines


def killed_lines(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| killed | applicants | times | acknowledged | cut off on the way | lost | twice | numbers missing |",
        "|---" * 8 + "|",
    ]
    for name, one in results.items():
        lines.append(
            f"| {name} | {one['applicants']} | {one['kills']} | {one['submitted']:,} | {one['cut_off']:,} "
            f"| {one['lost']} | {one['twice']} | {one['missing']} |"
        )
    return lines


def guessing_lines(results: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| guessing | guesses | a second | found | right ones asked | served | of these after a question "
        "| p95 ms | p95 ms before |",
        "|---" * 9 + "|",
    ]
    for name, one in results.items():
        lines.append(
            f"| {name} | {one['guesses']:,} | {one['rate']:,.0f} | {one['found']} | {one['asked']} "
            f"| {one['served']} | {one['questioned']} | {one['p95']:.0f} | {one['before']:.0f} |"
        )
    return lines


def measure(seconds: int, kills: int, minutes: int, parts: set[str], databases: set[str]) -> list[str]:
    lines: list[str] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = Path(folder)
        server = cases.postgres(home / "postgres") if "PostgreSQL" in databases else None

        def run(part: str, **options: object) -> dict[str, dict[str, Any]]:
            found = {}
            for name, many in (("PostgreSQL", _MANY), ("SQLite", _FEW)):
                if name in databases:
                    url = server(part) if server and name == "PostgreSQL" else ""
                    found[name] = cases.apart(
                        "applicants_load",
                        url,
                        home / f"{part}-{name}",
                        _PROXY,
                        part=part,
                        applicants=many,
                        **options,
                    )
            return found

        if "submitting" in parts:
            lines += [*submitting_lines(run("submitting", seconds=seconds)), ""]
        if "killed" in parts:
            lines += [*killed_lines(run("killed", kills=kills, minutes=minutes)), ""]
        if "guessing" in parts:
            lines += [*guessing_lines(run("guessing", seconds=seconds)), ""]
    return lines


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--minutes", type=int, default=60, help="no more kills after so long")
    options.add_argument("--only", choices=PARTS)
    options.add_argument("--database", choices=["PostgreSQL", "SQLite"])
    options.add_argument("--quick", action="store_true")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    parts = {given.only} if given.only else set(PARTS)
    databases = {given.database} if given.database else {"PostgreSQL", "SQLite"}
    seconds, kills = (10, 5) if given.quick else (given.seconds, given.kills)
    text = "\n".join(
        [f"Measured {machine()}.", "", *measure(seconds, kills, given.minutes, parts, databases)]
    ).rstrip()
    print(text)
    if given.write:
        cases.write(text, MARK)


if __name__ == "__main__":
    main()
