"""System checks on how notices are sent."""

from __future__ import annotations

from django.core.checks import CheckMessage, Error, register

from gongkai.errors import Misconfigured
from gongkai.notices import texting


@register()
def text_messages_can_be_sent(**options: object) -> list[CheckMessage]:
    """E050: found out now, and not by the first citizen who is told nothing."""
    try:
        texting.configured()
    except Misconfigured as error:
        return [Error(str(error), hint="短信网关的设置见 docs/how-to/notices.md。", id="gongkai.E050")]
    return []
