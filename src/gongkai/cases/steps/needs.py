"""What each step needs to be told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.cases import extending, fees, form_values, releases, settings
from gongkai.cases.closing import Ground
from gongkai.cases.consulting import SAID
from gongkai.cases.correcting import SAYS, Result
from gongkai.cases.deciding import letter_kind
from gongkai.cases.models import Case, CaseFile, Consultation, Fee, ReviewRecord, Service
from gongkai.cases.papers import PLAIN
from gongkai.cases.steps.described import Need, NeedKind, Needs
from gongkai.cases.words import Route
from gongkai.statute import letters, outcomes
from gongkai.statute.elements import Element
from gongkai.statute.postal import carriers


def fixed(*needs: Need) -> Needs:
    """The same whatever the case."""
    return lambda case, target, on: needs


def day_of(label: str, code: str = "on") -> Need:
    return Need(code, label, "date", hint="实际发生的日期，不是录入的日期")


def assignment(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """Who has it now stands there at first: changing the one does not take it from the other."""
    return (
        Need("unit", "承办科室", "unit", required=False, initial=case.unit_id),
        Need("handler", "经办人", "person", required=False, initial=case.handler_id),
    )


def redating(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """The day as it was entered, to be put right."""
    return Need("on", "正确的日期", "date", initial=target.on if target else None), REASON


REASON = Need("reason", "理由", "paragraph")
SCAN = Need("paper", "扫描件或者文件", "paper", required=False)


def supplement(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    lacking = "；".join(form_values.lacking(case, on))
    return (
        Need(
            "items", "需要补正的事项", "paragraph", hint="一次性写全（《条例》第三十条）", initial=lacking or None
        ),
        Need("until", "补正期限", "date", hint="合理的期限", initial=on + timedelta(days=15)),
    )


def source(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """Which paper of the file is given."""
    offered = tuple((str(one.pk), one.name) for one in releases.unchosen(case))
    return (Need("source", "提供的材料", "choice", choices=offered),)


def release(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """Which of the files that are ready was looked at."""
    return (Need("release", "核对的文件", "choice", choices=tuple(
        (str(one.pk), one.title) for one in releases.waiting(case))),)  # fmt: skip


def extension(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    longest = extending.longest_for(case) if case.received_on else 20
    return (
        Need("reasons", "延长的理由", "paragraph", hint="申请人会看到"),
        Need("days", "延长的工作日", "number", hint=f"最长{longest}个工作日", initial=longest),
    )


# The two tariffs; what a ledger of earlier years brings in is no way to charge anew.
_METHODS = tuple((one.value, str(one.label)) for one in (Fee.Method.BY_ITEM, Fee.Method.BY_VOLUME))


def fee(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    number = fees.earlier_in_month(case) + 1 if case.received_on else 0
    usual = settings.of(case.agency).how_to_pay
    return (
        Need("method", "计收方式", "choice", choices=_METHODS, hint=f"本自然月内第{number}件"),
        Need("pages", "页数", "number", required=False, hint="按量计收的填写"),
        Need(
            "how_to_pay",
            "缴纳方式",
            "paragraph",
            required=not usual,
            hint=f"不填就写：{usual}" if usual else "申请人到哪里、怎样缴纳",
        ),
    )


def payment(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    found = Fee.objects.filter(case=case).first()
    return (
        Need("amount", "缴费金额（元）", "number", initial=found.amount if found else None),
        day_of("缴费日期"),
        Need("receipt_number", "财政票据号"),
    )


def consultation(whom: str) -> Needs:
    """The clerk's elements of the letter, and whom to ask."""
    kinds = {
        Consultation.Whom.THIRD_PARTY: "third-party-consultation",
        Consultation.Whom.JOINT_MAKER: "joint-maker-consultation",
        Consultation.Whom.AGENCY: "agency-consultation",
    }

    def needs(case: Case, target: Any, on: date) -> tuple[Need, ...]:
        elements = letters.letter_kind(kinds[Consultation.Whom(whom)], on).written_by("clerk")
        own = tuple(of_element(one) for one in elements if one.code != "extract")
        return (
            Need("party", "征求谁的意见"),
            Need("contact", "联系方式", required=False),
            Need("extract", "征求意见的信息（必要的摘要）", "paragraph", hint="不得出现申请人的身份"),
            *own,
        )

    return needs


def of_element(one: Element) -> Need:
    """A field of a letter as something to enter."""
    kinds: dict[str, NeedKind] = {
        "text": "text", "paragraph": "paragraph", "date": "date", "choice": "choice", "number": "number",
        "money": "number", "link": "link", "parts": "elements",
    }  # fmt: skip
    return Need(
        one.code,
        one.label,
        kinds[one.kind],
        one.required and one.when is None,
        one.hint,
        one.choices,
    )


def of_reply(code: str, case: Case, on: date) -> tuple[Need, ...]:
    """What the clerk writes in the letter of a reply; ``elements`` are the parts held back."""
    elements = letters.letter_kind(letter_kind(code), on).written_by("clerk")
    return tuple(of_element(one) for one in elements if one.code not in SAYS.get(code, {}))


def plain_letter(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    kinds = tuple((code, letters.letter_kind(code, on).title) for code in PLAIN)
    return (
        Need("kind", "文书", "choice", choices=kinds),
        Need("addressee", "主送单位或者个人", required=False, hint="给申请人的不用填写"),
        Need("values", "内容", "elements", required=False),
    )


def decision(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    choices = tuple((one.code, one.title) for one in outcomes.replies(on) if one.code != "withdrawn")
    return (
        Need("reply", "办理结果", "choice", choices=choices, hint="按问题逐步选择"),
        Need("values", "决定内容", "elements"),
    )


def correction(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    return (
        Need("result", "处理结果", "choice", choices=tuple(Result.choices)),
        Need("values", "决定内容", "elements"),
    )


def review(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """The review that was not made yet stands there at first."""
    decision = case.decision()
    made = (
        decision.reviews.filter(decision_revision=decision.revision) if decision else ReviewRecord.objects.none()
    )
    lacking = [what for what in ReviewRecord.What.values if what not in {one.what for one in made}]
    return (
        Need("what", "哪一种审查", "choice", choices=tuple(ReviewRecord.What.choices),
             initial=lacking[0] if lacking else None),
        Need("passed", "通过", "bool", required=False),
        Need("opinion", "审查意见", "paragraph", required=False, hint="不通过的必须写明"),
    )  # fmt: skip


def way(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    known = "、".join(one.name for one in carriers()[:3])
    # Our own portal delivers by a step of its own; by another system it has to be chosen.
    first = None if case.route == Route.ELECTRONIC else case.route or Route.POST
    return (
        Need("route", "送达方式", "choice", choices=tuple(Route.choices), initial=first),
        day_of("发出日期"),
        Need("carrier", "邮政企业或者受托机关", required=False, initial=carriers()[1].name,
             hint=f"邮寄只能交{known}，不得交快递企业；委托送达的写受托机关"),
        Need("postal_number", "邮件号", required=False, hint="邮寄的填写"),
        Need("address", "送达地址", required=False),
        Need("review_link", "网上申请行政复议的网址", "link", required=False, hint="电子送达的填写",
             initial=settings.of(case.agency).review_link),
        Need("proof", "交邮回执、送达记录或者公告页面", "paper", required=False),
    )  # fmt: skip


def delivery(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    return (
        Need("review_link", "网上申请行政复议的网址", "link", initial=settings.of(case.agency).review_link,
             hint="显示在文书旁边（《行政复议法》第二十二条第二款）"),
    )  # fmt: skip


def paper_copy(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """By post only."""
    known = "、".join(one.name for one in carriers()[:3])
    return (
        day_of("交邮日期"),
        Need("carrier", "邮政企业", initial=carriers()[1].name, hint=f"{known}，不得交快递企业"),
        Need("postal_number", "邮件号"),
        Need("address", "送达地址", required=False),
        Need("proof", "交邮回执", "paper", required=False),
    )


def late_way(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    """The same, with the day left open: today is the one day it was not."""
    return tuple(
        Need("on", "实际发出的日期", "date", hint="以交邮回执、送达回证上的日期为准", initial=target.issued_on)
        if one.code == "on"
        else one
        for one in way(case, target, on)
    )


def result(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    choices = tuple((value, label) for value, label in Service.Result.choices if value)
    return (
        Need("result", "送达结果", "choice", choices=choices),
        day_of("签收或者退回的日期"),
        Need("signed_by", "签收人", required=False),
        Need("proof", "送达回证、签收记录", "paper", required=False),
    )


def opinion(case: Case, target: Any, on: date) -> tuple[Need, ...]:
    return (
        Need("opinion", "意见", "choice", choices=tuple((one.value, str(one.label)) for one in SAID)),
        day_of("收到意见的日期"),
        Need("reasons", "对方的理由", "paragraph", required=False),
        SCAN,
    )


PARTS = fixed(Need("parts", "各项内容", "paragraph", hint="每行一项，第一项保留原编号"))
REOPENING = fixed(
    Need("ground", "重新办理的依据", "choice", choices=tuple(Ground.choices)),
    day_of("收到决定书或者裁判文书的日期"),
    Need("document_number", "文号", required=False),
    Need("until", "决定书或者裁判指定的期限", "date", required=False),
    SCAN,
)
FILE = fixed(
    Need("paper", "文件", "paper"),
    Need("what", "材料种类", "choice", choices=tuple(CaseFile.What.choices)),
    Need("evidence", "证明什么", "choice", required=False,
         choices=tuple((one.code, one.label) for one in outcomes.evidence().values())),
)  # fmt: skip
SEARCH = fixed(
    Need("systems", "检索的系统和载体", "paragraph"),
    Need("keywords", "检索词"),
    Need("offices", "询问的科室和人员", "paragraph", required=False),
    day_of("检索日期"),
    Need("result", "检索结果", "paragraph"),
    Need("found", "找到", "bool", required=False),
    Need("searched_by", "检索人"),
    Need("sign", "签字", "bool", required=False, initial=True),
)
