"""The addresses under 行政复议与诉讼, filled in with things of one agency."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.filing import Paper
from gongkai.review import answering, deciding, duties, filing, hearings, registering
from gongkai.review.models import Proceeding
from gongkai.review.registering import Facts
from gongkai.review.words import Kind

from .cases import NOW

CAME = date(2026, 3, 9)


def copy(agency: Agency, kind: str = Kind.RECONSIDERATION, on: date = CAME, **more: object) -> Proceeding:
    body = f"{agency.name}的上级" if kind == Kind.RECONSIDERATION else "示范区人民法院"
    facts = Facts(**{"kind": kind, "received_on": on, "body": body, **more})  # type: ignore[arg-type]  # its fields
    return registering.register(OPERATOR, agency, facts, at=NOW)


def review_addresses(agency: Agency) -> dict[str, list[object]]:
    one = copy(agency, Kind.DIRECT_LAWSUIT)
    kept = filing.add(OPERATOR, one, Paper("副本.txt", b"copy"), what="copy", at=NOW)
    hearing = hearings.plan(OPERATOR, one, on=date(2026, 3, 12), at=NOW)
    answering.answer(OPERATOR, one, on=date(2026, 3, 10), at=NOW)
    deciding.decide(OPERATOR, one, outcome="ordered", on=date(2026, 3, 13), document_number="1号", at=NOW)
    duty = duties.lay(OPERATOR, one, "perform", received_on=date(2026, 3, 13), text="履行", at=NOW)
    return {
        **{name: [one.pk] for name in ("proceeding", "proceeding_evidence")},
        "proceeding_do": [one.pk, "file"],
        "proceeding_file": [one.pk, kept.pk],
        "hearing_do": [one.pk, hearing.pk, "held"],
        "duty_do": [one.pk, duty.pk, "perform"],
        "table4": [agency.pk, 2025],
        **{name: [agency.pk] for name in ("review_readings", "review_reading_new")},
    }
