"""Sending something by the page of a request. It stands in the register at once, like a paper at the window; what
it asks for is a clerk's step (``taking``); only a consent that is taken back ends at once. The day that counts is
the day on which it came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.who import day
from gongkai.audit.actions import record
from gongkai.cases import consenting
from gongkai.cases import incoming as arriving
from gongkai.cases.asking import ACTOR
from gongkai.cases.asking.uploads import MAX_FILES, MAX_TOTAL, ensure_taken
from gongkai.cases.asking.wanted import ELECTRONIC_CONSENT
from gongkai.cases.filing import Paper, stored
from gongkai.cases.models import AccessCode, Case, CaseFile, Incoming, OnlinePaper
from gongkai.cases.words import Channel
from gongkai.documents import actions as documents
from gongkai.documents import scanning
from gongkai.documents.models import Scan
from gongkai.documents.names import safe
from gongkai.errors import Refused, TooLarge, WrongState

from .holder import Holder
from .offered import ensure

What = OnlinePaper.What
LONGEST = 5000
# As many wait for a clerk at most: whoever holds a code cannot fill the register.
MOST_WAITING = 20
WITHDRAWAL = "本人撤回上述政府信息公开申请。"
REVOCATION = "本人撤回以电子方式接收文书的同意；今后的文书请以纸质方式送达。"


def send(
    holder: Holder,
    case: Case | None,
    what: str,
    *,
    text: str = "",
    papers: Sequence[Paper] = (),
    once: str,
    at: datetime,
) -> OnlinePaper:
    """Into the register, with the words as a paper of their own. ``once`` is the mark of the form: the same form
    sent twice is one paper. Refused for nothing to send and for what the scanner found something in, WrongState
    when nobody waits for it or the code ended meanwhile. Not within a transaction: the scanner takes its time."""
    said = _said(what, text, papers)
    source = f"follow:{hashlib.sha256(once.encode()).hexdigest()}"
    if before := _before(holder, source):
        return before
    ensure(holder, case, what)
    looked = _scanned(papers, at)
    try:
        return _sent(holder, case, what, said, papers, source, at)
    finally:
        # Those that were bound to nothing.
        documents.forget(looked)


@transaction.atomic
def _sent(
    holder: Holder, case: Case | None, what: str, said: str, papers: Sequence[Paper], source: str, at: datetime
) -> OnlinePaper:
    _ensure_holds(holder)
    if before := _before(holder, source):
        return before
    held = _held(case)
    ensure(holder, held, what)
    _ensure_room(holder)
    made = _register(holder, held, what, source, at)
    kept = [arriving.keep(made, one, at=at) for one in (_statement(holder, held, what, said, papers, at), *papers)]
    sent = OnlinePaper.objects.create(
        incoming=made, about=holder.incoming, case=held, what=what, text=said, sent_at=at
    )
    if what == What.REVOCATION:
        _revoked(sent, held, at)
    data = {"what": str(what), "incoming": made.key, "files": [one.file.sha256 for one in kept]}
    record("follow.send", actor=ACTOR, agency=made.agency, object=held or holder.incoming, data=data, at=at)
    return sent


def _revoked(sent: OnlinePaper, case: Case | None, at: datetime) -> None:
    """Done when it comes, and the paper is filed: nobody has to take it up for it to hold."""
    if case is None:
        sent.incoming = arriving.not_a_request(OPERATOR, sent.incoming, reason=_REVOKED_EARLY, at=at)
        return
    consenting.revoked_online(case, at=at)
    sent.incoming = arriving.paper(OPERATOR, sent.incoming, case=case, what=CaseFile.What.OTHER, at=at)


def _said(what: str, text: str, papers: Sequence[Paper]) -> str:
    """The words that are kept, once nothing is wrong with what was sent."""
    if what not in What.values:
        raise Refused("请从查询页面选择要办的事。")
    said = _FIXED.get(What(what), text.strip())
    if len(said) > LONGEST:
        raise Refused(f"内容超过{LONGEST}字；请把全文作为附件上传，这里写明要点。")
    if not said and not papers and what in _MISSING:
        raise Refused(_MISSING[What(what)])
    _bounded(papers)
    return said


def _bounded(papers: Sequence[Paper]) -> None:
    """As when asking."""
    if len(papers) > MAX_FILES or sum(len(one.data) for one in papers) > MAX_TOTAL:
        raise TooLarge(f"一次最多上传{MAX_FILES}个文件、共{MAX_TOTAL // 2**20}MB；没有提交，请减少后再试。")
    for one in papers:
        ensure_taken(one)


def _before(holder: Holder, source: str) -> OnlinePaper | None:
    rows = OnlinePaper.objects.select_related("incoming")
    return rows.filter(about=holder.incoming, incoming__source_key=source).first()


def _scanned(papers: Sequence[Paper], at: datetime) -> list[int]:
    """Kept and looked at before anything is registered; the keys of their rows. Held where nobody answers."""
    kept: list[int] = []
    for one in papers:
        with transaction.atomic():
            file = stored(one, at=at)
            scanning.hold(file, at=at)
        kept.append(file.pk)
        scan = scanning.ask(file, at=at)
        if scan is not None and scan.state == Scan.State.INFECTED:
            documents.forget(kept)
            raise Refused(f"“{safe(one.name)}”里发现病毒，没有提交；请换一台电脑另存后再传，或者当面、邮寄提交。")
    return kept


def _ensure_holds(holder: Holder) -> None:
    """Two that press at once go one after the other; one whose code was replaced meanwhile is told."""
    rows = AccessCode.objects.select_for_update(no_key=True, of=("self",))
    if rows.get(pk=holder.access.pk).ended_at is not None:
        raise WrongState("这个查询码已经失效，没有提交；请用新的查询码重新查询。")


def _ensure_room(holder: Holder) -> None:
    rows = holder.incoming.online_papers.filter(incoming__settled_as=Incoming.SettledAs.WAITING)
    if rows.count() >= MOST_WAITING:
        raise Refused("您提交的材料较多，本机关还没有处理完，没有再次接收；请稍后再试，或者当面、邮寄提交。")


def _held(case: Case | None) -> Case | None:
    """As it is now, until the transaction ends."""
    if case is None:
        return None
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("agency", "applicant")
    return rows.get(pk=case.pk)


def _register(holder: Holder, case: Case | None, what: str, source: str, at: datetime) -> Incoming:
    about = case.number if case else holder.incoming.number
    return arriving.create(
        holder.agency,
        channel=Channel.WEB,
        arrived_on=day(at),
        sender=_name(holder, case),
        sender_contact=holder.incoming.sender_contact,
        subject=f"{What(what).label}（{about}）",
        source_key=source,
        matched_case=case,
        by=OPERATOR,
        at=at,
    )


def _name(holder: Holder, case: Case | None) -> str:
    found: str = case.applicant.name if case else holder.incoming.sender
    return found


def _statement(
    holder: Holder, case: Case | None, what: str, said: str, papers: Sequence[Paper], at: datetime
) -> Paper:
    """The words as a paper: what the applicant said, about what, and when."""
    words = {What.WITHDRAWAL: f"{WITHDRAWAL}\n{said}"}.get(What(what), said).strip()
    lines = [
        f"{What(what).label}（网上提交）",
        f"申请：{case.number if case else holder.incoming.number}",
        f"申请人：{_name(holder, case)}",
        f"提交时间：{timezone.localtime(at):%Y-%m-%d %H:%M:%S}（北京时间）",
        "",
        words or "（没有填写文字，见附件）",
        *(["", "附件：" + "、".join(safe(one.name) for one in papers)] if papers else []),
    ]
    return Paper(f"{What(what).label}（网上提交）.txt", "\r\n".join(lines).encode("utf-8-sig"))


_FIXED = {What.CONSENT: ELECTRONIC_CONSENT, What.REVOCATION: REVOCATION}
_REVOKED_EARLY = "申请人在登记以前撤回电子送达的同意；登记以后文书以纸质送达。"
_MISSING = {
    What.SUPPLEMENT: "请写明补正的内容，或者上传补正材料。",
    What.REASONS: "请写明理由，或者上传说明。",
    What.PAYMENT: "请上传缴费凭证，或者写明缴款的日期和票据号。",
    What.PROBLEM: "请写明反映的问题。",
}
