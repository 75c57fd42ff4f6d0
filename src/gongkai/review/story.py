"""The story of a proceeding, line by line, in words: what happened on which day, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.review.models import Event, Proceeding
from gongkai.review.words import LABELS, Laid, Paper, Procedure

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """``detail`` may be ""; ``late`` marks what came after its last day."""

    on: date
    what: str
    detail: str
    by: str
    late: bool = False


def story(proceeding: Proceeding) -> list[Line]:
    """Oldest first."""
    return [_line(one) for one in proceeding.events.select_related("by")]


def _line(event: Event) -> Line:
    what, detail = _SAID[event.kind]
    words = detail(event.data)
    reason = str(event.data.get("reason", ""))
    return Line(
        event.on, what, "；".join(filter(None, (words, reason))), event.by.name if event.by else "系统",
        late=bool(event.data.get("late")),
    )  # fmt: skip


def _nothing(data: Facts) -> str:
    return ""


def _answer(data: Facts) -> str:
    if data["late"]:
        return f"已过期限（{data['due']}），逾期提交的视为没有证据"
    return f"期限{data['due']}" if data["due"] else ""


def _procedure(data: Facts) -> str:
    return str(Procedure(data["to"]).label)


def _hearing(data: Facts) -> str:
    if "held" not in data:
        return "已确定时间" + ("，已提交授权委托书" if data["authority"] else "")
    if not data["held"]:
        return "没有举行"
    return {True: "已举行，负责人出庭", False: "已举行，负责人未出庭", None: "已举行"}[data["head"]]


def _decided(data: Facts) -> str:
    upheld = "维持原判，" if data["upholds"] else ""
    return f"{data['number']}：{upheld}{LABELS[data['outcome']]}"


def _appeal(data: Facts) -> str:
    return "再审" if data["retrial"] else "二审"


def _laid(data: Facts) -> str:
    amount = f"{data['amount']}元" if data["amount"] else ""
    return "，".join(filter(None, (Laid(data["kind"]).label, amount, f"期限{data['due']}" if data["due"] else "")))


def _performed(data: Facts) -> str:
    return Laid(data["kind"]).label + ("，已过期限" if data["late"] else "")


def _corrected(data: Facts) -> str:
    before, now = data["from"]["on"], data["to"]["on"]
    return f"收到日期由{before}改为{now}" if before != now else ""


_SAID: Mapping[str, tuple[str, Callable[[Facts], str]]] = {
    "register": ("收到副本", _nothing),
    "import": ("从台账导入", _nothing),
    "import-result": ("从台账导入结果", lambda data: LABELS[data["outcome"]]),
    "procedure": ("审理程序", _procedure),
    "answer": ("提交答复和证据", _answer),
    "hear": ("听证、开庭", _hearing),
    "decide": ("作出决定、裁判", _decided),
    "remand": ("发回重审", lambda data: str(data["number"])),
    "appeal": ("对方上诉、申请再审", _appeal),
    "go-higher": ("本机关上诉、申请再审", _appeal),
    "lay": ("应履行的义务", _laid),
    "suggest": ("收到建议", _laid),
    "perform": ("履行、回复", _performed),
    "reopen-case": ("重新办理原申请", lambda data: f"第{data['round']}次办理"),
    "file": ("添加材料", lambda data: str(Paper(data["what"]).label)),
    "correct": ("更正登记内容", _corrected),
    "close": ("了结", _nothing),
    "void": ("注销误登", _nothing),
}
