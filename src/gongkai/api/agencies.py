"""What can be asked of agencies: who they are, and their figures year by year."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from gongkai.agencies import addresses
from gongkai.reports import catalogue, lines
from gongkai.ui.downloads import csv_download

from . import asked, shapes, showing, tabular
from .asked import AskedKind, Code, Figures, PageNumber, Size, Words

router = Router()


@router.get(
    "/agencies",
    response={200: shapes.AgencyPage, **asked.WRONG},
    url_name="agencies",
    operation_id="agencies",
    tags=["机关"],
    summary="机关名单",
)
def agencies(
    request: HttpRequest, q: Words = "", kind: AskedKind = "", page: PageNumber = 1, size: Size = 50
) -> Any:
    """应当编制年度报告的和公布过年度报告的机关，按公布的顺序。"""
    found = catalogue.agencies(timezone.localdate()).select_related("parent")
    for word in catalogue.words(q):
        found = found.filter(name__icontains=word)
    frame, shown = showing.paged(request, found.filter(kind=kind) if kind else found, page, size)
    return frame | {"results": [showing.agency(one) for one in shown]}


@router.get(
    "/agencies/{code}",
    response={200: shapes.AgencyDetail, **asked.WRONG},
    url_name="agency",
    operation_id="agency",
    tags=["机关"],
    summary="一个机关",
)
def agency(request: HttpRequest, code: Code) -> Any:
    """联系方式和有报告的年度。"""
    return showing.agency_detail(asked.agency(code))


@router.get(
    "/agencies/{code}/series",
    response={200: shapes.SeriesOut, **asked.WRONG},
    url_name="series",
    operation_id="series",
    tags=["数字"],
    summary="一个机关历年的数字",
)
def series(request: HttpRequest, response: HttpResponse, code: Code, f: Figures = []) -> Any:  # noqa: B006 - read only
    """现行版本的数字，年度从早到晚。格的代码见 /figures。"""
    one, wanted = asked.agency(code), asked.lines_of(f)
    versions = asked.by_year(one)
    asked.modified(response, showing.newest(versions))
    return {
        "agency": addresses.word(one),
        "agency_name": one.name,
        "years": [v.year for v in versions],
        "series": showing.series(wanted, versions, lines.table(versions, wanted)),
    }


@router.get(
    "/agencies/{code}/series.csv",
    response=asked.WRONG,
    url_name="series_csv",
    operation_id="series_csv",
    tags=["数字"],
    summary="一个机关历年的数字（CSV）",
    openapi_extra=asked.CSV,
)
def series_csv(request: HttpRequest, code: Code, f: Figures = []) -> HttpResponse:  # noqa: B006 - read only
    """一项一行，一年一列。"""
    one, wanted = asked.agency(code), asked.lines_of(f)
    versions = asked.by_year(one)
    text = tabular.series(wanted, versions, lines.table(versions, wanted))
    return asked.modified(csv_download(f"{one.name}历年数据", text), showing.newest(versions))
