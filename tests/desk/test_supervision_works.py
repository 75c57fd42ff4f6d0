"""工作台账 at the desk: one list, one form, one page and one table for every kind."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.supervision.kinds import KINDS, code_of, columns
from gongkai.supervision.models import Activity, Complaint, Correction, Training
from gongkai.writers.spreadsheet import csv_text
from tests.district import SHANGHAI
from tests.supervision.conftest import R, made

from .conftest import Appoint, SignIn, text_of

OVERVIEW = reverse("desk:works")
AT = datetime(2025, 2, 20, 9, 0, tzinfo=SHANGHAI)
ON = date(2025, 2, 7)


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(AT, tick=False):
        yield


def put(kind: type[R], agency: Agency, on: date = ON, /, **given: Any) -> R:
    return made(kind, agency, on, **given)


def page(name: str, *args: object) -> str:
    return reverse(f"desk:{name}", args=args)


def test_the_year_is_counted_by_kind(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    put(Training, housing)
    put(Training, housing, withdrawn_at=AT, withdrawn_because="重复")
    put(Training, housing, date(2024, 5, 7))
    client = sign_in(clerk)
    text = text_of(client.get(OVERVIEW))
    assert "工作台账" in text
    assert '<td class="num" data-of="2025年">1</td>' in text
    assert '<td class="num" data-of="2024年">1</td>' in text_of(client.get(f"{OVERVIEW}?year=2024"))
    assert "2023年" in text_of(client.get(f"{OVERVIEW}?year=2023&agency=x"))


@pytest.mark.parametrize("kind", KINDS, ids=code_of)
def test_a_record_of_every_kind_is_entered_in_its_own_form(
    housing: Agency, clerk: Person, sign_in: SignIn, kind: type[Training]
) -> None:
    client = sign_in(clerk)
    shown = text_of(client.get(page("work_new", code_of(kind))))
    for one in columns(kind):
        assert one.label in shown
    sent = {"agency": housing.pk, "on": "2025-02-07", "title": "甲"}
    for one in columns(kind):
        if one.name not in sent:
            needed = one.field.flatchoices[0][0] if one.field.choices else "甲"
            sent[one.name] = needed if one.needed else one.field.get_default() or ""
    sent = {name: 0 if value == "" and name in _NUMBERS else value for name, value in sent.items()}
    response = client.post(page("work_new", code_of(kind)), sent)
    row = kind.objects.get()
    assert response["Location"] == page("work", code_of(kind), row.pk)
    assert "甲" in text_of(client.get(page("work_list", code_of(kind))))
    assert "2025年2月7日" in text_of(client.get(response["Location"]))


@pytest.mark.parametrize("name", ["work_new", "inspection_begin_own"])
def test_whoever_works_for_one_agency_finds_it_in_the_form(
    housing: Agency, clerk: Person, sign_in: SignIn, name: str
) -> None:
    """Hidden, it can only be sent as the page has it: also where the address names none."""
    address = page(name, *(["training"] if name == "work_new" else []))
    for shown in (address, f"{address}?agency=", f"{address}?agency={housing.pk}"):
        text = text_of(sign_in(clerk).get(shown))
        assert re.findall(r'<input type="hidden" name="agency" value="(\d*)"', text) == [str(housing.pk)]


_NUMBERS = ("people", "leaflets", "posts", "answered", "published", "asked")


def test_what_is_missing_is_told_at_its_field_and_what_was_typed_stays(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    sent = {"agency": housing.pk, "on": "2025-02-07", "title": "", "kind": "jobs", "place": "齐陵路"}
    text = text_of(sign_in(clerk).post(page("work_new", "activity"), sent))
    assert "请填写活动名称" in text
    assert "齐陵路" in text
    assert not Activity.objects.exists()


def test_what_the_law_asks_is_told_in_the_sheet(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    sent = {"agency": housing.pk, "on": "2025-02-07", "title": "甲", "channel": "phone", "result": "founded"}
    text = text_of(sign_in(clerk).post(page("work_new", "complaint"), sent))
    assert "督促整改（《条例》第四十七条）" in text
    assert not Complaint.objects.exists()


def test_nobody_enters_for_another_agency(housing: Agency, street: Agency, clerk: Person, sign_in: SignIn) -> None:
    sent = {"agency": street.pk, "on": "2025-02-07", "title": "甲", "role": "held", "people": 1}
    assert "机关" in text_of(sign_in(clerk).post(page("work_new", "training"), sent))
    assert not Training.objects.exists()


def test_a_correction_shows_what_stood_there_before(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    row = put(Training, housing, people=12)
    client = sign_in(clerk)
    sent = {"on": "2025-02-07", "title": "甲", "role": "held", "people": 15, "revision": 0, "reason": "签到表核对"}
    client.post(page("work_correct", "training", row.pk), sent)
    text = text_of(client.get(page("work", "training", row.pk)))
    assert "参加人数：原为“12”" in text
    assert "签到表核对" in text
    assert Correction.objects.count() == 1
    assert "刚刚有人改过" in text_of(client.post(page("work_correct", "training", row.pk), {**sent, "people": 1}))


def test_a_withdrawn_record_says_so_and_is_not_handed_out(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    row = put(Training, housing, title="写错了的培训")
    client = sign_in(clerk)
    client.post(page("work_withdraw", "training", row.pk), {"revision": 0, "reason": "重复登记"})
    text = text_of(client.get(page("work", "training", row.pk)))
    assert "已撤下，不再计入" in text
    assert "重复登记" in text
    assert page("work_correct", "training", row.pk) not in text
    assert "已撤下" in text_of(client.get(page("work_list", "training")))
    assert "写错了" not in text_of(client.get(page("work_list", "training") + "?csv=1"))


def test_a_list_is_handed_out_and_no_cell_is_a_formula(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    put(Activity, housing, title="=HYPERLINK(1)", kind="jobs", leaflets=200)
    client = sign_in(clerk)
    csv = text_of(client.get(page("work_list", "activity") + "?csv=1"))
    assert "机关,活动日期,活动名称,类别" in csv
    assert "'=HYPERLINK(1),送岗到户" in csv
    book = load_workbook(io.BytesIO(client.get(page("work_list", "activity") + "?xlsx=1").content))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][:4] == [housing.name, sheet["B2"].value, "'=HYPERLINK(1)", "送岗到户"]
    assert client.get(page("work_list", "activity") + "?year=2024&csv=1").content.count(b"\n") == 1


def test_the_supervisor_sees_all_and_narrows(
    housing: Agency, street: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    put(Training, housing, title="住建培训")
    put(Training, street, title="街道培训")
    client = sign_in(supervisor)
    text = text_of(client.get(page("work_list", "training")))
    assert "住建培训" in text
    assert "街道培训" in text
    text = text_of(client.get(page("work_list", "training") + f"?agency={street.pk}"))
    assert "住建培训" not in text


def test_a_table_is_tried_and_then_taken_in(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    data = csv_text(["培训日期", "培训主题", "参加人数"], [["2025-02-07", "条例培训", 12]]).encode()
    client = sign_in(clerk)
    sent = {"agency": housing.pk, "file": SimpleUploadedFile("培训.csv", data)}
    text = text_of(client.post(page("work_import"), sent))
    assert "试算通过" in text
    assert not Training.objects.exists()
    kept = text.split('name="kept" value="')[1].split('"')[0]
    text = text_of(client.post(page("work_import"), {"agency": housing.pk, "kept": kept, "apply": "1"}))
    assert "已导入培训，共 1 行" in text
    assert Training.objects.get().people == 12


def test_a_table_of_no_kind_says_what_heads_there_are(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    sent = {"agency": housing.pk, "file": SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())}
    assert "看不出这是哪一类台账" in text_of(sign_in(clerk).post(page("work_import"), sent))


def test_what_is_no_kind_is_no_page(clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert client.get(page("work_list", "dinner")).status_code == 404
    assert client.get(page("work", "dinner", 1)).status_code == 404


def test_who_only_looks_gets_no_form(housing: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    row = put(Training, housing)
    client = sign_in(appoint(Role.REVIEWER, housing))
    assert client.get(page("work", "training", row.pk)).status_code == 200
    assert client.get(page("work_correct", "training", row.pk)).status_code == 404
    assert client.get(page("work_new", "training")).status_code == 403
    assert "登记</a>" not in text_of(client.get(OVERVIEW))


@pytest.mark.parametrize("many", [1, 12])
def test_a_long_list_asks_no_more_than_a_short_one(
    housing: Agency, clerk: Person, sign_in: SignIn, many: int
) -> None:
    for _ in range(many):
        put(Training, housing)
    client = sign_in(clerk)
    client.get(page("work_list", "training"))
    with CaptureQueriesContext(connection) as asked:
        client.get(page("work_list", "training"))
    assert len(asked) <= 45
