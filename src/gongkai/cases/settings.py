"""Where to turn, as the letters of an agency say it: the court, the body of review, the way to pay."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases.acting import ensure_link
from gongkai.cases.models import AnsweringSettings
from gongkai.errors import Refused
from gongkai.statute import remedies

_GOVERNMENTS = (Kind.GOVERNMENT, Kind.TOWNSHIP)


def of(agency: Agency) -> AnsweringSettings:
    """Those of an agency; empty ones, not in the database, when none were entered."""
    found = AnsweringSettings.objects.filter(agency=agency).first()
    return found or AnsweringSettings(agency=agency)


@transaction.atomic
def put(
    user: Who,
    agency: Agency,
    *,
    court: str,
    review_body: str = "",
    special: str = "",
    review_link: str = "",
    how_to_pay: str = "",
    at: datetime,
) -> AnsweringSettings:
    """Enter them. Letters that were drafted before keep their words."""
    ensure(user, "cases.settings", agency, on=day(at))
    if special not in AnsweringSettings.Special.values:
        raise Refused("请从所列情形中选择。")
    if review_link.strip():
        ensure_link(review_link, "网址不完整，请填写以 https:// 开头的完整网址。")
    values = {
        "court": court.strip(),
        "review_body": review_body.strip(),
        "special": special,
        "review_link": review_link.strip(),
        "how_to_pay": how_to_pay.strip(),
    }
    made, _ = AnsweringSettings.objects.update_or_create(agency=agency, defaults=values)
    record("cases.settings", actor=actor(user), agency=agency, object=made, data=dict(values), at=at)
    return made


def review_body(agency: Agency, *, on: date) -> str:
    """The full name of the body that reviews its acts: as entered, else found in the tree; "" when neither."""
    mine = of(agency)
    if mine.review_body:
        return mine.review_body
    rule = remedies.review_body_rule(agency.kind, on, special=mine.special)  # type: ignore[arg-type]  # as the model
    if rule.rule == "self":
        return agency.name
    if rule.rule == "upper-authority":
        return ""
    above = [int(key) for key in (agency.path or "").split("/") if key and int(key) != agency.pk]
    nearest = Agency.objects.filter(pk__in=above, kind__in=_GOVERNMENTS).order_by("-rank").first()
    return nearest.name if nearest else ""
