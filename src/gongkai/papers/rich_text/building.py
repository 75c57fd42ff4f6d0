"""From HTML, however it came about (Word, WPS, a page of the web, an editor), to the tree of the body."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Final

from . import links, styles, tables
from .letters import Letter, paragraphs, tokens
from .tree import BREAK, Align, Block, Cell, List, Paragraph, Quote, Row, Run, Table

_HEADINGS: Final = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}
_INLINE_TAGS: Final = "a b strong i em u s strike del ins sub sup span font br img"
_INLINE: Final = frozenset(_INLINE_TAGS.split())
_VOID: Final = frozenset(("br", "img", "hr"))
_CELLS: Final = ("td", "th")
_DEEPEST: Final = 10  # lists, quotes and tables inside one another
_Place = List | Quote | Table | Row | Cell | list[Block]
_HIDDEN, _PICTURE, _LINK, _NESTED = "hidden", "picture", "link", "nested"


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open tag: what it makes of the letters in it, and whether a place was opened for it."""

    tag: str
    marks: frozenset[str]
    href: str
    unseen: bool
    align: Align
    place: bool = False


class Builder(HTMLParser):
    """Fed with HTML whose tags pair up (``nh3`` has been over it). ``blocks`` is the body, ``left`` counts what
    was not taken: hidden, picture, link, nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.left: Counter[str] = Counter()
        self._frames = [_Frame("", frozenset(), "", unseen=False, align="")]
        self._places: list[_Place] = [self.blocks]
        self._letters: list[Letter] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if self._parts(tag):
            self._flush()
        if tag in _VOID:
            self._void(tag, attributes)
            return
        around, style = self._frames[-1], styles.squeezed(attributes)
        unseen = around.unseen or styles.unseen(tag, attributes, style)
        frame = _Frame(
            tag,
            styles.marks(tag, style, around.marks),
            self._href(attributes["href"], around) if "href" in attributes else around.href,
            unseen,
            around.align if tag in _INLINE else styles.align(attributes, style, around.align),
            not unseen and tag not in _INLINE and self._opened(tag, attributes, style),
        )
        self._frames.append(frame)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or len(self._frames) == 1:
            return
        place = self._frames[-1].place
        if place or self._parts(tag):
            self._flush()
        else:
            self._letters.extend([Letter(" ")] if tag in _CELLS else [])
        self._frames.pop()
        if place:
            self._closed(self._places.pop())

    def handle_data(self, data: str) -> None:
        around = self._frames[-1]
        if around.unseen:
            self.left[_HIDDEN] += bool(data.strip())
            return
        if any(frame.tag == "pre" for frame in self._frames):
            data = data.replace("\r\n", "\n").replace("\n", BREAK)
        marks = around.marks - {"u"} if around.href else around.marks
        self._letters.extend(Letter(token, marks, around.href) for token in tokens(data))

    def done(self) -> list[Block]:
        self.close()
        self._flush()
        return self.blocks

    def _void(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "br":
            self._letters.append(Letter(BREAK))
        elif tag == "img" and not self._frames[-1].unseen:
            source = attributes.get("src", "")
            if links.PICTURE.fullmatch(source):
                alt = " ".join("".join(tokens(attributes.get("alt", ""))).split())
                self._letters.append(Letter(alt, picture=source))
            else:
                self.left[_PICTURE] += 1

    def _href(self, said: str, around: _Frame) -> str:
        found = links.address(said)
        if not found and said and not around.unseen and not said.startswith("#"):
            self.left[_LINK] += 1
        return found

    def _parts(self, tag: str) -> bool:
        """Whether what comes before and after stands apart. The cells of a table inside a table are one line."""
        return tag not in _INLINE and not (tag in _CELLS and self._in_cell())

    def _in_cell(self) -> bool:
        return any(isinstance(place, Cell) for place in self._places)

    def _opened(self, tag: str, attributes: dict[str, str], style: str) -> bool:
        """Whether a place of its own was opened for this tag; text in others goes where they stand."""
        made = self._made(tag, attributes, styles.align(attributes, style, ""))
        if made is None:
            return False
        self._places.append(made)
        return True

    def _made(self, tag: str, attributes: dict[str, str], align: Align) -> _Place | None:
        now = self._places[-1]
        if tag in _CELLS and isinstance(now, Row):
            scope = attributes.get("scope", "").lower()
            cell = Cell(
                tag == "th",
                tables.span(attributes.get("colspan", "")),
                tables.rowspan(attributes.get("rowspan", "")),
                align,
                scope if tag == "th" and scope in ("row", "col", "rowgroup", "colgroup") else "",
            )
            now.cells.append(cell)
            return cell
        if tag == "tr" and isinstance(now, Table):
            now.rows.append(Row(any(frame.tag == "thead" for frame in self._frames[-2:])))
            return now.rows[-1]
        if tag == "caption" and isinstance(now, Table):
            return list[Block]()
        if tag == "li" and isinstance(now, List):
            now.items.append([])
            return now.items[-1]
        return self._container(tag, attributes)

    def _container(self, tag: str, attributes: dict[str, str]) -> _Place | None:
        if tag not in ("ul", "ol", "blockquote", "table"):
            return None
        if len(self._places) > _DEEPEST or (tag != "ol" and tag != "ul" and self._in_cell()):
            self.left[_NESTED] += tag == "table"
            return None
        if tag == "table":
            return Table()
        if tag == "blockquote":
            return Quote()
        return List(tag == "ol", tables.rowspan(attributes.get("start", "")))

    def _closed(self, place: _Place) -> None:
        match place:
            case List():
                place.items = [item for item in place.items if item]
                if place.items:
                    self._put(place)
            case Quote() if place.blocks:
                self._put(place)
            case Table():
                self._table(place)
            case Cell():
                # Only tables inside tables can bring anything but these.
                place.blocks = [one for one in place.blocks if isinstance(one, Paragraph | List)]
            case list() if isinstance(self._places[-1], Table):
                self._caption(self._places[-1], place)

    def _table(self, table: Table) -> None:
        whole = tables.settled(table)
        if whole is None:
            return
        inner = tables.layout_only(whole)
        for block in [whole] if inner is None else inner:
            self._put(block)

    def _caption(self, table: Table, blocks: list[Block]) -> None:
        texts = [block for block in blocks if isinstance(block, Paragraph)]
        if texts and not table.caption:
            table.caption = texts.pop(0).runs
        table_at = self._places.pop()
        for one in texts:
            self._put(one)
        self._places.append(table_at)

    def _put(self, block: Block) -> None:
        match self._places[-1]:
            case List() as made:
                made.items.append([block])
            case Quote() | Cell() as made:
                made.blocks.append(block)
            case Table() | Row():
                pass  # nothing stands between rows and cells
            case made:
                made.append(block)

    def _flush(self) -> None:
        """The letters so far are a paragraph of the place that is open."""
        letters, self._letters = self._letters, []
        if not letters:
            return
        around = self._frames[-1]
        kind = "p"
        if len(self._places) == 1:
            kind = next((_HEADINGS[f.tag] for f in reversed(self._frames) if f.tag in _HEADINGS), "p")
        bold = kind != "p" or (isinstance(self._places[-1], Cell) and self._places[-1].head)
        for runs in paragraphs(letters):
            self._put(Paragraph(_plainer(runs) if bold else runs, kind, self._align(around)))

    def _align(self, around: _Frame) -> Align:
        """A cell says for itself where its text stands."""
        place = self._places[-1]
        return "" if isinstance(place, Cell) and place.align == around.align else around.align


def _plainer(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """A heading is bold by itself."""
    bare = [
        Letter(token, run.marks - {"strong"}, run.href, run.picture)
        for run in runs
        for token in ([run.text] if run.picture else tokens(run.text))
    ]
    found = paragraphs(bare)
    return found[0] if found else ()
