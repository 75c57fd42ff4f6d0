"""One line of text -> its words and its runs of digits, in order. Where a digit is the number of a label it goes
with the words."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"(?P<number>[+-]?\d[\d,]*(?:\.\d+)?(?:\s?(?:亿元|万元|元))?)"
    r"|(?P<sign>(?<![\u4e00-\u9fff])[-/]+|[-/]+(?![\u4e00-\u9fff])|[-/]{2,})"
    r"|(?P<words>[\u4e00-\u9fff〇]+)"
    r"|(?P<blank>\s+)|(?P<other>.)"
)


def tokens_of(line: str) -> list[tuple[str, str]]:
    """("words", text) and ("run", digits and blanks) in order; the number of an item goes with its words."""
    out: list[tuple[str, str]] = []
    gap = False
    items = list(_TOKEN.finditer(line))
    for at, match in enumerate(items):
        kind, text = match.lastgroup, match.group()
        if kind == "blank":
            gap = True
            continue
        if kind == "other":
            continue
        if kind == "words":
            _join(out, "words", text, False)
            gap = False
            continue
        number = _item_number(items, at)
        if number is not None:
            text = text.rstrip(".")[:-1] if not _alone(items, at) else ""
            if text:
                _join(out, "run", text, gap)
            out.append(("words", number))
        else:
            _join(out, "run", text, gap)
        gap = False
    return [(k, t) for k, t in out if k == "run" or t.strip()]


def _join(out: list[tuple[str, str]], kind: str, text: str, gap: bool) -> None:
    """Neighbours of one kind become one; a blank between figures is kept as a limit."""
    if out and out[-1][0] == kind:
        out[-1] = (kind, out[-1][1] + (" " if gap and kind == "run" else "") + text)
    else:
        out.append((kind, text))


def _item_number(items: list[re.Match[str]], at: int) -> str | None:
    """The digit that is the number of the label after it: a dot, comma or bracket stands between."""
    text = items[at].group()
    if items[at].lastgroup != "number" or not text[-1:].isdigit() or at + 1 >= len(items):
        return None
    following = items[at + 1 : at + 4]
    if following[0].lastgroup != "other" or following[0].group() not in ".、)．":
        return None
    rest = [m for m in following[1:] if m.lastgroup not in ("blank", "other")]
    return text[-1] if rest and rest[0].lastgroup == "words" and text[-1] != "0" else None


def _alone(items: list[re.Match[str]], at: int) -> bool:
    """The number stands by itself: nothing of a figure is glued to its front."""
    return len(items[at].group()) == 1
