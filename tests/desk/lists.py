"""The list of an agency and what hangs on it, one thing of each kind, for the pages that show them."""

from __future__ import annotations

from datetime import date

from gongkai.accounts.models import Person
from gongkai.agencies import actions as agencies
from gongkai.agencies.actions import Contact
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.publication import columns, converting, guide, handing_over, obligations, work_rules
from gongkai.publication.models import Column, Conversion, ListHandover, Obligation, WorkRule
from tests.publication.test_register import laid

from .cases import NOW as AT
from .cases import made

CONTACT = Contact(
    office="办公室", address="示范区建设路1号", hours="工作日 8:30—17:30", phone="0533-0000001", fax="无",
    email="zj@example.cn",
)  # fmt: skip
TEXTS = {
    "classification": "按条例分类。", "arrangement": "按索引号编排。", "ways": "政府网站。",
    "complaint": "区政府办公室。",
}  # fmt: skip


def column(agency: Agency, title: str = "保障性住房", **more: object) -> Column:
    return columns.add(OPERATOR, agency, title=title, at=AT, **more)  # type: ignore[arg-type]  # its fields


def owed(
    agency: Agency, title: str = "公租房分配结果", formed_on: date = date(2026, 3, 2), **more: object
) -> Obligation:
    return obligations.enter(OPERATOR, agency, title=title, formed_on=formed_on, at=AT, **more)  # type: ignore[arg-type]


def rule(agency: Agency, title: str = "信息公开审查制度") -> WorkRule:
    return work_rules.make(OPERATOR, agency, title=title, made_on=date(2025, 1, 6), at=AT)


def suggestion(agency: Agency, title: str = "老旧小区改造名单") -> Conversion:
    found = converting.suggest(
        OPERATOR, agency, title=title, cases=["示住建申〔2026〕1号", "示住建申〔2026〕2号"], applicants=2, at=AT
    )
    assert found is not None
    return found


def handed(agency: Agency) -> ListHandover:
    laid(agency, "移送1", date(2026, 1, 5))
    return handing_over.hand_over(
        OPERATOR, agency, kind="archive", receiver="示范区档案馆", until_on=date(2026, 3, 13), at=AT
    )


def with_guide(agency: Agency) -> None:
    agencies.set_contact(agency, CONTACT, by=OPERATOR, at=AT)
    guide.publish(OPERATOR, guide.edit(OPERATOR, agency, at=AT, **TEXTS), at=AT)


def list_addresses(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    """The routes of 目录和指南, filled in."""
    here, line = [agency.pk], [agency.pk, column(agency).pk]
    with_guide(agency)
    guide.edit(OPERATOR, agency, other="x", at=AT)
    one, work = [agency.pk, owed(agency).pk], [agency.pk, rule(agency).pk]
    kept = laid(agency, "留1", date(2026, 1, 5), state="kept", disclosure_class="on_request")
    plain = (
        "columns_of", "columns_from_law", "columns_import", "column_add", "obligations", "obligation_new",
        "guide", "guide_edit", "guide_publish", "guide_discard", "work_rules", "work_rule_new", "register",
        "published_year", "count_enter", "counts_import", "count_target", "item_reassessments", "conversions",
        "list_handovers", "list_hand_over",
    )  # fmt: skip
    return {
        **dict.fromkeys(plain, here),
        **{f"column{name}": line for name in ("", "_edit", "_close", "_owner", "_nothing_new")},
        "obligation": one,
        "obligation_do": [*one, "excuse"],
        "guide_version": [agency.pk, 1],
        "work_rule": work,
        "work_rule_do": [*work, "look"],
        "register_list": [agency.pk, 2025, "normative", "now"],
        "published_group": [agency.pk, 2026, "class", "active"],
        "table2_cell": [agency.pk, 2025, 3],
        "item_reassess": [agency.pk, kept.pk],
        "conversion": [agency.pk, suggestion(agency).pk],
        "conversion_suggest": [made(agency, clerk).pk],
        "list_handover_file": [agency.pk, handed(agency).pk],
    }
