"""What can be asked. Everything stands on ``reports.published`` and ``reports.catalogue``, as the portal does."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import http_date, quote_etag
from ninja import Path, Query, Router

from gongkai.agencies import addresses
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.reports import catalogue, lines, published
from gongkai.reports.export import figures_csv as figures_as_csv
from gongkai.reports.lines import Line
from gongkai.reports.models import ReportVersion
from gongkai.ui.downloads import csv_download

from . import shapes, showing, tabular

router = Router()

Code = Annotated[str, Path(description="机关的 code", pattern=f"^({addresses.PATTERN})$")]
Year = Annotated[int, Path(description="报告年度", ge=1000, le=9999)]
Number = Annotated[int, Path(description="公布的版本，从 1 起", ge=1, le=9999)]
TheYear = Annotated[int, Query(description="报告年度", ge=1000, le=9999)]
AskedYear = Annotated[int | None, Query(description="只要这一年度", ge=1000, le=9999)]
AskedKind = Annotated[
    str, Query(description="只要这一类机关：" + "、".join(Kind.values), pattern="^[a-z_]{0,30}$")
]
Words = Annotated[str, Query(description="机关名称中的字，几个词用空格隔开", max_length=100)]
PageNumber = Annotated[int, Query(description="第几页，从 1 起", ge=1, le=100_000)]
Size = Annotated[int, Query(description="每页多少项", ge=1, le=200)]
Figures = Annotated[list[str], Query(description="格的代码，可写多次；不写为常用各项", max_length=40)]

_CSV = {"responses": {200: {"description": "OK", "content": {"text/csv": {}}}}}
_JSON = {"responses": {200: {"description": "OK", "content": {"application/json": {}}}}}
_WRONG = {404: shapes.Problem, 422: shapes.Problem, 429: shapes.Problem}


@router.get(
    "/agencies",
    response={200: shapes.AgencyPage, **_WRONG},
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
    response={200: shapes.AgencyDetail, **_WRONG},
    url_name="agency",
    operation_id="agency",
    tags=["机关"],
    summary="一个机关",
)
def agency(request: HttpRequest, code: Code) -> Any:
    """联系方式和有报告的年度。"""
    return showing.agency_detail(_agency(code))


@router.get(
    "/agencies/{code}/series",
    response={200: shapes.SeriesOut, **_WRONG},
    url_name="series",
    operation_id="series",
    tags=["数字"],
    summary="一个机关历年的数字",
)
def series(request: HttpRequest, response: HttpResponse, code: Code, f: Figures = []) -> Any:  # noqa: B006 - read only
    """现行版本的数字，年度从早到晚。格的代码见 /figures。"""
    one, wanted = _agency(code), _lines(f)
    versions = _by_year(one)
    _modified(response, showing.newest(versions))
    return {
        "agency": addresses.word(one),
        "agency_name": one.name,
        "years": [v.year for v in versions],
        "series": showing.series(wanted, versions, lines.table(versions, wanted)),
    }


@router.get(
    "/agencies/{code}/series.csv",
    response=_WRONG,
    url_name="series_csv",
    operation_id="series_csv",
    tags=["数字"],
    summary="一个机关历年的数字（CSV）",
    openapi_extra=_CSV,
)
def series_csv(request: HttpRequest, code: Code, f: Figures = []) -> HttpResponse:  # noqa: B006 - read only
    """一项一行，一年一列。"""
    one, wanted = _agency(code), _lines(f)
    versions = _by_year(one)
    text = tabular.series(wanted, versions, lines.table(versions, wanted))
    return _modified(csv_download(f"{one.name}历年数据", text), showing.newest(versions))


@router.get(
    "/figures",
    response={200: list[shapes.FigureName]},
    url_name="figures",
    operation_id="figures",
    tags=["数字"],
    summary="表式中的各格",
)
def figures(request: HttpRequest) -> Any:
    """各年度表式的全部格：代码、名称、单位。"""
    return [
        {
            "figure": line.code,
            "table": line.table,
            "row": line.cell.row.full_label,
            "column": "".join((*line.cell.column.group, line.cell.column.label)),
            "unit": line.cell.column.unit,
            "editions": sorted(line.cells),
        }
        for line in lines.lines().values()
    ]


@router.get(
    "/reports",
    response={200: shapes.ReportPage, **_WRONG},
    url_name="reports",
    operation_id="reports",
    tags=["年度报告"],
    summary="已公布的年度报告",
)
def reports(
    request: HttpRequest,
    q: Words = "",
    agency: Annotated[str, Query(description="只要这个机关（code）", pattern=f"^({addresses.PATTERN})?$")] = "",
    year: AskedYear = None,
    kind: AskedKind = "",
    page: PageNumber = 1,
    size: Size = 50,
) -> Any:
    """各报告的现行版本，新年度在前，同一年度按机关的公布顺序。"""
    one = _agency(agency) if agency else None
    found = catalogue.search(q, year=year, kind=kind, agency=one)
    frame, shown = showing.paged(request, found, page, size)
    return frame | {"results": [showing.report(version) for version in shown]}


@router.get(
    "/reports/{code}/{year}",
    response={200: shapes.ReportDetail, **_WRONG},
    url_name="report",
    operation_id="report",
    tags=["年度报告"],
    summary="一份年度报告",
)
def report(request: HttpRequest, response: HttpResponse, code: Code, year: Year) -> Any:
    """现行版本的说明、各格式的文件、公布过的各版。"""
    version = _report(code, year)
    _modified(response, version.published_at)
    return showing.report_detail(version)


@router.get(
    "/reports/{code}/{year}/v{number}",
    response={200: shapes.ReportDetail, **_WRONG},
    url_name="version",
    operation_id="version",
    tags=["年度报告"],
    summary="一份年度报告的一版",
)
def version(request: HttpRequest, code: Code, year: Year, number: Number) -> Any:
    """被更正的旧版仍可取得，current 为 false。"""
    return showing.report_detail(_report(code, year, number))


@router.get(
    "/reports/{code}/{year}/report.json",
    response=_WRONG,
    url_name="report_json",
    operation_id="report_json",
    tags=["年度报告"],
    summary="年度报告全文（JSON）",
    openapi_extra=_JSON,
)
def report_json(request: HttpRequest, code: Code, year: Year) -> HttpResponse:
    """报头、三张表和正文。现行版本锁定时的字节，SHA-256 与 sha256 相同。"""
    version = _report(code, year)
    found = HttpResponse(version.canonical, content_type="application/json")
    found["ETag"] = quote_etag(version.sha256)
    return _modified(found, version.published_at)


@router.get(
    "/reports/{code}/{year}/figures",
    response={200: shapes.FiguresOut, **_WRONG},
    url_name="report_figures",
    operation_id="report_figures",
    tags=["数字"],
    summary="一份年度报告的数字",
)
def report_figures(request: HttpRequest, response: HttpResponse, code: Code, year: Year) -> Any:
    """现行版本三张表的每一格，按表式的顺序。"""
    version = _report(code, year)
    _modified(response, version.published_at)
    every = tuple(lines.lines().values())
    found = lines.table([version], every)[version.pk]
    return {
        "agency": addresses.word(version.agency),
        "agency_name": version.agency.name,
        "year": version.year,
        "version": version.public_number,
        "edition": version.edition,
        "figures": [
            showing.figure(line, found[line.code], version.edition) for line in every if line.code in found
        ],
    }


@router.get(
    "/reports/{code}/{year}/figures.csv",
    response=_WRONG,
    url_name="report_figures_csv",
    operation_id="report_figures_csv",
    tags=["数字"],
    summary="一份年度报告的数字（CSV）",
    openapi_extra=_CSV,
)
def report_figures_csv(request: HttpRequest, code: Code, year: Year) -> HttpResponse:
    """一格一行。"""
    version = _report(code, year)
    found = csv_download(f"{version.agency.name}{year}年度报告数据", figures_as_csv([version]))
    return _modified(found, version.published_at)


@router.get(
    "/figures.csv",
    response=_WRONG,
    url_name="figures_csv",
    operation_id="figures_csv",
    tags=["数字"],
    summary="一个年度全部报告的数字（CSV）",
    openapi_extra=_CSV,
)
def figures_csv(
    request: HttpRequest,
    year: Annotated[int, Query(description="报告年度", ge=1000, le=9999)],
    kind: AskedKind = "",
) -> HttpResponse:
    """现行版本的每一格，一格一行；可只要一类机关。"""
    versions = list(catalogue.search(year=year, kind=kind))
    found = csv_download(f"{year}年度报告数据", figures_as_csv(versions))
    return _modified(found, showing.newest(versions))


def _agency(code: str) -> Agency:
    one = catalogue.agency(code, timezone.localdate())
    if one is None:
        raise Http404(f"没有代码为 {code} 的机关；名单见 /api/v1/agencies。")
    return one


def _report(code: str, year: int, number: int | None = None) -> ReportVersion:
    one = _agency(code)
    try:
        return published.report(addresses.word(one), year, number)
    except ReportVersion.DoesNotExist:
        which = f"第 {number} 版" if number else ""
        raise Http404(f"{one.name}没有公布{year}年度报告{which}；已公布的见 /api/v1/reports。") from None


def _by_year(one: Agency) -> list[ReportVersion]:
    return list(published.reports(agency=one).order_by("report__year"))


def _lines(codes: list[str]) -> tuple[Line, ...]:
    """Refused names the codes that no form has."""
    unknown = [code for code in codes if code not in lines.lines()]
    if unknown:
        raise Refused(f"没有代码为 {'、'.join(unknown)} 的格；全部代码见 /api/v1/figures。")
    return lines.chosen(codes or lines.USUAL)


def _modified(response: HttpResponse, at: datetime | None) -> HttpResponse:
    if at is not None:
        response["Last-Modified"] = http_date(at.timestamp())
    return response
