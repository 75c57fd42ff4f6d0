"""System checks on what the site says of itself; ``docs/reference/checks.md`` lists them all."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

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
