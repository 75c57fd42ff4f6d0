"""Other platforms' questions at the desk: imported, answered for every agency, reference figures typed once."""

from __future__ import annotations

import io

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.reports import platforms
from gongkai.reports.models import PlatformQuestion, ReferenceFigure
from tests.reports.filed import filed

from .conftest import AT, SignIn, text_of
from .report_sums import TABLE

SHEET = {"name": "常住人口", "value": "40000", "unit": "人", "source": "统计公报", "as_of": "2024-12-31"}


@pytest.fixture(autouse=True)
def _january() -> object:
    with time_machine.travel(AT, tick=True):
        yield


@pytest.fixture
def asked(district: Agency) -> None:
    platforms.import_questions(OPERATOR, district, TABLE.encode(), at=AT)


@pytest.fixture
def client(supervisor: Person, sign_in: SignIn) -> Client:
    return sign_in(supervisor)


def answers(agency: Agency) -> str:
    return reverse("desk:platform_answers", args=[agency.pk, 2024])


def test_a_table_is_tried_then_taken_in_then_retired(client: Client, district: Agency) -> None:
    where = reverse("desk:platform_import", args=[district.pk])
    tried = client.post(where, {"file": SimpleUploadedFile("问题.csv", TABLE.encode())})
    assert "试算通过" in text_of(tried)
    assert not PlatformQuestion.objects.exists()
    text = text_of(client.post(where, {"kept": tried.context["kept"], "apply": "1"}))
    assert "已导入平台问题，共 2 行" in text
    page = reverse("desk:platform_questions", args=[district.pk])
    assert "申请总量" in text_of(client.get(page))
    one = PlatformQuestion.objects.get(code="A1")
    retired = client.post(reverse("desk:platform_retire", args=[district.pk, one.pk]), follow=True)
    assert "“申请总量”已停用" in text_of(retired)


def test_a_wrong_table_is_told(client: Client, district: Agency) -> None:
    where = reverse("desk:platform_import", args=[district.pk])
    wrong = client.post(where, {"file": SimpleUploadedFile("问题.csv", TABLE.replace("[1/", "[9/").encode())})
    assert "年报没有“9/总计”这一格" in text_of(wrong)
    assert "表头缺少" in text_of(
        client.post(where, {"file": SimpleUploadedFile("问题.csv", "平台,编号\n".encode())})
    )


def test_an_agency_sees_its_answers_and_enters_what_is_missing_once(
    clerk: Person, housing: Agency, asked: None, sign_in: SignIn
) -> None:
    filed(housing, received=4)
    client = sign_in(clerk)
    text = text_of(client.get(answers(housing)))
    assert "有 1 个问题缺少数据" in text
    assert "缺 常住人口：没有填写2024年的这个参考数" in text
    assert "年报第1版，已接受" in text
    where = reverse("desk:reference_enter", args=[housing.pk, 2024])
    assert 'value="常住人口"' in text_of(client.get(where, {"name": "常住人口"}))
    text = text_of(client.post(where, SHEET, follow=True))
    assert "已填写常住人口，各平台问到的都用这个数" in text
    assert "40000 人" in text
    assert "个问题缺少数据" not in text
    again = text_of(client.post(where, SHEET))
    assert "与现在填的完全相同" in again
    assert 'value="统计公报"' in again


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"value": "四万"}, "数值应是数字"),
        ({"source": ""}, "请填写来源"),
        ({"as_of": "2026-01-01"}, "不能晚于今天"),
    ],
)
def test_a_mistake_loses_nothing(
    clerk: Person, housing: Agency, sign_in: SignIn, change: dict[str, str], told: str
) -> None:
    where = reverse("desk:reference_enter", args=[housing.pk, 2024])
    text = text_of(sign_in(clerk).post(where, {**SHEET, **change}))
    assert told in text
    assert 'value="常住人口"' in text
    assert not ReferenceFigure.objects.exists()


def test_files_of_one_agency_and_of_the_district(
    client: Client, district: Agency, housing: Agency, street: Agency, asked: None
) -> None:
    filed(housing, received=4)
    lines = client.get(answers(housing), {"csv": 1}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(platforms.HEAD)
    assert len(lines) == 3
    assert ",2024,5,件," in lines[1]
    assert lines[2].endswith("常住人口：没有填写2024年的这个参考数")
    whole = client.get(reverse("desk:platform_questions", args=[district.pk]), {"xlsx": 1, "year": 2024})
    rows = list(load_workbook(io.BytesIO(whole.content), read_only=True).worksheets[0].iter_rows(values_only=True))
    assert len(rows) == 1 + 2 * 2
    assert [row[6] for row in rows[1:]] == [5, None, None, None]


def test_who_may_not(clerk: Person, housing: Agency, district: Agency, street: Agency, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    for name in ("platform_questions", "platform_import"):
        assert client.get(reverse(f"desk:{name}", args=[district.pk])).status_code == 404
    assert client.post(reverse("desk:reference_enter", args=[street.pk, 2024]), SHEET).status_code == 404
    assert client.get(reverse("desk:platform_answers", args=[housing.pk, 1999])).status_code == 404
    assert not ReferenceFigure.objects.exists()
