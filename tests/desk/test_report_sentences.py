"""The district's own words for its agencies' reports, at the supervisor's desk."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.models import OwnSentence
from gongkai.reports.texts.drafting import draft

from .conftest import AT, SignIn, text_of

WORDS = "{short}始终把政府网站作为公开的重要途径"


@pytest.fixture
def client(supervisor: Person, sign_in: SignIn) -> Client:
    return sign_in(supervisor)


@pytest.fixture(autouse=True)
def _january() -> Any:
    with time_machine.travel(AT, tick=True):
        yield


def address(name: str, *args: object, **asked: object) -> str:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return reverse(f"desk:{name}", args=args) + (f"?{query}" if query else "")


def sheet(**more: object) -> dict[str, object]:
    return {"place": "publish", "order": 10, "text": WORDS, "from_year": 2024, **more}


def edit(client: Client, district: Agency, code: str = "publish", **more: object) -> str:
    where = address("sentence_edit", district.pk, code=code, year=2024)
    return text_of(client.post(where, sheet(**more), follow=True))


def test_every_paragraph_with_its_sentences(client: Client, district: Agency) -> None:
    text = text_of(client.get(address("sentences", district.pk)))
    assert "2024 年度报告的正文用这些句子起草" in text
    assert "一、总体情况：主动公开" in text
    assert "{机关简称}全年主动公开政府信息{主动公开政府信息}条" in text
    assert text.count("改成本地区的用语") > 30


def test_a_shipped_sentence_is_worded_otherwise(client: Client, district: Agency, housing: Agency) -> None:
    form = text_of(client.get(address("sentence_edit", district.pk, code="publish", year=2024)))
    assert "系统自带的文字" in form
    assert "按照法定的内容、时限和程序主动公开政府信息</textarea>" in form
    assert "{主动公开政府信息}" in form
    assert "{机关简称}按照法定的内容" in form
    text = edit(client, district)
    assert "已保存，2024年度起的报告用这句话。" in text
    assert "本地区</span>" in text
    assert "{机关简称}始终把政府网站" in text
    assert "住房和城乡建设局始终把政府网站作为公开的重要途径。" in "".join(draft(housing, 2024, {}).sections[1])


def test_one_of_its_own_is_added(client: Client, district: Agency) -> None:
    assert "系统自带的文字" not in text_of(client.get(address("sentence_edit", district.pk)))
    edit(client, district, code="", text="写稿{政务公开工作稿}篇")
    made = OwnSentence.objects.get()
    assert (made.code, made.text) == ("own-1", "写稿{articles}篇")


def test_a_mistake_is_told_at_the_sheet_and_nothing_is_lost(client: Client, district: Agency) -> None:
    text = edit(client, district, text="公开{thing}条")
    assert "没有“thing”这一数据项" in text
    assert "公开{thing}条" in text
    assert not OwnSentence.objects.exists()


def test_left_out_and_taken_up_again(client: Client, district: Agency) -> None:
    assert "不写这一句</span>" in edit(client, district, text="")
    one = OwnSentence.objects.get()
    where = address("sentence_retire", district.pk, one.pk)
    assert "以后年度的报告改用系统自带的文字" in text_of(client.get(where))
    text = text_of(client.post(where, {"until_year": 2024}, follow=True))
    assert "已停用" in text
    assert "到 2024 年度" in text
    assert "已经停用" in text_of(client.post(where, {"until_year": 2024}))


def test_a_code_that_there_is_not(client: Client, district: Agency) -> None:
    assert client.get(address("sentence_edit", district.pk, code="nothing")).status_code == 404
    assert client.get(address("sentence_retire", district.pk, 99)).status_code == 404


@pytest.mark.parametrize("year", ["x", "1999", "20244", "２０２４"])
def test_a_year_that_is_none(client: Client, district: Agency, year: str) -> None:
    assert client.get(address("sentences", district.pk, year=year)).status_code == 200


def test_only_the_supervisor(clerk: Person, district: Agency, housing: Agency, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    for agency in (district, housing):
        assert client.get(address("sentences", agency.pk)).status_code == 404
        assert client.post(address("sentence_edit", agency.pk), sheet()).status_code == 404
