"""While somebody writes what they want, what is published already and fits is shown."""

from __future__ import annotations

import pytest
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.errors import CannotSearch
from gongkai.portal import ask_items
from gongkai.portal.ask_items import fitting_items
from gongkai.portal.ask_published import fitting

from .items import Desk, desk, desk_of

pytestmark = pytest.mark.django_db
__all__ = ["desk"]
LIFTS = "关于印发《老旧小区加装电梯补贴办法》的通知"


@pytest.mark.parametrize(
    "text",
    [
        "申请公开2024年老旧小区加装电梯补贴的发放办法",
        "我想要老旧小区加装电梯补贴办法",
        "《老旧小区加装电梯补贴办法》",
        "请提供示民发〔2026〕3号文件",
        "请提供示民发[2026]3号",
        "加装电梯补贴",
    ],
)
def test_a_sentence_finds_what_it_is_about(desk: Desk, text: str) -> None:
    item = desk.show(LIFTS)
    desk.show("关于防汛工作的通知", document_number="示民发〔2026〕4号")
    assert fitting_items(text, desk.agency, 5) == [item]


@pytest.mark.parametrize("text", ["申请公开", "请提供相关信息", "", "，。", "2024年的", "我要申请公开政府信息"])
def test_what_names_nothing_finds_nothing(desk: Desk, text: str) -> None:
    desk.show(LIFTS)
    assert fitting_items(text, desk.agency, 5) == []


def test_one_common_word_is_not_enough(desk: Desk) -> None:
    desk.show("老旧小区绿化养护计划")
    assert fitting_items("老旧小区加装电梯补贴资金发放名单和标准", desk.agency, 5) == []


def test_those_of_the_agency_that_is_asked_stand_first(desk: Desk, finance: Agency) -> None:
    other = desk_of(finance).show(LIFTS)
    own = desk.show(LIFTS)
    assert fitting_items("加装电梯补贴", desk.agency, 5) == [own, other]
    assert fitting_items("加装电梯补贴", finance, 1) == [other]


def test_what_is_gone_is_not_offered(desk: Desk) -> None:
    item = desk.show(LIFTS)
    desk.withdraw(item)
    assert fitting_items("加装电梯补贴", desk.agency, 5) == []


def test_a_search_that_cannot_answer_offers_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> list[int]:
        raise CannotSearch("检索暂时不能使用。")

    desk.show(LIFTS)
    monkeypatch.setattr(ask_items, "in_titles", broken)
    assert fitting_items("加装电梯补贴", desk.agency, 5) == []


def test_it_stands_in_the_list_beside_the_form(client: Client, desk: Desk) -> None:
    item = desk.show(LIFTS)
    (one,) = fitting("老旧小区加装电梯补贴", desk.agency)
    assert (one.title, one.address) == (LIFTS, f"/items/{item.pk}/")
    response = client.post(f"/ask/a{desk.agency.pk}/published/", {"description": "老旧小区加装电梯补贴"})
    assert f"/items/{item.pk}/" in response.content.decode()
