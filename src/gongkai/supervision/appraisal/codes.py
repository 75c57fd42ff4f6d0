"""The codes of an invited panel: made once, shown once, each good for one sheet.

issue(user, panel, *, reason, at) -> [str]      as they are printed; kept is their hash only
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai import query_code
from gongkai.agencies.permissions import Who
from gongkai.errors import Refused
from gongkai.supervision.appraisal.holding import finished, held
from gongkai.supervision.appraisal.states import Opening
from gongkai.supervision.models import Panel, PanelCode


@transaction.atomic
def issue(user: Who, panel: Panel, *, reason: str = "", revision: int | None = None, at: datetime) -> list[str]:
    """As many as there are members who have not answered. Those handed out before are good for nothing from then
    on, and that needs a reason. Refused of the panel of anybody, which needs none."""
    found = held(user, "appraisals.run", panel.questionnaire, "codes", revision=revision, at=at)
    one = found.panels.get(pk=panel.pk)
    if one.opening != Opening.INVITED or one.size is None:
        raise Refused("任何人在网上参加的，不发邀请码。")
    again = one.codes_at is not None
    if again and not reason.strip():
        raise Refused("邀请码已经发过。重发以后没有用过的旧码全部作废，请写明理由。")
    left = one.size - one.sheets.count()
    if left < 1:
        raise Refused("名单上的人都已答卷，不用再发。")
    one.codes.all().delete()
    made = [query_code.new() for _ in range(left)]
    PanelCode.objects.bulk_create(PanelCode(panel=one, sha256=query_code.sha256(code)) for code in made)
    one.codes_at = at
    one.save()
    data = {"panel": one.order, "codes": left, "again": again}
    finished(user, found, "codes", data, at, reason=reason.strip())
    return made
