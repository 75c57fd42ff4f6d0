"""Letters that leave, and proof that they came: the two days the law counts from.

Posting stops the agency's clock on the day of posting; a letter handed over, by us or by whom we asked, stops
it on the day it is signed for; the receiver's own receipt starts the remedies (国办公开办函〔2016〕235号).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import person
from gongkai.cases import consenting, effects, events, telling, without_effect
from gongkai.cases.acting import ensure_link, finish, hold
from gongkai.cases.filing import Paper, stored
from gongkai.cases.models import Case, Service
from gongkai.cases.states import after, possible
from gongkai.cases.words import Route
from gongkai.errors import Refused, WrongState
from gongkai.letters.models import Letter
from gongkai.statute import parameters
from gongkai.statute.postal import ensure_postal, may_carry

# Handed over: nothing has happened before it is signed for.
BY_HAND = frozenset({Route.DIRECT, Route.DELEGATED})
_CARRIED = frozenset({Route.POST, Route.DELEGATED})
_CAME = frozenset({Service.Result.SERVED, Service.Result.REFUSED})
_FAILED = frozenset({Service.Result.RETURNED, Service.Result.UNKNOWN})


@dataclass(frozen=True)
class Way:
    """How a letter goes: the route and what proves it. ``proof`` is the receipt of posting, the delivery record of
    the electronic system, or the page with the public notice."""

    route: str
    carrier: str = ""
    postal_number: str = ""
    address: str = ""
    review_link: str = ""
    proof: Paper | None = None


@transaction.atomic
def dispatch(
    user: Who,
    case: Case,
    letter: Letter,
    way: Way,
    *,
    on: date,
    as_it_was: bool = False,
    revision: int | None = None,
    at: datetime,
) -> Service:
    """One attempt to bring a sealed letter to whom it is for. By post, electronically and by notice it has left
    now and acts now; by hand it acts when it is signed for (``serve``).

    Refused without the sealed file, by a private courier, without postal number, electronically without the
    applicant's consent or without the link to online reconsideration (复议法 22(2)).

    A notice that left after its day is refused, unless ``as_it_was``: then it is taken down and changes neither
    date nor state. Within its day it acts, ``as_it_was`` or not.
    """
    effect = effects.of(case, letter)
    acts = way.route not in BY_HAND
    verb = effect.verb if acts else effect.before
    held = hold(user, case, "cases.work", "record" if as_it_was else verb, revision=revision, at=at)
    late = as_it_was and bool(effects.too_late(held, letter, on))
    verb = "record" if late else verb
    after(held.state, verb)
    # As it is now: somebody may have given it up while we waited for the case.
    letter.refresh_from_db(fields=["state", "subject", "issued_on"])
    _sealed(held, letter, on)
    events.check_day(held, on, at)
    to = effects.receiver(held, letter)
    _check(held, letter, way, to, on)
    if not late:
        _may_act(held, letter, on)
    service = _kept(user, held, letter, way, to, on, at)
    if acts:
        leaves = without_effect.left if late else effect.leaves
        leaves(user, held, service, on, at)
    data = {"kind": letter.kind, "number": letter.number, "route": way.route, "on": on.isoformat(), "late": late}
    tell = None if late else telling.letter_left(service)
    finish(user, held, verb, "dispatch", data=data, tell=tell, at=at)
    return service


@transaction.atomic
def serve(
    user: Who,
    service: Service,
    *,
    result: str,
    on: date,
    signed_by: str = "",
    proof: Paper | None = None,
    revision: int | None = None,
    at: datetime,
) -> Service:
    """What became of an attempt: served or refused on the spot (留置), with its proof, or returned or lost. After
    one that failed the letter goes out again, by another route or by notice."""
    effect = effects.of_service(service)
    came = result in _CAME
    acts = came and service.route in BY_HAND and _still_acts(service, effect, on)
    verb = effect.on_result(acts=acts, came=came)
    # Always the case first: whoever holds it is not waited for in a ring.
    held = hold(user, service.case, "cases.work", verb, revision=revision, at=at)
    service = (
        Service.objects.select_for_update(no_key=True, of=("self",)).select_related("letter").get(pk=service.pk)
    )
    events.check_day(held, on, at)
    _check_result(service, result, on, proof)
    service.result, service.result_on, service.signed_by = result, on, signed_by.strip()
    service.proof = stored(proof, at=at) if proof else None
    service.save(update_fields=["result", "result_on", "signed_by", "proof"])
    if acts:
        effect.leaves(user, held, service, on, at)
    elif came and service.route in BY_HAND and effect.line is not None:
        without_effect.left(user, held, service, on, at)
    if came:
        arrives = effects.PLAIN.arrives if without_effect.of(held, service) else effect.arrives
        arrives(user, held, service, on, at)
    else:
        events.add(held, "service-failed", on, tag=effects.tag_of(service), data=_data(service), by=user, at=at)
    data = {"kind": service.letter.kind, "result": result, "on": on.isoformat()}
    finish(user, held, verb, "serve", data=data, at=at)
    return service


@transaction.atomic
def hand_over(
    user: Who,
    case: Case,
    letter: Letter,
    *,
    on: date,
    signed_by: str,
    proof: Paper,
    revision: int | None = None,
    at: datetime,
) -> Service:
    """Handed over and signed for in one go, at the window."""
    service = dispatch(user, case, letter, Way(Route.DIRECT), on=on, revision=revision, at=at)
    return serve(user, service, result=Service.Result.SERVED, on=on, signed_by=signed_by, proof=proof, at=at)


def served_by_notice_on(posted_on: date) -> date:
    """The day on which a public notice counts as service (民事诉讼法 95, by analogy; a dated parameter)."""
    return posted_on + timedelta(days=parameters.number("service-by-notice-days", posted_on))


def _still_acts(service: Service, effect: effects.Effect, on: date) -> bool:
    """Handed over, a letter acts on the day of signature. One that was signed for too late, or when the case had
    moved on, came all the same and changes nothing; an answer always does."""
    case = Case.objects.get(pk=service.case_id)
    if not effect.answers and effect.verb not in possible(case.state):
        return False
    try:
        effect.law(case, service.letter, on)
    except Refused:
        if effect.answers:
            raise
        return False
    return True


def _may_act(case: Case, letter: Letter, on: date) -> None:
    """Refused as the law refuses it; what is too late only is told how to be taken down."""
    late = effects.too_late(case, letter, on)
    if late:
        raise Refused(f"{late}确已在{on}发出的，请用“补登发出”照实登记：只记下事实，不影响答复期限和办理状态。")
    effects.of(case, letter).law(case, letter, on)


def _sealed(case: Case, letter: Letter, on: date) -> None:
    if letter.subject != case.key:
        raise WrongState("这份文书不属于这件申请。")
    if letter.state == Letter.State.VOID:
        raise WrongState("这份文书已经作废，不能发出。")
    if letter.state != Letter.State.SEALED:
        raise WrongState("还没有盖章后的扫描件或者电子印章文件，不能发出；请先上传盖章件。")
    if letter.issued_on is not None and on < letter.issued_on:
        raise Refused(f"发出日期早于落款日期（{letter.issued_on}），请核对。")


def _check(case: Case, letter: Letter, way: Way, to: str, on: date) -> None:
    if way.route not in Route.values:
        raise Refused("请从所列送达方式中选择。")
    if case.services.filter(letter=letter, result__in=_CAME).exists():
        raise WrongState("这份文书已经送达。")
    if case.services.filter(letter=letter, result="").exists():
        raise WrongState("这份文书已经发出，尚无结果；请先登记送达或者退回。")
    if way.route == Route.POST:
        ensure_postal(way.carrier, on)
        if not way.postal_number.strip():
            raise Refused("请填写邮件号，以证明交邮日期（国办公开办函〔2016〕235号）。")
    elif way.route == Route.ELECTRONIC:
        _electronic(case, way, to)
    elif way.route == Route.NOTICE:
        _notice(case, letter, way)
    elif way.route == Route.DELEGATED and (not way.carrier.strip() or may_carry(way.carrier, on)):
        raise Refused("请写明受委托送达的机关。")


def _electronic(case: Case, way: Way, to: str) -> None:
    if to != effects.APPLICANT or not consenting.given(case):
        raise Refused("没有申请人同意电子送达的书面意见，不能电子送达；请邮寄或者当面送达。")
    if not way.review_link.strip():
        raise Refused("电子送达须同时提供网上申请行政复议的渠道（《行政复议法》第二十二条第二款）；请填写网址。")
    ensure_link(way.review_link, "网上申请行政复议的网址不完整，请填写以 https:// 开头的完整网址。")
    if way.proof is None:
        raise Refused("电子送达须附系统的送达记录，以证明发出日期；从本站送达的，用“电子送达”这一步，不用附。")


def _notice(case: Case, letter: Letter, way: Way) -> None:
    if not case.services.filter(letter=letter, result__in=_FAILED).exists():
        raise Refused("公告送达以其他方式无法送达为前提；请先邮寄或者当面送达，并登记退回情况。")
    if way.proof is None:
        raise Refused("公告送达须附公告页面或者张贴照片。")


def _kept(user: Who, case: Case, letter: Letter, way: Way, to: str, on: date, at: datetime) -> Service:
    return Service.objects.create(
        case=case,
        letter=letter,
        to=to,
        route=way.route,
        carrier=way.carrier.strip() if way.route in _CARRIED else "",
        postal_number=way.postal_number.strip() if way.route == Route.POST else "",
        dispatched_on=on,
        review_link=way.review_link.strip() if way.route == Route.ELECTRONIC else "",
        address=way.address.strip(),
        dispatch_proof=stored(way.proof, at=at) if way.proof else None,
        created_by=person(user),
        created_at=at,
    )


def _check_result(service: Service, result: str, on: date, proof: Paper | None) -> None:
    if service.result:
        raise WrongState("这次送达已经有结果；有误的，请更正日期或者另行登记一次送达。")
    if result not in (_CAME | _FAILED):
        raise Refused("请从所列送达结果中选择。")
    if on < service.dispatched_on:
        raise Refused(f"日期早于发出日期（{service.dispatched_on}），请核对。")
    if service.route == Route.NOTICE and on < served_by_notice_on(service.dispatched_on):
        raise Refused(f"公告期未满，{served_by_notice_on(service.dispatched_on)}起视为送达。")
    if result in _CAME and proof is None and service.route != Route.NOTICE:
        raise Refused("请附送达回证、签收记录或者留置送达的见证材料（国办公开办函〔2016〕235号）。")


def _data(service: Service) -> dict[str, object]:
    return {"service": service.pk, "kind": service.letter.kind, "result": service.result, "route": service.route}
