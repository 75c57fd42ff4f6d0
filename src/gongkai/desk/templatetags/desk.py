"""What desk pages share: the rail."""

from __future__ import annotations

from django import template
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.permissions import memberships

from ..access import Asking
from ..parts import PARTS
from ..rail import entries

register = template.Library()


@register.inclusion_tag("desk/rail.html", takes_context=True)
def rail(context: template.Context) -> dict[str, object]:
    request = context.get("request")
    person = getattr(request, "user", None)
    if request is None or not isinstance(person, Person):
        return {"entries": ()}
    asking = Asking(person, timezone.now())
    mine = memberships(person, on=asking.on)
    where = "、".join(dict.fromkeys(m.agency.name for m in mine[:2]))
    return {"entries": tuple(entries(PARTS, asking, request.path)), "where": where}
