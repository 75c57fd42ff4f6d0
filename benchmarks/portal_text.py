"""Chinese text to search in: made up, but with the frequencies of the real thing.

Words follow Zipf's law: first those of this trade, then thousands made from the characters of everyday writing.
Each text keeps to a few themes, so that its rarer words come more than once, as they do in real ones.
Deterministic by seed.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

# The words of this trade, the frequent ones first.
_TRADE = """
    的 和 在 工作 对 等 为 区 服务 建设 管理 发展 项目 进行 政府
    社会 情况 做好 单位 实施 年 推进 公开 信息 有关 加强 安全
    部门 组织 要求 按照 人员 企业 群众 落实 规定 生产 检查 通知
    街道 完成 开展 资金 镇 责任 及时 重点 提升 制度 环境 保障
    办理 相关 活动 问题 领导 社区 村 培训 治理 监督 标准 申请
    公共 政策 农业 规划 教育 经济 提高 基础 方案 设施 办公室 会议
    全面 宣传 计划 全区 生活 养老 医疗 卫生 健康 应急 预算 财政
    审批 许可 行政 处罚 执法 决定 依法 乡村振兴 安全生产 环境治理
    民生服务 主动公开 依申请公开 政务公开 营商环境 高质量发展 基层
    改造 农村 居民 困难 补贴 救助 低保 残疾人 就业 创业 招聘 学校
    幼儿园 教师 学生 招生 医院 疫苗 食品 药品 市场 监管 抽检 合格
    消防 隐患 排查 整改 防汛 森林 防火 河长制 污水 垃圾分类 大气
    污染 防治 噪声 施工 工地 道路 交通 公交 停车 拆迁 征收 土地
    国有 集体 宅基地 确权 流转 粮食 种植 大棚 畜牧 水利 灌溉 旅游
    文化 图书馆 体育 健身 志愿者 党建 纪检 审计 统计 人口 普查
    人大 政协 提案 答复 代表 议案 采购 招标 中标 合同 验收 绩效
    评价 决算 三公经费 转移支付 专项资金 产业 园区 招商 引资 科技
    创新 专利 人才 数字 平台 网络 数据 共享 大厅 窗口 一次办好
    材料 时限 流程 指南 目录 年度报告 规范性文件 解读 意见 征集
    听证 复议 诉讼 信访 投诉 举报 热线 不动产 登记 户籍 婚姻 殡葬
    地名 社团 老旧小区 物业 业主 供暖 燃气 供水 电梯 绿化 公园
    路灯 桥梁 地质灾害 气象 预警 台风 地震 避难 演练 救援 值班
"""
_LITTLE = """
    与 及 并 将 由 从 向 以 按 经 其 该 本 各 应 须 可 不 未
    已 于 至 并且 以及 通过 根据 关于 对于 为了
"""
_NUMERALS = "一二三四五六七八九十"
_LATIN = ("GB/T 9704", "PM2.5", "5G", "WiFi", "App", "AED", "ETC", "OFD", "VOCs", "Excel")
_MADE_WORDS, _THEMES, _WORDS_OF_A_THEME = 40_000, 400, 60


@dataclass(frozen=True)
class Text:
    title: str
    number: str
    body: str


class Writer:
    """Writes texts; the vocabulary is the same for every seed."""

    def __init__(self, seed: int) -> None:
        words = random.Random(2019)
        self._rng = random.Random(seed)
        self._vocabulary = [*_LITTLE.split(), *_TRADE.split(), *_made(words, _MADE_WORDS)]
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self._vocabulary))))
        self._themes = [words.choices(self._vocabulary[60:8_000], k=_WORDS_OF_A_THEME) for _ in range(_THEMES)]

    def text(self, length: int) -> Text:
        """About so many characters, in paragraphs."""
        rng = self._rng
        themes = [*rng.choice(self._themes), *rng.choice(self._themes)]
        paragraphs, written = [], 0
        while written < length:
            paragraph = "".join(self._sentence(themes) for _ in range(rng.randint(2, 6)))
            paragraphs.append(paragraph[: max(length - written, 20)])
            written += len(paragraphs[-1])
        return Text(self._title(themes), self._number() if rng.random() < 0.3 else "", "\n".join(paragraphs))

    def _sentence(self, themes: Sequence[str]) -> str:
        rng = self._rng
        words = [
            self._fact() if chance > 0.975 else rng.choice(themes) if chance < 0.3 else self._word()
            for chance in (rng.random() for _ in range(rng.randint(6, 24)))
        ]
        for at in range(5, len(words) - 1, rng.randint(4, 7)):
            words[at] += "，" if rng.random() < 0.8 else "、"
        return "".join(words) + rng.choice("。。。。；")

    def _word(self) -> str:
        return self._vocabulary[bisect(self._weights, self._rng.random() * self._weights[-1])]

    def _fact(self) -> str:
        rng = self._rng
        kind = rng.randrange(5)
        if kind == 0:
            return f"{rng.randint(2008, 2026)}年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        if kind == 1:
            return f"{rng.randint(1, 9_999)}万元"
        if kind == 2:
            return f"（{rng.choice(_NUMERALS)}）"
        return rng.choice(_LATIN) if kind == 3 else f"《{self._number()}》"

    def _number(self) -> str:
        rng = self._rng
        office = f"临{rng.choice('政民财农教卫')}{rng.choice('发字办')}"
        return f"{office}〔{rng.randint(2008, 2026)}〕{rng.randint(1, 320)}号"

    def _title(self, themes: Sequence[str]) -> str:
        rng = self._rng
        about = "".join(rng.choices(themes, k=rng.randint(2, 5)))
        kind = rng.choice(("通知", "通告", "公告", "意见", "实施方案", "批复", "情况", "工作动态", "决定", "解读"))
        return f"关于{about}的{kind}"


def _made(rng: random.Random, number: int) -> list[str]:
    """Words of two to four characters, as frequent characters as real ones have."""
    codes = [bytes([row, column]) for row in range(0xB0, 0xD8) for column in range(0xA1, 0xFF)]
    characters = [code.decode("gb2312") for code in codes if code < b"\xd7\xfa"]
    rng.shuffle(characters)
    weights = list(accumulate(1 / (rank + 20) for rank in range(len(characters))))
    lengths = rng.choices((2, 3, 4), (75, 15, 10), k=number)
    return ["".join(rng.choices(characters, cum_weights=weights, k=length)) for length in lengths]


def lengths(rng: random.Random) -> tuple[int, int]:
    """Characters of a body and of its attachment (0: it has none): most are short, a few very long."""
    body = min(int(rng.lognormvariate(6.1, 0.8)), 30_000)
    attached = min(int(rng.lognormvariate(7.6, 0.9)), 60_000) if rng.random() < 0.06 else 0
    return max(body, 60), attached
