"""``gongkai check --alike``: copied text is found and named, in the JSON and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongkai.cli import main
from tests.cli.test_check import check_json, put
from tests.statute.a_report import sections

COPIED = (
    "一是部分科室对主动公开的范围和时限把握不准，个别栏目更新间隔偏长，群众反映的热点问题回应不够及时。",
    "二是政策解读仍以文字转载为主，图解、视频等群众喜闻乐见的形式偏少，老年人和残疾人获取信息还有不便。",
    "下一步将建立栏目更新台账，每月通报更新情况，并邀请居民代表参加政务开放日，当面听取意见。",
)
OWN = (
    "今年街道把便民服务大厅的公开查阅点迁到一楼，配备了大字版指南，累计接待查阅群众三百余人次。",
    "网格员入户时随身携带惠民政策明白纸，解释低保、临时救助和公租房申请条件，当场解答疑问。",
    "存在的不足是历史文件电子化进度偏慢，明年计划完成前十年文件的扫描和有效性标注工作。",
)


def test_copies_come_out_as_a_group(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "a.json", agency="示范区教育局", sections=sections({5: COPIED}))
    put(tmp_path, "b.json", agency="示范区民政局", sections=sections({5: COPIED}))
    put(tmp_path, "c.json", agency="示范区财政局", sections=sections({5: OWN}))
    status, (a, b, c) = check_json(capsys, "--alike", "-j", "2", str(tmp_path))
    assert status == 0
    assert a["alike"]["copies"] == [str(tmp_path / "b.json")]
    assert b["alike"]["copies"] == [str(tmp_path / "a.json")]
    assert c["alike"]["copies"] == []
    assert a["alike"]["share"] == 1.0


def test_last_year_is_compared_with_and_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    this = put(tmp_path / "this", "a.json", sections=sections({5: (*COPIED, *OWN)}))
    put(tmp_path / "before", "a.json", year=2023, sections=sections({5: COPIED}))
    _, elements = check_json(capsys, "--alike", "--last-year", str(tmp_path / "before"), str(this))
    (element,) = elements
    (near,) = element["alike"]["nearest"]
    assert near["relation"] == "last-year"
    assert 0.2 < near["share"] < 0.95
    assert any("栏目更新台账" in p for p in near["passages"])


def test_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path, "a.json", agency="示范区教育局", sections=sections({5: COPIED}))
    put(tmp_path, "b.json", agency="示范区民政局", sections=sections({5: COPIED}))
    main(["check", "--alike", str(tmp_path)])
    assert f"相似　与下列文件基本相同：{tmp_path / 'b.json'}" in capsys.readouterr().out
