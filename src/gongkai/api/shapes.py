"""The shapes of answers. Links are absolute, days are ISO 8601, instants carry their zone."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field

Number = int | float


class AgencyOut(Schema):
    """行政机关。"""

    code: str = Field(description="统一社会信用代码；没有代码的机关为 a 加编号")
    name: str
    kind: str = Field(description="类型：government、department、street_office、township 等")
    kind_label: str = Field(description="类型的中文名称")
    parent: str | None = Field(description="上级机关的 code")
    valid_from: date
    valid_until: date | None = Field(description="撤销或合并的日期；现存机关为 null")
    page: str = Field(description="门户上的网页")


class ContactOut(Schema):
    office: str
    address: str
    postcode: str
    hours: str
    phone: str
    fax: str
    email: str


class AgencyDetail(AgencyOut):
    contact: ContactOut
    years: list[int] = Field(description="已公布年度报告的年度，新的在前")


class FileOut(Schema):
    format: str
    size: int = Field(description="字节")
    media_type: str
    sha256: str
    href: str


class ReportOut(Schema):
    """一份已公布的年度报告（现行版本，或指定的一版）。"""

    agency: str = Field(description="机关的 code")
    agency_name: str
    year: int
    edition: str = Field(description="表式：2019、2021 或 hybrid（两式混用）")
    version: int = Field(description="公布的版本，从 1 起")
    current: bool = Field(description="是否现行版本")
    published_at: datetime
    note: str = Field(description="更正说明；首次公布为空")
    sha256: str = Field(description="report.json 的 SHA-256")
    page: str = Field(description="门户上的网页")
    href: str = Field(description="本项数据的地址")


class VersionOut(Schema):
    version: int
    current: bool
    published_at: datetime
    note: str
    sha256: str
    href: str


class ReportDetail(ReportOut):
    files: list[FileOut]
    versions: list[VersionOut] = Field(description="公布过的各版，新的在前")


class AgencyPage(Schema):
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    results: list[AgencyOut]


class ReportPage(Schema):
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    results: list[ReportOut]


State = Literal["number", "blank", "slash", "absent"]


class FigureOut(Schema):
    """一格数字。"""

    figure: str = Field(description="格的代码：表-行-列，如 3-3.7-natural；各年度表式通用")
    cell: str = Field(description="格的名称，如 3.7/自然人")
    table: int
    row: str
    column: str
    unit: str | None
    value: Number | None
    state: State = Field(description="number 数字；blank 空白；slash 写明不适用（/）；absent 该表式没有这一格")


class FiguresOut(Schema):
    agency: str
    agency_name: str
    year: int
    version: int
    edition: str
    figures: list[FigureOut]


class SeriesValue(Schema):
    year: int
    value: Number | None
    state: State


class SeriesLine(Schema):
    figure: str
    label: str
    values: list[SeriesValue]


class SeriesOut(Schema):
    agency: str
    agency_name: str
    years: list[int]
    series: list[SeriesLine]


class FigureName(Schema):
    figure: str
    table: int
    row: str
    column: str
    unit: str | None
    editions: list[str] = Field(description="有这一格的表式")


class Problem(Schema):
    """出错时的统一格式（RFC 9457，application/problem+json）。"""

    type: str
    title: str
    status: int
    detail: str = Field(description="说明原因和怎么办")
    request: str = Field(description="请求编号，反映问题时请附上")
    parameters: list[dict[str, Any]] | None = Field(None, description="不正确的参数")
