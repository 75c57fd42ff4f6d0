"""Whose records make an agency's report: its own, and those of the agencies that were merged into it by then."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.cases.table3 import carried_by
from gongkai.errors import Refused
from gongkai.statute.form import edition_for

# Before it the form had other tables; such reports are taken in as files.
FIRST_YEAR = 2021


def bodies(agency: Agency, year: int) -> tuple[Agency, ...]:
    """The agency itself first. Table 3 has the same ones."""
    keys = carried_by(agency, year)
    if keys == (agency.pk,):
        return (agency,)
    found = Agency.objects.in_bulk(keys)
    return tuple(found[key] for key in keys)


def owes(agency: Agency, year: int) -> None:
    """Refused for a year that has no such form, or in which there was no such agency."""
    if year < FIRST_YEAR or edition_for(year) is None:
        raise Refused(f"只能编制{FIRST_YEAR}年度以来的报告（国办公开办函〔2021〕30号）；更早的报告请导入文件。")
    if agency.valid_from > date(year, 12, 31):
        raise Refused(f"“{agency.name}”{agency.valid_from}才设立，没有{year}年度的报告，请核对年度。")
    if agency.valid_until is not None and agency.valid_until < date(year, 1, 1):
        raise Refused(f"“{agency.name}”{agency.valid_until}已撤销，没有{year}年度的报告，请核对年度。")


def there_in(agency: Agency, year: int) -> bool:
    """Was it there on any day of the year."""
    until = agency.valid_until
    return agency.valid_from <= date(year, 12, 31) and (until is None or until >= date(year, 1, 1))
