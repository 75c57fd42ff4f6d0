"""What can be asked of inspections: those that are public, with their public sentences."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from gongkai.agencies import addresses
from gongkai.supervision import public
from gongkai.supervision.models import Inspection
from gongkai.ui.downloads import csv_download
from gongkai.writers.spreadsheet import csv_text

from . import asked, showing
from .asked import OneAgency, PageNumber, Size

router = Router()

AskedYear = Annotated[int | None, Query(description="只要这一年的", ge=2000, le=9999)]
AskedQuarter = Annotated[int | None, Query(description="只要这一季度的", ge=1, le=4)]
_HEAD = (
    "机关代码",
    "机关",
    "年度",
    "季度",
    "检查日期",
    "评分表",
    "得分",
    "问题数",
    "已整改数",
    "总体情况",
    "公布时间",
)


class FoundOut(Schema):
    found: str = Field(description="发现的问题（公开表述）")
    state: str = Field(description="整改状态：待整改、待复核、已整改")
    on: date = Field(description="已整改的为复核日期，其余为整改期限")
    done: str = Field(description="整改情况（公开表述），没有的为空")


class InspectionOut(Schema):
    """对一个机关一个季度的政府信息公开工作的检查结果。"""

    agency: str = Field(description="机关的 code")
    agency_name: str
    year: int
    quarter: int
    on: date = Field(description="检查日期")
    sheet: str = Field(description="评分表名称；评分表不同的，得分不能相比")
    score: float = Field(description="得分，满分100分")
    summary: str = Field(description="总体情况（公开表述）")
    found: list[FoundOut]
    published_at: datetime


class InspectionPage(Schema):
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    results: list[InspectionOut]


@router.get(
    "/inspections",
    response={200: InspectionPage, **asked.WRONG},
    url_name="inspections",
    operation_id="inspections",
    tags=["监督检查"],
    summary="已公布的检查结果",
)
def inspections(
    request: HttpRequest,
    agency: OneAgency = "",
    year: AskedYear = None,
    quarter: AskedQuarter = None,
    page: PageNumber = 1,
    size: Size = 50,
) -> Any:
    """新的季度在前，同一季度按机关的公布顺序。已撤回的不在其中。"""
    frame, shown = showing.paged(request, _asked(agency, year, quarter), page, size)
    return frame | {"results": [_shown(one) for one in public.told(shown)]}


@router.get(
    "/inspections.csv",
    response=asked.WRONG,
    url_name="inspections_csv",
    operation_id="inspections_csv",
    tags=["监督检查"],
    summary="已公布的检查结果（CSV）",
    openapi_extra=asked.CSV,
)
def inspections_csv(
    request: HttpRequest, agency: OneAgency = "", year: AskedYear = None, quarter: AskedQuarter = None
) -> HttpResponse:
    """一次检查一行。"""
    told = public.told(_asked(agency, year, quarter))
    return csv_download("监督检查结果", csv_text(_HEAD, [_line(one) for one in told]))


def _asked(agency: str, year: int | None, quarter: int | None) -> QuerySet[Inspection]:
    which = addresses.find(agency) if agency else None
    if agency and which is None:
        raise Http404(f"没有代码为 {agency} 的机关；名单见 /api/v1/agencies。")
    found = public.shown(which)
    found = found.filter(year=year) if year else found
    return found.filter(quarter=quarter) if quarter else found


def _shown(told: public.Told) -> dict[str, Any]:
    one = told.inspection
    return {
        "agency": addresses.word(one.agency),
        "agency_name": one.agency.name,
        "year": one.year,
        "quarter": one.quarter,
        "on": one.on,
        "sheet": one.sheet,
        "score": one.score,
        "summary": told.whole,
        "found": [{"found": f.found, "state": f.state, "on": f.on, "done": f.done} for f in told.found],
        "published_at": timezone.localtime(one.published_at),
    }


def _line(told: public.Told) -> tuple[object, ...]:
    one = told.inspection
    return (addresses.word(one.agency), one.agency.name, one.year, one.quarter, one.on, one.sheet, one.score,
            len(told.found), told.settled, told.whole, one.published_at)  # fmt: skip
