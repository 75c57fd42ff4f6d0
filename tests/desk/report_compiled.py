"""The addresses of compiled reports, filled in with things of one agency."""

from __future__ import annotations

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion

from .conftest import AT


def draft(agency: Agency, year: int = 2022) -> ReportVersion:
    return actions.open_compiled(OPERATOR, agency, year, at=AT)


def compiled_addresses(agency: Agency) -> dict[str, list[object]]:
    version = draft(agency)
    steps = ("recompile", "hand_up", "send_back", "sign", "signature", "compile_changes")
    return {
        "compile": [agency.pk, 2024],
        "compile_cell": [agency.pk, 2024, "c-3-1-natural"],
        **{name: [version.pk] for name in steps},
    }
