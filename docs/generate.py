"""Write the pages of docs/ that the code itself can tell; ``tests/test_docs.py`` compares them.

``python -m docs.generate`` writes, ``--check`` only names the pages that are stale.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from docs.clock_pages import deadline_page, parameter_page
from docs.law_pages import duty_page, fee_page, letter_page, outcome_page, remedy_page, retention_page
from docs.proceeding_pages import proceeding_page

DOCS = Path(__file__).parent
SOURCE = DOCS.parent / "src" / "gongkai"
HEAD = "<!-- Written by `make docs`; do not edit. -->\n\n"


def commands() -> str:
    """Every command with its options, from the parser itself."""
    from gongkai.cli import parser

    os.environ["COLUMNS"] = "100"
    out = ["# Commands\n"]
    for words, one in _leaves(parser(), ("gongkai",)):
        out.append(f"## {' '.join(words)}\n\n```\n{one.format_help().strip()}\n```\n")
    return "\n".join(out)


def _leaves(
    one: argparse.ArgumentParser, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    groups = [a for a in one._actions if isinstance(a, argparse._SubParsersAction)]
    if not groups:
        yield words, one
    for group in groups:
        for name, child in group.choices.items():
            yield from _leaves(child, (*words, name))


def permissions() -> str:
    """Who may do what how far, from the one table that both questions are answered from."""
    _django()
    from gongkai.agencies.roles import PERMISSIONS, SECOND_FACTOR, Role

    roles = list(Role)
    lines = [
        "# Permissions\n",
        "How far a role reaches: 本机关 (its own agency), 本机关及所属 (the tree below it).\n",
    ]
    lines += ["| | " + " | ".join(str(r.label) for r in roles) + " |", "|---" * (len(roles) + 1) + "|"]
    for verb, row in PERMISSIONS.items():
        cells = [row[r].value if r in row else "" for r in roles]
        lines.append(f"| `{verb}` | " + " | ".join(cells) + " |")
    lines.append(
        "\nSigns in with a code as well: " + "、".join(str(r.label) for r in roles if r in SECOND_FACTOR) + "。"
    )
    return "\n".join(lines) + "\n"


def relations() -> str:
    """The relations as data, with their references."""
    data = tomllib.loads((SOURCE / "statute" / "data" / "relations.toml").read_text("utf-8"))
    lines = ["# Relations (勾稽关系)\n", "| id | says | severity | needs | reference |", "|---|---|---|---|---|"]
    for r in data["relation"]:
        lines.append(f"| {r['id']} | {r['says']} | {r['severity']} | {r.get('needs', '')} | {r['reference']} |")
    lines.append(
        "\nA finding has one of these, or `period`, `sections`, `edition`, `reading`. Severity `error` is a sum "
        "that does not hold; `warning` is doubtful and needs a look; `hint` is for information."
    )
    return "\n".join(lines) + "\n"


def form() -> str:
    """Both editions of the form, block by block."""
    from gongkai.statute.form import editions

    out = ["# The annual report form\n"]
    for e in editions().values():
        until = f"to {e.last_year}" if e.last_year else "on"
        out.append(f"## Edition {e.code}: {e.title}\n\n{e.reference}, reports for {e.first_year} {until}; ")
        out.append(f"checked on {e.checked_on}. Sections: {'; '.join(e.sections)}.\n")
        for b in e.blocks:
            out.append(f"### Table {b.table}: {b.title}\n")
            out.append(f"Columns: {'; '.join(''.join((*c.group, c.label)) for c in b.columns)}\n")
            out += [f"- `{r.name}` {r.full_label}" for r in b.rows]
            out.append("")
    return "\n".join(out)


def settings() -> str:
    """Every name that is read from the environment, where, and its default."""
    lines = ["# Settings\n", "Each can also be given as `NAME_FILE`, the path of a file that holds the value.\n"]
    lines += ["| name | default | what it is |", "|---|---|---|"]
    source = (SOURCE / "settings.py").read_text("utf-8")
    said = _said(source)
    for name, default in _read_from_environment(ast.parse(source)):
        lines.append(f"| `{name}` | {f'`{default}`' if default else ''} | {said.get(name, '')} |")
    return "\n".join(lines) + "\n"


def _read_from_environment(tree: ast.Module) -> Iterator[tuple[str, str]]:
    calls = (
        n for n in ast.walk(tree) if isinstance(n, ast.Call) and ast.unparse(n.func).startswith("environment.")
    )
    for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset)):
        name = call.args[0]
        defaults = [*call.args[1:], *(k.value for k in call.keywords if k.arg == "default")]
        if isinstance(name, ast.Constant) and str(name.value).isupper():
            yield str(name.value), ast.unparse(defaults[0]).strip("'") if defaults else ""


def _said(source: str) -> dict[str, str]:
    """The lines ``NAME: what it is`` of the module docstring."""
    said, name = {}, ""
    for line in (ast.get_docstring(ast.parse(source)) or "").splitlines():
        word, _, rest = line.strip().partition(": ")
        if rest and word.isupper():
            name = word
            said[name] = rest
        elif name and line.startswith(" "):
            said[name] += " " + line.strip()
        else:
            name = ""
    return said


def states() -> str:
    """Every transition table, as a diagram of the moves and a table of all steps."""
    _django()
    from gongkai.cases import states as cases
    from gongkai.cases.retention import states as retention
    from gongkai.letters import states as letters
    from gongkai.notices import states as notices
    from gongkai.notices.models import Notice
    from gongkai.publication import door_states as doors
    from gongkai.publication import import_states as imports
    from gongkai.publication import states as publication
    from gongkai.reports import states as reports
    from gongkai.review import states as review
    from gongkai.supervision import inspection_states as inspections
    from gongkai.supervision.appraisal import states as appraisal

    parts = ["# States\n"]
    parts += _moves("A request (政府信息公开申请)", cases.MOVES, cases.State)
    parts += _moves("A list of destruction (销毁清册)", retention.MOVES, retention.State)
    parts += _moves("A reconsideration or lawsuit (行政复议、行政诉讼)", review.MOVES, review.State)
    parts += _moves("An inspection (检查督查)", inspections.MOVES, inspections.State)
    parts += _moves("What an inspection found (整改事项)", inspections.REPAIRS, inspections.Repair)
    parts += _moves("A questionnaire (社会评议)", appraisal.MOVES, appraisal.State)
    parts += _moves("A letter (文书)", letters.MOVES, letters.State)
    parts += _moves(
        "What the public sees of an item (主动公开的政府信息)", publication.ITEM_MOVES, publication.ItemState
    )
    parts += _moves("A version of an item (稿)", publication.MOVES, publication.State)
    parts += _moves("A guide (政府信息公开指南)", publication.GUIDE_MOVES, publication.GuideState)
    parts += _moves("What a visitor brought (网民留言)", doors.MOVES, doors.State)
    parts += _moves("A list of existing stock (存量清单)", imports.MOVES, imports.ImportState)
    parts += _moves("A notice (通知)", notices.MOVES, Notice.State)
    parts += _moves("A version of a report (年报)", reports.MOVES, reports.State)
    return "\n".join(parts) + "\n"


def _moves(title: str, moves: Mapping[tuple[str, str], object], kind: Callable[[str], Any]) -> list[str]:
    """Steps that leave the state alone stand in the table only: in the diagram they would hide the others."""
    lines = [f"## {title}\n", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {a} --> {b}: {verb}" for (a, verb), b in moves.items() if a != b]
    lines += ["```\n", "| from | verb | to |", "|---|---|---|"]
    for (a, verb), b in moves.items():
        lines.append(f"| {kind(a).label} `{a}` | `{verb}` | {kind(str(b)).label} `{b}` |")
    return [*lines, ""]


def openapi() -> str:
    """The description of the interface, as it serves it."""
    _django()
    from gongkai.api.v1 import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, default=str) + "\n"


def _django() -> None:
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    if not apps.ready:
        django.setup()


PAGES: dict[str, Callable[[], str]] = {
    "reference/commands.md": commands,
    "reference/permissions.md": permissions,
    "reference/relations.md": relations,
    "reference/settings.md": settings,
    "reference/states.md": states,
    "law/annual-report-form.md": form,
    "law/deadlines.md": deadline_page,
    "law/parameters.md": parameter_page,
    "law/fees.md": fee_page,
    "law/letters.md": letter_page,
    "law/outcomes.md": outcome_page,
    "law/remedies.md": remedy_page,
    "law/proceedings.md": proceeding_page,
    "law/retention.md": retention_page,
    "law/duties.md": duty_page,
}


# Files for machines, which carry no remark.
DATA: dict[str, Callable[[], str]] = {"reference/openapi.json": openapi}


def written(name: str) -> str:
    """What stands in the file."""
    return DATA[name]() if name in DATA else HEAD + PAGES[name]()


def stale() -> list[str]:
    """Pages that are not what the code says."""
    found = []
    for name in (*PAGES, *DATA):
        path = DOCS / name
        if not path.exists() or path.read_text("utf-8") != written(name):
            found.append(name)
    return found


def main() -> int:
    names = stale()
    if "--check" in sys.argv:
        for name in names:
            print(f"docs/{name} is stale: make docs")
        return 1 if names else 0
    for name in names:
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(name), "utf-8")
        print(f"docs/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
