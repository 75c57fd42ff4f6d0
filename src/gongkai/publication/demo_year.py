"""A full year of one street office of the demonstration: as much as the sample published, taken in as old stock.

create(street, at) -> int    how many items; ``demo_removing`` takes them away with all others

167 items on the website, 40 of them on a board as well, in the months and topics of the year; no licence, penalty,
measure or charge. So its annual report tells what a real one of such an office tells.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from typing import Final

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.errors import Refused
from gongkai.publication import counts, topics
from gongkai.publication.importing import import_items
from gongkai.publication.models import Item, YearCount
from gongkai.publication.stock_rows import COLUMNS
from gongkai.writers.spreadsheet import csv_text

YEAR: Final = 2024
# 示范区城东街道办事处, by the number in its invented code.
STREET: Final = 11
ITEMS: Final = 167
_ON_A_BOARD: Final = 40
# Topic, category, and what was reported of it.
_FIELDS: Final = (
    ("乡村振兴", "21.3", ("农村公路养护", "农房安全排查", "高标准农田建设", "农机购置补贴")),
    ("安全生产", "20.12", ("小餐饮燃气安全检查", "高层住宅消防演练", "汛期值班值守", "烟花爆竹禁放")),
    ("环境治理", "20.13", ("河道清理", "扬尘治理", "垃圾分类投放", "秸秆禁烧巡查")),
    ("民生服务", "20.11", ("老年助餐", "残疾人康复救助", "临时救助发放", "就业招聘进社区")),
)
_PLACES: Final = (
    "向阳社区", "和平社区", "城东社区", "东湖社区", "新桥村", "北园村", "大营村", "柳行村", "石佛社区",
    "文化路社区", "桃园社区",
)  # fmt: skip


def create(street: Agency, at: datetime) -> int:
    """In the list that the street office has."""
    rows = list(_rows())
    outcome = import_items(
        OPERATOR, street, csv_text(COLUMNS, rows).encode(), name="2024年信息（演示）.csv", at=at
    )
    if not outcome.applied:
        raise Refused(f"演示的2024年清单有误：{outcome.report.first_errors[0].message}")
    for name, *_ in _FIELDS:
        # One of each a quarter stands under its topic.
        named = Item.objects.filter(agency=street, first_public_on__year=YEAR, title__contains=f"（{name}）")
        for one in named.order_by("first_public_on", "pk")[:40:10]:
            topics.put(OPERATOR, one, topics.of(street, YEAR).filter(name=name), at=at)
    for what in YearCount.What:
        counts.enter(OPERATOR, street, year=YEAR, what=what, number=0, at=at)
    return len(rows)


def _rows() -> Iterator[tuple[str, ...]]:
    """The topics in turn, so that every month has something of each; no two alike."""
    turns = zip(*(product(_PLACES, works) for _, _, works in _FIELDS), strict=True)
    for n, (place, work, field) in enumerate(_turned(turns)):
        if n == ITEMS:
            return
        name, category, _ = _FIELDS[field]
        made = date(YEAR, 1, 2) + timedelta(days=n * 355 // ITEMS)
        # Seven and 167 have no common divisor: spread over the year, and as many as it says.
        ways = "政府网站、公示栏" if n * 7 % ITEMS < _ON_A_BOARD else "政府网站"
        when, homes = f"{made.month}月{made.day}日", 20 + n * 7 % 90
        body = f"{when}，城东街道办事处在{place}开展{work}，共涉及{homes}户，办理情况在此公布。"
        title = f"{place}{work}情况（{name}）"
        yield (
            "",
            title,
            "",
            f"{made}",
            f"{made + timedelta(days=4)}",
            name,
            category,
            "工作动态",
            "",
            "",
            ways,
            body,
        )


def _turned(turns: Iterator[tuple[tuple[str, str], ...]]) -> Iterator[tuple[str, str, int]]:
    for turn in turns:
        for field, (place, work) in enumerate(turn):
            yield place, work, field
