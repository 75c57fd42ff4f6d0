"""The addresses of a district's sums and of what other platforms ask, filled in with what stands behind them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import platforms, sums
from gongkai.reports.models import SumExplanation

_AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TABLE = "平台,编号,问题,单位,取数\n省平台,A1,申请总量,件,[1/总计]\n省平台,A2,人口,人,{常住人口}\n"


def sum_addresses(district: Agency, agency: Agency) -> dict[str, list[object]]:
    platforms.import_questions(OPERATOR, district, TABLE.encode(), at=_AT)
    said = sums.explain(
        OPERATOR, district, year=2024, cell="1/总计", kind=SumExplanation.Kind.OWN, amount=Decimal(1),
        reason="本级自办1件", at=_AT,
    )  # fmt: skip
    return {
        "sum_differences": [district.pk, 2024],
        "sum_difference": [district.pk, 2024, "c-3-1-total"],
        "sum_withdraw": [district.pk, 2024, said.pk],
        **{name: [district.pk] for name in ("platform_questions", "platform_import")},
        "platform_retire": [district.pk, platforms.questions(district)[0].pk],
        **{name: [agency.pk, 2024] for name in ("platform_answers", "reference_enter")},
    }
