"""A new item: from nothing, from a request (Art. 44) or for something that must be made public."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.publication import drafting, obligations
from gongkai.publication.models import Obligation, Version

from .access import Asking, accepted, working
from .item_form import NewItemForm
from .item_links import case_words, obligation_of
from .numbers import number


@working
def item_new(request: HttpRequest, asking: Asking) -> HttpResponse:
    """``?obligation`` and ``?case`` say what it comes from; only what this person may see is taken from them."""
    asking.ensure_somewhere("items.draft")
    obligation = obligation_of(asking, request.POST.get("obligation") or request.GET.get("obligation"))
    form = NewItemForm(request.POST or None, asking=asking, initial=_initial(request, asking, obligation))
    made: list[Version] = []
    if form.is_valid() and accepted(form, lambda: made.append(_begin(form, asking, obligation))):
        messages.success(request, "已建立草稿，请填写其余各项；随时可以保存，以后接着填。")
        return redirect("desk:item_edit", pk=made[0].item_id)
    return render(request, "desk/items/new.html", {"form": form, "obligation": obligation})


def _initial(request: HttpRequest, asking: Asking, obligation: Obligation | None) -> dict[str, Any]:
    if obligation is not None:
        return {"agency": obligation.agency_id, "title": obligation.title, "column": obligation.column_id,
                "made_on": obligation.formed_on}  # fmt: skip
    found = case_words(asking, request.GET.get("case"))
    if found is not None:
        return {"agency": found.agency, "title": found.title, "from_case": found.number}
    return {"column": number(request.GET.get("column")), "agency": number(request.GET.get("agency"))}


@transaction.atomic
def _begin(form: NewItemForm, asking: Asking, obligation: Obligation | None) -> Version:
    """The draft, and what it is to fulfil: both or neither."""
    given = form.cleaned_data
    agency, unit = _whose(given["agency"])
    version = drafting.begin(
        asking.person,
        agency,
        title=given["title"],
        column=given["column"],
        from_case=given["from_case"],
        unit=unit,
        made_on=given["made_on"],
        at=asking.at,
    )
    if obligation is not None:
        obligations.name(asking.person, obligation, item=version.item, at=asking.at)
    return version


def _whose(chosen: Agency) -> tuple[Agency, Agency | None]:
    """An office within an agency drafts for that agency."""
    if chosen.kind == Kind.INTERNAL and chosen.parent is not None:
        return chosen.parent, chosen
    return chosen, None
