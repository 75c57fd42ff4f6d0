"""Relations of an item: looked up by title, number or document number, made, and taken back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.errors import NotAllowed, Refused
from gongkai.publication import relating
from gongkai.publication.models import Item
from gongkai.publication.states import ItemState
from gongkai.publication.words import RelationKind

from .access import Asking, accepted, sending, working
from .item_found import item_of, may, version_of, visible
from .numbers import number

_MOST = 20


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label="这条信息对另一份文件", choices=[("", "请选择"), *RelationKind.choices],
                             error_messages={"required": "请选择关系"})  # fmt: skip
    words = forms.CharField(label="系统中没有的文件", max_length=400, required=False,
                            help_text="写明名称和文号，如《某某办法》（某政发〔2020〕1号）")  # fmt: skip


@working
def item_relate(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """Look up first (``?q=``), then say what it is to the one that is chosen."""
    item = item_of(asking, pk)
    if not may(asking, "items.draft", version_of(item)):
        raise NotAllowed("您不能改动这条信息的关联；需要时，请向本机关的系统管理员申请相应角色。")
    words = request.GET.get("q", "").strip()[:60]
    found = list(looked_up(asking, words, item)[: _MOST + 1]) if words else []
    form = RelationForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    target = _chosen(request, asking)
    if form.is_valid() and accepted(
        form,
        lambda: relating.relate(
            asking.person, item, kind=form.cleaned_data["kind"], target=target, words=form.cleaned_data["words"],
            at=asking.at,
        ),
    ):  # fmt: skip
        messages.success(request, _made(item))
        return redirect("desk:item", pk=pk)
    context = {"item": item, "form": form, "q": words, "found": found[:_MOST], "more": len(found) > _MOST,
               "chosen": target}  # fmt: skip
    return render(request, "desk/items/relate.html", context)


def _made(item: Item) -> str:
    if item.is_public:
        return "已登记关联，由审核人审核后，两边的公开页面上才会显示。"
    return "已登记关联，随稿件一并审核，发布后两边的公开页面上都会显示。"


def looked_up(asking: Asking, words: str, besides: Item | None = None) -> QuerySet[Item]:
    """What this person or the public may see, by title, index number or document number, the newest first."""
    named = Q(title__icontains=words) | Q(document_number__icontains=words) | Q(number__iexact=words)
    seen = Q(pk__in=visible(asking).values("pk")) | Q(state=ItemState.PUBLIC)
    rows = Item.objects.filter(named, seen).select_related("agency").defer("summary")
    return rows.exclude(pk=besides.pk if besides else 0).order_by("-pk")


def _chosen(request: HttpRequest, asking: Asking) -> Item | None:
    pk = number(request.POST.get("target") or "")
    seen = Q(pk__in=visible(asking).values("pk")) | Q(state=ItemState.PUBLIC)
    return Item.objects.filter(seen, pk=pk).first() if pk else None


@sending
def item_unrelate(request: HttpRequest, asking: Asking, pk: int, relation: int) -> HttpResponse:
    item = item_of(asking, pk)
    found = item.relations.filter(pk=relation).select_related("source").first()
    if found is None:
        raise Http404
    try:
        relating.unrelate(asking.person, found, at=asking.at)
    except NotAllowed:
        raise
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已解除关联。")
    return redirect("desk:item", pk=pk)
