"""What a finding is, and the one list of the kinds there are."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from gongkai.errors import TooLarge
from gongkai.papers import personal

from . import limits

LONGEST: Final = 120
"""Characters that ``Finding.text`` has at most."""
_MOST: Final = 100
"""Findings of one kind that are listed one by one; the others are counted in a last one."""

_PLACE: Final = 200
_ACTING: Final = re.compile(r"(?:[^\S\u3000]|[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069])+")
_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Sort:
    """``label`` is what a person reads; ``cleanable``: ``clean`` takes it away (a particular file may refuse)."""

    label: str
    cleanable: bool


KINDS: Final[Mapping[str, Sort]] = MappingProxyType(
    {
        **{kind.value: Sort(label, cleanable=False) for kind, label in personal.LABELS.items()},
        # of every file
        "author": Sort("作者、修改者", cleanable=True),
        "property": Sort("文件属性", cleanable=True),
        "embedded-file": Sort("内嵌文件", cleanable=True),
        "macro": Sort("宏", cleanable=True),
        "external-link": Sort("外部链接", cleanable=True),
        "trailing-data": Sort("文件末尾的多余数据", cleanable=True),
        "picture-only": Sort("图片，未读取文字", cleanable=False),
        "hidden-text": Sort("隐藏文字", cleanable=True),
        "faint-text": Sort("与底色相同的文字", cleanable=False),
        "tiny-text": Sort("极小的文字", cleanable=False),
        "comment": Sort("批注", cleanable=True),
        "leftover-text": Sort("已不显示的残留文字", cleanable=True),
        "custom-data": Sort("自定义数据", cleanable=True),
        # pictures
        "picture-metadata": Sort("图片的拍摄、制作信息", cleanable=True),
        "picture-position": Sort("图片的拍摄位置", cleanable=True),
        "picture-thumbnail": Sort("图片内嵌的缩略图", cleanable=True),
        "hidden-pixels": Sort("图片透明处留存的图像", cleanable=True),
        "cropped-picture": Sort("图片裁去后仍保存的部分", cleanable=False),
        # word processing
        "inserted-text": Sort("修订：插入", cleanable=True),
        "deleted-text": Sort("修订：删除", cleanable=True),
        "moved-text": Sort("修订：移动", cleanable=True),
        "changed-format": Sort("修订：格式", cleanable=True),
        "hidden-header": Sort("不显示的页眉页脚", cleanable=True),
        "document-variable": Sort("文档变量", cleanable=True),
        "alternative-content": Sort("另存的替代内容", cleanable=True),
        # spreadsheets
        "hidden-sheet": Sort("隐藏的工作表", cleanable=True),
        "hidden-rows": Sort("隐藏的行", cleanable=True),
        "hidden-columns": Sort("隐藏的列", cleanable=True),
        "pivot-cache": Sort("数据透视表缓存", cleanable=True),
        "defined-name": Sort("名称", cleanable=True),
        "hidden-format": Sort("格式设为不显示的单元格", cleanable=True),
        "data-connection": Sort("数据连接", cleanable=True),
        # PDF
        "covered-text": Sort("被遮盖的文字", cleanable=False),
        "invisible-text": Sort("不可见的文字", cleanable=False),
        "ocr-layer": Sort("图片上的识别文字层，图片本身未读取", cleanable=False),
        "outside-page": Sort("页面范围以外的文字", cleanable=False),
        "hidden-layer": Sort("关闭的图层", cleanable=True),
        "annotation": Sort("注释", cleanable=True),
        "form-field": Sort("表单域", cleanable=True),
        "attachment": Sort("附件", cleanable=True),
        "script": Sort("脚本和动作", cleanable=True),
        "thumbnail": Sort("页面缩略图", cleanable=True),
        "earlier-version": Sort("较早的版本", cleanable=True),
        "signature": Sort("电子签名（清除后失效）", cleanable=True),
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader does not see, or personal data anybody sees.

    ``kind`` is a key of ``KINDS``; ``where`` says the place in Chinese words; ``text`` is what was found, masked
    where it is personal, at most ``LONGEST`` characters.
    """

    kind: str
    where: str
    text: str

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    @property
    def cleanable(self) -> bool:
        return KINDS[self.kind].cleanable


@dataclass(frozen=True, slots=True)
class Report:
    """``examined`` is False where anything in the file could not be looked into; ``unexamined`` says what and why.

    Findings stand even then: what was seen was seen. Text inside pictures is never read; where a page or a file is
    only a picture, a finding ``picture-only`` says so, and the rest of the file counts as examined.
    """

    examined: bool
    findings: tuple[Finding, ...]
    unexamined: str = ""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``data`` is the new copy; ``removed`` is gone from it, ``left`` is what an examination still finds in it."""

    data: bytes
    removed: tuple[Finding, ...]
    left: tuple[Finding, ...]


class Found:
    """Findings while they are collected, in their order, and what could not be examined."""

    def __init__(self, until: float | None = None) -> None:
        """``until`` (of ``time.monotonic``): when the examination has to be over."""
        self._until = until
        self._findings: list[Finding] = []
        self._seen: set[Finding] = set()
        self._counts: Counter[str] = Counter()
        self._reasons: list[str] = []
        self._known: dict[str, tuple[tuple[str, str], ...]] = {}

    def add(self, kind: str, where: str, text: str = "") -> None:
        """A finding, once; it is masked and cut here, so that no caller can forget it."""
        if not self._full(kind):
            self._put(kind, where, personal.veiled(text))

    def personal(self, where: str, text: str) -> None:
        """Personal data of a text."""
        for kind, shown in self._hits(text):
            if not self._full(kind):
                self._put(kind, where, shown)

    def swept(self, where: str, text: str) -> None:
        """Personal data of a text that may repeat what was told already; only what is new is a finding."""
        told = {(finding.kind, finding.text) for finding in self._findings} if self._hits(text) else set()
        for kind, shown in self._hits(text):
            if (kind, shown) not in told and not self._full(kind):
                self._put(kind, where, shown)

    def _full(self, kind: str) -> bool:
        """True, and counted, where as many of a kind are listed as are ever listed."""
        if self._counts[kind] < _MOST:
            return False
        self._counts[kind] += 1
        return True

    def _put(self, kind: str, where: str, shown: str) -> None:
        finding = Finding(kind, short(personal.veiled(where), _PLACE), short(shown))
        if finding not in self._seen:
            self._counts[kind] += 1
            self._seen.add(finding)
            self._findings.append(finding)

    def _hits(self, text: str) -> tuple[tuple[str, str], ...]:
        """Kind and masked text of each hit; the cells of a long list say the same over and over."""
        if (known := self._known.get(text)) is not None:
            return known
        if self._until is not None and time.monotonic() > self._until:
            raise TooLarge(f"检查超过{limits.MAX_SECONDS}秒，已停止，未能检查完；请拆分后再检查。")
        hits = tuple((hit.kind.value, personal.masked(hit.kind, hit.text)) for hit in personal.find(text))
        if len(text) < LONGEST and len(self._known) < _REMEMBERED:
            self._known[text] = hits
        return hits

    def concealed(self, kind: str, where: str, text: str) -> None:
        """Something hidden, and the personal data in it."""
        self.add(kind, where, text)
        self.personal(where, text)

    def unexamined(self, where: str, reason: str) -> None:
        self._reasons.append(short(personal.veiled(f"{where}：{reason}" if where else reason), _PLACE))

    def take_in(self, report: Report, where: str) -> None:
        """What was found in a file inside this one."""
        for finding in report.findings:
            self.add(finding.kind, f"{where}　{finding.where}".strip(), finding.text)
        if not report.examined:
            self.unexamined(where, report.unexamined)

    def report(self) -> Report:
        return Report(not self._reasons, tuple(self._all()), "".join(dict.fromkeys(self._reasons))[:1000])

    def _all(self) -> Iterator[Finding]:
        yield from self._findings
        for kind, count in self._counts.items():
            if count > _MOST:
                yield Finding(kind, "全文", f"另有{count - _MOST}处，未逐一列出")


def short(text: str, longest: int = LONGEST) -> str:
    """One line of at most ``longest`` characters, with nothing in it that a terminal or a page would act on."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    line = _ACTING.sub(" ", whole).strip()
    return line if len(line) <= longest else line[: longest - 1] + "…"
