"""What is published already and fits what somebody is about to ask for, shown while it is typed.

Whoever publishes something adds a provider, from what was typed and the agency that is asked to what fits: there
are the annual reports, the released items that the search finds, and the pages of the other agencies that are
named. What is typed is sent in the body, where no address and no log shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gongkai.agencies import addresses
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports import published

from .ask_agencies import askable, with_askable
from .ask_items import fitting_items

MOST = 5
# What is longer is no name of anything; what is shorter fits everything.
_LONGEST, _SHORTEST = 5000, 2
_SHORTEST_NAME = 3
_REPORT = re.compile(r"年报|年度报告|信息公开工作报告")
_YEAR = re.compile(r"(?<!\d)(20[0-9]{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Fitting:
    """Something that anybody can open, or an agency that may be the right one to ask."""

    title: str
    address: str
    note: str = ""


Provider = Callable[[str, Agency], Iterable[Fitting]]


def fitting(text: str, agency: Agency) -> list[Fitting]:
    """At most five, in the order of the providers; nothing for a text of one character."""
    text = text.strip()[:_LONGEST]
    if len(text) < _SHORTEST:
        return []
    return list(islice((one for provide in PROVIDERS for one in provide(text, agency)), MOST))


@require_POST
@with_askable
def look(request: HttpRequest, agency: Agency) -> HttpResponse:
    """The list alone, for a page that is being typed in."""
    text = f"{request.POST.get('description', '')} {request.POST.get('document_number_asked', '')}"
    context = {"found": fitting(text, agency), "looked": bool(text.strip())}
    response = render(request, "portal/ask/published.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _reports(text: str, agency: Agency) -> Iterator[Fitting]:
    """Annual reports of the agencies that are meant, of the years that are named; else the newest."""
    if not _REPORT.search(text):
        return
    years = {int(year) for year in _YEAR.findall(text)}
    for one in _named(text) or [agency]:
        for version in published.reports(agency=one):
            if not years or version.year in years:
                address = reverse("portal:report", args=[addresses.word(one), version.year])
                yield Fitting(f"{one.name}{version.year}年政府信息公开工作年度报告", address)


def _items(text: str, agency: Agency) -> Iterator[Fitting]:
    """Released items whose titles or document numbers are meant, those of the agency that is asked first."""
    for item in fitting_items(text, agency, MOST):
        note = f"{item.agency.name}，{item.first_public_on}公开" if item.agency_id != agency.pk else ""
        yield Fitting(item.title, reverse("portal:item", args=[item.pk]), note or f"{item.first_public_on}公开")


def _others(text: str, agency: Agency) -> Iterator[Fitting]:
    """The agencies whose names stand in it: perhaps theirs is the information."""
    for one in _named(text):
        if one != agency:
            address = reverse("portal:ask_agency", args=[addresses.word(one)])
            yield Fitting(one.name, address, "您写到了这个机关；信息由它制作或者保存的，向它申请更快。")


def _named(text: str) -> list[Agency]:
    """Those whose names stand in it, with or without the district's: the longest name first, and each place in the
    text for one of them only (示范区人民政府办公室 is not 示范区人民政府)."""
    agencies = list(askable(timezone.localdate()))
    districts = [one.name.removesuffix("人民政府") for one in agencies if one.kind == Kind.GOVERNMENT]
    names = {one: _names(one, districts) for one in agencies}
    found = []
    for one in sorted(agencies, key=lambda one: -len(one.name)):
        if name := next((name for name in names[one] if name in text), ""):
            found.append(one)
            text = text.replace(name, "\n")
    return found


def _names(agency: Agency, districts: list[str]) -> list[str]:
    """示范区民政局, 民政局; what is too short to be a name on its own is none."""
    short = next((agency.name.removeprefix(one) for one in districts if agency.name.startswith(one)), "")
    return [agency.name, *([short] if len(short) >= _SHORTEST_NAME and agency.kind != Kind.GOVERNMENT else [])]


PROVIDERS: list[Provider] = [_reports, _items, _others]
