"""What the pages under 公开 share."""

from __future__ import annotations

from django import template
from django.utils import timezone

from gongkai.accounts.models import Person

from ..access import Asking
from ..finding_places import but_hints, hints
from ..item_sections import sections

register = template.Library()
register.filter(hints)
register.filter(but_hints)


@register.inclusion_tag("desk/items/sections.html", takes_context=True)
def item_sections(context: template.Context) -> dict[str, object]:
    request = context.get("request")
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, Person):
        return {"sections": ()}
    return {"sections": list(sections(Asking(person, timezone.now()), request.path))}
