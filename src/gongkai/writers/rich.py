"""The body of an item (the safe HTML that ``papers.rich_text`` writes) as parts to print: paragraphs, tables,
pictures, in order.

Lists come as paragraphs with their marks, quotes as paragraphs drawn in. Anything that is not of that HTML is read
as the text in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import groupby
from typing import Final, Literal

from .outline import printable

BREAK: Final = "\n"
_LEVELS: Final = {"h2": 1, "h3": 2, "h4": 3}
_MARKS: Final = ("strong", "em", "u", "s", "sub", "sup")
_BULLET: Final = "•"


@dataclass(frozen=True, slots=True)
class Run:
    """Letters that look alike; a line break in them is kept."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """``level`` 1 to 3 is a heading; ``align`` "left" begins at the edge, as who is addressed. ``mark`` stands
    before an item of a list, ``depth`` says how far in; of a quote there is a depth and no mark."""

    runs: tuple[Run, ...]
    level: int = 0
    align: Literal["", "left", "center", "right"] = ""
    mark: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Picture:
    """``token`` is that of the attachment."""

    token: str
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell at its place on the grid."""

    texts: tuple[Text, ...]
    x: int
    y: int
    colspan: int = 1
    rowspan: int = 1
    head: bool = False
    align: Literal["", "center", "right"] = ""

    @property
    def text(self) -> str:
        return BREAK.join(text.text for text in self.texts)


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` is how many rows repeat on each page."""

    boxes: tuple[Box, ...]
    columns: int
    rows: int
    heads: int = 0
    caption: str = ""


Part = Text | Table | Picture


def parts(html: str) -> tuple[Part, ...]:
    """Everything to print, in order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.done())


def addressed(found: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same; who is addressed (主送机关) in a first paragraph begins at the edge."""
    first = found[0] if found else None
    if not isinstance(first, Text) or first.level or first.mark or first.align:
        return found
    return (replace(first, align="left"), *found[1:]) if first.text.endswith(("：", ":")) else found


def plain(text: str) -> tuple[Text, ...]:
    """Lines of plain text as paragraphs."""
    return tuple(Text((Run(line),)) for raw in text.splitlines() if (line := printable(raw)))


def lines(some: Iterable[Part]) -> Iterator[str]:
    """Every character that is printed, for a look at the glyphs."""
    for part in some:
        match part:
            case Text():
                yield part.mark + part.text
            case Table():
                yield part.caption
                yield from (line for box in part.boxes for line in lines(box.texts))
            case Picture():
                yield ""


class _Reader(HTMLParser):
    """A table inside a cell does not occur."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[Part] = []
        self._runs: list[Run] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._lists: list[int | None] = []  # the next number; None has bullets
        self._mark = ""
        self._grid: _Grid | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "br":
            self._runs.append(Run(BREAK, self._marks(), self._href()))
            return
        if tag == "img":
            self._picture(said)
            return
        if tag not in (*_MARKS, "a"):
            self._flush()
        self._open.append((tag, said))
        match tag:
            case "ol":
                self._lists.append(int(said.get("start", "1")))
            case "ul":
                self._lists.append(None)
            case "li":
                self._mark = self._next_mark()
            case "table":
                self._grid = _Grid()
            case "tr" if self._grid is not None:
                self._grid.row(head=any(name == "thead" for name, _ in self._open))
            case "td" | "th" if self._grid is not None:
                self._grid.cell(tag == "th", said)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("br", "img") or not self._open:
            return
        if tag not in (*_MARKS, "a"):
            self._flush()
        self._open.pop()
        if tag in ("ol", "ul"):
            self._lists.pop()
        elif tag == "li":
            self._mark = ""
        elif tag == "table" and self._grid is not None:
            self._parts.append(self._grid.done())
            self._grid = None

    def handle_data(self, data: str) -> None:
        if data.strip() or self._runs:
            self._runs.append(Run(data.replace("\n", " "), self._marks(), self._href()))

    def done(self) -> list[Part]:
        self._flush()
        return self._parts

    def _marks(self) -> frozenset[str]:
        return frozenset(tag for tag, _ in self._open if tag in _MARKS)

    def _href(self) -> str:
        return next((said.get("href", "") for tag, said in self._open if tag == "a"), "")

    def _next_mark(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return _BULLET
        self._lists[-1] = number + 1
        return f"{number}."

    def _picture(self, said: dict[str, str]) -> None:
        if self._grid is not None:
            self._runs.append(Run(f"（图：{said.get('alt', '')}）" if said.get("alt") else "（图）"))
            return
        self._flush()
        self._parts.append(Picture(said.get("src", "").rstrip("/").rsplit("/", 1)[-1], said.get("alt", "")))

    def _flush(self) -> None:
        runs, self._runs = tuple(_trimmed(self._runs)), []
        if not runs:
            return
        inner = next((one for one in reversed(self._open) if one[0] in ("p", "td", "th", *_LEVELS)), ("", {}))
        align = inner[1].get("class", "") if inner[0] not in ("td", "th") else ""
        depth = len(self._lists) + sum(tag == "blockquote" for tag, _ in self._open)
        level = next((_LEVELS[tag] for tag, _ in self._open if tag in _LEVELS), 0)
        made = Text(runs, level, align if align in ("center", "right") else "", self._mark, depth)  # type: ignore[arg-type]  # narrowed by the test
        self._mark = ""
        if self._grid is None:
            self._parts.append(made)
        elif any(tag == "caption" for tag, _ in self._open):
            self._grid.caption = made.text
        else:
            self._grid.put(made)


class _Grid:
    """Cells as they come, each put where the spans before it leave room."""

    def __init__(self) -> None:
        self.caption = ""
        self._boxes: list[Box] = []
        self._taken: set[tuple[int, int]] = set()
        self._y = -1
        self._heads = 0
        self._columns = 0

    def row(self, *, head: bool) -> None:
        self._y += 1
        self._heads += head

    def cell(self, head: bool, said: dict[str, str]) -> None:
        across, down = int(said.get("colspan", "1")), int(said.get("rowspan", "1"))
        x = 0
        while any((x + i, self._y) in self._taken for i in range(across)):
            x += 1
        self._taken |= {(x + i, self._y + j) for i in range(across) for j in range(down)}
        self._columns = max(self._columns, x + across)
        align = said.get("class", "")
        side: Literal["", "center", "right"] = (
            "center" if align == "center" else "right" if align == "right" else ""
        )
        self._boxes.append(Box((), x, self._y, across, down, head, side))

    def put(self, text: Text) -> None:
        if self._boxes:
            last = self._boxes[-1]
            self._boxes[-1] = replace(last, texts=(*last.texts, text))

    def done(self) -> Table:
        rows = max((box.y + box.rowspan for box in self._boxes), default=0)
        return Table(tuple(self._boxes), self._columns, max(rows, self._y + 1), self._heads, self.caption)


def _trimmed(runs: Sequence[Run]) -> Iterator[Run]:
    """Alike ones together, without what no file can hold and without blanks at the ends."""
    whole = []
    for (marks, href), some in groupby(runs, key=lambda run: (run.marks, run.href)):
        pieces = "".join(run.text for run in some).split(BREAK)
        text = BREAK.join(_kept(piece) for piece in pieces)
        whole.append(Run(text, marks, href))
    while whole and not whole[0].text.strip():
        whole.pop(0)
    while whole and not whole[-1].text.strip():
        whole.pop()
    if whole:
        whole[0] = replace(whole[0], text=whole[0].text.lstrip())
        whole[-1] = replace(whole[-1], text=whole[-1].text.rstrip())
    yield from (run for run in whole if run.text)


def _kept(piece: str) -> str:
    """``printable`` without its trimming: the blank between two runs is text."""
    before = " " if piece[:1] == " " else ""
    after = " " if piece[-1:] == " " and piece.strip() else ""
    return before + printable(piece) + after
