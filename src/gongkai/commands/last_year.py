"""Last year's reports at hand: for a report of year N, that of the same agency for year N-1."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from gongkai.statute.form import AnnualReport
from gongkai.statute.form.names import same_agency_key

from .inputs import expand, read


@dataclass(slots=True)
class LastYear:
    """Only the cells that a check compares across years are kept; a name found twice with different figures
    for one year is left out, since nothing tells which of them is meant."""

    reports: dict[tuple[str, int], AnnualReport | None] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: str) -> LastYear:
        """Read every report below ``folder``; those that cannot be read or name no agency or year are skipped."""
        found = cls()
        for path in expand([folder]):
            reading = read(path).reading
            if reading and reading.report.agency and reading.report.year:
                found.add(reading.report)
        return found

    def add(self, report: AnnualReport) -> None:
        if report.agency is None or report.year is None:
            return
        key = (same_agency_key(report.agency), report.year)
        kept = {c: v for c, v in report.figures.items() if c.startswith("4/") or c.endswith("/现行有效件数")}
        small = replace(report, figures=kept, origins={}, sections=(), preamble=())
        known = self.reports.get(key, small)
        self.reports[key] = small if known is not None and known.figures == small.figures else None

    def of(self, report: AnnualReport) -> AnnualReport | None:
        """The report of the same agency for the year before, None where there is none or it is not certain."""
        if report.agency is None or report.year is None:
            return None
        return self.reports.get((same_agency_key(report.agency), report.year - 1))
