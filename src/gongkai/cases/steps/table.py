"""Every step of a case that is taken at a desk, in the order of the procedure. A page draws its buttons from this
and from nothing else; registering and confirming stand with what comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from gongkai.agencies.permissions import Who
from gongkai.cases import (
    abandoning,
    assigning,
    closing,
    consenting,
    consulting,
    correcting,
    deciding,
    delivering,
    dispatching,
    events,
    extending,
    fees,
    filing,
    papers,
    reasons,
    redating,
    relating,
    releases,
    releasing,
    reviewing,
    searching,
    splitting,
    supplementing,
    tasks_of_offices,
    withdrawing,
    withholding,
)
from gongkai.cases.dispatching import Way
from gongkai.cases.models import Case, Consultation
from gongkai.cases.steps import laws, needs, targets
from gongkai.cases.steps.described import Need, Step
from gongkai.cases.words import Kind
from gongkai.letters.models import Letter

Act = Callable[..., object]


def on_case(action: Act) -> Act:
    """An action whose object is the case itself."""

    def act(
        user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
    ) -> object:
        return action(user, case, **values, revision=revision, at=at)

    return act


def on_target(action: Act) -> Act:
    """An action whose object is something of the case (a consultation, a task, a line)."""

    def act(
        user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
    ) -> object:
        return action(user, target, **values, revision=revision, at=at)

    return act


def on_letter(action: Act) -> Act:
    """An action on a letter of the case, or on a service of one."""

    def act(
        user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
    ) -> object:
        return action(user, case, target, **values, revision=revision, at=at)

    return act


def _ask(whom: str) -> Act:
    """What is not the consultation's own goes into the letter."""
    own = ("party", "contact", "extract")

    def act(
        user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
    ) -> object:
        mine = {code: value for code, value in values.items() if code in own}
        letter = {code: value for code, value in values.items() if code not in own}
        return consulting.ask(user, case, whom=whom, **mine, values=letter, revision=revision, at=at)

    return act


def _dispatch(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    given = dict(values)
    on = given.pop("on")
    return dispatching.dispatch(user, case, target, Way(**given), on=on, revision=revision, at=at)


def _dispatch_late(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    given = dict(values)
    on = given.pop("on")
    return dispatching.dispatch(user, case, target, Way(**given), on=on, as_it_was=True, revision=revision, at=at)


def _file(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    given = dict(values)
    return filing.add(user, case, given.pop("paper"), **given, revision=revision, at=at)


def _choose(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    given = dict(values)
    source = releases.source_of(case, str(given.pop("source", "")))
    return releasing.choose(user, case, source=source, **given, revision=revision, at=at)


def _check_release(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    release = releases.release_of(case, str(values.get("release", "")))
    return releasing.check(user, case, release, revision=revision, at=at)


def _link(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    return relating.link(user, case, values["earlier"], revision=revision, at=at)


def _split(
    user: Who, case: Case, target: Any, values: Mapping[str, Any], revision: int | None, at: datetime
) -> object:
    parts = str(values.get("parts", "")).splitlines()
    return splitting.split(user, case, parts=parts, revision=revision, at=at)


_TP, _JM, _AG = Consultation.Whom.THIRD_PARTY, Consultation.Whom.JOINT_MAKER, Consultation.Whom.AGENCY
_DRAFT, _ISSUED, _SEALED = Letter.State.DRAFT, Letter.State.ISSUED, Letter.State.SEALED

STEPS: tuple[Step, ...] = (
    # Who does it.
    Step("claim", "认领", "assign", "cases.work", "", on_case(assigning.claim), law=laws.claiming, order=5),
    Step("assign", "分办", "assign", "cases.assign", "", on_case(assigning.assign), order=60,
         needs=needs.assignment),
    Step("hand-over", "移交", "assign", "cases.work", "", on_case(assigning.hand_over), law=laws.handing_over,
         order=70, needs=needs.fixed(Need("to", "移交给", "person"))),
    # Is it clear?
    Step("supplement", "告知补正", "notice-supplement", "cases.work", "《条例》第三十条",
         on_case(supplementing.prepare), needs.supplement, laws.supplement, order=20),
    Step("receive-supplement", "登记补正", "receive-supplement", "cases.work", "《条例》第三十条",
         on_case(supplementing.receive), order=10, needs=needs.fixed(
             needs.day_of("收到补正的日期"), needs.SCAN,
             Need("good_reason", "逾期的正当理由", "paragraph", required=False))),
    Step("unsupplemented", "逾期不补正，不再处理", "draft", "cases.work", "《条例》第三十条",
         on_case(abandoning.unsupplemented), law=laws.unsupplemented, order=8,
         confirm="补正期限已过，申请人没有补正，也没有说明正当理由。确认拟写不再处理的答复？"),
    # Too many?
    Step("ask-reasons", "要求说明理由", "ask-reasons", "cases.work", "《条例》第三十五条", on_case(reasons.ask),
         needs.fixed(Need("excess", "数量、频次如何明显超过合理范围", "paragraph"),
                     Need("until", "说明理由的期限", "date")), laws.reasons, order=40),
    Step("receive-reasons", "登记理由说明", "receive-reasons", "cases.work", "《条例》第三十五条",
         on_case(reasons.receive), needs.fixed(needs.day_of("收到说明的日期"), needs.SCAN), order=10),
    Step("delay", "确定延迟答复期限", "delay", "cases.work", "《条例》第三十五条", on_case(reasons.delay),
         needs.fixed(Need("reasons", "理由合理但无法按期答复的情况", "paragraph"),
                     Need("until", "延迟答复的期限", "date")), laws.delay, order=20),
    # Who has it, where was it looked for?
    Step("ask-office", "请科室协查", "ask-office", "cases.work", "《条例》第四十五条",
         on_case(tasks_of_offices.ask), law=laws.offices, order=22, needs=needs.fixed(
             Need("unit", "科室", "unit"), Need("question", "协查内容", "paragraph"),
             Need("due_on", "反馈期限", "date"))),
    Step("answer-task", "登记协查反馈", "write", "cases.work", "《条例》第四十五条",
         on_target(tasks_of_offices.answer), targets=targets.tasks, order=12, needs=needs.fixed(
             Need("has_it", "有此信息", "bool", required=False), Need("answer", "反馈内容", "paragraph"))),
    Step("search", "登记检索", "search", "cases.work", "《条例》第三十六条第（四）项",
         on_case(searching.record_search), needs.SEARCH, order=21),
    Step("sign-search", "签字确认检索记录", "search", "cases.work", "《条例》第三十六条第（四）项",
         on_target(searching.sign), targets=targets.unsigned_searches, order=12),
    # Others are asked.
    Step("ask-third-party", "征求第三方意见", "consult", "cases.work", "《条例》第三十二条", _ask(_TP),
         needs.consultation(_TP), order=24),
    Step("ask-joint-maker", "征求共同制作机关意见", "consult", "cases.work", "《条例》第三十四条", _ask(_JM),
         needs.consultation(_JM), order=41),
    Step("ask-agency", "征求其他机关意见", "consult", "cases.work", "《条例》第三十三条第三款", _ask(_AG),
         needs.consultation(_AG), order=42),
    Step("hear", "登记意见", "hear", "cases.work", "《条例》第三十二条、第三十四条", on_target(consulting.hear),
         needs.opinion, targets=targets.waiting, order=11),
    Step("silent", "认定逾期未答复", "hear", "cases.work", "《条例》第三十二条、第三十四条",
         on_target(consulting.silent), law=laws.silence, targets=targets.waiting, order=13,
         confirm="对方没有在期限内答复。第三方逾期不视为同意，共同制作机关逾期视为同意。确认？"),
    Step("find", "认定第三方的理由", "hear", "cases.work", "《条例》第三十二条", on_target(consulting.find),
         needs.fixed(Need("reasonable", "理由合理（公开会损害其合法权益）", "bool", required=False),
                     Need("finding", "认定的理由", "paragraph")), targets=targets.disagreeing, order=14),
    Step("override", "以公共利益为由决定公开", "hear", "cases.approve", "《条例》第十五条、第三十二条",
         on_target(consulting.override),
         needs.fixed(Need("reasons", "不公开会对公共利益造成何种重大影响", "paragraph")), laws.not_overridden,
         targets.disagreeing, order=45, confirm="签署后，公开以前必须先书面告知第三方。确认签署？"),
    Step("notify-third-party", "拟写第三方告知书", "write", "cases.work", "《条例》第三十二条",
         on_target(consulting.notify), needs.fixed(Need("released", "决定公开的内容", "paragraph"),
                                                   Need("reasons", "公开的理由", "paragraph")),
         laws.not_told, targets.disagreeing, order=43),
    # More time, fees.
    Step("ask-extension", "申请延期", "extend", "cases.work", "《条例》第三十三条第二款", on_case(extending.ask),
         needs.extension, laws.extension, order=30),
    Step("consent-extension", "同意延期", "extend", "cases.approve", "《条例》第三十三条第二款",
         on_case(extending.consent), law=laws.consent, order=2, confirm="确认同意延长答复期限？"),
    Step("decline-extension", "不同意延期", "extend", "cases.approve", "《条例》第三十三条第二款",
         on_case(extending.decline), needs.fixed(Need("comments", "理由", "paragraph")), laws.consent, order=3),
    Step("fee", "通知缴费", "notice-fee", "cases.work", "国办函〔2020〕109号", on_case(fees.prepare), needs.fee,
         laws.fee, order=44),
    Step("pay", "登记缴费", "pay", "cases.work", "国办函〔2020〕109号第六条", on_case(fees.pay), needs.payment,
         laws.payment, order=10),
    Step("pay-late", "登记逾期缴费", "record", "cases.work", "国办函〔2020〕109号第六条", on_case(fees.pay_late),
         needs.payment, laws.late_payment, order=78),
    Step("refund", "登记退费", "record", "cases.work", "国办函〔2020〕109号", on_case(fees.refund),
         needs.fixed(Need("amount", "退还金额（元）", "number"), needs.day_of("退还日期"), needs.REASON),
         laws.refund, order=80),
    Step("unpaid", "逾期不缴费，不再处理", "draft", "cases.work", "国办函〔2020〕109号第六条",
         on_case(abandoning.unpaid), law=laws.unpaid, order=8,
         confirm="缴费期限已过，申请人没有缴费。确认拟写不再处理的答复？"),
    # One form, several matters.
    Step("split", "拆分", "split", "cases.register", "国办函〔2020〕109号第四条", _split, needs.PARTS, order=66),
    Step("merge", "并入另一件", "merge", "cases.register", "", on_case(splitting.merge),
         needs.fixed(Need("into", "并入", "case")), laws.merging, order=67),
    Step("unmerge", "撤销并案", "unmerge", "cases.register", "", on_case(splitting.unmerge), order=67),
    # The answer.
    Step("link", "关联此前的申请", "draft", "cases.work", "《条例》第三十六条第（六）项", _link,
         needs.fixed(Need("earlier", "此前的申请", "case")), laws.linking, order=46),
    Step("unlink", "取消关联", "draft", "cases.work", "《条例》第三十六条第（六）项", on_case(relating.unlink),
         law=laws.unlinking, order=82),
    Step("draft", "拟定处理决定", "draft", "cases.work", "《条例》第三十六条", on_case(deciding.draft),
         needs.decision, laws.of_kind(Kind.DISCLOSURE), order=15),
    Step("draft-correction", "拟定更正处理", "draft", "cases.work", "《条例》第四十一条",
         on_case(correcting.draft), needs.correction, laws.of_kind(Kind.CORRECTION), order=15),
    Step("release", "准备提供的文件", "release", "cases.release", "《条例》第三十六条、第三十七条", _choose,
         needs.source, laws.release, order=16),
    Step("check-release", "核对提供的文件", "review", "cases.review", "《条例》第十七条", _check_release,
         needs.release, laws.check_release, theirs=laws.anothers_files, order=3),
    Step("review", "审查", "review", "cases.review", "《条例》第十七条、《保守国家秘密法实施条例》第四十二条",
         on_case(reviewing.review), needs.review, laws.review, theirs=laws.anothers_draft, order=4),
    Step("submit", "提交审批", "submit", "cases.work", "《条例》第四十五条", on_case(deciding.submit),
         law=laws.submission, order=7, confirm="提交后不能修改，直到批准或者退回。确认提交？"),
    Step("return", "退回修改", "return", "cases.approve", "《条例》第四十五条", on_case(deciding.return_),
         needs.fixed(Need("comments", "退回意见", "paragraph")), order=6),
    Step("approve", "批准", "approve", "cases.approve", "《条例》第四十五条", on_case(deciding.approve),
         law=laws.approval, order=1, confirm="批准后证据封存，此后收到的材料不作为作出决定的依据。确认批准？"),
    Step("approve-on-paper", "登记纸质审批", "approve", "cases.work", "《条例》第四十五条",
         on_case(deciding.approve_on_paper),
         needs.fixed(Need("scan", "签字的审批单扫描件", "paper"), Need("approved_by", "签字的负责人"),
                     needs.day_of("签字日期")), laws.approval, order=30),
    # Letters.
    Step("write", "拟写其他文书", "write", "cases.work", "", on_case(papers.prepare), needs.plain_letter,
         order=65),
    Step("issue", "编号", "seal", "cases.work", "GB/T 9704—2012", on_letter(papers.issue), law=laws.issuing,
         targets=targets.letters_in(_DRAFT), order=9, needs=needs.fixed(
             Need("on", "落款日期", "date", required=False))),
    Step("seal", "上传盖章件", "seal", "cases.work", "", on_letter(papers.seal),
         needs.fixed(Need("paper", "盖章后的扫描件或者电子印章文件", "paper"),
                     Need("electronic", "电子印章", "bool", required=False)),
         targets=targets.letters_in(_ISSUED), order=9),
    Step("void", "作废文书", "write", "cases.work", "", on_letter(papers.void), needs.fixed(needs.REASON),
         targets=targets.voidable, order=81),
    Step("dispatch", "发出", "", "cases.work", "国办公开办函〔2016〕235号", _dispatch, needs.way, laws.dispatching,
         targets.to_dispatch, outward=True, order=9, confirm="登记发出后，期限按发出日期计算。确认已经发出？"),
    Step("dispatch-late", "补登发出", "record", "cases.work", "国办公开办函〔2016〕235号", _dispatch_late,
         needs.late_way, laws.dispatching_late, targets.to_dispatch, outward=True, order=31),
    Step("deliver", "电子送达", "", "cases.work", "《行政复议法》第二十二条第二款", on_letter(delivering.deliver),
         needs.delivery, laws.delivering, targets.to_deliver, outward=True, order=8,
         confirm="文书立即到达申请人的查询页面，今天就是送达日期，不能撤回。确认送达？"),
    Step("send-paper", "补送纸质文书", "record", "cases.work", "", on_letter(delivering.send_paper),
         needs.paper_copy, targets=targets.delivered, outward=True, order=40),
    Step("serve", "登记送达结果", "", "cases.work", "国办公开办函〔2016〕235号", on_target(dispatching.serve),
         needs.result, targets=targets.under_way, order=9),
    # And the rest.
    Step("withdraw", "登记撤回", "withdraw", "cases.work", "《条例》第四十五条", on_case(withdrawing.withdraw),
         needs.fixed(needs.day_of("撤回日期"), Need("paper", "申请人撤回的书面材料", "paper")), order=75,
         confirm="登记撤回后不再答复，计入“其他处理”。确认？"),
    Step("close", "办结", "close", "cases.close", "《条例》第四十五条", on_case(closing.close), law=laws.closing,
         order=1, confirm="已经逐项看过，没有未了事项。确认办结？"),
    Step("reopen", "重新办理", "reopen", "cases.close", "《行政复议法》《行政诉讼法》", on_case(closing.reopen),
         needs.REOPENING, order=85, confirm="重新办理另行计算答复期限，不再次计入年度报告。确认？"),
    Step("consent-electronic", "登记同意电子送达", "record", "cases.work", "",
         on_case(consenting.consent), needs.fixed(needs.day_of("申请人同意的日期"), needs.SCAN), laws.no_consent,
         order=76),
    Step("revoke-electronic", "登记撤回电子送达的同意", "record", "cases.work", "《个人信息保护法》第十五条",
         on_case(consenting.revoke), needs.fixed(needs.day_of("申请人撤回同意的日期"), needs.SCAN), laws.consented,
         order=76),
    Step("file", "加入材料", "record", "cases.work", "", _file, needs.FILE, order=64),
    Step("redate", "更正日期", "record", "cases.work", "", on_target(redating.redate),
         needs.redating, targets=targets.datable, order=90),
    Step("strike", "划去", "record", "cases.work", "", on_target(events.strike), needs.fixed(needs.REASON),
         targets=targets.strikable, order=91),
    Step("reassess", "登记复核结论", "record", "cases.work", "《条例》第十八条", on_target(withholding.reassess),
         needs.fixed(Need("result", "复核结论", "paragraph")), targets=targets.to_reassess, order=40),
)  # fmt: skip

BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
