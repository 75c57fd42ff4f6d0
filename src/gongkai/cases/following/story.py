"""What happened to a request, in words for whoever made it.

Only what stands in ``_SAID`` is told. What the office did within (who worked on it, which office was asked, who
reviewed and approved) and what was exchanged with others beyond the fact that they were asked is not theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.agencies.who import day
from gongkai.cases.effects import APPLICANT
from gongkai.cases.models import Case, CaseEvent, OnlinePaper, Service
from gongkai.cases.registering import Means
from gongkai.cases.words import Channel, Route
from gongkai.statute.letters import letter_kind

from .holder import Holder


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the day, the sentence, and what stands small beneath it. ``at``, when it was put down, orders
    those of one day."""

    on: date
    at: datetime
    words: str
    sub: str = ""


def day_words(on: date) -> str:
    """2026年3月13日."""
    return f"{on.year}年{on.month}月{on.day}日"


def story(holder: Holder, case: Case | None) -> tuple[Line, ...]:
    """From handing in to the end, the newest last. Without a case: what there is before it is registered."""
    found = [_handed_in(holder), *_of_the_papers(holder, case)]
    if case is not None:
        found += [_registered(holder, case), *_of_the_case(case)]
    return tuple(sorted(found, key=lambda line: (line.on, line.at)))


def _handed_in(holder: Holder) -> Line:
    came = holder.incoming
    if came.channel == Channel.WEB:
        return Line(day(came.entered_at), came.entered_at, "您在网上提交了申请", f"回执编号 {came.number}")
    how = f"{came.get_channel_display()}，编号 {came.number}"
    return Line(came.arrived_on, came.entered_at, f"{came.agency.name}收到您的来件", how)


def _registered(holder: Holder, case: Case) -> Line:
    words = f"登记为{case.get_kind_display()}"
    return Line(day(case.created_at), case.created_at, words, f"登记编号 {case.number}")


def _of_the_papers(holder: Holder, case: Case | None) -> Iterator[Line]:
    """What was sent by this page; of a request with several cases, each has its own."""
    for one in holder.sent(case):
        words = _SENT[OnlinePaper.What(one.what)]
        yield Line(day(one.sent_at), one.sent_at, words, f"编号 {one.incoming.number}")


def _of_the_case(case: Case) -> Iterator[Line]:
    services = {one.pk: one for one in case.services.select_related("letter")}
    for event in case.events.filter(struck_at=None).select_related("letter"):
        said = _SAID.get(event.kind)
        words = said(event, services.get(_service(event))) if said else ""
        if words:
            yield Line(event.on, event.at, words, _small(event))


def _service(event: CaseEvent) -> int:
    key = event.data.get("service")
    return key if isinstance(key, int) else 0


def _small(event: CaseEvent) -> str:
    """The number of a letter that went to them."""
    return event.letter.number if event.letter and _to_them(event) else ""


def _to_them(event: CaseEvent) -> bool:
    letter = event.letter
    return letter is not None and letter_kind(letter.kind, day(letter.drafted_at)).to == "applicant"


_Said = Callable[[CaseEvent, Service | None], str]


def _plain(words: str) -> _Said:
    return lambda event, service: words


def _until(words: str, otherwise: str) -> _Said:
    """With the day that was set, where one was."""
    return lambda event, service: words.format(day_words(event.until)) if event.until else otherwise


def _confirmed(event: CaseEvent, service: Service | None) -> str:
    means = str(event.data.get("means", ""))
    how = f"（{Means(means).label}）" if means in Means.values else ""
    if event.data.get("office") and event.data.get("applicant"):
        return f"与您确认收到申请{how}"
    return f"您确认了申请{how}" if event.data.get("applicant") else f"本机关确认收到申请{how}"


def _extended(event: CaseEvent, service: Service | None) -> str:
    return f"告知您延长答复期限{event.days}个工作日" if event.days else "告知您延长答复期限"


def _answered(event: CaseEvent, service: Service | None) -> str:
    how = f"（{Route(service.route).label}）" if service else ""
    return f"再次发出答复{how}" if event.data.get("again") else f"发出答复{how}"


def _letter(words: str) -> _Said:
    """Only of letters to the applicant: that others got one is not told here."""

    def said(event: CaseEvent, service: Service | None) -> str:
        if event.letter is None or not _to_them(event):
            return ""
        name = letter_kind(event.letter.kind, day(event.letter.drafted_at)).title
        return words.format(f"《{name}》")

    return said


def _failed(event: CaseEvent, service: Service | None) -> str:
    if service is None or service.to != APPLICANT:
        return ""
    name = letter_kind(service.letter.kind, day(service.letter.drafted_at)).title
    return f"《{name}》没有送到（{service.get_result_display()}），将再次送达"


def _split(event: CaseEvent, service: Service | None) -> str:
    into, whole = event.data.get("into"), event.data.get("from")
    if isinstance(into, list):
        return f"申请中有几项内容，分开办理：另立 {'、'.join(str(one) for one in into)}"
    return f"从 {whole} 中分出，单独办理"


_SENT: Mapping[OnlinePaper.What, str] = {
    OnlinePaper.What.SUPPLEMENT: "您在网上提交了补正",
    OnlinePaper.What.REASONS: "您在网上说明了理由",
    OnlinePaper.What.PAYMENT: "您在网上提交了缴费凭证",
    OnlinePaper.What.WITHDRAWAL: "您在网上提出撤回申请",
    OnlinePaper.What.CONSENT: "您在网上同意电子送达",
    OnlinePaper.What.REVOCATION: "您在网上撤回电子送达的同意",
    OnlinePaper.What.PROBLEM: "您在网上反映了问题",
}
_ASKED = "征求{}意见，所需时间不计入答复期限"
_SAID: Mapping[str, _Said] = {
    "confirmed": _confirmed,
    "confirmation-tried": _plain("本机关联系您确认申请，没有联系上"),
    "received": _plain("收到申请之日，答复期限自次日起计算"),
    "electronic-consent": _plain("登记您同意电子送达"),
    "electronic-consent-revoked": _plain("电子送达的同意已撤回，以后的文书以纸质送达"),
    "supplement-noticed": _until("告知您补正，请在{}以前补正", "告知您补正"),
    "supplement-received": _plain("收到您的补正，答复期限自次日起重新计算"),
    "fee-noticed": _plain("通知您缴纳信息处理费"),
    "fee-notice-received": _until("您收到收费通知，请在{}以前缴费", "您收到收费通知"),
    "fee-paid": _plain("收到您缴纳的信息处理费，答复期限自次日起重新计算"),
    "fee-paid-late": _plain("收到您缴纳的信息处理费；已过缴费期限，不重新计算答复期限"),
    "fee-refunded": _plain("退还信息处理费"),
    "reasons-asked": _until("请您说明理由，请在{}以前说明", "请您说明理由"),
    "reasons-received": _plain("收到您说明的理由"),
    "delayed-to": _until("告知您延迟答复，至{}", "告知您延迟答复"),
    "extended": _extended,
    "third-party-asked": _plain(_ASKED.format("第三方")),
    "joint-maker-asked": _plain(_ASKED.format("共同制作机关")),
    "agency-asked": _plain(_ASKED.format("其他机关")),
    "letter-dispatched": _letter("向您发出{}"),
    "letter-received": _letter("您收到{}"),
    "letter-opened": _letter("您打开了{}"),
    "paper-followed": _letter("向您补送纸质{}"),
    "notice-bounced": _plain("给您的通知没有送到，请核对留下的联系方式"),
    "service-failed": _failed,
    "posted": _answered,
    "served": _answered,
    "closed": _plain("告知您不再处理"),
    "answer-received": _plain("您收到答复"),
    "withdrawn": _plain("您撤回了申请"),
    "case-closed": _plain("办结"),
    "reopened": _plain("重新办理"),
    "split": _split,
    "merged": lambda event, service: f"并入 {event.data.get('into', '')} 一并答复",
    "merged-in": lambda event, service: f"{event.data.get('from', '')} 并入本件一并答复",
    "unmerged": _plain("恢复单独办理"),
}
