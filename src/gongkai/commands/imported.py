"""What ``gongkai import`` says of a table: every row, how many of each step, and whether anything was taken in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gongkai.publication.sheet import Outcome

_WORDS: Final = {"new": "新增", "changed": "更改", "same": "相同", "error": "有误"}


def told(outcome: Outcome, lead: str = "") -> int:
    """The exit status: 0 for taken in, or a trial without a fault; 1: a row is wrong, nothing was taken in.
    ``lead`` names what it is a table of."""
    for line in outcome.lines:
        print(f"第{line.row}行　{_WORDS[line.step]}　{line.title}　{line.message}".rstrip())
    steps = [line.step for line in outcome.lines]
    print(lead + "，".join(f"{word}{steps.count(step)}" for step, word in _WORDS.items()) + "。", end="")
    if outcome.errors:
        print("表格有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    return 1 if outcome.errors else 0
