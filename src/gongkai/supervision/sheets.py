"""The sheet that an inspection goes by: the district's own where it has one, else the product's.

sheet_for(agency, on) -> Sheet                               the nearest above, of those that hold that day
import_sheet(user, agency, data, *, title, from_on, at) -> Outcome      all rows or none
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.errors import Refused
from gongkai.publication.sheet import Line, Outcome, rows
from gongkai.statute import inspection
from gongkai.statute.inspection import Point
from gongkai.supervision.models import ScoreSheet
from gongkai.supervision.rules import RULES

NEEDED: Final = ("检查项目", "评分标准", "每处扣分", "最多扣分")
OPTIONAL: Final = ("证据", "自动判定", "单项否决", "依据")
OUR_TITLE: Final = "通用检查表"
_MOST = Decimal(100)
_CONTENT = "评分表"


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    points: tuple[Point, ...]


def sheet_for(agency: Agency, on: date) -> Sheet:
    """Of several of one body the one that began last."""
    above = [int(pk) for pk in (agency.path or "").strip("/").split("/") if pk]
    held = ScoreSheet.objects.filter(agency__in=above, from_on__lte=on).select_related("agency")
    nearest = max(held, key=lambda one: (len(one.agency.path or ""), one.from_on, one.pk), default=None)
    if nearest is None:
        return Sheet(OUR_TITLE, inspection.points(on))
    return Sheet(nearest.title, tuple(_point(one) for one in nearest.points))


@transaction.atomic
def import_sheet(
    user: Who, agency: Agency, data: bytes, *, title: str, from_on: date, dry_run: bool = False, at: datetime
) -> Outcome:
    """XLSX or CSV. Refused without a title, or for a sheet whose deductions do not reach anything."""
    ensure(user, "inspections.inspect", agency, on=day(at))
    if not title.strip():
        raise Refused("请写明评分表的名称，例如：2024年政务公开考核评分表。")
    lines: list[Line] = []
    points: list[Point] = []
    for number, cells, faults in rows(data, _CONTENT, NEEDED, OPTIONAL):
        point, wrong = _read(cells)
        twice = any(one.title == point.title and one.counts == point.counts for one in points)
        found = [*faults, *wrong, *(["与前面的行重复。"] if twice else [])]
        said = "".join(found) or (f"自动判定：{RULES[point.rule].title}" if point.rule else "人工判定")
        lines.append(Line(number, "error" if found else "new", point.title, said))
        points.append(point)
    applying = not dry_run and not any(line.step == "error" for line in lines)
    if applying:
        made = ScoreSheet.objects.create(
            agency=agency, title=title.strip()[:120], from_on=from_on, points=[_plain(one) for one in points],
            created_by=person(user), created_at=at,
        )  # fmt: skip
        facts = {"rows": len(points), "from": from_on.isoformat()}
        record("inspections.sheet", actor=actor(user), agency=agency, object=made, data=facts, at=at)
    return Outcome(tuple(lines), applying)


def _read(cells: Mapping[str, str]) -> tuple[Point, list[str]]:
    wrong = [f"请填写{name}。" for name in NEEDED[:2] if not cells[name].strip()]
    each, most = (_number(cells, name, wrong) for name in NEEDED[2:])
    veto = cells.get("单项否决", "").strip() in ("是", "√")
    if not veto and not wrong and not Decimal(0) < each <= most:
        wrong.append("每处扣分应大于0，并且不多于最多扣分。")
    rule = _rule(cells.get("自动判定", "").strip(), wrong)
    point = Point(
        cells["检查项目"].strip()[:120], cells["评分标准"].strip(), each, most, cells.get("证据", "")[:300], rule,
        veto, cells.get("依据", "")[:120],
    )  # fmt: skip
    return point, wrong


def _number(cells: Mapping[str, str], name: str, wrong: list[str]) -> Decimal:
    written = cells[name].strip().removesuffix("分") or "0"
    try:
        number = Decimal(written).quantize(Decimal("0.1"))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= _MOST:
        wrong.append(f"{name}“{written}”应是0到100的数字。")
        return Decimal(0)
    return number


def _rule(written: str, wrong: list[str]) -> str:
    by_title = {one.title: code for code, one in RULES.items()}
    if not written or written in ("否", "人工"):
        return ""
    if written not in by_title:
        wrong.append(f"自动判定“{written}”没有对应的规则，可用：{'、'.join(by_title)}；不填就人工判定。")
    return by_title.get(written, "")


def _plain(one: Point) -> dict[str, object]:
    return {"title": one.title, "counts": one.counts, "deduction": str(one.deduction), "most": str(one.most),
            "evidence": one.evidence, "rule": one.rule, "veto": one.veto, "reference": one.reference}  # fmt: skip


def _point(raw: Mapping[str, str]) -> Point:
    return Point(
        raw["title"], raw["counts"], Decimal(raw["deduction"]), Decimal(raw["most"]), raw["evidence"],
        raw["rule"] if raw["rule"] in RULES else "", bool(raw["veto"]), raw["reference"],
    )  # fmt: skip


def template() -> tuple[Sequence[str], list[list[object]]]:
    """The product's own sheet as the table that is taken in, to begin from."""
    points = inspection.points(date.max)
    lines: list[list[object]] = [
        [one.title, one.counts, one.deduction, one.most, one.evidence,
         RULES[one.rule].title if one.rule in RULES else "", "是" if one.veto else "", one.reference]
        for one in points
    ]  # fmt: skip
    return (*NEEDED, *OPTIONAL), lines
