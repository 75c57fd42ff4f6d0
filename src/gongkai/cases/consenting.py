"""Electronic service rests on the applicant's own written consent, given before."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.permissions import Who
from gongkai.cases import events, filing
from gongkai.cases.acting import finish, hold
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, OnlinePaper, Submission
from gongkai.cases.words import Channel
from gongkai.errors import WrongState

CONSENTED = "electronic-consent"


@transaction.atomic
def consent(
    user: Who, case: Case, *, on: date, paper: Paper | None = None, revision: int | None = None, at: datetime
) -> Case:
    """Enter a consent that came after the request, with the paper it stands on. WrongState for a second one,
    Refused for a day to come."""
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    if given(held):
        raise WrongState("申请人已经同意电子送达。")
    events.check_day(held, on, at)
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.SUPPLEMENT, at=at)
    held.electronic_service = True
    events.add(held, CONSENTED, on, by=user, at=at)
    return finish(user, held, "record", "consent_electronic", data={"on": on.isoformat()}, at=at)


def given(case: Case) -> str:
    """Where the consent stands: "online" (agreed to on the portal, in words that are kept), "paper" (ticked on the
    form, or written in a paper, that is in the file), "" where there is none: a mark in the register alone is no
    consent."""
    if not case.electronic_service:
        return ""
    # What was split off was asked for on the same form.
    form = [case.pk, case.split_from_id or case.pk]
    online = Submission.objects.filter(incoming__case__in=form).exclude(electronic_consent="")
    later = OnlinePaper.objects.filter(Q(case__in=form) | Q(about__case__in=form), what=OnlinePaper.What.CONSENT)
    if online.exists() or later.exists():
        return "online"
    written = [CaseFile.What.REQUEST, CaseFile.What.SUPPLEMENT]
    if case.channel == Channel.WEB:
        # The form itself is what was typed there, without a consent.
        written = [CaseFile.What.SUPPLEMENT] if events.of(case, CONSENTED) else []
    return "paper" if CaseFile.objects.filter(case__in=form, what__in=written).exists() else ""
