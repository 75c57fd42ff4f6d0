"""What can be asked of published reports: the list, one report in any version, and every figure."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from ninja import Router

from gongkai.agencies import addresses
from gongkai.reports import catalogue, lines
from gongkai.reports.export import figures_csv as figures_as_csv
from gongkai.ui.downloads import csv_download

from . import asked, shapes, showing
from .asked import AskedKind, AskedYear, Code, Number, OneAgency, PageNumber, Size, TheYear, Words, Year

router = Router()


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
    response={200: shapes.ReportPage, **asked.WRONG},
    url_name="reports",
    operation_id="reports",
    tags=["年度报告"],
    summary="已公布的年度报告",
)
def reports(
    request: HttpRequest,
    q: Words = "",
    agency: OneAgency = "",
    year: AskedYear = None,
    kind: AskedKind = "",
    page: PageNumber = 1,
    size: Size = 50,
) -> Any:
    """各报告的现行版本，新年度在前，同一年度按机关的公布顺序。"""
    one = asked.agency(agency) if agency else None
    found = catalogue.search(q, year=year, kind=kind, agency=one)
    frame, shown = showing.paged(request, found, page, size)
    return frame | {"results": [showing.report(version) for version in shown]}


@router.get(
    "/reports/{code}/{year}",
    response={200: shapes.ReportDetail, **asked.WRONG},
    url_name="report",
    operation_id="report",
    tags=["年度报告"],
    summary="一份年度报告",
)
def report(request: HttpRequest, response: HttpResponse, code: Code, year: Year) -> Any:
    """现行版本的说明、各格式的文件、公布过的各版。"""
    version = asked.report(code, year)
    asked.modified(response, version.published_at)
    return showing.report_detail(version)


@router.get(
    "/reports/{code}/{year}/v{number}",
    response={200: shapes.ReportDetail, **asked.WRONG},
    url_name="version",
    operation_id="version",
    tags=["年度报告"],
    summary="一份年度报告的一版",
)
def version(request: HttpRequest, code: Code, year: Year, number: Number) -> Any:
    """被更正的旧版仍可取得，current 为 false。"""
    return showing.report_detail(asked.report(code, year, number))


@router.get(
    "/reports/{code}/{year}/report.json",
    response=asked.WRONG,
    url_name="report_json",
    operation_id="report_json",
    tags=["年度报告"],
    summary="年度报告全文（JSON）",
    openapi_extra=asked.JSON,
)
def report_json(request: HttpRequest, code: Code, year: Year) -> HttpResponse:
    """报头、三张表和正文。现行版本锁定时的字节，SHA-256 与 sha256 相同。"""
    version = asked.report(code, year)
    found = HttpResponse(version.canonical, content_type="application/json")
    found["ETag"] = quote_etag(version.sha256)
    return asked.modified(found, version.published_at)


@router.get(
    "/reports/{code}/{year}/figures",
    response={200: shapes.FiguresOut, **asked.WRONG},
    url_name="report_figures",
    operation_id="report_figures",
    tags=["数字"],
    summary="一份年度报告的数字",
)
def report_figures(request: HttpRequest, response: HttpResponse, code: Code, year: Year) -> Any:
    """现行版本三张表的每一格，按表式的顺序。"""
    version = asked.report(code, year)
    asked.modified(response, version.published_at)
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
    response=asked.WRONG,
    url_name="report_figures_csv",
    operation_id="report_figures_csv",
    tags=["数字"],
    summary="一份年度报告的数字（CSV）",
    openapi_extra=asked.CSV,
)
def report_figures_csv(request: HttpRequest, code: Code, year: Year) -> HttpResponse:
    """一格一行。"""
    version = asked.report(code, year)
    found = csv_download(f"{version.agency.name}{year}年度报告数据", figures_as_csv([version]))
    return asked.modified(found, version.published_at)


@router.get(
    "/figures.csv",
    response=asked.WRONG,
    url_name="figures_csv",
    operation_id="figures_csv",
    tags=["数字"],
    summary="一个年度全部报告的数字（CSV）",
    openapi_extra=asked.CSV,
)
def figures_csv(
    request: HttpRequest,
    year: TheYear,
    kind: AskedKind = "",
) -> HttpResponse:
    """现行版本的每一格，一格一行；可只要一类机关。"""
    versions = list(catalogue.search(year=year, kind=kind))
    found = csv_download(f"{year}年度报告数据", figures_as_csv(versions))
    return asked.modified(found, showing.newest(versions))
