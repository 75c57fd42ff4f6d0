"""The addresses under 监督, filled in with things of one agency."""

from __future__ import annotations

from datetime import timedelta

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.cases.filing import Paper, stored
from gongkai.publication import doors
from gongkai.supervision import inspecting, leading
from gongkai.supervision.inspection_states import Result
from gongkai.supervision.models import Complaint, Inspection, Shortcoming, ShortcomingFile, Training
from tests.supervision.conftest import made

from .conftest import AT


def supervision_addresses(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    training = made(Training, agency, title=f"{agency.name}培训")
    inspection = inspecting.begin(OPERATOR, agency, year=2024, quarter=4, at=AT)
    short = Shortcoming.objects.create(
        verdict=inspection.verdicts.get(title="指南"), agency=agency, due_on=AT.date() + timedelta(days=9)
    )
    kept = stored(Paper("甲.pdf", b"%PDF-1.7"), at=AT)
    file = ShortcomingFile.objects.create(shortcoming=short, file=kept, name="甲.pdf", round=1, added_at=AT)
    complaint = made(Complaint, agency, channel="phone", due_on=AT.date())
    door, _ = doors.submit(agency, kind="complain", text="甲", at=AT)
    led = leading.lead_on(OPERATOR, complaint, way="lawsuit", told_on=AT.date(), at=AT)
    return {
        "complaint_lead_on": [complaint.pk],
        "door_lead_on": [door.pk],
        "led_on_do": [led.pk, "undo"],
        **{name: ["training"] for name in ("work_list", "work_new")},
        **{name: ["training", training.pk] for name in ("work", "work_correct", "work_withdraw")},
        **{name: [inspection.pk] for name in ("inspection", "inspection_look", "inspection_close",
                                              "inspection_word", "inspection_publish", "inspection_approve",
                                              "inspection_take_back")},
        "inspection_judge": [inspection.pk, 1],
        "shortcoming": [short.pk],
        "shortcoming_do": [short.pk, "prove"],
        "shortcoming_file": [short.pk, file.pk],
        "board_one": [agency.pk],
    }  # fmt: skip


def judged(user: Person, inspection: Inspection) -> Inspection:
    """All that waits for a person is fine."""
    for one in inspection.verdicts.filter(result=Result.WAITING):
        inspecting.judge(user, one, result="passed", at=AT)
    return inspection
