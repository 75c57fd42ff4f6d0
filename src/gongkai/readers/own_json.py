"""Our own JSON (``gongkai-annual-report-1``) -> Reading. Strict: what the published schema refuses is an error.

Amounts never pass through binary floating point. Negative figures are read (the check calls them wrong); a
number that is no number (NaN), a cell that the form does not have or a key given twice is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NoReturn, TypeVar

from gongkai.errors import NotAReport, ReadError, TooLarge, Unreadable
from gongkai.statute.form import SLASH, AnnualReport, Contact, Origin, Section, Value, cells_by_name

from .document import Document, Reading
from .limits import check_input

SCHEMA_NAME: Final = "gongkai-annual-report-1"
_LIMIT: Final = 10**15
_PLACES: Final = 15
_DEEPEST: Final = 32
_LONGEST_NUMBER: Final = 64
_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{\s*[\"}]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)
_HALF = re.compile("[\ud800-\udfff]")
_T = TypeVar("_T")


def recognises(data: bytes) -> bool:
    """True where the bytes begin like a JSON object, ours or another's; ``parse`` tells which."""
    return _START.match(data[:4096]) is not None


def parse(data: bytes) -> Reading:
    """Read one report. Raises NotAReport for JSON that is not ours, Unreadable naming the first wrong place,
    TooLarge for nesting without end."""
    check_input(data)
    raw = _load(data)
    if not isinstance(raw, dict) or raw.get("schema") != SCHEMA_NAME:
        raise NotAReport(
            f'这是JSON，但不是本系统的年度报告（缺少 "schema": "{SCHEMA_NAME}"）；'
            "请用 gongkai convert 生成，或改交原来的报告文件。"
        )
    report = _report(raw)
    return Reading(report, document=Document("json", (), title=report.title))


def _load(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        _measure(text)
        return json.loads(
            text, parse_float=_decimal, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_unique
        )
    except UnicodeDecodeError as error:
        raise Unreadable("JSON文件不是UTF-8编码；请另存为UTF-8后再试。") from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"JSON第{error.lineno}行第{error.colno}列不合语法；文件可能不完整，请重新导出后再试。"
        ) from error


def _measure(text: str) -> None:
    """Refuse nesting that would only exhaust the parser, before parsing."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        mark = found.group()
        depth += 1 if mark in "[{" else -1 if mark in "]}" else 0
        if depth > _DEEPEST:
            raise TooLarge(f"JSON嵌套超过{_DEEPEST}层，没有打开；年度报告不会这样，请核对文件来源。")


def _decimal(text: str) -> Decimal:
    try:
        if len(text) <= _LONGEST_NUMBER and abs((number := Decimal(text)).adjusted()) < _LONGEST_NUMBER:
            return number
    except InvalidOperation:
        pass
    raise Unreadable(f"数值“{text[:20]}…”过长，不是可能的件数或金额；请更正后再试。")


def _integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise Unreadable(f"数值“{text[:20]}…”过长，不是可能的件数或金额；请更正后再试。")
    return int(text)


def _constant(text: str) -> NoReturn:
    raise Unreadable(f'“{text}”不是数；没有数据的格请写 null，不适用的写 "/"。')


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, value in pairs:
        if key in out:
            raise Unreadable(f"“{key[:60]}”出现了两次，不知道以哪个为准；请删去一个后再试。")
        out[key] = value
    return out


def _wrong(place: str, want: str) -> ReadError:
    return Unreadable(f"JSON中“{place}”应为{want}；请对照格式说明（{SCHEMA_NAME}.schema.json）更正后再试。")


def _report(raw: Mapping[str, Any]) -> AnnualReport:
    _keys(raw, "全文", _REPORT, required=("schema", "agency", "year", "edition", "figures"))
    year = _whole(raw["year"], "year", 1900, 2999)
    edition = raw["edition"]
    if edition is not None and edition not in ("2019", "2021", "hybrid"):
        raise _wrong("edition", "“2019”“2021”“hybrid”之一或 null")
    return AnnualReport(
        agency=_text(raw["agency"], "agency"),
        year=year,
        edition=edition,
        title=_text(raw.get("title"), "title"),
        period=_period(raw.get("period")),
        electronic_address=_text(raw.get("electronic_address"), "electronic_address"),
        contact=_contact(raw.get("contact", {})),
        preamble=_paragraphs(raw.get("preamble", []), "preamble"),
        sections=tuple(
            _section(s, f"sections[{i}]") for i, s in enumerate(_list(raw.get("sections", []), "sections"))
        ),
        figures=_cells(raw["figures"], "figures", _figure),
        origins=_cells(raw.get("origins", {}), "origins", _origin),
    )


_REPORT: Final = (
    *("schema", "agency", "year", "edition", "title", "period", "electronic_address", "contact", "preamble"),
    *("sections", "figures", "origins"),
)


def _keys(raw: Any, place: str, known: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
    if not isinstance(raw, dict):
        raise _wrong(place, "一个对象 { }")
    if unknown := [k for k in raw if k not in known]:
        raise _wrong(place, f"已知的项目，没有“{unknown[0][:60]}”这一项")
    if missing := [k for k in required if k not in raw]:
        raise _wrong(place, f"含有“{missing[0]}”的对象")


def _list(raw: Any, place: str) -> list[Any]:
    if not isinstance(raw, list):
        raise _wrong(place, "一个列表 [ ]")
    return raw


def _string(raw: Any, place: str) -> str:
    if not isinstance(raw, str) or _HALF.search(raw):
        raise _wrong(place, "文字")
    return raw


def _text(raw: Any, place: str) -> str | None:
    return None if raw is None else _string(raw, place)


def _whole(raw: Any, place: str, least: int, most: int) -> int | None:
    """A whole number, also where it is written as 2024.0, as JSON Schema has it."""
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal) or raw % 1 or not least <= raw <= most:
        raise _wrong(place, f"{least}至{most}的整数或 null")
    return int(raw)


def _period(raw: Any) -> tuple[date, date] | None:
    if raw is None:
        return None
    _keys(raw, "period", ("from", "to"), ("from", "to"))
    return _day(raw["from"], "period.from"), _day(raw["to"], "period.to")


def _day(raw: Any, place: str) -> date:
    try:
        if isinstance(raw, str) and _DAY.fullmatch(raw):
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise _wrong(place, "日历上有的日期，如 2024-12-31")


_CONTACT: Final = ("address", "postcode", "telephone", "fax", "email")


def _contact(raw: Any) -> Contact:
    _keys(raw, "contact", _CONTACT)
    return Contact(**{k: _text(v, f"contact.{k}") for k, v in raw.items()})


def _paragraphs(raw: Any, place: str) -> tuple[str, ...]:
    return tuple(_string(p, f"{place}[{i}]") for i, p in enumerate(_list(raw, place)))


def _section(raw: Any, place: str) -> Section:
    _keys(raw, place, ("number", "heading", "printed_number", "paragraphs", "place"), ("heading",))
    return Section(
        heading=_string(raw["heading"], f"{place}.heading"),
        number=_whole(raw.get("number"), f"{place}.number", 1, 6),
        paragraphs=_paragraphs(raw.get("paragraphs", []), f"{place}.paragraphs"),
        printed_number=_text(raw.get("printed_number"), f"{place}.printed_number"),
        place=_string(raw.get("place", ""), f"{place}.place"),
    )


def _cells(raw: Any, place: str, take: Callable[[Any, str], _T]) -> dict[str, _T]:
    known = cells_by_name()
    if not isinstance(raw, dict):
        raise _wrong(place, "一个对象 { }")
    for name in raw:
        if name not in known:
            raise _wrong(place, f"格式里有的格，没有“{name[:60]}”这一格")
    return {name: take(value, name) for name, value in raw.items()}


def _figure(raw: Any, name: str) -> Value:
    """A figure: Decimal where the form wants an amount, int where it wants a count and one is given."""
    if raw is None or raw == SLASH:
        return None if raw is None else SLASH
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal) or not -_LIMIT < raw < _LIMIT:
        raise _wrong(name, '一个不超过15位的数、null（未填）或 "/"（不适用）')
    if isinstance(raw, Decimal) and raw != round(raw, _PLACES):
        raise _wrong(name, f"一个小数不超过{_PLACES}位的数")
    if cells_by_name()[name][0].column.kind == "money":
        return Decimal(raw)
    return int(raw) if raw == int(raw) else raw


_ORIGIN: Final = ("text", "place", "page", "table", "row", "column", "inferred")


def _origin(raw: Any, name: str) -> Origin:
    _keys(raw, name, _ORIGIN, ("text", "place"))
    inferred = raw.get("inferred", False)
    if not isinstance(inferred, bool):
        raise _wrong(f"{name}.inferred", "true 或 false")
    numbers = {k: _whole(raw.get(k), f"{name}.{k}", 0, 10**9) for k in ("page", "table", "row", "column")}
    return Origin(_string(raw["text"], name), _string(raw["place"], name), **numbers, inferred=inferred)
