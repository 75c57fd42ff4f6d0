"""Items that are not there: withdrawn ones say why (410); all others look as if they had never been (404)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.publication import queries
from gongkai.publication.models import Departure

from .absent import absent

_NO_ITEM = (
    "本站没有这个地址的政府信息。请核对地址是否完整，或者用标题、文号、索引号查找；没有查到的，可以向制作或者保存它的机关"
    "申请公开。"
)


def not_there(request: HttpRequest, pk: int) -> HttpResponse:
    """What is not shown: a tombstone where there is one to be read."""
    departure = queries.tombstone(pk)
    return no_item(request) if departure is None else _tombstone(request, departure)


def no_item(request: HttpRequest) -> HttpResponse:
    return absent(request, "没有这条信息", _NO_ITEM)


def no_version(request: HttpRequest, number: int) -> HttpResponse:
    return absent(request, "没有这一版", f"这条信息没有可以阅读的第{number}版。")


def no_file(request: HttpRequest) -> HttpResponse:
    return absent(request, "没有这个文件", "这条信息没有这个附件，或者它已经被更换。请从信息页面重新打开。")


def no_column(request: HttpRequest) -> HttpResponse:
    return absent(request, "没有这个栏目", "本机关的主动公开目录中没有这个栏目。请从目录页面查找。")


def _tombstone(request: HttpRequest, departure: Departure) -> HttpResponse:
    context = {"departure": departure, "item": departure.item}
    response = render(request, "portal/items/tombstone.html", context, status=410)
    response["Cache-Control"] = "no-cache"
    return response
