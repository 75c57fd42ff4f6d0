"""Annual reports: the files that come in, the versions they become, their figures, and the days they are due.

An ``Intake`` is one file that was dropped, and the work of reading it (a row with a lease). A ``Report`` is
what one agency owes for one year; its ``ReportVersion`` holds what was read, one ``ReportFigure`` a cell.
A published version is locked with its hash; triggers (``sql``) refuse every change of it.
"""

from __future__ import annotations

from gongkai.reports.models.compiled import Compilation, Signature
from gongkai.reports.models.decisions import Correction, Objection, Rewording
from gongkai.reports.models.districts import DueDate, OwnSentence
from gongkai.reports.models.locks import LateChange, LockDay
from gongkai.reports.models.platforms import PlatformQuestion, ReferenceFigure
from gongkai.reports.models.reports import Intake, IntakeReading, Report
from gongkai.reports.models.sums import SumExplanation
from gongkai.reports.models.versions import (
    MAX_DIGITS,
    PLACES,
    UNDECIDED,
    FigureState,
    Rendering,
    ReportFigure,
    ReportVersion,
)

__all__ = [
    "MAX_DIGITS",
    "PLACES",
    "UNDECIDED",
    "Compilation",
    "Correction",
    "DueDate",
    "FigureState",
    "Intake",
    "IntakeReading",
    "LateChange",
    "LockDay",
    "Objection",
    "OwnSentence",
    "PlatformQuestion",
    "ReferenceFigure",
    "Rendering",
    "Report",
    "ReportFigure",
    "ReportVersion",
    "Rewording",
    "Signature",
    "SumExplanation",
]
