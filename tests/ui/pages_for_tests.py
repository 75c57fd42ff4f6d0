"""Addresses that exist in these tests only: a page in the portal's frame, and every way to go wrong."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from gongkai.errors import Misconfigured, NotAllowed, TooLarge, Unreadable, WrongState
from gongkai.urls import handler400, handler403, handler404, handler429, handler500
from gongkai.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

RAISED: dict[str, Exception] = {
    "not-allowed": NotAllowed("只有区政务公开办可以办理这一步。"),
    "wrong-state": WrongState("这份年报已经公布，不能再更正。"),
    "unreadable": Unreadable("文件已加密，请去掉密码后再上传。"),
    "too-large-file": TooLarge("文件超过 50 MB。"),
    "misconfigured": Misconfigured("没有中文字体，请安装 fonts-noto-cjk。"),
    "too-large": RequestDataTooBig("too big"),
    "denied": PermissionDenied("x"),
    "broken": RuntimeError("a secret detail"),
}


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/portal_base.html")


def fail(request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


urlpatterns = [path("a-page", page), path("fail/<how>", fail), *real]
