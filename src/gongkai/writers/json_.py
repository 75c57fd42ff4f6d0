"""A report as our own JSON, ``gongkai-annual-report-1``: both editions and hybrids, nothing lost, amounts exact.

The schema is published beside this module and in ``docs/schema/``. A figure that the report has not given is
null, one that it says does not apply is "/", a cell that is not there is left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from importlib.resources import files
from typing import Any, Final

from gongkai.errors import WriteError
from gongkai.statute.form import AnnualReport, Section, Value, cells_by_name

SCHEMA_NAME: Final = "gongkai-annual-report-1"
LIMIT: Final = 10**15
"""Figures are smaller than this either way, and have at most 15 decimals; what reads them may rely on it."""


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) that everything ``write`` gives out follows."""
    text = files("gongkai.writers").joinpath(f"{SCHEMA_NAME}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def write(report: AnnualReport) -> bytes:
    """The report as UTF-8 JSON with one figure a line. Raises WriteError for a figure that no cell can hold."""
    return ("".join(_text(document(report), "")) + "\n").encode("utf-8", "replace")


def document(report: AnnualReport) -> dict[str, Any]:
    """The same as Python values; amounts are Decimal."""
    period = report.period
    out: dict[str, Any] = {
        "schema": SCHEMA_NAME,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "period": {"from": period[0].isoformat(), "to": period[1].isoformat()} if period else None,
        "electronic_address": report.electronic_address,
        "contact": asdict(report.contact),
        "preamble": list(report.preamble),
        "sections": [_section(s) for s in report.sections],
        "figures": {name: _figure(name, report.figures[name]) for name in _ordered(report)},
    }
    if report.origins:
        out["origins"] = {
            name: asdict(origin) for name, origin in report.origins.items() if name in report.figures
        }
    return out


def _section(section: Section) -> dict[str, Any]:
    return {
        "number": section.number,
        "heading": section.heading,
        "printed_number": section.printed_number,
        "paragraphs": list(section.paragraphs),
        "place": section.place,
    }


def _ordered(report: AnnualReport) -> Iterator[str]:
    """The report's cells in the order of its form, then any of the other edition."""
    first = {c.name: None for block in report.layout() for c in block.cells}
    names = first | dict.fromkeys(cells_by_name())
    if unknown := report.figures.keys() - names.keys():
        raise WriteError(f"格式里没有“{min(unknown)}”这一格，写不出JSON；请核对该数据的来源。")
    return (name for name in names if name in report.figures)


def _figure(name: str, value: Value) -> Value:
    if isinstance(value, Decimal) and (not value.is_finite() or -int(value.as_tuple().exponent) > 15):
        raise WriteError(f"“{name}”的数值 {value} 不是可以写出的数；请先更正。")
    if isinstance(value, int | Decimal) and not -LIMIT < value < LIMIT:
        raise WriteError(f"“{name}”的数值超过15位，不是可能的件数或金额；请先更正。")
    return value


def _text(value: Any, indent: str) -> Iterator[str]:
    """JSON with indents. Ours and not ``json.dumps``, which would put an amount through binary floating point."""
    inner = indent + "  "
    if isinstance(value, Mapping) and value:
        items = [f"{inner}{_scalar(k)}: {''.join(_text(v, inner))}" for k, v in value.items()]
        yield "{\n" + ",\n".join(items) + f"\n{indent}}}"
    elif isinstance(value, list) and value:
        yield "[\n" + ",\n".join(inner + "".join(_text(v, inner)) for v in value) + f"\n{indent}]"
    else:
        yield _scalar(value)


def _scalar(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
