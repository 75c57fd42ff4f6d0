"""How things are asked for: parameters with their bounds, and what they name, or a 404 that leads on."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.http import http_date
from ninja import Path, Query

from gongkai.agencies import addresses
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.reports import catalogue, lines, published
from gongkai.reports.lines import Line
from gongkai.reports.models import ReportVersion

from . import shapes

Code = Annotated[str, Path(description="机关的 code", pattern=f"^({addresses.PATTERN})$")]
Year = Annotated[int, Path(description="报告年度", ge=1000, le=9999)]
Number = Annotated[int, Path(description="公布的版本，从 1 起", ge=1, le=9999)]
TheYear = Annotated[int, Query(description="报告年度", ge=1000, le=9999)]
AskedYear = Annotated[int | None, Query(description="只要这一年度", ge=1000, le=9999)]
OneAgency = Annotated[str, Query(description="只要这个机关（code）", pattern=f"^({addresses.PATTERN})?$")]
AskedKind = Annotated[
    str, Query(description="只要这一类机关：" + "、".join(Kind.values), pattern="^[a-z_]{0,30}$")
]
Words = Annotated[str, Query(description="机关名称中的字，几个词用空格隔开", max_length=100)]
PageNumber = Annotated[int, Query(description="第几页，从 1 起", ge=1, le=100_000)]
Size = Annotated[int, Query(description="每页多少项", ge=1, le=200)]
Figures = Annotated[list[str], Query(description="格的代码，可写多次；不写为常用各项", max_length=40)]

CSV = {"responses": {200: {"description": "OK", "content": {"text/csv": {}}}}}
JSON = {"responses": {200: {"description": "OK", "content": {"application/json": {}}}}}
WRONG = {404: shapes.Problem, 422: shapes.Problem, 429: shapes.Problem}


def agency(code: str) -> Agency:
    """Http404 says where the list is."""
    one = catalogue.agency(code, timezone.localdate())
    if one is None:
        raise Http404(f"没有代码为 {code} 的机关；名单见 /api/v1/agencies。")
    return one


def report(code: str, year: int, number: int | None = None) -> ReportVersion:
    """The current version, or the one with this number; Http404 says what there is."""
    one = agency(code)
    try:
        return published.report(addresses.word(one), year, number)
    except ReportVersion.DoesNotExist:
        which = f"第 {number} 版" if number else ""
        raise Http404(f"{one.name}没有公布{year}年度报告{which}；已公布的见 /api/v1/reports。") from None


def by_year(one: Agency) -> list[ReportVersion]:
    """The current versions of an agency, oldest year first."""
    return list(published.reports(agency=one).order_by("report__year"))


def lines_of(codes: list[str]) -> tuple[Line, ...]:
    """Refused names the codes that no form has."""
    unknown = [code for code in codes if code not in lines.lines()]
    if unknown:
        raise Refused(f"没有代码为 {'、'.join(unknown)} 的格；全部代码见 /api/v1/figures。")
    return lines.chosen(codes or lines.USUAL)


def modified(response: HttpResponse, at: datetime | None) -> HttpResponse:
    """With the time it was last changed."""
    if at is not None:
        response["Last-Modified"] = http_date(at.timestamp())
    return response
