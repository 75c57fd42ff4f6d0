"""``gongkai``: one command for reports anywhere and for an installation.

Only the standard library is imported here; each command loads what it needs, so ``--help`` answers at once
and the commands on reports never touch Django or a database.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TypeAlias

from gongkai import __version__
from gongkai.errors import GongkaiError

_Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _reports(commands: _Commands) -> None:
    check = commands.add_parser("check", help="read annual reports and say what is wrong with them (no database)")
    check.add_argument("paths", nargs="+", metavar="PATH", help="files, folders, or - for standard input")
    check.add_argument("--json", action="store_true", help="print a JSON array, one element for each input")
    check.add_argument("--xlsx", metavar="OUT", help="also write findings and figures to a workbook")
    check.add_argument("--last-year", metavar="DIR", help="last year's reports, matched by agency and year")
    check.add_argument("--alike", action="store_true", help="also look for copied text among all inputs")
    check.add_argument("-j", "--jobs", type=_positive, default=1, metavar="N", help="processes (default 1)")
    check.set_defaults(run="gongkai.commands.check")

    convert = commands.add_parser("convert", help="read one report and write it as html, docx, pdf, xlsx or json")
    convert.add_argument("source", metavar="IN", help="a report in any file we read, or - for standard input")
    convert.add_argument("target", metavar="OUT", help="its ending decides the format")
    convert.set_defaults(run="gongkai.commands.convert")

    rollup = commands.add_parser("rollup", help="add up the reports of a district by its tree of agencies")
    rollup.add_argument("folder", metavar="DIR", help="the subordinate reports")
    rollup.add_argument(
        "--agencies", required=True, metavar="CSV", help="统一社会信用代码,名称,类型,上级代码,排序"
    )
    rollup.add_argument("--to", required=True, metavar="OUT", help="html, docx, pdf, xlsx or json by its ending")
    rollup.add_argument(
        "--parent", metavar="CODE", help="whom to add up for (default: the only one without a superior)"
    )
    rollup.add_argument("--year", type=int, help="the year to add up (default: that of most reports)")
    rollup.add_argument(
        "--each", metavar="CSV", help="write the sum at every agency that has others below it, a line each"
    )
    rollup.set_defaults(run="gongkai.commands.rollup")


def _redact(commands: _Commands) -> None:
    redact = commands.add_parser(
        "redact",
        help="take terms out of a PDF for good, and prove it (no database)",
        description="0: every occurrence is gone, the rest is kept as text, and that is proved. 1: not, and why; "
        "nothing is written then. A scan cannot be searched and is refused.",
    )
    redact.add_argument("source", metavar="IN", help="a PDF")
    redact.add_argument("--term", metavar="TEXT", action="append", required=True, help="once for every term")
    redact.add_argument("--out", metavar="OUT", required=True, help="where the copy goes; not IN")
    redact.set_defaults(run="gongkai.commands.redact")


def _deadlines(commands: _Commands) -> None:
    due = commands.add_parser(
        "due",
        help="the last day of a reply, and how it came about (no database)",
        description="received (the day the law counts from), supplement-noticed, supplement-received, "
        "third-party-asked, third-party-received, opinion-received, joint-maker-asked, joint-maker-received, "
        "joint-maker-answered, agency-asked, agency-answered (each of these may carry :ID), extended (or "
        "extended:N days), fee-noticed, fee-paid, reasons-asked, reasons-received, delayed-to:DAY, posted, "
        "served, closed, withdrawn",
    )
    due.add_argument("events", nargs="+", metavar="DAY=EVENT", help="2026-03-02=received, in any order")
    due.add_argument("--on", metavar="DAY", help="the day one looks (default: today in Beijing)")
    due.add_argument("--calendar", metavar="FILE", action="append", default=[], help="a notice of days off (TOML)")
    due.add_argument("--json", action="store_true", help="print due_on, waiting_for, provisional, because")
    due.set_defaults(run="gongkai.commands.due")

    calendar = _group(commands, "calendar", "the days off of this installation")
    add = calendar.add_parser("add", help="take in a year's notice of days off; open cases are worked out anew")
    add.add_argument("file", metavar="FILE", help="TOML: year, reference, checked_on, off, on (docs/how-to)")
    add.set_defaults(run="gongkai.commands.calendar")


def _papers(commands: _Commands) -> None:
    inspect = commands.add_parser(
        "inspect",
        help="what files hide: hidden data and personal data before a file is given out (no database)",
        description="exit status: 0 nothing found, 1 something found, 2 a file or a part of one was not examined",
    )
    inspect.add_argument("files", nargs="+", metavar="FILE", help="files, or - for standard input")
    inspect.add_argument("--json", action="store_true", help="print an array: path, examined, findings")
    inspect.set_defaults(run="gongkai.commands.inspect")


def _installation(commands: _Commands) -> None:
    _add(commands, "migrate", "make or update the database of this installation")
    serve = _add(commands, "serve", "run portal, desk and background work in the foreground")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument("--host", default="127.0.0.1")
    _add(commands, "tick", "do the periodic work once; call it from a timer")
    _add(commands, "doctor", "look over the installation and say what to do")
    backup = _add(commands, "backup", "database and files into a new folder; the keys apart")
    backup.add_argument("folder", metavar="DIR")
    backup.add_argument("--keys", metavar="DIR", required=True, help="where the keys go; not inside DIR")
    restore = _add(commands, "restore", "bring a back-up back; refuses without its keys")
    restore.add_argument("folder", metavar="DIR")
    restore.add_argument("--keys", metavar="DIR", required=True)
    restore.add_argument("--force", action="store_true", help="replace an installation that holds data")

    invite = _add(commands, "invite", "let somebody sign in; prints the link by which they set a password")
    invite.add_argument("username")
    invite.add_argument("--name", required=True)
    invite.add_argument("--email", default="")
    invite.add_argument("--role", default="administrator", help="clerk, information_officer, reviewer, head, "
                        "supervisor, auditor or administrator (default)")  # fmt: skip
    invite.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")


def _imports(commands: _Commands) -> None:
    lists = _group(commands, "import", "bring lists into this installation")
    agencies = _add(lists, "agencies", "agencies from an XLSX list", "import-agencies")
    agencies.add_argument("file", metavar="FILE.xlsx")
    agencies.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    cases = _add(lists, "cases", "a ledger of running and closed requests from an XLSX list", "import-cases")
    cases.add_argument("file", metavar="FILE.xlsx")
    cases.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    cases.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _reason(cases)
    counts = lists.add_parser("counts", help="decisions and charges of a year from an XLSX or CSV table")
    counts.add_argument("file", metavar="FILE.xlsx", help="年度, 项目, 数量; 来源 and 说明 may follow")
    counts.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    counts.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _reason(counts)
    counts.set_defaults(run="gongkai.commands.import_counts")
    works = lists.add_parser("works", help="training, articles, activities … of a year, one kind to a table")
    works.add_argument("file", metavar="FILE.xlsx", help="XLSX or CSV; its head tells the kind")
    works.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    works.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _reason(works)
    works.set_defaults(run="gongkai.commands.import_works")
    reviews = lists.add_parser("reviews", help="reconsiderations and lawsuits from an XLSX or CSV ledger")
    reviews.add_argument("file", metavar="FILE.xlsx", help="类型, 收到日期, 关联申请编号, 结案日期, 结果")
    reviews.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    reviews.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _reason(reviews)
    reviews.set_defaults(run="gongkai.commands.import_reviews")
    items = lists.add_parser("items", help="published stock from an XLSX or CSV list, or a folder with files")
    items.add_argument("file", metavar="FILE.xlsx", help="a list, or a folder with one list and the attachments")
    items.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    items.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
    _reason(items)
    items.add_argument("--report", metavar="OUT", help="a report of every row, .xlsx or .csv")
    items.set_defaults(run="gongkai.commands.import_items")


def _exports(commands: _Commands) -> None:
    made = commands.add_parser("export", help="an agency's part of the portal as a folder of plain pages and JSON")
    made.add_argument("folder", metavar="DIR", help="a new folder, or that of an earlier export: only changes")
    made.add_argument("--agency", metavar="CODE", help="its 统一社会信用代码 or its whole name")
    made.add_argument("--below", action="store_true", help="with everything under it")
    made.add_argument("--check", action="store_true", help="only prove what is there: tags and links")
    made.set_defaults(run="gongkai.commands.export")


def _compiling(commands: _Commands) -> None:
    report = commands.add_parser("report", help="the annual report of an agency, compiled from its records")
    report.add_argument("--agency", required=True, metavar="CODE", help="its 统一社会信用代码 or its whole name")
    report.add_argument("--year", required=True, type=int, help="the year it is about, from 2021 on")
    report.add_argument("--json", action="store_true", help="print what check --json prints, path null")
    report.set_defaults(run="gongkai.commands.report")


def _keeping(commands: _Commands) -> None:
    """The audit chain, the search, the keys, the demonstration."""
    audit = _group(commands, "audit", "the audit chain")
    verify = _add(audit, "verify", "find a changed, inserted, removed or reordered row", "audit-verify")
    verify.add_argument("--head", metavar="FILE", help="an exported head; finds a cut tail")
    _add(audit, "head", "print the head of the chain, to be kept elsewhere", "audit-head")
    _add(audit, "protect", "put the protection of the database back", "audit-protect")

    search = _group(commands, "search", "the index of what is public")
    _add(search, "rebuild", "make it anew, or go on with that; nobody can search meanwhile", "search-rebuild")
    check = _add(search, "check", "hold it against what is public; 1: they differ", "search-check")
    check.add_argument("--repair", action="store_true", help="put right what differs")

    keys = _group(commands, "keys", "the keys of personal data")
    _add(keys, "rotate", "new keys, and everything under them; goes on with one that was cut off", "keys-rotate")
    _add(keys, "drop-old", "take the old keys away once nothing needs them", "keys-drop-old")

    demo = _group(commands, "demo", "the demonstration district")
    _add(demo, "create", "create it, or leave it as it is", "demo-create")
    _add(demo, "remove", "take it away and leave the rest", "demo-remove")
    code = _add(demo, "code", "print the sign-in codes of its persons", "demo-code")
    code.add_argument("person", nargs="?", help="one person's user name")


def _group(commands: _Commands, name: str, help_text: str) -> _Commands:
    return commands.add_parser(name, help=help_text).add_subparsers(dest="what", required=True)


def _reason(parser: argparse.ArgumentParser) -> None:
    """Every list of records has it: rows of a year that is locked need one."""
    parser.add_argument("--reason", default="", metavar="WHY",
                        help="why rows of a locked year come this late; listed as 锁定后的变动")  # fmt: skip


def _add(into: _Commands, name: str, help_text: str, verb: str = "") -> argparse.ArgumentParser:
    """One command of an installation; ``verb`` is what ``commands.installation`` knows it by."""
    parser = into.add_parser(name, help=help_text)
    parser.set_defaults(run="gongkai.commands.installation", verb=verb or name)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def parser() -> argparse.ArgumentParser:
    """The whole command line; ``docs/reference/commands.md`` is generated from it."""
    top = argparse.ArgumentParser(prog="gongkai", description="公开: disclosure work of a public body")
    top.add_argument("--version", action="version", version=f"gongkai {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _reports(commands)
    _redact(commands)
    _deadlines(commands)
    _papers(commands)
    _installation(commands)
    _imports(commands)
    _exports(commands)
    _compiling(commands)
    _keeping(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 or 2 (2: something could not be done, said on stderr)."""
    args = parser().parse_args(argv)
    try:
        return int(import_module(args.run).run(args))
    except GongkaiError as error:
        print(f"gongkai: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output went away (`| head`); not an error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
