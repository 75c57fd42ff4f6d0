"""The addresses of writing the text of a report, filled in with a draft of one agency."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import actions
from gongkai.reports.texts import own

_AT = datetime(2025, 1, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def text_addresses(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    draft = actions.open_compiled(clerk, agency, 2023, at=_AT)
    sentence = own.edit(
        OPERATOR, agency, code="publish", place="publish", order=10, text="坚持应公开", from_year=2024, at=_AT
    )
    return {
        **{name: [draft.pk, 1] for name in ("write_text", "follow_text")},
        **{name: [agency.pk] for name in ("sentences", "sentence_edit")},
        "sentence_retire": [agency.pk, sentence.pk],
    }
