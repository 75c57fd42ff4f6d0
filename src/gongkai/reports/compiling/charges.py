"""行政事业性收费 of table 2, where what was entered meets the ledger of the information-processing fee (A10).

The fee is such a charge (国办函〔2020〕109号), so it belongs in the figure. Whether the figure that an office
enters has it already is a reading (``reading.fee-in-charges``): as we read it, yes, and the ledger alone counts
only where nothing was entered. A figure that is less than the ledger is a finding, never put right silently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q, QuerySet, Sum

from gongkai.agencies.models import Agency
from gongkai.cases.models import Fee
from gongkai.statute import parameters
from gongkai.statute.form import Finding

CELL: Final = "行政事业性收费/本年收费金额"
READING: Final = "reading.fee-in-charges"
# The form counts in ten-thousand yuan.
_YUAN: Final = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class Charge:
    """What the cell says, in ten-thousand yuan (None: nothing was entered and no fee was paid), and why."""

    number: Decimal | None
    entered: Decimal | None
    ledger: Decimal
    note: str
    findings: tuple[Finding, ...] = ()

    @property
    def from_ledger(self) -> bool:
        return self.entered is None and self.number is not None


def ledger(agencies: Iterable[Agency], year: int) -> QuerySet[Fee]:
    """The fees that were paid, or paid back, in a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    moved = Q(paid_on__range=(first, last)) | Q(refunded_on__range=(first, last))
    found = Fee.objects.filter(moved, case__agency__in=[one.pk for one in agencies])
    return found.select_related("case__agency").order_by("paid_on", "pk")


def collected(agencies: Iterable[Agency], year: int) -> Decimal:
    """What was paid in the year less what was paid back in it, in yuan."""
    paid, refunded = (
        Q(**{f"{one}__range": (date(year, 1, 1), date(year, 12, 31))}) for one in ("paid_on", "refunded_on")
    )
    sums = ledger(agencies, year).order_by().aggregate(
        paid=Sum("paid_amount", filter=paid), refunded=Sum("refunded_amount", filter=refunded)
    )  # fmt: skip
    return Decimal(sums["paid"] or 0) - Decimal(sums["refunded"] or 0)


def charge(agencies: Iterable[Agency], year: int, entered: Decimal | None) -> Charge:
    """Which of the two counts, by the reading that holds at the end of the year."""
    fee = collected(agencies, year) / _YUAN
    reading = parameters.at(READING, date(year, 12, 31))
    beside = reading is not None and reading.value == "beside"
    if entered is None:
        number = fee if fee else None
        note = f"没有填报收费金额，以信息处理费台账（{_plain(fee)}万元）为准。" if fee else ""
        return Charge(number, None, fee, note, _nothing_entered(fee))
    if beside:
        return Charge(entered + fee, entered, fee, f"填报{_plain(entered)}万元，另加信息处理费{_plain(fee)}万元。")
    note = f"以填报的金额为准，其中应包含信息处理费{_plain(fee)}万元。" if fee else ""
    return Charge(entered, entered, fee, note, _too_little(entered, fee))


def _nothing_entered(fee: Decimal) -> tuple[Finding, ...]:
    if not fee:
        return ()
    message = (
        f"没有填报行政事业性收费金额，表二只有信息处理费台账的{_plain(fee)}万元；有其他收费的，请填报全部金额。"
    )
    return (Finding("A10", "warning", message, (CELL,), found=fee),)


def _too_little(entered: Decimal, fee: Decimal) -> tuple[Finding, ...]:
    if entered >= fee:
        return ()
    message = (
        f"填报的行政事业性收费为{_plain(entered)}万元，少于信息处理费台账的{_plain(fee)}万元；"
        "信息处理费属于行政事业性收费，应包含在内，请核对填报的金额或者台账。"
    )
    return (Finding("A10", "warning", message, (CELL,), expected=fee, found=entered),)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
