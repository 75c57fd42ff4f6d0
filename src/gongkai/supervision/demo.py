"""A year of the work of one street office of the demonstration with its inspections, made and taken away again.

Made through the same steps as any other: the annual report of the year tells what stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.supervision import actions, inspecting, publishing, rectifying
from gongkai.supervision.inspection_states import Result, Said
from gongkai.supervision.kinds import KINDS, Kind
from gongkai.supervision.models import (
    Activity,
    AnswerSheet,
    Appraisal,
    Article,
    Correction,
    Innovation,
    Inspection,
    LedOn,
    Meeting,
    PlanTask,
    Problem,
    Proposal,
    Questionnaire,
    ScoreSheet,
    Shortcoming,
    ShortcomingFile,
    Spread,
    Training,
)
from gongkai.supervision.publishing import Words

YEAR: Final = 2024
# 示范区城东街道办事处, by the number in its invented code.
_STREET: Final = 11
_TOPICS = ("乡村振兴", "安全生产", "环境治理", "民生服务")
_Made = tuple[Kind, dict[str, Any]]


def create(at: datetime) -> int:
    """Where nothing is there yet; how many records of the work."""
    street = next((one for one in Agency.objects.filter(demonstration=True) if _number(one) == _STREET), None)
    if street is None or Training.objects.filter(agency=street).exists():
        return 0
    with transaction.atomic():
        made = [actions.enter(OPERATOR, street, kind, given, at=at) for kind, given in _year()]
        for quarter in (1, 2, 3, 4):
            _inspected(street, quarter, at)
    return len(made)


def remove(at: datetime) -> int:
    """Everything under 监督 of demonstration agencies; how many records of the work."""
    with transaction.atomic():
        mine = {"agency__demonstration": True}
        _remove_questionnaires()
        of_demo = ShortcomingFile.objects.filter(shortcoming__agency__demonstration=True)
        files = list(of_demo.values_list("file_id", flat=True))
        LedOn.objects.filter(**mine).delete()
        Shortcoming.objects.filter(**mine).delete()
        documents.forget(files)
        inspections, _ = Inspection.objects.filter(**mine).delete()
        ScoreSheet.objects.filter(**mine).delete()
        keys = [one.key for kind in KINDS for one in kind._default_manager.filter(**mine)]
        Correction.objects.filter(record__in=keys).delete()
        for kind in KINDS:
            kind._default_manager.filter(**mine).delete()
        if keys or inspections:
            record("works.demo_remove", actor=OPERATOR, agency=None, object="demo", data={"records": keys}, at=at)
    return len(keys)


def _remove_questionnaires() -> None:
    """Before the records that they made, which they hold."""
    mine = Questionnaire.objects.filter(agency__demonstration=True)
    AnswerSheet.objects.filter(panel__questionnaire__in=mine).delete()
    mine.update(copied_from=None)
    mine.delete()


def _number(agency: Agency) -> int:
    return int((agency.credit_code or "0" * 18)[8:16])


def _on(month: int, day: int) -> date:
    return date(YEAR, month, day)


def _year() -> Iterator[_Made]:
    yield from _occasions()
    yield from _articles()
    yield from _done_and_judged()


def _occasions() -> Iterator[_Made]:
    yield Training, {
        "on": _on(4, 18), "title": "《中华人民共和国政府信息公开条例》专题培训", "people": 26, "leader": True,
        "audience": "各科室信息员",
        "materials": f"《中华人民共和国政府信息公开条例》；《{YEAR}年政务公开工作方案》",
    }  # fmt: skip
    yield Training, {"on": _on(6, 20), "title": "全区政务公开业务培训", "role": "attended", "people": 2}
    yield Training, {
        "on": _on(9, 12), "title": "基层政务公开标准化规范化培训", "role": "attended", "online": True, "people": 5,
    }  # fmt: skip
    yield Meeting, {"on": _on(3, 15), "title": f"{YEAR}年政务公开工作", "people": 14,
                    "chaired_by": "街道分管负责人", "decided": "明确各科室责任分工和栏目更新周期"}  # fmt: skip
    yield Spread, {"on": _on(11, 5), "title": "政策进网格", "extent": "全区", "manner": "简报刊发"}
    yield Proposal, {"on": _on(2, 28), "title": "人大代表建议", "kind": "deputies", "count": 3, "answered": 3,
                     "published": 3}  # fmt: skip
    yield Activity, {
        "on": _on(5, 22), "title": "就业创业政策入户宣传", "kind": "jobs", "place": "城东社区", "people": 120,
        "explained": "就业创业扶持政策", "leaflets": 300, "posts": 45,
    }  # fmt: skip
    yield Activity, {
        "on": _on(7, 10), "title": "社会救助政策宣讲", "kind": "policy", "place": "便民服务中心", "people": 80,
        "explained": "低保；特困人员救助；医疗救助；临时救助", "leaflets": 160,
    }  # fmt: skip
    yield (
        Innovation,
        {"on": _on(10, 15), "title": "拓宽解读渠道，唱好政策落实“最强音”", "effect": "政策知晓率提高"},
    )


def _articles() -> Iterator[_Made]:
    """One a month."""
    for month in range(1, 13):
        title = f"城东街道做好{_TOPICS[month % len(_TOPICS)]}领域信息公开（{month}月）"
        yield (
            Article,
            {"on": _on(month, 20), "title": title, "outlet": "示范区人民政府网站", "author": "党政办公室"},
        )


def _done_and_judged() -> Iterator[_Made]:
    yield Appraisal, {
        "on": _on(12, 10), "title": f"{YEAR}年度社会评议", "panel": "人大代表、政协委员、群众", "asked": 60,
        "scale": "良好、一般、较差", "result": "良好",
    }  # fmt: skip
    plan = f"{YEAR}年政务公开工作方案"
    for title, due, done in (
        ("更新政府信息公开指南和目录", _on(4, 30), _on(4, 26)),
        ("开展分管负责人参加的专题培训", _on(6, 30), _on(4, 18)),
        ("政务公开宣传栏每季度更换", _on(12, 20), _on(12, 16)),
    ):
        yield PlanTask, {"on": _on(3, 15), "title": title, "plan": plan, "responsible": "党政办公室",
                         "due_on": due, "done_on": done}  # fmt: skip
    yield Problem, {
        "on": _on(12, 5), "title": "对政务公开重要性的认识有待加强", "measure": "增强普及宣传的力度",
        "person": "党政办公室", "due_on": date(YEAR + 1, 6, 30),
    }  # fmt: skip
    yield Problem, {
        "on": _on(12, 5), "title": "部分信息更新不够及时", "cause": "责任分工不够明确",
        "measure": "完善管理制度，明确责任分工", "person": "党政办公室", "due_on": date(YEAR + 1, 6, 30),
    }  # fmt: skip


def _inspected(street: Agency, quarter: int, at: datetime) -> None:
    """Closed, put right and made public, but for the last quarter."""
    found = inspecting.begin(OPERATOR, street, year=YEAR, quarter=quarter, at=at)
    for one in found.verdicts.filter(result=Result.WAITING):
        inspecting.judge(OPERATOR, one, result=Result.PASSED, at=at)
    due = date(at.year + 1, 1, 31)
    inspecting.close(OPERATOR, found, due_on=due, at=at)
    if quarter == 4:
        return
    for short in Shortcoming.objects.filter(verdict__inspection=found):
        rectifying.prove(OPERATOR, short, proof="已按检查意见整改，栏目和指南已经更新。", at=at)
        rectifying.accept(OPERATOR, short, words="已核实。", at=at)
    _made_public(found, at)


def _made_public(found: Inspection, at: datetime) -> None:
    whole = "政府信息公开工作总体规范，栏目维护和业务培训需要继续加强。"
    said = [Words(Said.WHOLE, whole)]
    for one in publishing.shortcomings(found).select_related("verdict"):
        said += [
            Words(Said.FOUND, f"{one.verdict.title}没有达到评分标准的要求。", one.pk),
            Words(Said.DONE, "已按检查意见整改，并通过复核。", one.pk),
        ]
    publishing.word(OPERATOR, found, said, at=at)
    publishing.publish(OPERATOR, found, at=at)
