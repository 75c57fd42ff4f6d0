"""公示栏海报: a notice for a board, made of what is shown; to be printed and put up, then noted as a channel."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.errors import Refused, WriteError
from gongkai.publication import posters
from gongkai.publication.models import Item

from .access import Asking, accepted, working
from .case_letter import download
from .item_form import DayField
from .item_found import item_of


class PosterForm(forms.Form):
    from_on = DayField(label="张贴日期", error_messages={"required": "请填写张贴日期"})
    until_on = DayField(label="截止日期", required=False, help_text="含这一天；没有规定期限的不填")
    where = forms.CharField(label="全文和咨询", max_length=200, required=False,
                            help_text="印在页脚：在哪里看全文、向谁咨询")  # fmt: skip


@working
def item_poster(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """The sheet asks for its days; what comes back is the PDF."""
    item = item_of(asking, pk)
    form = PosterForm(request.POST or None, initial={"from_on": asking.on, "where": _where(item)})
    made: list[bytes] = []
    if form.is_valid() and accepted(form, lambda: made.append(_made(form, item))):
        return download(made[0], f"公示栏_{item.title[:60]}.pdf", "application/pdf")
    context = {"item": item, "form": form, "heading": "公示栏海报", "button": "生成 PDF",
               "words": "A4 纸打印，张贴后在“渠道”里登记地点、日期和照片。"}  # fmt: skip
    return render(request, "desk/items/small.html", context)


def _made(form: PosterForm, item: Item) -> bytes:
    try:
        return posters.poster(item, **form.cleaned_data)
    except WriteError as error:
        raise Refused(str(error)) from error


def _where(item: Item) -> str:
    phone = f"　咨询电话：{item.agency.phone}" if item.agency.phone else ""
    return f"全文见 {settings.GONGKAI_ADDRESS}/items/{item.pk}/{phone}"
