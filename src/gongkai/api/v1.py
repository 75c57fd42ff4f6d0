"""Version 1 of the interface: its operations under one roof, and every failure as a problem."""

from __future__ import annotations

import logging
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.renderers import JSONRenderer

from gongkai.errors import GongkaiError, Misconfigured, NotAllowed, ReadError

from . import agencies, counts, inspections, items, reports
from .problems import MEDIA_TYPE, problem

log = logging.getLogger(__name__)

_ABOUT = (
    "已公开的政府信息：公开目录、正文、附件；已公布的政府信息公开工作年度报告：三张表的每一格数字。只读，不需要登录"
    "（只有业务系统报送年度数量须用密钥签名）；"
    "与网页出自同一份数据，未公布的内容不在其中。列表分页，应答带 ETag；出错时返回 application/problem+json。"
)


class Readable(JSONRenderer):
    """Chinese as Chinese: an answer is read by people, too."""

    json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Errors are described with the media type they have."""
        schema = super().get_openapi_schema(**kwargs)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"] = {MEDIA_TYPE: next(iter(response["content"].values()))}
        return schema


api = Interface(
    title="政府信息公开数据接口",
    version="1",
    description=_ABOUT,
    renderer=Readable(),
    urls_namespace="api",
    docs_url=None,
)
api.add_router("", agencies.router)
api.add_router("", items.router)
api.add_router("", reports.router)
api.add_router("", inspections.router)
api.add_router("", counts.router)


@api.exception_handler(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, 404, str(error) or "这个地址没有数据；接口说明见 /api/v1/。")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = [{"name": str(one["loc"][-1]), "message": one["msg"]} for one in error.errors]
    names = "、".join(dict.fromkeys(one["name"] for one in wrong))
    return problem(request, 422, f"参数不正确：{names}。各参数的写法见 /api/v1/。", wrong=wrong)


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, str(error))


@api.exception_handler(GongkaiError)
def _ours(request: HttpRequest, error: GongkaiError) -> HttpResponse:
    if isinstance(error, NotAllowed):
        return problem(request, 403, str(error))
    return problem(request, 503 if isinstance(error, Misconfigured | ReadError) else 422, str(error))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("interface broke off", exc_info=error)
    return problem(request, 500, "服务出错，没有取得数据。请稍后再试；仍不行时，请把请求编号告诉主办机关。")
