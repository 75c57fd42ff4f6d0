"""What lists and receipts show of a name or a number."""

from __future__ import annotations

import pytest

from gongkai.cases import masking


@pytest.mark.parametrize(
    ("plain", "kind", "shown"),
    [("张三丰", "natural", "张**"), ("张", "natural", "张*"), ("", "natural", ""),
     ("某某科技有限公司", "business", "某某****公司"), ("某公司", "business", "某公司")],
)  # fmt: skip
def test_a_name_tells_two_apart_and_not_who_it_is(plain: str, kind: str, shown: str) -> None:
    assert masking.name(plain, kind) == shown


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("37030519900101123X", "37*************23X"), ("E1234567", "E1***567"), ("1234", "**34"), ("", "")],
)
def test_a_number_shows_its_ends(plain: str, shown: str) -> None:
    assert masking.number(plain) == shown
    assert len(masking.number(plain)) == len(plain)
