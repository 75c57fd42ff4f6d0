"""Invented report texts: sentences that are nobody else's, made from a seed."""

from __future__ import annotations

import random

from gongkai.papers.likeness import Text

_WORDS = (
    *(
        "政务",
        "公开",
        "平台",
        "街道",
        "群众",
        "政策",
        "解读",
        "培训",
        "制度",
        "审核",
        "专栏",
        "更新",
        "机制",
        "服务",
    ),
    *(
        "窗口",
        "责任",
        "督查",
        "宣传",
        "基层",
        "标准",
        "目录",
        "指南",
        "申请",
        "答复",
        "流程",
        "档案",
        "保密",
        "评估",
    ),
    *(
        "考核",
        "社区",
        "乡村",
        "项目",
        "安全",
        "环境",
        "教育",
        "医疗",
        "养老",
        "就业",
        "交通",
        "住房",
        "财政",
        "预算",
    ),
)


def paragraph(seed: object, sentences: int = 6) -> str:
    """Sentences of some thirty characters; the same seed gives the same ones."""
    chance = random.Random(str(seed))
    return "".join("".join(chance.choice(_WORDS) for _ in range(15)) + "。" for _ in range(sentences))


def text(key: str, *paragraphs: str, agency: str | None = None, year: int | None = 2024) -> Text:
    return Text(key, agency or f"{key}局", year, paragraphs)


def own(seed: object, count: int = 5) -> list[str]:
    return [paragraph(f"{seed}-{at}") for at in range(count)]
