"""The sheet of a draft: saved as often as one likes, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.publication import drafting
from gongkai.publication.models import Version

from .access import Asking, working
from .item_form import BASES, ItemForm, initial, sendable_again
from .item_found import is_draft, item_of, may, version_of


@dataclass(frozen=True, slots=True)
class Theirs:
    """What somebody else saved in a field meanwhile."""

    label: str
    value: str


@working
def item_edit(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    version = version_of(item_of(asking, pk))
    if not may(asking, "items.draft", version):
        raise NotAllowed("您不能修改这一稿；需要时，请向本机关的系统管理员申请相应角色。")
    if not is_draft(version):
        messages.warning(request, f"这一稿现在是“{version.get_state_display()}”，不能修改。")
        return redirect("desk:item", pk=pk)
    form = ItemForm(request.POST if request.method == "POST" else None, version=version, asking=asking)
    theirs: Sequence[Theirs] = ()
    if request.method == "POST" and form.is_valid():
        saved, theirs = _save(form, version, asking)
        if saved:
            return _after(request, pk)
    context = {"form": form, "version": version, "item": version.item, "theirs": theirs, "bases": BASES,
               "attachments": version.attachments.select_related("file")}  # fmt: skip
    return render(request, "desk/items/edit.html", context)


def _save(form: ItemForm, version: Version, asking: Asking) -> tuple[bool, Sequence[Theirs]]:
    """Refused comes back in the sheet; of somebody who was quicker it shows what they wrote, once."""
    try:
        drafting.edit(
            asking.person,
            version,
            revision=form.cleaned_data["revision"],
            at=asking.at,
            **form.changed_values(),
        )
    except NotAllowed:
        raise
    except Stale as stale:
        form.add_error(None, f"{stale}您填写的都还在；再保存一次，就以您填写的为准。")
        return False, _caught_up(form, version)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False, ()
    return True, ()


def _caught_up(form: ItemForm, version: Version) -> Sequence[Theirs]:
    """The sheet may be sent again as the draft stands now."""
    version.refresh_from_db()
    sendable_again(form, version.revision)
    now = initial(version)
    return [_theirs(form[name], now[name]) for name in form.fields if name in now and _differs(form, name, now)]


def _differs(form: ItemForm, name: str, now: dict[str, object]) -> bool:
    return name != "revision" and form.fields[name].has_changed(now[name], form.cleaned_data.get(name))


def _theirs(bound: BoundField, value: object) -> Theirs:
    choices = dict(getattr(bound.field, "choices", ()))
    return Theirs(str(bound.label), str(choices.get(value, value) or "（空）"))


def _after(request: HttpRequest, pk: int) -> HttpResponse:
    """On with it, or back to the item."""
    messages.success(request, "已保存。")
    return redirect("desk:item_edit" if "stay" in request.POST else "desk:item", pk=pk)
