"""A reading as plain JSON and back: what a version keeps beside its figures, and what an intake keeps whole.

Figures are text ("12", "2.02", "/") or null, so that an amount comes back with every digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.readers.document import Block, Document, Paragraph, Reading, Table, TableCell
from gongkai.statute.form import SLASH, AnnualReport, Contact, Finding, Origin, Section, Value

# A page that shows the original needs no more; what is left out is said.
MAX_SHOWN = 400_000

Plain = dict[str, Any]


def dump_value(value: Value | str) -> str | None:
    return format(value, "f") if isinstance(value, Decimal) else None if value is None else str(value)


def load_value(text: str | None) -> Value:
    """What ``dump_value`` wrote; ValueError for any other text."""
    if text is None or text == SLASH:
        return SLASH if text == SLASH else None
    return int(text) if text.lstrip("-").isdigit() else _decimal(text)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError as error:
        raise ValueError(text) from error


def dump_content(report: AnnualReport) -> Plain:
    """Head and text of a report, without its figures."""
    period = report.period
    return {
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "title": report.title,
        "period": [day.isoformat() for day in period] if period else None,
        "electronic_address": report.electronic_address,
        "contact": asdict(report.contact),
        "preamble": list(report.preamble),
        "sections": [{**asdict(section), "paragraphs": list(section.paragraphs)} for section in report.sections],
    }


def load_content(plain: Mapping[str, Any]) -> AnnualReport:
    period = plain["period"]
    return AnnualReport(
        agency=plain["agency"],
        year=plain["year"],
        edition=plain["edition"],
        title=plain["title"],
        period=(date.fromisoformat(period[0]), date.fromisoformat(period[1])) if period else None,
        electronic_address=plain["electronic_address"],
        contact=Contact(**plain["contact"]),
        preamble=tuple(plain["preamble"]),
        sections=tuple(Section(**{**s, "paragraphs": tuple(s["paragraphs"])}) for s in plain["sections"]),
    )


def dump_finding(finding: Finding) -> Plain:
    return {
        **asdict(finding),
        "cells": list(finding.cells),
        "expected": dump_value(finding.expected),
        "found": dump_value(finding.found),
    }


def load_finding(plain: Mapping[str, Any]) -> Finding:
    return Finding(
        **{
            **plain,
            "cells": tuple(plain["cells"]),
            "expected": _figure_or_words(plain["expected"]),
            "found": _figure_or_words(plain["found"]),
        }
    )


def _figure_or_words(text: str | None) -> Value | str:
    try:
        return load_value(text)
    except ValueError:
        return text


def dump_reading(reading: Reading) -> Plain:
    """Everything of a reading; of the document what fits ``MAX_SHOWN`` characters."""
    report = reading.report
    return {
        "content": dump_content(report),
        "figures": {cell: dump_value(value) for cell, value in report.figures.items()},
        "origins": {cell: asdict(origin) for cell, origin in report.origins.items()},
        "findings": [dump_finding(f) for f in reading.findings],
        "candidates": dump_candidates(reading.candidates),
        "document": dump_document(reading.document),
    }


def load_reading(plain: Mapping[str, Any]) -> Reading:
    """The reading without its document (see ``load_blocks``)."""
    head = load_content(plain["content"])
    report = AnnualReport(
        **{
            **{name: getattr(head, name) for name in AnnualReport.__dataclass_fields__},
            "figures": {cell: load_value(text) for cell, text in plain["figures"].items()},
            "origins": {cell: Origin(**origin) for cell, origin in plain["origins"].items()},
        }
    )
    findings = tuple(load_finding(f) for f in plain["findings"])
    candidates = {
        row: (tuple(cells), tuple(tuple(way) for way in ways))
        for row, (cells, ways) in plain["candidates"].items()
    }
    return Reading(report, findings, candidates)


def dump_candidates(candidates: Mapping[str, tuple[Sequence[str], Sequence[Sequence[int]]]]) -> Plain:
    return {row: [list(cells), [list(way) for way in ways]] for row, (cells, ways) in candidates.items()}


def dump_document(document: Document | None) -> Plain | None:
    """The original as blocks in reading order, for showing it beside the figures."""
    if document is None:
        return None
    blocks: list[Plain] = []
    room = MAX_SHOWN
    for block in document.blocks:
        plain = _dump_block(block)
        room -= _length(plain)
        if room < 0:
            break
        blocks.append(plain)
    cut = len(blocks) < len(document.blocks)
    return {
        "kind": document.kind,
        "title": document.title,
        "pages": document.pages,
        "notes": list(document.notes),
        "blocks": blocks,
        "cut": cut,
    }


def _dump_block(block: Block) -> Plain:
    if isinstance(block, Paragraph):
        return {"text": block.text, "index": block.index, "page": block.page}
    rows = [[[c.text, c.column, c.colspan, c.rowspan] for c in row] for row in block.rows]
    return {"rows": rows, "index": block.index, "page": block.page, "ruled": block.ruled}


def _length(plain: Plain) -> int:
    rows: list[list[list[Any]]] = plain.get("rows", [])
    return len(plain.get("text", "")) + sum(len(cell[0]) + 10 for row in rows for cell in row) + 20


def load_document(plain: Mapping[str, Any]) -> Document:
    return Document(
        kind=plain["kind"],
        blocks=tuple(_load_block(block) for block in plain["blocks"]),
        title=plain["title"],
        pages=plain["pages"],
        notes=tuple(plain["notes"]) + (("原件较长，只显示前面一部分；全文请下载原件。",) if plain["cut"] else ()),
    )


def _load_block(plain: Mapping[str, Any]) -> Block:
    if "text" in plain:
        return Paragraph(plain["text"], plain["index"], plain["page"])
    rows = tuple(tuple(TableCell(*cell) for cell in row) for row in plain["rows"])
    return Table(rows, plain["index"], plain["page"], plain["ruled"])
