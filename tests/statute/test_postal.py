"""Who may carry an official document (rule 23)."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.errors import Refused
from gongkai.statute.postal import carriers, ensure_postal, may_carry

ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    "name", ["邮政", "中国邮政", "EMS", "ems", "ＥＭＳ", " 中国 邮政 ", "邮政速递物流", "中国邮政速递"]
)
def test_the_postal_enterprise_by_any_of_its_names(name: str) -> None:
    assert may_carry(name, ON)
    assert ensure_postal(name, ON) == name.strip()


@pytest.mark.parametrize("name", ["顺丰", "圆通速递", "UPS", "", "邮政局旁边的快递", "京东"])
def test_nobody_else(name: str) -> None:
    assert not may_carry(name, ON)
    with pytest.raises(Refused, match="邮政法"):
        ensure_postal(name, ON)


def test_a_name_holds_from_its_day_on() -> None:
    assert not may_carry("中国邮政集团有限公司", date(2019, 12, 16))
    assert may_carry("中国邮政集团有限公司", date(2019, 12, 17))


def test_each_name_says_where_it_comes_from() -> None:
    assert all(one.reference for one in carriers())
    assert len({one.name for one in carriers()}) == len(carriers())
