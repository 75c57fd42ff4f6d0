"""Rule 44: a line of the catalogue that lacks one of its four fields is refused."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.models import Agency
from gongkai.errors import Refused
from gongkai.publication import catalogue
from gongkai.publication.models import Item

from .test_register import laid


@pytest.fixture
def whole(bureau: Agency) -> Item:
    return laid(bureau, "1", date(2026, 1, 5))


def test_a_whole_catalogue(bureau: Agency, whole: Item) -> None:
    laid(bureau, "2", date(2026, 1, 5), state="withdrawn", summary="")
    catalogue.ensure_whole(bureau)
    found = catalogue.current(bureau)
    assert found is not None
    assert list(found) == [whole]


@pytest.mark.parametrize(("field", "label"), [("summary", "内容概述"), ("title", "名称")])
def test_rule_44_old_stock_without_a_field_is_named(
    bureau: Agency, finance: Agency, whole: Item, field: str, label: str
) -> None:
    lacks = laid(bureau, "2", date(2026, 1, 5), **{field: ""})
    assert catalogue.current(bureau) is None
    assert list(catalogue.entries(bureau)) == [whole]
    assert list(catalogue.lacking(bureau)) == [lacks]
    assert [one.label for one in catalogue.missing(lacks)] == [label]
    with pytest.raises(Refused, match=f"1条缺少{label}"):
        catalogue.ensure_whole(bureau)
    catalogue.ensure_whole(finance)
