"""What other systems decided and charged in a year, taken in for table 2: signed, for one agency, as often as they
like. What they sent is never given out here."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Path, Router, Schema
from ninja.errors import HttpError
from ninja.security import APIKeyHeader
from pydantic import ConfigDict

from gongkai.publication import counts_received
from gongkai.publication.counts import Entry
from gongkai.publication.counts_received import WrongRows
from gongkai.publication.models import Source
from gongkai.publication.pushing import payload
from gongkai.publication.taking_in import receiving
from gongkai.publication.taking_in.receiving import NotGenuine

from . import shapes
from .problems import problem

router = Router()
MOST = 256 * 1024
"""Bytes of a body."""
_REFUSED = dict.fromkeys((401, 403, 413, 422, 429), shapes.Problem)
Key = Annotated[int, Path(description="来源的编号，添加来源时给出的地址里已有", ge=1)]


class Signed(APIKeyHeader):
    """The signature over time and body; looked at before anything of the body is."""

    param_name = payload.SIGNATURE

    def authenticate(self, request: HttpRequest, key: str | None) -> Source:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST:
            raise HttpError(413, f"内容超过{MOST // 1024}KB，没有登记；请分几次发送。")
        assert request.resolver_match is not None
        number = int(request.resolver_match.kwargs["key"])
        try:
            return counts_received.sender(number, request.headers, request.body, at=timezone.now())
        except NotGenuine as error:
            raise HttpError(401, str(error)) from None


class _Strict(Schema):
    model_config = ConfigDict(extra="forbid")


class CountIn(_Strict):
    """一个年度一个项目的数量；同一来源再次报送的，取代它以前的。"""

    year: int = Field(description="年度")
    what: Literal["licence", "penalty", "coercion", "charge"] = Field(
        description="项目：licence 行政许可、penalty 行政处罚、coercion 行政强制、charge 行政事业性收费"
    )
    number: Decimal = Field(description="处理决定计全部，不论是否公开；收费以万元计，最多6位小数")
    note: str = Field("", max_length=200, description="说明")


class CountsIn(_Strict):
    """一次报送；有一项不对，一项也不登记。"""

    agency: str = Field("", description="机关的统一社会信用代码或者全称；不写就是来源所属的机关")
    counts: list[CountIn] = Field(min_length=1, max_length=200, description="各项数量")


class CountOut(Schema):
    year: int
    what: str
    number: int | float
    step: str = Field(description="new 新增，changed 更改，same 与已登记的相同")


class CountsOut(Schema):
    source: str = Field(description="登记在这个来源的名下")
    counts: list[CountOut]


@router.post(
    "/counts/{int:key}/",
    auth=Signed(),
    response={200: CountsOut, **_REFUSED},
    url_name="counts",
    operation_id="counts",
    tags=["业务系统报送"],
    summary="报送年度数量",
)
def counts(request: HttpRequest, key: Key, told: CountsIn) -> Any:
    """行政许可、行政处罚、行政强制的处理决定数和行政事业性收费，计入年度报告第二张表。来源和密钥在工作台“渠道对接”添加；
    X-Gongkai-Timestamp 是秒数，X-Gongkai-Signature 是 v1= 加上以密钥对“秒数.内容”所作的 HMAC-SHA256（十六进制）。
    重复报送不重复计数，签名时间不晚于上一次的不改动已登记的数量。"""
    source: Source = request.auth  # type: ignore[attr-defined]  # what ``Signed`` gave
    rows = [Entry(n, one.year, one.what, one.number, note=one.note) for n, one in enumerate(told.counts, 1)]
    as_of = receiving.signed_at(request.headers)
    try:
        outcome = counts_received.take(source, told.agency, rows, as_of=as_of, at=timezone.now())
    except WrongRows as wrong:
        return _wrong(request, wrong)
    steps = [line.step for line in outcome.lines]
    told_again = [
        {"year": one.year, "what": one.what, "number": _plain(one.number), "step": step}
        for one, step in zip(told.counts, steps, strict=True)
    ]
    return {"source": source.name, "counts": told_again}


def _plain(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _wrong(request: HttpRequest, wrong: WrongRows) -> HttpResponse:
    rows = [{"name": f"counts[{line.row - 1}]", "message": line.message} for line in wrong.outcome.errors]
    return problem(request, 422, str(wrong), wrong=rows)
