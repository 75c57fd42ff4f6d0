"""The time line of a case in words: what happened on which day, by whom, with its letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gongkai.cases.models import Case, CaseEvent, Consultation, ReviewRecord, Service
from gongkai.cases.registering import Means
from gongkai.cases.words import Route
from gongkai.errors import Refused
from gongkai.statute import letters
from gongkai.statute.clock import EventKind
from gongkai.ui.templatetags.ui import day_text

# What only tells, beside the kinds of the clock.
_TOLD: Mapping[str, str] = {
    "answer-received": "申请人收到答复",
    "assigned": "分办",
    "case-closed": "办结",
    "confirmation-tried": "联系申请人未成",
    "confirmed": "确认收到",
    "decided": "批准处理决定",
    "drafted": "拟定处理决定",
    "extension-asked": "请负责人同意延期",
    "extension-consented": "负责人同意延期",
    "extension-declined": "负责人不同意延期",
    "fee-notice-received": "申请人收到收费通知",
    "fee-refunded": "退费",
    "grounds-found": "认定第三方的理由",
    "letter-dispatched": "发出文书",
    "letter-prepared": "拟写文书",
    "letter-received": "文书送达",
    "linked": "关联此前的申请",
    "merged": "并案",
    "no-good-reason": "认定没有正当理由",
    "office-answered": "科室反馈",
    "office-asked": "请科室协查",
    "public-interest": "负责人签署公共利益的理由",
    "reassessed": "动态调整复核",
    "registered": "登记为申请",
    "reopened": "重新办理",
    "returned": "退回修改",
    "reviewed": "审查",
    "search-signed": "检索记录签字",
    "searched": "检索",
    "service-failed": "送达未成",
    "silence": "认定逾期未答复",
    "split": "拆分",
    "submitted": "提交审批",
    "unlinked": "取消关联",
}
_KINDS: Mapping[str, str] = {kind.value: kind.label for kind in EventKind}


@dataclass(frozen=True, slots=True)
class StoryLine:
    """``sub`` are the small facts beneath; ``struck`` why it was struck out."""

    on: date
    words: str
    sub: tuple[str, ...]
    by: str
    at: datetime
    struck: str
    letter: int | None
    pk: int


def words(kind: str) -> str:
    return _KINDS.get(kind) or _TOLD.get(kind, kind)


def story(case: Case) -> tuple[StoryLine, ...]:
    """The newest last; what was struck out stays, marked."""
    events: Iterable[CaseEvent] = case.events.select_related("by", "letter")
    tags = {one.tag: one.party for one in case.consultations.all()}
    return tuple(_line(event, tags) for event in events)


def _line(event: CaseEvent, tags: Mapping[str, str]) -> StoryLine:
    return StoryLine(
        on=event.on,
        words=words(event.kind),
        sub=tuple(_facts(event, tags)),
        by=event.by.name if event.by else "系统",
        at=event.at,
        struck=event.struck_reason if event.struck_at else "",
        letter=event.letter_id,
        pk=event.pk,
    )


def _facts(event: CaseEvent, tags: Mapping[str, str]) -> Iterable[str]:
    """The small facts of a line, in words: whom, which letter, what came of it. Never codes."""
    data: Mapping[str, object] = event.data
    if event.tag:
        yield tags.get(event.tag, event.tag)
    if kind := data.get("kind"):
        yield f"《{_letter(str(kind), event.on)}》"
    if event.letter and event.letter.number:
        yield event.letter.number
    if event.kind in ("office-asked", "office-answered"):
        yield str(data.get("unit", ""))
    yield from _results(data)
    if event.days:
        yield f"{event.days} 个工作日"
    if event.until:
        yield f"至{day_text(event.until)}"


def _results(data: Mapping[str, object]) -> Iterable[str]:
    for name, words_of in _DATA.items():
        if name in data and (said := words_of(data[name])):
            yield said


def _letter(kind: str, on: date) -> str:
    try:
        return letters.letter_kind(kind, on).title
    except Refused:
        return kind


def _one_of(labels: Mapping[str, str]) -> Callable[[object], str]:
    return lambda code: labels.get(str(code), "")


def _either(yes: str, no: str) -> Callable[[object], str]:
    return lambda value: yes if value else no


_DATA: Mapping[str, Callable[[object], str]] = {
    "route": _one_of(dict(Route.choices)),
    "means": _one_of(dict(Means.choices)),
    "opinion": _one_of({**dict(Consultation.Opinion.choices), "silent": "逾期未答复"}),
    "what": _one_of(dict(ReviewRecord.What.choices)),
    "passed": _either("通过", "不通过"),
    "found": _either("找到", "没有找到"),
    "has_it": _either("有此信息", "没有此信息"),
    "reasonable": _either("理由合理", "理由不合理"),
    "result": _one_of(dict(Service.Result.choices)),
    "amount": lambda value: f"{value} 元",
    "earlier": str,
    "instead_of": lambda value: f"原登记为 {value}",
    "paper": _either("纸质审批", ""),
}
