"""The sheet of a draft: saved as often as one likes, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from gongkai.errors import NotAllowed, Refused, Stale
from gongkai.publication import attaching, checks, drafting
from gongkai.publication.models import Version

from .access import Asking, posted_with_files, working
from .finding_places import at_fields, with_findings
from .item_attachments import take
from .item_form import BASES, ItemForm, initial, sendable_again
from .item_found import is_draft, item_of, may, version_of
from .item_page import findings
from .item_words import returned


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
    sent = posted_with_files(request)
    form = ItemForm(*sent, version=version, asking=asking)
    theirs: Sequence[Theirs] = ()
    saved = False
    if request.method == "POST" and form.is_valid():
        saved, theirs = _save(form, version, asking)
        if saved and _with_files(request, form, version, asking):
            return _after(request, pk)
    found = findings(version)
    places = at_fields(found)
    context = {"form": form, "version": version, "item": version.item, "theirs": theirs, "bases": BASES,
               "saved": saved, "places": places, "findings": found,
               "attachments": with_findings(attaching.listed(version), places),
               "returned": returned(version)}  # fmt: skip
    return render(request, "desk/items/edit.html", context)


def _with_files(request: HttpRequest, form: ItemForm, version: Version, asking: Asking) -> bool:
    """Whether the files were all taken. The text is saved by now; then the automatic checks look at it all."""
    notes = take(form, version, asking, request.POST.dict())
    # What is not told of below was taken: there is nothing to be chosen once more.
    form.files = MultiValueDict()
    version.refresh_from_db()
    with suppress(Stale):
        checks.run(version, at=asking.at)
    for note in notes:
        messages.info(request, note)
    if form.is_valid() and not form.errors:
        return True
    messages.success(request, "文字已保存。")
    sendable_again(form, version.revision)
    return False


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
    return [
        _theirs(form[name], now[name])
        for name in form.fields
        if name in now and name != "revision" and _differs(form, name, now)
    ]


def _differs(form: ItemForm, name: str, now: dict[str, object]) -> bool:
    return form.fields[name].has_changed(now[name], form.cleaned_data.get(name))


def _theirs(bound: BoundField, value: object) -> Theirs:
    choices = dict(getattr(bound.field, "choices", ()))
    return Theirs(str(bound.label), str(choices.get(value, value) or "（空）"))


def _after(request: HttpRequest, pk: int) -> HttpResponse:
    """On with it, or back to the item."""
    messages.success(request, "已保存。")
    if "file_do" in request.POST:
        return redirect(f"{reverse('desk:item_edit', args=[pk])}#files")
    stays = "stay" in request.POST or request.FILES
    return redirect("desk:item_edit" if stays else "desk:item", pk=pk)
