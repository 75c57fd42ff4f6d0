"""The search: places, the longest word, conditions beside a word, and time in proportion to the text."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.wording import Engine, Pair, shipped


def made(wrong: str, right: str = "正确", **conditions: Any) -> Pair:
    return Pair(wrong, right, "理由。", "《依据》", **conditions)


def words(engine: Engine, text: str) -> list[str]:
    return [hit.text for hit in engine.find(text)]


def test_places_are_those_of_the_text() -> None:
    text = "各单位布署工作，再次布署。"
    hits = shipped().find(text)
    assert [(hit.start, hit.end) for hit in hits] == [(3, 5), (10, 12)]
    assert all(text[hit.start : hit.end] == "布署" for hit in hits)


def test_the_longest_word_stands_and_none_share_a_character() -> None:
    engine = Engine([made("截至日期"), made("截至"), made("日期表")])
    assert words(engine, "截至日期表") == ["截至日期"]


def test_a_longer_word_in_which_it_is_right() -> None:
    engine = Engine([made("帐外", unless=("帐外露营",)), made("账篷", "帐篷")])
    assert words(engine, "帐外经营和帐外露营用的账篷") == ["帐外", "账篷"]


def test_what_stands_beside_it() -> None:
    engine = Engine([made("截止", after="目前|\\d", not_before="报名|申请")])
    assert words(engine, "截止目前") == ["截止"]
    assert words(engine, "截止日期") == []
    assert words(engine, "报名截止5月1日") == []
    assert words(Engine([made("平米", before="\\d|每")]), "8平米，水平米，每平米") == ["平米", "平米"]


def test_a_pattern_knows_longer_words_too() -> None:
    engine = Engine([made("第[一二]、", pattern=True, unless=("见第一、",))])
    assert words(engine, "第一、见第一、第二、") == ["第一、", "第二、"]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("示政发[2026]3号", "〔2026〕"),
        ("十九大四中全会", "十九届四中全会"),
        ("中共山东省省委", "中共山东省委"),
        ("工作布署", "部署"),
    ],
)
def test_what_is_proposed(text: str, right: str) -> None:
    assert [hit.right for hit in shipped().find(text)] == [right]


def test_no_pairs_find_nothing() -> None:
    assert Engine([]).find("任何文字") == ()


RIGHT = [
    "申报截止日期为5月31日",
    "截止时间另行通知",
    "报名截止2026年5月1日",
    "每户发放帐篷一顶",
    "处理结果公布于众",
    "生活必需品和必需的药品",
    "生产所必需由企业自备",
    "既使企业受益，又使群众方便",
    "既将项目引进来，也将人才留下来",
    "既使用专业力量",
    "联合做好宣传，综合做好统计",
    "应当既看数量又看质量",
    "究竟争取了多少资金",
    "给予防护用品，不予审批",
    "支付主任医师津贴",
    "春运做好保障",
    "妇联和残联、总结和部署、分配和调整、恢复和发展",
    "采取的积极措施，收取的一定费用",
    "投资迅速增长，交通迅速恢复",
    "组成份额、资本份额",
    "美国农业部公布数据，农业部门负责",
    "水平米尺",
    "企业对外咨询服务",
    "打破僵局，创新记录方式",
    "（2026）鲁0305行初12号",
    "年度报告格式第一、四、五部分",
    "加利福尼亚州",
    "回信的过程、通过的硬件、举办的好书推荐",
    "环保局部调整、林农业部分数据",
    "按排放标准、按排名先后",
    "2007年国务院令第492号公布，2019年国务院令第711号修订",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_uses_are_not_marked(text: str) -> None:
    assert words(shipped(), text) == []


WRONG = {
    "截止目前，完成九成": "截止",
    "必需按照规定办理": "必需",
    "根据示政发(2026)3号文件": "(2026)",
    "示政发〔2026〕08号": "0",
    "中共山东省省委作出决定": "中共山东省省委",
    "台湾等国家的游客": "台湾等国家",
    "十九大四中全会": "十九大四中全会",
    "面积为80平米": "平米",
    "认真的做好此项工作": "认真的",
    "收到政府信息公开申请之日起十五个工作日内答复": "政府信息公开申请之日起十五个工作日",
}


@pytest.mark.parametrize("text", WRONG)
def test_wrong_uses_are(text: str) -> None:
    assert words(shipped(), text) == [WRONG[text]]


@given(st.text(alphabet="截止至目前帐账号部布署必需须，。1（）的 \n既使", max_size=60))
def test_every_hit_stands_where_it_says(text: str) -> None:
    hits = shipped().find(text)
    assert all(text[hit.start : hit.end] == hit.text for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


def test_twice_the_text_takes_about_twice_the_time() -> None:
    """Against a search that goes back for every word; generous, for a busy machine."""
    line = "各单位要按照截止日期报送帐目，必需品按照规定发放，既使用又管理。" * 2000

    def seconds(text: str) -> float:
        return min(_timed(text) for _ in range(3))

    assert seconds(line * 4) < seconds(line) * 12


def _timed(text: str) -> float:
    began = time.perf_counter()
    shipped().find(text)
    return time.perf_counter() - began
