"""The pages of a bundle that are made from records: contents, time line with the working of the period, searches,
who was asked, reviews and approval, what was submitted, what was given and held back, what was destroyed.

``decision``: as it stood when that was decided (行诉法 35); None: all of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.timezone import localtime

from gongkai.cases import due, lines, withheld_schedule
from gongkai.cases.archiving.packing import Listed
from gongkai.cases.correcting import Result
from gongkai.cases.models import Case, CaseEvent, Consultation, Decision, OnlinePaper, Release, Submission
from gongkai.cases.retention import register
from gongkai.cases.words import Kind
from gongkai.statute import outcomes, retention
from gongkai.writers.record import Block, Heading, Record, Table

NOTE = "作出决定以后收到的材料不在其中（《行政诉讼法》第三十五条）。"
SEALED = (
    "遮盖以前的原件封存在本机关，不在其中：当事人可以查阅证据（《行政复议法》第四十七条），复议机关、人民法院需要核对的，"
    "由本机关单独提供。"
)
WHOLE = "全部案卷，含身份证明和遮盖以前的原件，只供本机关和接收档案的单位使用。"
VERIFY = "核验：解压后在同一目录运行 sha256sum -c SHA256SUMS，或者逐个比对文件的SHA-256。"


def made(case: Case, decision: Decision | None, *, on: date) -> Iterator[tuple[str, Record]]:
    """What each is called without its ending, and the page; those that have something to say."""
    for path, title, blocks in (
        ("01-时间线和期限", "时间线和答复期限", _time(case, decision)),
        ("02-检索记录", "检索记录", _searches(case, decision)),
        ("03-征求意见", "征求意见", _consultations(case, decision)),
        ("04-审查和审批", "审查和审批", _reviews(case, decision)),
        ("05-提供和不予公开", "提供的信息和不予公开的内容", _given(case, decision)),
        ("06-在线提交", "在线提交和往来", _online(case, decision)),
        ("07-科室协查", "科室协查", _tasks(case, decision)),
        ("08-销毁登记", "已按期限销毁的材料", _destroyed(case, decision)),
    ):
        if blocks:
            yield path, Record(f"{case.number} {title}", blocks, on)


def contents(case: Case, decision: Decision | None, files: Sequence[Listed], *, missing: str, on: date) -> Record:
    """What is in it, each with its SHA-256. ``missing``: why there is no PDF/A of the pages, "" when there is."""
    told = [NOTE, *([SEALED] if _sealed(case) else [])] if decision else [WHOLE]
    blocks: list[Block] = [
        Table(("项目", "内容"), _about(case, decision), (1, 4)), *told, *([missing] if missing else []), VERIFY,
        Table(("文件", "内容", "SHA-256"), [(one.path, one.label, one.sha256) for one in files], (4, 4, 5)),
    ]  # fmt: skip
    return Record(f"{case.number} {'案卷材料' if decision else '全部案卷'}目录", blocks, on)


def _about(case: Case, decision: Decision | None) -> list[tuple[str, str]]:
    shown = decision or case.decisions.exclude(decided_on=None).last()
    rows = [("行政机关", case.agency.name), ("编号", case.number), ("收到申请之日", _day(case.received_on))]
    if shown is not None:
        rows += [
            ("处理决定", _outcome(case, shown)),
            ("文号", shown.letter.number if shown.letter else ""),
            ("作出决定", _day(shown.decided_on)),
            ("发出", _day(shown.dispatched_on)),
            ("送达", _day(shown.served_on)),
        ]
    return rows if decision else [*rows, ("办理状态", case.get_state_display()), ("办结", _day(case.closed_on))]


def _outcome(case: Case, decision: Decision) -> str:
    """A correction is no reply of the law's table."""
    if case.kind == Kind.CORRECTION:
        return str(Result(decision.reply).label)
    return outcomes.reply(decision.reply, decision.decided_on or case.arrived_on).title


def _sealed(case: Case) -> bool:
    return Release.objects.filter(case=case).exclude(redaction=None).exists()


def _time(case: Case, decision: Decision | None) -> list[Block]:
    kept = list(_events(case, decision))
    rows = [(str(e.on), lines.label(e.kind, e.data.get("route", "")), _note(e)) for e in kept]
    struck = frozenset(n for n, e in enumerate(kept) if e.struck_at)
    table = Table(("日期", "事项", "说明"), rows, (2, 3, 6), struck)
    return [table, *_working(case, decision)]


def _events(case: Case, decision: Decision | None) -> Iterable[CaseEvent]:
    found = case.events.select_related("letter")
    if decision is None:
        return found
    own = Q(letter=decision.letter) if decision.letter else Q(pk__in=[])
    return found.filter(Q(at__lte=decision.frozen_at) | own)


def _working(case: Case, decision: Decision | None) -> list[Block]:
    on = (decision.dispatched_on or decision.decided_on) if decision else case.answered_on
    found = due.explain(case, on=on or case.arrived_on, round=decision.round if decision else None)
    if found is None:
        return []
    working = [(_day(one.on), one.article, one.text) for one in found.because]
    last = f"答复期限：{found.on if found.on else '等候申请人，未计算'}"
    return [Heading("答复期限的计算"), last, Table(("日期", "依据", "计算"), working, (2, 3, 6))]


def _note(event: CaseEvent) -> str:
    said = "；".join(lines.facts(event))
    return f"{said}（已划去：{event.struck_reason}）" if event.struck_at else said


def _searches(case: Case, decision: Decision | None) -> list[Block]:
    kept = case.searches.select_related("signed_by")
    if decision is not None:
        kept = kept.filter(signed_at__lte=decision.frozen_at)
    rows = [
        (str(one.searched_on), one.systems, one.keywords, one.offices, one.result, one.searched_by,
         one.signed_by.name if one.signed_by else "") for one in kept
    ]  # fmt: skip
    return _table(("日期", "系统和载体", "检索词", "询问的科室", "结果", "检索人", "签字"), rows)


def _consultations(case: Case, decision: Decision | None) -> list[Block]:
    kept = case.consultations.all()
    if decision is not None:
        kept = kept.filter(created_at__lte=decision.frozen_at)
    rows = [_asked(case, one, decision) for one in kept]
    return _table(("对象", "名称", "征求意见的信息", "意见", "理由", "认定", "公共利益的理由"), rows)


def _asked(case: Case, one: Consultation, decision: Decision | None) -> tuple[str, ...]:
    """As it stood when it was decided; what was said after that is the next round's."""
    then, signed = one.opinion, one.override_at is not None
    if decision is not None and decision.frozen_at is not None:
        told = case.events.filter(tag=one.tag, at__lte=decision.frozen_at, struck_at=None, data__has_key="opinion")
        last = told.order_by("at", "pk").last()
        then = last.data["opinion"] if last else ""
        signed = one.override_at is not None and one.override_at <= decision.frozen_at
    same = then == one.opinion
    return (
        f"{one.get_whom_display()}{one.tag}",
        one.party,
        one.extract,
        str(Consultation.Opinion(then).label),
        one.opinion_reasons if same else "",
        one.finding if same else "",
        one.override_reasons if signed else "",
    )


def _reviews(case: Case, decision: Decision | None) -> list[Block]:
    rows: list[tuple[str, ...]] = []
    for one in [decision] if decision else case.decisions.select_related("approved_by"):
        rows += _reviewed(one, whole=decision is None)
    return _table(("日期", "事项", "结果", "意见", "人员"), rows)


def _reviewed(decision: Decision, *, whole: bool) -> Iterator[tuple[str, ...]]:
    kept = decision.reviews.select_related("by")
    if not whole:
        kept = kept.filter(at__lte=decision.frozen_at)
    for one in kept:
        result = "通过" if one.passed else "不通过"
        yield (_day(localtime(one.at).date()), one.get_what_display(), result, one.opinion, one.by.name)
    approver = decision.approved_on_paper_by or (decision.approved_by.name if decision.approved_by else "")
    if approver:
        yield (_day(decision.decided_on), "审批", "批准", "", approver)


def _given(case: Case, decision: Decision | None) -> list[Block]:
    kept = case.releases.exclude(checked_at=None).select_related(
        "prepared_by", "checked_by", "file", "source__file"
    )
    if decision is not None:
        kept = kept.filter(round=decision.round)
    rows = [
        (one.title, "遮盖件" if one.redaction_id else "原件或者清理件", one.file.sha256 if one.file else "",
         one.source.file.sha256, one.prepared_by.name, one.checked_by.name if one.checked_by else "")
        for one in kept
    ]  # fmt: skip
    found = _table(("文件", "形式", "提供的文件的SHA-256", "原件的SHA-256", "准备", "核对"), rows)
    return [*found, *_withheld(case, decision)]


def _withheld(case: Case, decision: Decision | None) -> list[Block]:
    if decision is not None and decision.round != case.round:
        return []
    on = (decision.decided_on if decision else None) or case.arrived_on
    lines_ = withheld_schedule.schedule(case, on=on).lines
    rows = [(one.title, f"{one.page}", one.what, one.words, one.articles) for one in lines_]
    return (
        [Heading(withheld_schedule.TITLE), *_table(("文件", "页", "处理", "理由", "依据"), rows)] if rows else []
    )


def _online(case: Case, decision: Decision | None) -> list[Block]:
    blocks: list[Block] = []
    for one in Submission.objects.filter(incoming__case=case).select_related("incoming"):
        values = json.loads(one.values)
        fields = [(k, "、".join(v) if isinstance(v, list) else str(v)) for k, v in values.items() if v]
        blocks += [
            Heading(f"{one.incoming.number}，{localtime(one.submitted_at):%Y-%m-%d %H:%M} 提交"),
            *_table(("字段", "内容"), fields),
            *([f"电子送达：{one.electronic_consent}"] if one.electronic_consent else []),
        ]
    return [*blocks, *_sent(case, decision)]


def _sent(case: Case, decision: Decision | None) -> list[Block]:
    papers = OnlinePaper.objects.filter(case=case)
    if decision is not None:
        papers = papers.filter(sent_at__lte=decision.frozen_at)
    rows = [
        (f"{localtime(one.sent_at):%Y-%m-%d %H:%M}", one.get_what_display(), one.text, one.answer)
        for one in papers
    ]
    return [Heading("此后的往来"), *_table(("时间", "事项", "内容", "答复"), rows)] if rows else []


def _tasks(case: Case, decision: Decision | None) -> list[Block]:
    """What offices of the agency said is no evidence of its own: the search is."""
    if decision is not None:
        return []
    rows = [
        (one.unit.name, one.question, "" if one.has_it is None else "有" if one.has_it else "没有", one.answer)
        for one in case.tasks.select_related("unit")
    ]
    return _table(("科室", "协查内容", "有无", "反馈"), rows)


def _destroyed(case: Case, decision: Decision | None) -> list[Block]:
    titles = {one.code: one.title for one in retention.kinds(case.closed_on)} if case.closed_on else {}
    rows = [
        (
            titles.get(one.kind, one.kind),
            one.destruction.number,
            str(localtime(one.done_at).date()),
            f"{one.files}",
        )
        for one in register.of_case(case)
        if one.done_at
    ]
    return _table(("材料种类", "销毁清册", "销毁日期", "文件数"), rows)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Block]:
    return [Table(heads, rows)] if rows else []


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
