"""The annual report form (政府信息公开工作年度报告格式) as law: editions, cells, relations, findings."""

from .checking import check
from .editions import Block, Cell, Column, Edition, Row, cells_by_name, edition, edition_for, editions
from .findings import RELATIONS, Finding, Severity
from .relations import Relation, relations
from .report import SLASH, AnnualReport, Contact, Origin, Section, Value, counted

__all__ = [
    "RELATIONS",
    "SLASH",
    "AnnualReport",
    "Block",
    "Cell",
    "Column",
    "Contact",
    "Edition",
    "Finding",
    "Origin",
    "Relation",
    "Row",
    "Section",
    "Severity",
    "Value",
    "cells_by_name",
    "check",
    "counted",
    "edition",
    "edition_for",
    "editions",
    "relations",
]
