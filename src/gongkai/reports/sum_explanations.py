"""What a district has said about the sums of the reports below it, as far as totals need it."""

from __future__ import annotations

from decimal import Decimal

from gongkai.agencies.models import Agency
from gongkai.reports.models import SumExplanation


def holding(district: Agency, year: int) -> list[SumExplanation]:
    """Those that were not withdrawn, in the order in which they were said."""
    rows = SumExplanation.objects.filter(district=district, year=year, withdrawn_at=None)
    return list(rows.select_related("by").order_by("pk"))


def taken_off(district: Agency, year: int) -> dict[str, Decimal]:
    """By cell how much is counted by several and is to be counted once; more than nothing."""
    found: dict[str, Decimal] = {}
    rows = SumExplanation.objects.filter(
        district=district, year=year, withdrawn_at=None, kind=SumExplanation.Kind.JOINT
    )
    for cell, amount in rows.order_by("pk").values_list("cell", "amount"):
        found[cell] = found.get(cell, Decimal(0)) - amount
    return found
