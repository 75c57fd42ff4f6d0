"""The versions of an item, and what differs between two of them: side by side, or in one text."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.publication import differences

from .access import Asking, reading
from .item_found import numbered
from .item_page import of_version

VIEWS = {"inline": "合在一起", "side": "左右对照"}


@reading
def item_version(request: HttpRequest, asking: Asking, pk: int, version: int) -> HttpResponse:
    """One version as it is or was."""
    found = numbered(asking, pk, version)
    return render(request, "desk/items/version.html", of_version(found, asking))


@reading
def item_differences(request: HttpRequest, asking: Asking, pk: int, old: int, new: int) -> HttpResponse:
    """From the older to the newer, whichever stands first in the address."""
    before, after = (numbered(asking, pk, n) for n in sorted((old, new)))
    view = request.GET.get("view")
    context = {
        "item": after.item,
        "before": before,
        "after": after,
        "found": differences.between(before, after),
        "view": view if view in VIEWS else "inline",
        "views": VIEWS.items(),
        "others": list(after.item.versions.order_by("number").values_list("number", flat=True)),
    }
    return render(request, "desk/items/differences.html", context)
