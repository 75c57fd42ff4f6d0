"""The addresses of writing the text of a report, filled in with a draft of one agency."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions

_AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def text_addresses(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    draft = actions.open_compiled(clerk, agency, 2023, at=_AT)
    return {name: [draft.pk, 1] for name in ("write_text", "follow_text")}
