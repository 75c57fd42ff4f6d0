"""The pages of the bundle that are made from records: contents, time line with the working of the period,
searches, reviews and approval, who was asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from gongkai.cases import due, lines
from gongkai.cases.correcting import Result
from gongkai.cases.models import Case, CaseEvent, Consultation, Decision
from gongkai.cases.words import Kind
from gongkai.statute import outcomes

Page = tuple[str, bytes, str]
_HEAD = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title><style>
body {{ font-family: "FangSong", "Noto Serif CJK SC", serif; max-width: 52rem;
margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; }} th, td {{ border: 1px solid #999; padding: .3rem .5rem;
text-align: left; vertical-align: top; overflow-wrap: anywhere; }} s {{ color: #666; }}
</style></head><body><h1>{}</h1>
{}</body></html>
"""


def pages(case: Case, decision: Decision) -> Iterator[Page]:
    """Those that have something to say."""
    yield (
        "01-时间线和期限.html",
        _page(f"{case.number} 时间线和答复期限", _time(case, decision)),
        "时间线和答复期限",
    )
    for path, title, body in (
        ("02-检索记录.html", "检索记录", _searches(case, decision)),
        ("03-征求意见.html", "征求意见", _consultations(case, decision)),
        ("04-审查和审批.html", "审查和审批", _reviews(case, decision)),
    ):
        if body:
            yield path, _page(f"{case.number} {title}", body), title


def index(case: Case, decision: Decision, rows: Iterable[Sequence[str]]) -> bytes:
    """What is in it, each with its SHA-256."""
    outcome = _outcome(case, decision)
    about = _table(
        ("项目", "内容"),
        [
            ("行政机关", case.agency.name),
            ("编号", case.number),
            ("收到申请之日", _day(case.received_on)),
            ("处理决定", outcome),
            ("文号", decision.letter.number if decision.letter else ""),
            ("作出决定", _day(decision.decided_on)),
            ("发出", _day(decision.dispatched_on)),
            ("送达", _day(decision.served_on)),
        ],
    )
    note = format_html("<p>{}</p>", "作出决定以后收到的材料不在其中（《行政诉讼法》第三十五条）。")
    contents = _table(("文件", "内容", "SHA-256"), rows)
    return _page(f"{case.number} 案卷材料目录", format_html("{}{}{}", about, note, contents))


def _outcome(case: Case, decision: Decision) -> str:
    """A correction is no reply of the law's table."""
    if case.kind == Kind.CORRECTION:
        return str(Result(decision.reply).label)
    return outcomes.reply(decision.reply, decision.decided_on or case.arrived_on).title


def _time(case: Case, decision: Decision) -> SafeString:
    own = Q(letter=decision.letter) if decision.letter else Q(pk__in=[])
    kept = case.events.filter(Q(at__lte=decision.frozen_at) | own).select_related("letter")
    rows = [(_struck(e.on, e.struck_at), _struck(lines.label(e.kind), e.struck_at), _note(e)) for e in kept]
    table = _table(("日期", "事项", "说明"), rows)
    found = due.explain(
        case, on=decision.dispatched_on or decision.decided_on or case.arrived_on, round=decision.round
    )
    if found is None:
        return table
    working = _table(("日期", "依据", "计算"), [(_day(one.on), one.article, one.text) for one in found.because])
    last = format_html("<p>答复期限：{}</p>", _day(found.on) if found.on else "等候申请人，未计算")
    return format_html("{}<h2>答复期限的计算</h2>{}{}", table, last, working)


def _struck(text: object, struck: object) -> SafeString:
    return format_html("<s>{}</s>", text) if struck else format_html("{}", text)


def _note(event: CaseEvent) -> str:
    said = "；".join(lines.facts(event))
    return f"{said}（已划去：{event.struck_reason}）" if event.struck_at else said


def _searches(case: Case, decision: Decision) -> SafeString | None:
    kept = case.searches.filter(signed_at__lte=decision.frozen_at).select_related("signed_by")
    rows = [
        (one.searched_on, one.systems, one.keywords, one.offices, one.result, one.searched_by,
         one.signed_by.name if one.signed_by else "") for one in kept
    ]  # fmt: skip
    return _table(("日期", "系统和载体", "检索词", "询问的科室", "结果", "检索人", "签字"), rows) if rows else None


def _consultations(case: Case, decision: Decision) -> SafeString | None:
    kept = case.consultations.filter(created_at__lte=decision.frozen_at)
    rows = [_asked(case, one, decision) for one in kept]
    heads = ("对象", "名称", "征求意见的信息", "意见", "理由", "认定", "公共利益的理由")
    return _table(heads, rows) if rows else None


def _asked(case: Case, one: Consultation, decision: Decision) -> tuple[str, ...]:
    """As it stood when it was decided; what was said after that is the next round's."""
    told = case.events.filter(tag=one.tag, at__lte=decision.frozen_at, struck_at=None, data__has_key="opinion")
    last = told.order_by("at", "pk").last()
    then = last.data["opinion"] if last else ""
    same = then == one.opinion
    signed = (
        one.override_at is not None and decision.frozen_at is not None and one.override_at <= decision.frozen_at
    )
    return (
        f"{one.get_whom_display()}{one.tag}",
        one.party,
        one.extract,
        str(Consultation.Opinion(then).label),
        one.opinion_reasons if same else "",
        one.finding if same else "",
        one.override_reasons if signed else "",
    )


def _reviews(case: Case, decision: Decision) -> SafeString | None:
    rows: list[Sequence[object]] = [
        (
            localtime(one.at).date(),
            one.get_what_display(),
            "通过" if one.passed else "不通过",
            one.opinion,
            one.by.name,
        )
        for one in decision.reviews.filter(at__lte=decision.frozen_at).select_related("by")
    ]
    approver = decision.approved_on_paper_by or (decision.approved_by.name if decision.approved_by else "")
    if approver:
        rows.append((_day(decision.decided_on), "审批", "批准", "", approver))
    return _table(("日期", "事项", "结果", "意见", "人员"), rows) if rows else None


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> SafeString:
    head = format_html_join("", "<th>{}</th>", ((one,) for one in heads))
    lines_ = format_html_join("\n", "<tr>{}</tr>", ((_cells(row),) for row in rows))
    return format_html("<table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", head, lines_)


def _cells(row: Sequence[object]) -> SafeString:
    return format_html_join("", "<td>{}</td>", ((one,) for one in row))


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""


def _page(title: str, body: SafeString) -> bytes:
    return format_html(_HEAD, title, title, body).encode()
