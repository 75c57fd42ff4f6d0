"""Who has filed: how far each report of a district is for one year, compiled here or come as a file.

collected(user, district, year, *, on) -> [Filing]     in official order, the district's own last
stages(agencies, year) -> {agency: (Stage, version)}   asks nobody's permission

How far a draft is is told, what stands in it is not: until it is signed it is the office's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import Who, ensure, within
from gongkai.reports.district import reporters
from gongkai.reports.due import Due, due
from gongkai.reports.models import Compilation, DueDate, Objection, ReportVersion, Signature
from gongkai.reports.states import State
from gongkai.reports.table import received


class Stage(StrEnum):
    """``words`` is its name; ``FILED`` are those in which it is in the supervisor's hands or further."""

    NONE = "none"
    DRAFT = "draft"
    SIGNING = "signing"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONTESTED = "contested"
    ACCEPTED = "accepted"
    PUBLISHED = "published"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS: Final[Mapping[Stage, str]] = {
    Stage.NONE: "未开始", Stage.DRAFT: "编制中", Stage.SIGNING: "待负责人签发", Stage.SUBMITTED: "已报送，待审核",
    Stage.RETURNED: "已退回", Stage.CONTESTED: "已退回，有异议", Stage.ACCEPTED: "已接受",
    Stage.PUBLISHED: "已发布",
}  # fmt: skip
_OF_STATE: Final[Mapping[str, Stage]] = {
    State.DRAFT: Stage.DRAFT, State.SIGNING: Stage.SIGNING, State.READ: Stage.SUBMITTED,
    State.RETURNED: Stage.RETURNED, State.ACCEPTED: Stage.ACCEPTED, State.PUBLISHED: Stage.PUBLISHED,
}  # fmt: skip
# What is furthest says how far the report is; a newer draft beside it is the office's own.
_ORDER: Final = (Stage.PUBLISHED, Stage.ACCEPTED, Stage.CONTESTED, Stage.RETURNED, Stage.SUBMITTED,
                 Stage.SIGNING, Stage.DRAFT)  # fmt: skip
_INSIDE: Final = (Stage.DRAFT, Stage.SIGNING)


@dataclass(frozen=True, slots=True)
class Filing:
    """``version``: None for what is still the office's own. ``compiled`` None: nothing is there yet."""

    agency: Agency
    due: Due
    stage: Stage
    version: ReportVersion | None
    compiled: bool | None
    filed_on: date | None
    signed: Signature | None
    late: bool
    days_late: int

    @property
    def source(self) -> str:
        return {None: "", True: "由记录编制", False: "上传文件"}[self.compiled]


def collected(user: Who, district: Agency, year: int, *, on: date) -> list[Filing]:
    """NotAllowed for who may not see the district; agencies in it that this person may not see are left out."""
    ensure(user, "reports.view", district, on=on)
    seen = set(within(user, "reports.view", on=on).values_list("pk", flat=True))
    agencies = [*(one for one in reporters(district, year) if one.pk in seen), district]
    own = DueDate.objects.filter(district=district, year=year).values_list("due_on", flat=True).first()
    found, came = stages(agencies, year), received([one.pk for one in agencies], year)
    signed = _signatures(version for _, version in found.values())
    return [_filing(one, due(one.kind, year, own), found.get(one.pk), came.get(one.pk), signed, on)
            for one in agencies]  # fmt: skip


def stages(agencies: Iterable[Agency], year: int) -> dict[int, tuple[Stage, ReportVersion]]:
    """By the furthest version of each; an agency without one is not there."""
    rows = ReportVersion.objects.filter(report__agency__in=[one.pk for one in agencies], report__year=year)
    open_ = Objection.objects.filter(version=OuterRef("pk"), outcome="")
    asked = rows.exclude(state=State.SUPERSEDED).annotate(
        contested=Exists(open_), compiled=Exists(Compilation.objects.filter(version=OuterRef("pk")))
    )
    found: dict[int, tuple[Stage, ReportVersion]] = {}
    for version in asked.select_related("report").defer("canonical", "content").order_by("number"):
        stage = _OF_STATE[version.state]
        if stage is Stage.RETURNED and version.contested:
            stage = Stage.CONTESTED
        before = found.get(version.report.agency_id)
        if before is None or _ORDER.index(stage) <= _ORDER.index(before[0]):
            found[version.report.agency_id] = (stage, version)
    return found


def _signatures(versions: Iterable[ReportVersion]) -> dict[int, Signature]:
    return {one.version_id: one for one in Signature.objects.filter(version__in=[v.pk for v in versions])}


def _filing(
    agency: Agency,
    day: Due,
    found: tuple[Stage, ReportVersion] | None,
    filed_on: date | None,
    signed: Mapping[int, Signature],
    on: date,
) -> Filing:
    stage, version = found or (Stage.NONE, None)
    return Filing(
        agency=agency,
        due=day,
        stage=stage,
        version=None if stage in _INSIDE else version,
        compiled=version.compiled if version is not None else None,  # type: ignore[attr-defined] # annotated
        filed_on=filed_on,
        signed=signed.get(version.pk) if version is not None else None,
        late=day.late(filed_on, on),
        days_late=day.days_late(filed_on, on),
    )
