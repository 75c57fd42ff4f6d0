"""The banner on every page of the desk while a year is missing from the calendar."""

from __future__ import annotations

from django import template
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies import calendars

from ..access import Asking

register = template.Library()


@register.inclusion_tag("desk/calendar/banner.html", takes_context=True)
def calendar_banner(context: template.Context) -> dict[str, object]:
    """Nothing for who is not signed in, and nothing on most days of the year."""
    person = getattr(context.get("request"), "user", None)
    if not isinstance(person, Person):
        return {"years": ""}
    asking = Asking(person, timezone.now())
    missing = calendars.missing_years(asking.on)
    may_edit = bool(missing) and calendars.may_add_national(person, on=asking.on)
    return {"years": "、".join(map(str, missing)), "may_edit": may_edit}
