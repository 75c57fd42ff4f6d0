"""One input as ``gongkai check --json`` prints it: what was read, what was found, or why neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gongkai.statute.form import AnnualReport, Finding, check
from gongkai.statute.form.plain import plain_value, tables

from .inputs import Outcome, read
from .last_year import LastYear


@dataclass(frozen=True, slots=True)
class Element:
    """``plain`` is the JSON element; ``status`` its part in the exit status (0, 1 findings of severity error,
    2 could not be read); ``text`` the paragraphs for the likeness step, empty unless asked for."""

    plain: dict[str, Any]
    status: int
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checker:
    """Path in, element out; the same in every process."""

    last_year: LastYear | None = None
    texts: bool = False

    def __call__(self, path: str) -> Element:
        outcome = read(path)
        if outcome.reading is None:
            return Element(_plain(outcome, AnnualReport(), ()), 2)
        before = self.last_year.of(outcome.reading.report) if self.last_year else None
        reading = outcome.reading
        if before is not None and reading.candidates:
            from gongkai.readers.decide import decide

            reading = decide(reading, before)
        findings = (*reading.findings, *check(reading.report, last_year=before))
        status = 1 if any(f.severity == "error" for f in findings) else 0
        text = text_of(reading.report) if self.texts else ()
        return Element(_plain(outcome, reading.report, findings), status, text)


def compiled(report: AnnualReport, findings: Sequence[Finding]) -> Element:
    """A report that came out of records and not out of a file: ``path`` is None."""
    plain = {**_plain(Outcome(""), report, tuple(findings)), "path": None}
    return Element(plain, 1 if any(f.severity == "error" for f in findings) else 0)


def text_of(report: AnnualReport) -> tuple[str, ...]:
    """The paragraphs that are compared for likeness: opening lines and sections, not the tables."""
    return (*report.preamble, *(p for s in report.sections for p in s.paragraphs))


def _plain(outcome: Outcome, report: AnnualReport, findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "path": outcome.path,
        "error": outcome.error,
        "agency": report.agency,
        "year": report.year,
        "edition": report.edition,
        "complete": report.complete,
        **tables(report),
        "findings": [plain_finding(f) for f in findings],
    }


def plain_finding(finding: Finding) -> dict[str, Any]:
    """A finding as JSON; ``culprit`` where there is one."""
    plain: dict[str, Any] = {
        "relation": finding.relation,
        "severity": finding.severity,
        "cells": list(finding.cells),
        "expected": plain_value(finding.expected),
        "found": plain_value(finding.found),
        "message": finding.message,
        "place": finding.place,
    }
    if finding.culprit:
        plain["culprit"] = finding.culprit
    return plain
