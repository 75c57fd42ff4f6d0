"""Electronic service rests on the applicant's own written consent, taken back as easily as it was given (PIPL 15).

consent(user, case, …)            entered by a clerk: it came after the request
revoke(user, case, …)             entered by a clerk, from a paper or word of mouth
revoked_online(case, …)           by the applicant's own button, at once: no clerk stands between
given(case), agreed(incoming)     is there one, for the case or for a request that is not registered yet

What was served until then was served; every letter after it goes by post or over the counter, for nothing is laid
ready without ``given``. It was given on one form, so it ends for all that came of that form.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from gongkai.agencies.permissions import OPERATOR, Who
from gongkai.agencies.who import actor, day
from gongkai.audit.actions import record
from gongkai.cases import events, filing
from gongkai.cases.acting import finish, hold
from gongkai.cases.asking import ACTOR
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseEvent, CaseFile, Incoming, OnlinePaper, Submission
from gongkai.cases.states import possible
from gongkai.cases.words import Channel
from gongkai.errors import WrongState

CONSENTED, REVOKED = "electronic-consent", "electronic-consent-revoked"
_What = OnlinePaper.What


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


@transaction.atomic
def revoke(
    user: Who, case: Case, *, on: date, paper: Paper | None = None, revision: int | None = None, at: datetime
) -> Case:
    """Enter that the applicant takes it back. They need neither a form nor a reason: ``paper`` is what they handed
    in, if anything. WrongState where nobody agreed, Refused for a day to come."""
    of_the_form = _locked(case)
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    if not held.electronic_service:
        raise WrongState("申请人没有同意电子送达，不用登记撤回。")
    if paper is not None:
        filing.put(user, held, paper, what=CaseFile.What.OTHER, at=at)
    _end(of_the_form, on, user, at)
    return Case.objects.get(pk=held.pk)


def revoked_online(case: Case, *, at: datetime) -> None:
    """By the applicant, in the caller's transaction: whoever proved number and code needs nobody's leave."""
    _end(_locked(case), day(at), None, at)


def given(case: Case) -> str:
    """Where the consent stands: "online" (agreed to on the portal, in words that are kept), "paper" (ticked on the
    form, or written in a paper, that is in the file), "" where there is none: a mark in the register alone is no
    consent, and what was taken back is none until it is given anew."""
    if not case.electronic_service:
        return ""
    # What was split off was asked for on the same form.
    form = [case.pk, case.split_from_id or case.pk]
    ended = _ended_at(form)
    later = OnlinePaper.objects.filter(Q(case__in=form) | Q(about__case__in=form), what=_What.CONSENT)
    if ended is not None:
        anew = CaseFile.objects.filter(case__in=form, what=CaseFile.What.SUPPLEMENT, added_at__gt=ended)
        return "online" if later.filter(sent_at__gt=ended).exists() else "paper" if anew.exists() else ""
    online = Submission.objects.filter(incoming__case__in=form).exclude(electronic_consent="")
    if online.exists() or later.exists():
        return "online"
    written = [CaseFile.What.REQUEST, CaseFile.What.SUPPLEMENT]
    if case.channel == Channel.WEB:
        # The form itself is what was typed there, without a consent.
        written = [CaseFile.What.SUPPLEMENT] if events.of(case, CONSENTED) else []
    return "paper" if CaseFile.objects.filter(case__in=form, what__in=written).exists() else ""


def agreed(incoming: Incoming) -> bool:
    """Did whoever asked on the portal agree to it there, and not take it back before it was registered."""
    if taken_back(incoming):
        return False
    return Submission.objects.filter(incoming=incoming).exclude(electronic_consent="").exists()


def taken_back(incoming: Incoming) -> bool:
    """Before it was registered: the mark on the form no longer holds."""
    return incoming.online_papers.filter(what=_What.REVOCATION, case=None).exists()


def _ended_at(form: list[int]) -> datetime | None:
    """When it was last taken back."""
    lines = CaseEvent.objects.filter(case__in=form, kind=REVOKED).values_list("at", flat=True)
    early = OnlinePaper.objects.filter(about__case__in=form, case=None, what=_What.REVOCATION)
    return max([*lines, *early.values_list("sent_at", flat=True)], default=None)


def _locked(case: Case) -> list[Case]:
    """All that came of the same form and rest on its consent, in one order, until the transaction ends."""
    whole = case.split_from_id or case.pk
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency")
    mine = rows.filter(Q(pk=whole) | Q(split_from=whole), electronic_service=True)
    return list(mine.order_by("pk"))


def _end(cases: Iterable[Case], on: date, by: Who | None, at: datetime) -> None:
    """``by``: None for the applicant. A page that somebody opened before is old then: nothing is served
    electronically from it."""
    for case in cases:
        case.electronic_service = False
        case.revision += 1
        case.save(update_fields=["electronic_service", "revision"])
        if "record" in possible(case.state):
            events.add(case, REVOKED, on, by=by or OPERATOR, at=at)
        who, told = actor(by) if by else ACTOR, {"on": on.isoformat()}
        record("cases.revoke_electronic", actor=who, agency=case.agency, object=case, data=told, at=at)
