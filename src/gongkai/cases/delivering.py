"""Electronic service by our own portal: a letter is laid ready on the page of the request, and has arrived then.

deliver(user, case, letter, *, review_link, at)   with the applicant's written consent only
by_link(token, *, at) -> ElectronicDelivery?       what a signed link opens, None for one that ended
open_(delivery, *, at)                             further proof: the applicant opened it
unopened(on), waiting(user, on) -> QuerySet        paper has to follow
send_paper(user, case, service, …)                 it does, and changes neither date nor state

The day of service is that of arrival, and remedies count from it whatever follows (statute, "reading.*"). The
delivery itself is the record: no proof is uploaded.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.agencies.permissions import OPERATOR, Who, within
from gongkai.agencies.who import day, person
from gongkai.audit.actions import record
from gongkai.cases import consenting, dispatching, due, events, telling
from gongkai.cases.acting import finish, hold
from gongkai.cases.dispatching import Way
from gongkai.cases.filing import Paper, stored
from gongkai.cases.models import Case, ElectronicDelivery, Incoming, Release, Service
from gongkai.cases.words import Route
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import parameters
from gongkai.statute.postal import ensure_postal

LINK_LASTS = timedelta(days=30)
SYSTEM = "政府信息公开申请查询页面"
_BYTES = 32
_THERE = ("", "served", "refused")


@transaction.atomic
def deliver(
    user: Who, case: Case, letter: Letter, *, review_link: str, revision: int | None = None, at: datetime
) -> ElectronicDelivery:
    """Dispatched and served at one moment, and the applicant is told. Refused as ``dispatch`` refuses, and where
    the applicant could open nothing: neither query code nor address."""
    ensure_reached(case)
    proof = Paper("电子送达记录.json", _record(case, letter, review_link, at))
    way = Way(Route.ELECTRONIC, address=SYSTEM, review_link=review_link, proof=proof)
    service = dispatching.dispatch(user, case, letter, way, on=day(at), revision=revision, at=at)
    token = secrets.token_urlsafe(_BYTES)
    made = ElectronicDelivery.objects.create(
        service=service,
        arrived_at=at,
        link_sha256=_sha256(token),
        link_ends_at=at + LINK_LASTS,
        paper_due_on=due.calendar_of(case).add(day(at), parameters.number("unopened-days", day(at))),
    )
    _told(case, made, token, at)
    made.service = dispatching.serve(user, service, result=Service.Result.SERVED, on=day(at), proof=proof, at=at)
    return made


def ensure_reached(case: Case) -> None:
    """Refused where a letter on the portal would lie there unread."""
    whole = Incoming.objects.filter(case__in=[case.pk, case.split_from_id or case.pk])
    if (
        whole.filter(settled_as=Incoming.SettledAs.CASE)
        .filter(access_codes__isnull=False, access_codes__ended_at=None)
        .exists()
    ):
        return
    if not any(telling.ways(case, every=True).values()):
        raise Refused("申请人没有查询码，也没有可以发送链接的邮箱或者手机，打不开电子文书；请补发查询码或者邮寄。")


def by_link(token: str, *, at: datetime) -> ElectronicDelivery | None:
    """By the random part of a link. None for one that never was or has ended, alike."""
    rows = ElectronicDelivery.objects.filter(link_sha256=_sha256(token), link_ends_at__gt=at)
    return rows.select_related("service__case__agency", "service__letter").first()


@transaction.atomic
def open_(delivery: ElectronicDelivery, *, at: datetime) -> ElectronicDelivery:
    """By whoever holds the link or the code. The first time stands on the time line; each is in the chain."""
    rows = ElectronicDelivery.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("service__case__agency", "service__letter").get(pk=delivery.pk)
    case, first = found.service.case, found.opened_at is None
    if first:
        found.opened_at = at
        found.save(update_fields=["opened_at"])
        data = {"service": found.service_id, "route": found.service.route}
        events.add(case, "letter-opened", day(at), letter=found.service.letter, data=data, by=OPERATOR, at=at)
    told = {"delivery": found.key, "first": first}
    record("delivery.open", actor="applicant", agency=case.agency, object=case, data=told, at=at)
    return found


def unopened(on: date) -> QuerySet[ElectronicDelivery]:
    """Nobody has opened them, the day of paper has come, and none is under way or there. Oldest first."""
    waiting = ElectronicDelivery.objects.filter(opened_at=None, paper_due_on__lte=on)
    rows = waiting.exclude(service__followed_by__result__in=_THERE)
    return rows.select_related("service__case__agency", "service__letter").order_by("paper_due_on", "pk")


def waiting(user: Who, *, on: date) -> QuerySet[ElectronicDelivery]:
    """The same for whoever works on it."""
    return unopened(on).filter(service__case__agency__in=within(user, "cases.work", on=on))


@transaction.atomic
def send_paper(
    user: Who,
    case: Case,
    service: Service,
    *,
    on: date,
    carrier: str,
    postal_number: str,
    address: str = "",
    proof: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Service:
    """The letter again, on paper, by post. Its receipt is entered as any other's and moves no date."""
    held = hold(user, case, "cases.work", "record", revision=revision, at=at)
    delivery = _followable(held, service)
    events.check_day(held, on, at)
    if on < service.dispatched_on:
        raise Refused(f"补送日期早于电子送达的日期（{service.dispatched_on}），请核对。")
    ensure_postal(carrier, on)
    if not postal_number.strip():
        raise Refused("请填写邮件号，以证明交邮日期（国办公开办函〔2016〕235号）。")
    made = Service.objects.create(
        case=held, letter=service.letter, to=service.to, route=Route.POST, carrier=carrier.strip(),
        postal_number=postal_number.strip(), dispatched_on=on, address=address.strip(), follows=service,
        dispatch_proof=stored(proof, at=at) if proof else None, created_by=person(user), created_at=at,
    )  # fmt: skip
    delivery.paper_service = made
    delivery.save(update_fields=["paper_service"])
    data = {"service": made.pk, "kind": made.letter.kind, "route": made.route}
    events.add(held, "paper-followed", on, letter=made.letter, data=data, by=user, at=at)
    finish(user, held, "record", "send_paper", data={"kind": made.letter.kind, "on": on.isoformat()}, at=at)
    return made


def _followable(case: Case, service: Service) -> ElectronicDelivery:
    rows = ElectronicDelivery.objects.select_for_update(no_key=True, of=("self",))
    found = rows.filter(service=service, service__case=case).first()
    if found is None:
        raise WrongState("这份文书不是通过本系统电子送达的，没有纸质文书要补送。")
    if service.followed_by.filter(result__in=_THERE).exists():
        raise WrongState("这份文书的纸质件已经寄出。")
    return found


def _told(case: Case, made: ElectronicDelivery, token: str, at: datetime) -> None:
    link, until = f"{settings.GONGKAI_ADDRESS}/letters/{token}/", timezone.localdate(made.link_ends_at)
    ends = f"{until.year}年{until.month}月{until.day}日"
    telling.tell(case, "ready", occasion=made.service.letter.key, at=at, letter=link, ends=ends)


def _record(case: Case, letter: Letter, review_link: str, at: datetime) -> bytes:
    """What was laid ready where and when: the proof of dispatch and of arrival. Names nobody."""
    said = {
        "行政机关": case.agency.name,
        "申请编号": case.number,
        "文号": letter.number,
        "文书SHA-256": letter.sealed_sha256,
        "随附文件SHA-256": _released(case, letter),
        "送达系统": f"{SYSTEM} {settings.GONGKAI_ADDRESS}/follow/",
        "到达时间": timezone.localtime(at).isoformat(timespec="seconds"),
        "同意电子送达": {"online": "申请人在线同意", "paper": "申请人书面同意"}.get(consenting.given(case), ""),
        "网上申请行政复议": review_link,
        "送达日期的依据": _reading(day(at)),
    }
    return json.dumps(said, ensure_ascii=False, indent=2).encode()


def _reading(on: date) -> str:
    version = parameters.at("reading.electronic-service", on)
    return version.reference if version else ""


def _released(case: Case, letter: Letter) -> list[str]:
    decision = case.decisions.filter(letter=letter).first()
    if decision is None:
        return []
    rows = Release.objects.filter(case=case, round=decision.round).exclude(checked_by=None).exclude(file=None)
    return [one.file.sha256 for one in rows.select_related("file") if one.file and not one.refused_reason]


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
