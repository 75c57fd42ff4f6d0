"""Whether requests are alike: the rules one by one, then precision and recall over 200 pairs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.alike_requests import Alike, compare, said_one_way, understood
from tests import requests_accuracy


def alike(one: str, other: str) -> Alike:
    return compare(understood(one), understood(other))


@pytest.mark.parametrize("text", ["1", "1.", "第1", "2019年", "张某某", "[2019", "示范街道", "一二三四五", "1月-"])
def test_no_text_takes_long(text: str) -> None:
    """Thousands are compared while somebody waits."""
    understood(text)
    long = (text * 5000)[:5000]
    began = time.process_time()
    understood(long)
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize("part", ["tuning", "measured"])
def test_precision_and_recall_over_the_pairs(part: str) -> None:
    measure = requests_accuracy.measure(part)
    assert measure.precision >= 0.9, measure.false
    assert measure.recall >= 0.9, measure.missed


def test_the_set_is_what_it_says() -> None:
    pairs = {part: list(requests_accuracy.pairs(part)) for part in ("tuning", "measured")}
    every = [pair for part in pairs.values() for pair in part]
    assert len(every) == 200
    assert sum(pair.hard for pair in every) == 100
    assert sum(pair.same for pair in every) == 100
    assert len({(pair.one, pair.other) for pair in every}) == 200
    tuned = {text for pair in pairs["tuning"] for text in (pair.one, pair.other)}
    assert not tuned & {text for pair in pairs["measured"] for text in (pair.one, pair.other)}


@pytest.mark.parametrize(
    ("one", "other", "facet"),
    [
        ("2023年低保名单", "2024年低保名单", "年度不同：2023年 / 2024年"),
        ("二〇二三年低保名单", "2024年低保名单", "年度不同：2023年 / 2024年"),
        ("〔2023〕15号决定", "[2023]16号决定", "文号不同：〔2023〕15号 / 〔2023〕16号"),
        ("刘家村账目", "王家村账目", "村不同：刘家村 / 王家村"),
        ("3号楼图纸", "五号楼图纸", "第几号楼不同：3号楼 / 5号楼"),
        ("道路施工合同", "道路中标通知书", "文书不同：合同 / 中标"),
        ("3至6月监测数据", "7至9月监测数据", "月份不同：3月、4月、5月、6月 / 7月、8月、9月"),
        ("张三建房的审批档案表", "李四建房的审批档案表", "只有一处不同：张三 / 李四"),
        ("朱某某工伤认定", "吴某工伤认定", "人员不同：吴某 / 朱某"),
        ("人民路与胜利路路口", "人民路与建设路路口", "路不同：人民路、胜利路 / 人民路、建设路"),
    ],
)
def test_what_tells_two_matters_apart(one: str, other: str, facet: str) -> None:
    found = alike(one, other)
    assert not found.alike
    assert facet in found.differs or facet in alike(other, one).differs


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2024年低保金发放名单", "最低生活保障金2024年发给谁了"),
        ("2021年至2023年村务账目", "2022年村级财务收支"),
        ("刘家村拆迁补偿", "齐陵街道刘家村征收补偿"),
        ("招聘教师的面试成绩", "教师招聘面试成绩"),
    ],
)
def test_what_does_not(one: str, other: str) -> None:
    assert alike(one, other).alike


def test_what_it_rests_on_is_said() -> None:
    assert alike("2024年低保名单", "2024年低保发给谁").common == ("事项：低保", "年度：2024年", "文书：名单明细")


def test_nothing_is_like_nothing() -> None:
    for text in ("", "申请公开", "!?"):
        assert not alike(text, text).alike


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("二〇二四年　第二批", "2024年第2批"),
        ("二十三号楼", "23号楼"),
        ("十月", "10月"),
        ("三十号", "30号"),
        ("Ａ 区", "a区"),
        ("一些", "一些"),
    ],
)
def test_said_in_one_way(text: str, said: str) -> None:
    assert said_one_way(text) == said


requests = st.text(alphabet="申请公开2024年〔〕15号低保名单村镇路刘王某合同", max_size=60)


@given(requests, requests)
def test_both_ways_round_and_between_nothing_and_all(one: str, other: str) -> None:
    there, back = alike(one, other), alike(other, one)
    assert there.alike == back.alike
    assert 0 <= there.share <= 1
    assert abs(there.share - back.share) < 1e-9
    assert bool(there.differs) == bool(back.differs)


@given(requests)
def test_a_request_never_differs_from_itself(text: str) -> None:
    assert alike(text, text).differs == ()


@given(st.text(max_size=200))
def test_any_text_is_understood(text: str) -> None:
    understood(text)
