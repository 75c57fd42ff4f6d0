"""From a figure in the text of a report to the page of the records behind it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.http import urlencode

from gongkai.reports.models import ReportVersion
from gongkai.statute.form import cells_by_name
from gongkai.ui.official import anchor

# The pages of what a bound figure is made of, by the source that the fact names.
_OF_AGENCY = {
    "publication.items": "desk:published_year",
    "publication.topics": "desk:published_year",
    "publication.showings": "desk:published_year",
    "publication.columns": "desk:columns_of",
    "publication.obligations": "desk:columns_of",
    "publication.work_rules": "desk:work_rules",
    "publication.guide": "desk:guide",
    "agency": "desk:agency",
}
_WITH_YEAR = ("desk:published_year",)


def address_of(source: str, version: ReportVersion) -> str:
    """ "" where there is no one page of it."""
    kind, _, code = source.partition(":")
    if kind == "tables":
        return reverse("desk:cell", args=[version.pk, anchor(cells_by_name()[code][0])])
    if name := _OF_AGENCY.get(source):
        year = f"?{urlencode({'year': version.year})}" if name in _WITH_YEAR else ""
        return reverse(name, args=[version.agency.pk]) + year
    area, _, what = source.partition(".")
    if area != "supervision":
        return ""
    asked = urlencode({"year": version.year, "agency": version.agency.pk})
    page = reverse("desk:inspections") if what == "inspections" else reverse("desk:work_list", args=[what])
    return f"{page}?{asked}"
