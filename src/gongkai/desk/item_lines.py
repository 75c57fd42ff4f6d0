"""Relations and channel lines of a public page: passed, or given back with the reason."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.errors import NotAllowed, Refused
from gongkai.publication import line_review
from gongkai.publication.models import Item, Relation, Showing

from . import item_words
from .access import Asking, accepted, posted, sending, working
from .item_found import item_of, may, version_of
from .report_forms import text


class LineReturnForm(forms.Form):
    reason = text("退回的原因", "请写明哪里不对，应当怎样登记", rows=2, hint="登记的人能看到；公众看不到")


@sending
def item_line_pass(request: HttpRequest, asking: Asking, pk: int, kind: str, line: int) -> HttpResponse:
    _, found = _one(asking, pk, kind, line)
    try:
        line_review.pass_line(asking.person, found, at=asking.at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已审核通过，公开页面上现在能看到。")
    return redirect("desk:item", pk=pk)


@working
def item_line_return(request: HttpRequest, asking: Asking, pk: int, kind: str, line: int) -> HttpResponse:
    item, found = _one(asking, pk, kind, line)
    form = LineReturnForm(posted(request))
    if form.is_valid() and accepted(
        form,
        lambda: line_review.give_back(asking.person, found, reason=form.cleaned_data["reason"], at=asking.at),
    ):
        messages.success(request, "已退回；登记的人取消后可以重新登记。")
        return redirect("desk:item", pk=pk)
    context = {
        "item": item,
        "form": form,
        "heading": "退回关联或者渠道",
        "button": "退回",
        "words": item_words.line(found),
    }
    return render(request, "desk/items/small.html", context)


def _one(asking: Asking, pk: int, kind: str, line: int) -> tuple[Item, Relation | Showing]:
    """Of an item that this person may see; NotAllowed where they may not review there."""
    item = item_of(asking, pk)
    if not may(asking, "items.review", version_of(item)):
        raise NotAllowed("您不能审核这条信息的关联和渠道；需要时，请向本机关的系统管理员申请相应角色。")
    found: Relation | Showing | None = None
    if kind == "relation":
        found = item.relations.select_related("target").filter(pk=line).first()
    elif kind == "channel":
        found = item.showings.filter(pk=line).first()
    if found is None:
        raise Http404
    return item, found
