"""What will happen when a step is taken, to whom and under which article: shown above its button."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from gongkai.cases import due, effects, extending, papers, supplementing
from gongkai.cases.dispatching import BY_HAND
from gongkai.cases.models import Case
from gongkai.cases.steps import Step
from gongkai.errors import Refused
from gongkai.statute import outcomes, parameters
from gongkai.ui.templatetags.ui import day_text

from .access import Asking

Effects = Callable[[Case, Any, Asking], Sequence[str]]
_LETTER = "文书拟成草稿，编号、盖章、发出以后才生效；在此之前，答复期限照常计算。"


def effects_of(code: str, case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    """In sentences; none for a step that only takes something down."""
    tell = _EFFECTS.get(code)
    return [one for one in tell(case, thing, asking) if one] if tell else ()


def done_words(step: Step) -> str:
    """What to say after it: a letter that was drafted has told nobody anything yet."""
    if step.code in _DRAFTS:
        return f"{_DRAFTS[step.code]}已拟成草稿；请看过全文，再编号、盖章、发出。"
    return f"已办理：{step.title}。"


def _says(*sentences: str) -> Effects:
    return lambda case, thing, asking: sentences


def _supplement(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    by = supplementing.notice_by(case)
    return (
        f"最迟{day_text(by.on)}发出（收到申请之日起7个工作日内，《条例》第三十条）。" if by else "",
        "发出后等候补正，没有答复期限；收到补正的次日起重新计算20个工作日。",
        _LETTER,
    )


def _extension(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    last = due.last_day(case, on=asking.on)
    until = _quietly(lambda: day_text(extending.would_end(case, extending.longest_for(case), asking.on)))
    return (
        f"现在的答复期限是{day_text(last)}。" if last else "",
        f"按最长的期限延长，到{until}。" if until else "",
        "须经政府信息公开工作机构负责人同意，并在现在的期限届满以前告知申请人（《条例》第三十三条第二款）。",
    )


def _consent(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    asked = extending.pending(case)
    if asked is None or not asked.days:
        return ()
    days = asked.days
    until = _quietly(lambda: day_text(extending.would_end(case, days, asking.on)))
    return (f"答复期限延长 {days} 个工作日；今天告知申请人的，到{until}。", "延期告知书可以编号、盖章、发出。")


def _quietly(question: Callable[[], str]) -> str:
    try:
        return question()
    except Refused:
        return ""


def _approved(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    decision = case.decision()
    row = decision.row if decision else ""
    return (
        f"作出“{reply_title(decision.reply, asking)}”的处理决定；决定书可以编号、盖章、发出。" if decision else "",
        f"计入年度报告表三“{outcomes.row_label(row)}”。" if row else "",
        "证据就此固定：以后补入的材料另作标记，不作为作出决定的证据（《行政诉讼法》第三十五条）。",
    )


def reply_title(code: str, asking: Asking) -> str:
    """What a reply is called; the results of a correction have names of their own."""
    from gongkai.cases.correcting import Result

    if code in Result.values:
        return str(Result(code).label)
    return outcomes.reply(code, asking.on).title


def _sent(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    effect, to = effects.of(case, thing), effects.receiver(case, thing)
    name = papers.title(thing.kind, asking.on)
    who = "申请人" if to == effects.APPLICANT else f"被征求意见方{to}"
    answer = "邮寄的，交邮当日停止计算答复期限；当面或者委托送达的，签收当日停止（国办公开办函〔2016〕235号）。"
    moves = "从发出之日起影响答复期限；当面或者委托送达的，从签收之日起。"
    return (
        f"《{name}》{thing.number}发给{who}，发出的就是已上传的盖章件。",
        answer if effect.answers else moves if effect.verb != "seal" else "",
    )


def _delivered(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    name, on = papers.title(thing.kind, asking.on), day_text(asking.on)
    paper_on = due.calendar_of(case).add(asking.on, parameters.number("unopened-days", asking.on))
    answers = "答复期限今天停止计算，救济期限从明天起算；" if effects.of(case, thing).answers else ""
    return (
        f"《{name}》{thing.number}连同核对过的文件到达申请人的查询页面，{on}就是送达日期；{answers}不用上传送达记录。",
        "给申请人发邮件或者短信，附打开文书的链接，30天有效；申请人打开的时间会记下来。",
        f"到{day_text(paper_on)}还没有人打开的，提醒您补送纸质文书。",
    )


def _sent_late(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    return (
        f"今天才发出的，已经不起作用：{effects.too_late(case, thing, asking.on)}",
        "确实发出过的，照实登记。发出日期在期限以内的，照常生效；已过期限的，只记下事实，"
        "不影响答复期限，也不改变办理状态。",
        "还没有发出的，不要登记；不再发出的，请作废文书。",
    )


def _paid_late(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    return (
        "缴费期限已过，视为放弃申请：只记入台账，不重新计算答复期限，也不改变办理状态（国办函〔2020〕109号第六条）。",
        "退还的，退还以后用“登记退费”记入。",
    )


def _closed(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    """What the second look is at, on one page."""
    decision = case.decisions.filter(round=case.round).select_related("letter").first()
    late = case.answered_on is not None and case.due_on is not None and case.answered_on > case.due_on
    row = outcomes.row_label(case.counted_row) if case.counted_row else ""
    number = f"，{decision.letter.number}" if decision and decision.letter else ""
    kept = "已经逾期" if late else "没有逾期"
    answered = f"应于{day_text(case.due_on)}前答复，{day_text(case.answered_on)}答复，{kept}。"
    return (
        f"处理决定是“{reply_title(decision.reply, asking)}”{number}。" if decision else "",
        answered if case.due_on and case.answered_on else "",
        f"申请人{day_text(decision.served_on)}收到。" if decision and decision.served_on else "",
        f"计入表三“{row}”。" if row else "",
        "办结后，只能因行政复议决定、法院裁判或者自行纠正重新办理。",
    )


def _served(case: Case, thing: Any, asking: Asking) -> Sequence[str]:
    if thing.route in BY_HAND:
        return ("签收的，文书从签收之日起生效。", "退回的，可以改用其他方式再送。")
    return ("签收的，申请人的救济期限从次日起算。", "退回的，可以改用其他方式再送；仍不能送达的，可以公告送达。")


_CONSULTED = (
    "征求意见书拟成草稿；发出的次日起，征求意见的时间不计入答复期限（《条例》第三十三条第三款）。",
    "对方只看到必要的摘要，看不到申请人是谁。",
)
_DRAFTS: Mapping[str, str] = {
    "supplement": "补正告知书",
    "ask-reasons": "说明理由通知书",
    "delay": "延迟答复告知书",
    "fee": "收费通知书",
    "ask-third-party": "征求意见书",
    "ask-joint-maker": "征求意见书",
    "ask-agency": "征求意见书",
    "notify-third-party": "第三方告知书",
    "unsupplemented": "不再处理的答复",
    "unpaid": "不再处理的答复",
}
_EFFECTS: Mapping[str, Effects] = {
    "supplement": _supplement,
    "ask-reasons": _says(_LETTER),
    "delay": _says(_LETTER),
    "fee": _says("金额和计算过程写入收费通知书；发出后等候缴费，缴费的次日起重新计算答复期限。", _LETTER),
    "receive-supplement": _says("从收到补正的次日起，重新计算20个工作日。"),
    "pay": _says("从缴费的次日起，重新计算20个工作日（国办函〔2020〕109号第六条）。"),
    "pay-late": _paid_late,
    "ask-third-party": _says(*_CONSULTED),
    "ask-joint-maker": _says(*_CONSULTED),
    "ask-agency": _says(*_CONSULTED),
    "hear": _says("从收到意见的次日起，恢复计算答复期限。"),
    "ask-office": _says("协查由本机关科室办理，不停止计算答复期限。"),
    "ask-extension": _extension,
    "consent-extension": _consent,
    "approve": _approved,
    "approve-on-paper": _approved,
    "issue": _says("文书取得文号，文字就此固定；打印盖章或者加盖电子印章后上传。"),
    "seal": _says("保存这份文件和它的摘要值（SHA-256）；发出的就是这份文件，不再另行生成。"),
    "dispatch": _sent,
    "dispatch-late": _sent_late,
    "deliver": _delivered,
    "send-paper": _says("补送的是同一份文书：送达日期、救济期限和办理状态都不变。", "寄出以后登记送达结果。"),
    "serve": _served,
    "withdraw": _says("不再答复，计入年度报告“其他处理”；还没有发出的文书作废。"),
    "redate": _says("原来的日期划去、注明理由，按新的日期另记一条；答复期限随之重新计算。"),
    "strike": _says("这一条划去后仍留在经过里，注明理由；答复期限随之重新计算。"),
    "close": _closed,
}
