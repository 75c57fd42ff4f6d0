"""Whom a case waits for beside its state: an opinion from outside, two reviews, a look at what is given, the
head's word on an extension.

What is drafted or asked waits from then on; a letter waits for nobody before it has left.
"""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.accounts.models import Person
from gongkai.cases import releases
from gongkai.cases.extending import ASKED, CONSENTED, DECLINED
from gongkai.cases.models import CaseEvent, Consultation, Decision, Release, ReviewRecord, Service
from gongkai.cases.states import IN_HAND, State
from gongkai.letters.models import Letter

# A draft is reviewed before it is submitted or while it lies with the head.
REVIEWED_IN = (*IN_HAND, State.IN_APPROVAL)


def asked_outside() -> QuerySet[Consultation]:
    """Those whose letter has left and who have not answered."""
    left = Service.objects.filter(letter=OuterRef("letter"))
    return Consultation.objects.filter(Exists(left), opinion="")


def to_review(by: Person | None = None) -> QuerySet[Decision]:
    """Drafts of which one of the two reviews was not made as they stand. One that did not pass waits for its
    drafter. ``by``: those that this person may review, having drafted none of it (``reviewing.review``)."""
    made = ReviewRecord.objects.filter(decision=OuterRef("pk"), decision_revision=OuterRef("revision"))
    disclosure, secrecy = (Q(Exists(made.filter(what=what))) for what in ReviewRecord.What.values)
    refused = Q(Exists(made.filter(passed=False)))
    drafts = Decision.objects.filter(decided_on=None, round=F("case__round"), case__state__in=REVIEWED_IN)
    drafts = drafts.filter(~(disclosure & secrecy), ~refused)
    if by is None:
        return drafts
    drew_up = CaseEvent.objects.filter(kind="drafted", case=OuterRef("case"), round=OuterRef("round"), by=by)
    return drafts.filter(~Exists(drew_up))


def to_check(by: Person | None = None) -> QuerySet[Release]:
    """Files that were prepared to be given and wait for another person to look; ``by``: for this one."""
    waiting = Release.objects.filter(checked_by=None, round=F("case__round"), case__state__in=REVIEWED_IN)
    waiting = waiting.exclude(file=None)
    return waiting if by is None else releases.of_others(waiting, by)


def to_consent() -> QuerySet[CaseEvent]:
    """Extensions that the head was asked for and has not answered."""
    answered = CaseEvent.objects.filter(kind__in=[CONSENTED, DECLINED], letter=OuterRef("letter"), struck_at=None)
    asked = CaseEvent.objects.filter(kind=ASKED, struck_at=None, round=F("case__round"), case__state__in=IN_HAND)
    return asked.filter(~Exists(answered)).exclude(letter__state=Letter.State.VOID)
