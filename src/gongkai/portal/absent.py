"""A page that is not there, in words, with the way on. What is not published looks the same as what never was."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.agencies.models import Agency


def absent(request: HttpRequest, heading: str, words: str, agency: Agency | None = None) -> HttpResponse:
    context = {"heading": heading, "words": words, "agency": agency}
    response = render(request, "portal/absent.html", context, status=404)
    response["Cache-Control"] = "no-cache"
    return response


def no_agency(request: HttpRequest) -> HttpResponse:
    return absent(request, "没有这个机关", "本站没有这个代码的行政机关。请核对地址是否完整，或在首页按名称查找。")


def no_report(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    return absent(
        request,
        f"没有{year}年度的报告",
        f"本站没有公布{agency.name}{year}年度的政府信息公开工作年度报告。上一年度的报告按《条例》第四十九条"
        "在每年1月31日前（人民政府在3月31日前）向社会公布。",
        agency,
    )


def no_version(request: HttpRequest, agency: Agency, year: int, number: int) -> HttpResponse:
    words = f"{agency.name}{year}年度报告没有公布过第{number}版。"
    return absent(request, "没有这一版", words, agency)


def no_file(request: HttpRequest, agency: Agency, year: int) -> HttpResponse:
    words = f"{agency.name}{year}年度报告暂时没有这种格式的文件。网页和其他格式的内容与它相同。"
    return absent(request, "没有这种格式", words, agency)


def no_inspection(request: HttpRequest, agency: Agency, year: int, quarter: int) -> HttpResponse:
    words = f"本站没有公布{agency.name}{year}年第{quarter}季度政府信息公开工作的检查结果。"
    return absent(request, "没有这次检查的结果", words, agency)
