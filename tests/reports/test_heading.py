"""Whom a compiled report says to ask."""

from __future__ import annotations

import pytest

from gongkai.agencies.models import Agency
from gongkai.reports.compiling.heading import contact, heading
from gongkai.writers.opening import opening


@pytest.mark.parametrize("written", ["", "无", "没有传真"])
def test_an_office_without_a_fax_has_none_in_its_report(written: str) -> None:
    agency = Agency(name="示范区民政局", phone="0533-1234567", fax=written)
    assert contact(agency).fax is None
    assert "传真" not in "".join(opening(heading(agency, 2025)))


def test_a_number_is_printed() -> None:
    agency = Agency(name="示范区民政局", fax="0533-7180001")
    assert "传真：0533-7180001" in "".join(opening(heading(agency, 2025)))
