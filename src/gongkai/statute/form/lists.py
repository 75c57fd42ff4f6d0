"""Lists in the text that do not add up (共2602条，其中…82条…80条): a hint (A6), because lists are often incomplete
or overlap; only a list that claims to be whole, or misses its total by a hair, is worth a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .findings import Finding
from .prose import Sentence

_UNITS = "条件篇个份项次宗"
_TOTAL = re.compile(
    rf"(?P<n>\d+)余?(?P<unit>[{_UNITS}])(?:信息|申请|文件)?(?:[，。]?[（：，]?其中[，：]?|，?包括|，?分别为|[：（](?=[^\d）]{{2,30}}\d))"
)
_ITEM = re.compile(rf"(?P<label>[^\d，、（）：]*)(?P<n>\d+)(?P<unit>[{_UNITS}])(?![余多])")
_STOP = re.compile(
    r"其中|占|较|同比|累计|共|转载|阅读|粉丝|结转|上年|去年|办结|答复|复议|诉讼|每|余|多|%|20\d\d年"
)
_CHANNELS = re.compile(r"网站|公众号|微信|微博|新媒体|公开栏|客户端|抖音|报刊|电视|广播|平台|栏")
_OTHER = re.compile(r"其[他它余]")


def lists(told: Sequence[Sentence]) -> Iterator[Finding]:
    """A hint for each list whose items do not make the total it gives."""
    for sentence in told:
        text = sentence.text
        if (
            "其中" not in text
            and "：" not in text
            and "（" not in text
            and "包括" not in text
            and "分别" not in text
        ):
            continue
        for match in _TOTAL.finditer(text):
            found = _checked(sentence, match)
            if found is not None:
                yield found


def _items(text: str, unit: str) -> list[tuple[str, int]] | None:
    """The items of a list up to where it ends; None where it nests, mixes units or turns to something else."""
    items: list[tuple[str, int]] = []
    for part in re.split(r"[，、；]", re.split(r"[）)]", text)[0]):
        if not re.search(r"\d", part):
            continue
        match = _ITEM.match(part)
        if match is None or match["unit"] != unit or _STOP.search(part):
            return None
        items.append((match["label"], int(match["n"])))
    return items


def _checked(sentence: Sentence, match: re.Match[str]) -> Finding | None:
    total = int(match["n"])
    items = _items(sentence.text[match.end() :], match["unit"])
    if items is None or len(items) < 2:
        return None
    added = sum(n for _, n in items)
    if added == total or not _whole(items, added, total):
        return None
    return Finding(
        "A6",
        "hint",
        f"正文列出的{len(items)}项合计{added}，总数写{total}，相差{abs(added - total)}。",
        expected=added,
        found=total,
        place=sentence.place,
    )


def _whole(items: list[tuple[str, int]], added: int, total: int) -> bool:
    labels = [label for label, _ in items]
    if _OTHER.search(labels[-1]) or (len(items) == 2 and _partition(labels)):
        return True
    if len(items) < 3:
        return False
    near = total >= 50 and abs(added - total) <= max(1, total // 50)
    over = (
        added > total and not any(_CHANNELS.search(label) for label in labels) and max(n for _, n in items) < total
    )
    return near or over


def _partition(labels: list[str]) -> bool:
    """自然人 and 法人 together are all applicants."""
    text = "".join(labels)
    return ("自然人" in text or "公民" in text) and ("法人" in text or "组织" in text)
