"""The characters of a report evened out before anything is recognised: widths, radicals, traditional script.

All of it is length-preserving for what figures are made of, and none of it touches a Document that needs none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from .document import Block, Document, Paragraph, Table, TableCell

# PDF fonts often map to radicals, which look like the characters and are none.
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_NOT_IN_NFKC = str.maketrans(
    "⻓⻔⻚⻛⻢⻋⻉⻅⻆⻝⻥⻰⺠⻄⻘⻩⻬⻮⻦⻨⻜⻙⻘⻁", "长门页风马车贝见角食鱼龙民西青黄齐齿鸟麦飞韦青虎"
)
# Pronunciation printed between the characters: 政(zhèng)府(fǔ), 政zhèng府fǔ.
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
_TONE = re.compile(f"[{_TONES}]")
_GLOSS = re.compile(
    f"(?<=[\u4e00-\u9fff，。、；：（）“”])\\s*[（(]?\\s*[a-zü{_TONES}]*[{_TONES}][a-zü{_TONES}]*\\s*[）)]?\\s*"
)
# Toneless syllables (de, le, zi) between characters, once the text is known to have glosses.
_TONELESS = re.compile("(?<=[\u4e00-\u9fff])\\s*[（(]?\\s*[a-zü]{1,6}\\s*[）)]?\\s*(?=[\u4e00-\u9fff])")
# 政(zheng)府(fu), as converters write ruby text.
_BRACKETED = re.compile("(?<=[\u4e00-\u9fff])[(（][a-zü]{1,6}[)）]")
_BOPOMOFO = re.compile("\\s*[（(]?[\u3105-\u312fˊˇˋ˙]+[）)]?\\s*")
_MANY_GLOSSES = 20
# One simplified character for two traditional ones: only the word tells (反覆, but 覆盖).
_AGAIN = re.compile("([反答回批])覆")


def evened(document: Document) -> tuple[Document, bool]:
    """The document as the reader recognises it, and whether it was in traditional script."""
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    traditional = any("開" in t for t in texts) or _tables_hold(document, "開")
    change: list[Callable[[str], str]] = []
    if document.kind in ("pdf", "text") and any(_RADICAL.search(t) for t in _all(document)):
        change.append(_plain_radicals)
    if any(_TONE.search(t) for t in texts) and _count(texts, _TONE) >= _MANY_GLOSSES:
        change.append(_without_glosses)
    if any(_BRACKETED.search(t) for t in texts) and _count(texts, _BRACKETED) >= _MANY_GLOSSES // 2:
        change.append(lambda t: _BRACKETED.sub("", t))
    if any("ㄥ" in t or "ㄈ" in t for t in texts) and _count(texts, _BOPOMOFO) >= _MANY_GLOSSES:
        change.append(lambda t: _BOPOMOFO.sub("", t))
    if traditional:
        change.append(_simplifier(document))
    return (_changed(document, change) if change else document), traditional


def _count(texts: list[str], pattern: re.Pattern[str]) -> int:
    return sum(len(pattern.findall(t)) for t in texts)


def _tables_hold(document: Document, char: str) -> bool:
    """Whether the first rows of a table hold a character (a page that is one table has no paragraphs)."""
    if any(isinstance(b, Paragraph) for b in document.blocks):
        return False
    return any(char in c.text for b in document.blocks if isinstance(b, Table) for r in b.rows[:6] for c in r)


def _all(document: Document) -> list[str]:
    out: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            out.append(block.text)
        else:
            out += [c.text for r in block.rows for c in r]
    return out


def _plain_radicals(text: str) -> str:
    return _RADICAL.sub(lambda m: unicodedata.normalize("NFKC", m[0]).translate(_NOT_IN_NFKC), text)


def _without_glosses(text: str) -> str:
    return _TONELESS.sub("", _GLOSS.sub("", text))


def _simplifier(document: Document) -> Callable[[str], str]:
    """Character by character, so that places in the text stay what they are."""
    import opencc

    converter = opencc.OpenCC("t2s")
    table = {}
    for char in set("".join(_all(document))):
        if "\u4e00" <= char <= "\u9fff":
            simple = converter.convert(char)
            if len(simple) == 1 and simple != char:
                table[ord(char)] = simple
    return lambda text: _AGAIN.sub(r"\1复", text.translate(table))


def _changed(document: Document, change: list[Callable[[str], str]]) -> Document:
    def new(text: str) -> str:
        for one in change:
            text = one(text)
        return text

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.append(replace(block, text=new(block.text)))
        else:
            rows = tuple(
                tuple(TableCell(new(c.text), c.column, c.colspan, c.rowspan) for c in row) for row in block.rows
            )
            blocks.append(replace(block, rows=rows))
    title = new(document.title) if document.title else None
    return replace(document, blocks=tuple(blocks), title=title)
