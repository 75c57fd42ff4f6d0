"""The one shape of errors: application/problem+json (RFC 9457), with our own sentence and the request's number."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

MEDIA_TYPE = "application/problem+json"

_TITLES = {
    400: "请求不能理解",
    401: "签名不对",
    403: "没有权限",
    404: "没有这项数据",
    405: "只能读取",
    413: "内容过大",
    422: "参数不正确",
    429: "请求过于频繁",
    500: "服务出错",
    503: "暂时不能提供",
}


def problem(
    request: HttpRequest, status: int, detail: str, *, wrong: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    """``detail`` says in Chinese what to do; ``wrong`` names the parameters that are."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": _TITLES.get(status, "请求没有完成"),
        "status": status,
        "detail": detail,
        "request": getattr(request, "number", ""),
    }
    if wrong:
        body["parameters"] = list(wrong)
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For every address under the interface that no operation answers."""
    return problem(request, 404, "这个地址没有数据；接口说明见 /api/v1/。")
