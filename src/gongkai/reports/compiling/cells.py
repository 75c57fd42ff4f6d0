"""What a compiled report is: its value, each cell with where it comes from, and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongkai.agencies.models import Agency
from gongkai.reports.texts.drafting import Drafted
from gongkai.statute.form import AnnualReport, Finding, Value


class Source(StrEnum):
    """Where a figure comes from. The value is for a person."""

    DOCUMENTS = "登记的规章和规范性文件"
    ENTERED = "填报或导入的数量"
    LEDGER = "信息处理费台账"
    CASES = "政府信息公开申请"
    PROCEEDINGS = "行政复议、行政诉讼"
    REPORTS = "本级记录和所属报告"


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form. ``value`` None: nobody entered it. ``note`` says what was decided about it."""

    name: str
    value: Value
    source: Source
    note: str = ""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``text``: what sections 1, 5 and 6 say, every figure bound to its record. ``doubts``: what the compiling
    itself found; ``checked``: what the relations of the form find in it; ``unchecked``: what could not be
    compared, in sentences."""

    agency: Agency
    year: int
    report: AnnualReport
    cells: Mapping[str, Cell]
    text: Drafted
    doubts: tuple[Finding, ...]
    checked: tuple[Finding, ...]
    unchecked: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self.doubts, *self.checked)
