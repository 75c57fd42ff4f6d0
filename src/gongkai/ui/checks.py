"""System checks on what the site says of itself; ``docs/reference/checks.md`` lists them all."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils import timezone

from gongkai.agencies import calendars

# Local sites: ten digits that begin with the region's code; central departments: bm and eight digits.
_SITE_CODE = re.compile(r"\d{10}|bm\d{8}", re.ASCII)


@register()
def site_code_is_one(**options: object) -> list[CheckMessage]:
    """W020."""
    code = settings.GONGKAI_SITE_CODE
    if not code or _SITE_CODE.fullmatch(code):
        return []
    hint = "网站标识码是 10 位数字（部门网站为 bm 加 8 位数字），请核对；还没有的，不要设置。"
    return [Warning(f"GONGKAI_SITE_CODE（{code}）不像网站标识码。", hint=hint, id="gongkai.W020")]


@register()
def rate_is_a_rate(**options: object) -> list[CheckMessage]:
    """E020: a limit below nothing would refuse everybody."""
    if settings.GONGKAI_API_RATE >= 0:
        return []
    hint = "请写每分钟允许的请求数，0 为不限。"
    return [Error("GONGKAI_API_RATE 不能是负数。", hint=hint, id="gongkai.E020")]


@register(Tags.database)
def the_next_year_is_known(databases: Sequence[str] | None = None, **options: object) -> list[CheckMessage]:
    """W021: from 1 December on the notice of days off of the next year should be there."""
    missing = _missing_years() if "default" in (databases or ()) else ()
    if not missing:
        return []
    years = "、".join(map(str, missing))
    hint = "通知公布后运行 gongkai calendar add 文件，或在工作台“放假安排”载入；此前跨入该年的期限都是暂定。"
    return [Warning(f"{years}年的放假通知还没有载入。", hint=hint, id="gongkai.W021")]


def _missing_years() -> tuple[int, ...]:
    try:
        if "agencies_calendarnotice" not in connections["default"].introspection.table_names():
            return ()  # before the first migrate
        return calendars.missing_years(timezone.localdate())
    except DatabaseError:
        return ()  # unreachable: said by other checks and by the doctor
