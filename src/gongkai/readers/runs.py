"""Lines of text without cell limits -> the same rows as a table gives, as far as limits survived.

A line is a label, a value, several of them, or prose (``tokens``). Labels broken over lines are put together
(``resolving``); digits that ran together stay one run for the sums to cut. Blank cells cannot be seen here, and
are never made up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .found import ALL, Found, Harvest
from .headers import Header, by_order, columns
from .labels import NUMERALS, OTHER, OTHER_HANDLING, TOTAL, Label, Piece, covered, definite, label, words
from .resolving import resolved
from .tokens import tokens_of
from .values import SMALL, figure, narrow

_ITEM = re.compile(r"第\s*(?:二\s*十|20)\s*条\s*第?\s*[(（\[【]?\s*([一五六八九15689])\s*[)）\]】]?\s*项")
_CHINESE = dict(zip("15689", "一五六八九", strict=True))
_REMARK = re.compile(rf"\((?![{NUMERALS}\d]{{1,3}}\))(?=[^()]*[\u4e00-\u9fff])[^()]{{2,80}}\)")
MARKER = re.compile(
    r"第\s*二\s*十\s*条\s*第\s*[(（]?\s*[一五六八九]|[(（]?\s*本列数据的勾稽|申请人情况|信息内容|行政复议\s*行政诉讼|行政复议\s*结果维持"
)
_NUMBERING = re.compile(r"\(\d\)|\d\s*[.、．)]")
_SEVEN = 7
_NEGATIVE = re.compile("无|未|没有|不涉及|不适用|不存在|暂")
_UNIT_ONLY = re.compile(r"[(（]?\s*(?:单位)?\s*[:：]?\s*(?:万元|元|件|个|项)?\s*[)）]?")
_PAGE = re.compile(r"[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页.*")
_PROSE = re.compile("[。！？]")


@dataclass(slots=True)
class Line:
    """A paragraph with where it stands."""

    text: str
    block: int
    page: int | None = None


@dataclass(slots=True)
class _Group:
    """Words (lines of them) and the runs of figures that follow."""

    words: list[str] = field(default_factory=list)
    runs: list[str] = field(default_factory=list)
    block: int = 0
    page: int | None = None
    joined: bool = False


class Stream:
    """Takes lines in order; ``close`` hands over what is still open. ``take`` says whether a line is part of
    the tables (else it is prose, which belongs to the section's text)."""

    def __init__(self, harvest: Harvest) -> None:
        self.harvest = harvest
        self.group = _Group()
        self.header: Header | None = None
        self.header_labels: list[Label | None] = []
        self.header_text = ""
        self.used = False
        self.table: int | None = None
        self.last: Found | None = None
        self.at = 0

    @property
    def active(self) -> bool:
        """Labels of a table have been seen since the last ``close``."""
        return self.table is not None or bool(self.group.words) or bool(self.group.runs)

    # Lines

    def take(self, line: Line) -> bool:
        """True where the line is part of the tables."""
        text = line.text
        self.harvest.lines[text] += 1
        if text in SMALL:
            self._run(text, line)
            return True
        found = label(text)
        if found is not None:
            self._words(text, line)
            return True
        even = narrow(text)
        if self.active and _NUMBERING.fullmatch(even):
            return True
        what = figure(text).what
        if what in ("number", "slash", "none") and not _PAGE.fullmatch(text):
            self._run(even, line)
            return True
        if not even or _PAGE.fullmatch(even):
            return True
        return self._mixed(even, line)

    def _mixed(self, even: str, line: Line) -> bool:
        even = even.replace("增/减", "增减")
        even = _ITEM.sub(lambda m: f"第二十条第{_CHINESE.get(m[1], m[1])}项", even)
        bare = _REMARK.sub("", even)
        if not bare.strip() or _UNIT_ONLY.fullmatch(bare):
            if self.group.runs and bare.strip() in ("元", "万元"):
                self.group.runs[-1] += bare.strip()
            return True
        marker = MARKER.search(bare)
        if marker and marker.start() > 0 and covered(words(bare[: marker.start()])) < 0.5:
            bare = bare[marker.start() :]
        tokens = list(tokens_of(bare))
        said = "".join(t for kind, t in tokens if kind == "words")
        if not said.strip(NUMERALS + "123456789"):
            for kind, t in tokens:
                if kind == "run":
                    self._run(t, line)
            return self.active
        share = covered(said)
        if share >= 0.9 or (marker and share >= 0.6):
            self._feed(tokens, line)
            return True
        return self._loose(bare, said, tokens, line)

    def _loose(self, bare: str, said: str, tokens: list[tuple[str, str]], line: Line) -> bool:
        """Words that are no label of the form: half of one, a cell of words, an extra row, or prose."""
        if _PROSE.search(bare) or len(said) > 45 or (len(said) > 20 and re.search("[，,；;]", bare)):
            return False
        kinds = [kind for kind, _ in tokens]
        if kinds not in (["words"], ["words", "run"]) or (self.table is None and kinds != ["words"]):
            return False
        if not self.active and covered(said) == 0 and len(said) > 12:
            return False
        self._feed(tokens, line)
        return True

    def _feed(self, tokens: Iterable[tuple[str, str]], line: Line) -> None:
        before = ""
        for kind, text in tokens:
            if kind == "words":
                self._words(text, line)
            else:
                self._run(text, line)
                self.group.joined = before == "words"
            before = kind

    def _words(self, text: str, line: Line) -> None:
        if self.group.runs:
            self._give_back(text)
            self._flush()
        if not self.group.words:
            self.group.block, self.group.page = line.block, line.page
        self.group.words.append(text)

    def _give_back(self, text: str) -> None:
        """A number on a line of its own before a label of table 3 is that label's, not a figure."""
        found, runs = label(text), self.group.runs
        if found is None or found.table != 3 or not found.item or runs[-1] != found.item:
            return
        above = label(self.group.words[-1]) if self.group.words else None
        if len(runs) == _SEVEN + 1 or (len(runs) == 1 and above is not None and above.kind != "row"):
            runs.pop()

    def _run(self, text: str, line: Line) -> None:
        if not self.group.words and not self.group.runs:
            self.group.block, self.group.page = line.block, line.page
        self.group.runs.append(text)

    def close(self) -> None:
        """Nothing more belongs to these tables."""
        if not self.active and not self.header_labels and self.last is None:
            return
        self._flush()
        self.header, self.header_labels, self.used, self.table, self.last = None, [], False, None, None

    # Groups

    def _flush(self) -> None:
        group, self.group = self.group, _Group()
        self.at = group.block
        if not group.words and not group.runs:
            return
        found = resolved(group.words)
        if self._goes_on(found, group):
            return
        if group.runs and found:
            row = self._row_piece(found)
            self._above(found[:-1] if row else found)
            self._figures(row, group)
        elif group.runs:
            self._figures(None, group)
        else:
            self._above(found)

    def _goes_on(self, found: list[Piece], group: _Group) -> bool:
        """Words in the middle of a row (未制定) and the figures after them complete the row before."""
        last = self.last
        if len(found) != 1 or found[0].label is not None or last is None or not last.runs:
            return False
        if not group.runs or not _NEGATIVE.search(found[0].words) or _room(last) != len(group.runs) + 1:
            return False
        last.runs += [found[0].words, *group.runs]
        return True

    def _row_piece(self, found: list[Piece]) -> Piece | None:
        """The last piece, where it is the label of the row that follows."""
        last = found[-1]
        if last.label is None:
            return last
        kind = last.label.kind
        if kind == "either" and last.label in (OTHER, TOTAL):
            in_header = any(p.label is not None and p.label.kind == "column" for p in found[:-1])
            return None if in_header else last
        if last.label.table == 4 and kind == "row":
            in_header = any(
                p.label is not None and (p.label.kind == "column" or p.label in (TOTAL,)) for p in found
            )
            whole = {p.label.code for p in found if p.label is not None and p.label.table == 4}
            return None if in_header or len(whole) > 1 else last
        return last if kind in ("row", "either") else None

    def _above(self, found: list[Piece]) -> None:
        """Labels without figures: headers, spanning labels, words in a cell, rows whose figures are lost."""
        for at, piece in enumerate(found):
            one = piece.label
            if one is None:
                self._stray(piece)
            elif one.kind == "block":
                self.table, self.header_labels, self.header, self.used = 2, [], None, False
                self.header_text = ""
                self.harvest.tables.add(2)
            elif one.kind in ("column", "head") or self._is_header(one, found, at):
                self._header(piece)
            elif one.kind == "row" or (one is OTHER_HANDLING and not self._is_group(found, at)):
                self.harvest.tables.add(one.table)
                header = self._current()
                self.harvest.lone.append((definite(one), header))
                own = header if header is not None and header.table == one.table else None
                self.last = Found(one.table, definite(one).code, piece.words, own, runs=[])

    def _is_header(self, one: Label, found: list[Piece], at: int) -> bool:
        """其他 and 总计 among columns, 行政复议 over them."""
        if one in (OTHER, TOTAL):
            return True
        return one.table == 4 and one.kind == "row"

    def _is_group(self, found: list[Piece], at: int) -> bool:
        after = [p.label for p in found[at + 1 :] if p.label is not None]
        return not after or after[0].code.startswith("3.6.")

    def _stray(self, piece: Piece) -> None:
        """Words that are no label: what the cells of the row before say, or part of a header."""
        last = self.last
        if last is not None and last.code is None and last.words and self._completed(last, piece):
            return
        if last is not None and last.runs is not None and _NEGATIVE.search(piece.words) and _room(last):
            if not last.runs:
                self.harvest.rows.append(last)
            last.runs.append(piece.words)
        elif self.header_labels and not self.used:
            self.header_labels.append(None)
        else:
            self.harvest.leftover.append((self.at, piece.raw))

    def _completed(self, last: Found, piece: Piece) -> bool:
        """The second half of a label whose figures stand between its halves (a page break)."""
        whole = label(words(last.words) + words(piece.words))
        if whole is None or whole.kind != "row":
            return False
        last.named(whole.table, whole.code, last.words + piece.words)
        return True

    def _header(self, piece: Piece) -> None:
        one = piece.label
        if one is None or one.code in ("results", "withheld", "unable", "not_processed", "explanation"):
            return
        if self.used:
            self.header_labels, self.header, self.used, self.header_text = [], None, False, ""
        if one.kind != "either":
            self.table = one.table
            self.harvest.tables.add(one.table)
        self.header_labels.append(one)
        self.header_text += piece.words
        self.last = None

    def _current(self) -> Header | None:
        if not self.used and self.header_labels:
            self.header = by_order(self.header_labels, self.header_text)
            self.used = True
        return self.header

    # Figures

    def _figures(self, row: Piece | None, group: _Group) -> None:
        header = self._current()
        if row is not None and row.label is not None:
            known = definite(row.label)
            self.table = known.table
            self.harvest.tables.add(known.table)
            if header is not None and header.table != known.table:
                header = None
            self._add(known.table, known.code, row.words, header, group)
        elif row is not None:
            self._add(self.table, None, row.words, header if self.table != 4 else None, group)
        else:
            whole = self.table == 4 and (header is None or len(header.slots) == len(columns(4)))
            self._add(self.table, ALL if whole else None, "", header, group)

    def _add(self, table: int | None, code: str | None, text: str, header: Header | None, group: _Group) -> None:
        if header is not None and header.table != table:
            header = None  # of the table before
        found = Found(
            table,
            code,
            text,
            header,
            runs=list(group.runs),
            page=group.page,
            block=group.block,
            joined=group.joined,
        )
        self.harvest.rows.append(found)
        self.last = found


def _room(row: Found) -> int:
    """How many cells of a row are still without a figure."""
    wide = len(row.header.slots) if row.header is not None else {2: 1, 3: 7}.get(row.table or 0, 5)
    return max(0, wide - sum(len(run.split()) for run in row.runs or ()))
