"""What every answer under ``/api/`` has in common: read-only, open to other sites, revalidated, counted, and one
shape of errors. A middleware, so that it holds for addresses that no operation answers, too."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe, quote_etag

from gongkai.ui.middleware import GetResponse

from .problems import problem
from .rate import rate

PREFIX = "/api/"
# What takes something, and looks at the signature itself.
SIGNED = ("/api/v1/intake/", "/api/v1/counts/")
_METHODS = "GET, HEAD, OPTIONS"
# What a script on another site may send and read. No cookie is wanted, so none is allowed.
_OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Last-Modified, Link, Retry-After, X-Request-ID, Content-Disposition",
}
_PREFLIGHT = {
    "Allow": _METHODS,
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Max-Age": "86400",
}


def interface(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return get_response(request)
        response = _answer(request, get_response)
        for name, value in _OPEN.items():
            response[name] = value
        return response

    return middleware


def _answer(request: HttpRequest, get_response: GetResponse) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(status=204, headers=_PREFLIGHT)
    if refused := _wrong_method(request):
        return refused
    if wait := rate.wait(request.META.get("REMOTE_ADDR", "")):
        refused = problem(request, 429, f"请求过于频繁，请在 {wait} 秒后再试；大批数据请用 CSV 下载。")
        refused["Retry-After"] = str(wait)
        return refused
    if _signed(request):
        return get_response(request)
    # Operations know GET; the server leaves the body out of an answer to HEAD.
    asked, request.method = request.method, "GET"
    response = _revalidated(request, get_response(request))
    request.method = asked
    return response


def _wrong_method(request: HttpRequest) -> HttpResponse | None:
    takes = request.path.startswith(SIGNED)
    if request.method in (("POST",) if takes else ("GET", "HEAD")):
        return None
    words = (
        "这个地址只接收签名推送；请用 POST，签名的算法见说明。"
        if takes
        else "接口只能读取，不接受提交；请用 GET。"
    )
    refused = problem(request, 405, words)
    refused["Allow"] = "POST" if takes else _METHODS
    return refused


def _signed(request: HttpRequest) -> bool:
    """What another platform pushes; whether its signature is right is looked at there."""
    return request.method == "POST" and request.path.startswith(SIGNED)


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """ETag over the content, unless the operation gave one, and 304 where the reader has it already. Nobody on the
    way hands out what he kept without asking: what was withdrawn is gone the same moment."""
    response.headers.setdefault("Cache-Control", "no-cache")
    if response.status_code != 200 or response.streaming:
        return response
    if "ETag" not in response:
        response["ETag"] = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    patch_vary_headers(response, ["Accept-Encoding"])
    modified = response.get("Last-Modified")
    found = get_conditional_response(
        request,
        etag=response["ETag"],
        last_modified=parse_http_date_safe(modified) if modified else None,
        response=response,
    )
    return found if isinstance(found, HttpResponse) else response
