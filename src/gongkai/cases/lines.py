"""The time line in words: what each kind of line is called, and the small facts beneath it."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.agencies.who import day
from gongkai.cases.models import CaseEvent, Consultation, ReviewRecord, Service
from gongkai.cases.registering import Means
from gongkai.cases.words import Route
from gongkai.statute.clock import EventKind
from gongkai.statute.letters import letter_kind

_CLOCK: Mapping[str, str] = {str(kind): kind.label for kind in EventKind}
# What only tells; the kinds of the clock have their own words.
TOLD: Mapping[str, str] = {
    "registered": "登记为申请",
    "confirmed": "双方确认收到",
    "confirmation-tried": "联系申请人未成",
    "assigned": "分办",
    "electronic-consent": "申请人同意电子送达",
    "electronic-consent-revoked": "申请人撤回电子送达的同意，以后的文书以纸质送达",
    "linked": "关联此前的申请",
    "unlinked": "取消关联",
    "letter-prepared": "拟写文书",
    "letter-dispatched": "发出文书",
    "letter-received": "对方收到文书",
    "letter-opened": "申请人打开电子送达的文书",
    "paper-followed": "补送纸质文书",
    "notice-bounced": "给申请人的通知被退回",
    "service-failed": "送达未成",
    "no-good-reason": "认定申请人无正当理由逾期不补正",
    "silence": "认定逾期未答复",
    "grounds-found": "认定第三方的理由",
    "public-interest": "负责人签署公共利益理由",
    "extension-asked": "申请延期",
    "extension-consented": "负责人同意延期",
    "extension-declined": "负责人不同意延期",
    "fee-notice-received": "申请人收到收费通知",
    "fee-paid-late": "逾期缴费",
    "fee-refunded": "退费",
    "office-asked": "请科室协查",
    "office-answered": "科室反馈",
    "searched": "检索",
    "search-signed": "检索记录签字",
    "drafted": "拟定处理决定",
    "reviewed": "审查",
    "file-checked": "核对提供的文件",
    "submitted": "提交审批",
    "returned": "退回修改",
    "decided": "作出处理决定",
    "answer-received": "申请人收到答复",
    "case-closed": "办结",
    "reopened": "重新办理",
    "reassessed": "动态调整复核",
    "split": "拆分",
    "merged": "并案",
    "unmerged": "撤销并案",
}
_SENT: Mapping[str, str] = {Route.ELECTRONIC: "答复电子送达", Route.NOTICE: "答复公告送达"}
# Lines that say nothing without the name of their letter.
_OF_A_LETTER = frozenset({
    "letter-prepared", "letter-dispatched", "letter-received", "service-failed", "letter-opened", "paper-followed",
})  # fmt: skip
_GROUNDS = {"review": "行政复议决定", "lawsuit": "人民法院裁判", "own": "自行纠正"}


def label(kind: str, route: str = "") -> str:
    """What happened, an answer by the way it went; the code itself for a kind that nobody named."""
    if kind == EventKind.POSTED and route in _SENT:
        return _SENT[route]
    return _CLOCK.get(kind) or TOLD.get(kind, kind)


def facts(event: CaseEvent) -> list[str]:
    """The small facts of a line, in words; nothing personal stands in them."""
    found = [
        f"《{_name(event)}》" if event.letter and event.kind in _OF_A_LETTER else "",
        f"对方{event.tag}" if event.tag else "",
        f"第{event.round}次办理，由此起算" if event.round > 1 and event.kind == EventKind.RECEIVED else "",
        f"{event.days}个工作日" if event.days else "",
        f"至{event.until}" if event.until else "",
        event.letter.number if event.letter else "",
        *_data(event.data),
    ]
    return [one for one in found if one]


def _name(event: CaseEvent) -> str:
    """What its letter is called."""
    assert event.letter is not None
    return letter_kind(event.letter.kind, day(event.letter.drafted_at)).title


def _data(data: Mapping[str, object]) -> list[str]:
    words = []
    for code, (name, values) in _FACTS.items():
        if code in data and data[code] not in ("", None):
            value = values.get(str(data[code]), str(data[code])) if values else str(data[code])
            words.append(f"{name}{value}")
    return words


_YES = {"True": "是", "False": "否"}
_FACTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "unit": ("", {}),
    "given_unit": ("", {}),
    "given_to": ("", {}),
    "means": ("", {str(value): str(label) for value, label in Means.choices}),
    "what": ("", {str(value): str(label) for value, label in ReviewRecord.What.choices}),
    "passed": ("通过：", _YES),
    "opinion": ("", {str(value): str(label) for value, label in Consultation.Opinion.choices}),
    "reasonable": ("理由合理：", _YES),
    "found": ("找到：", _YES),
    "has_it": ("有此信息：", _YES),
    "amount": ("金额（元）：", {}),
    "route": ("", {str(value): str(label) for value, label in Route.choices}),
    "result": ("", {str(value): str(label) for value, label in Service.Result.choices}),
    "ground": ("", _GROUNDS),
    "number": ("", {}),
    "earlier": ("", {}),
    "without_effect": ("", {str(kind): "已晚，不影响答复期限" for kind in EventKind}),
    "instead_of": ("原记", {}),
}
