"""What a letter must hold, element by element, and whether a set of values holds it.

Values are plain data, as they stand in JSON: text for most kinds, ``YYYY-MM-DD`` (or a ``date``) for a day, a
whole number for ``number`` and ``money`` (yuan), a code for ``choice``, a list of tables for ``parts``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

Kind = Literal["text", "paragraph", "date", "choice", "number", "money", "link", "parts"]
# Who fills an element: the agency's own entry, the case's record, the law as worked out (articles, remedy,
# decision), the clerk who drafts, or the act of issuing (number and day).
Filled = Literal["agency", "case", "law", "clerk", "issue"]

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Element:
    """One thing a letter must (or may) say. ``label`` and ``hint`` are Chinese for a person, ``article`` is where
    it comes from. ``when`` makes it required only if another element has a value: ("route", "electronic"), or any
    value at all: ("right_agency", ""). ``choices`` are (code, label); ``parts`` the elements of each entry of a
    list; ``text`` the words that the law itself gives it."""

    code: str
    label: str
    article: str
    kind: Kind = "paragraph"
    hint: str = ""
    filled: Filled = "clerk"
    required: bool = True
    when: tuple[str, str] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    parts: tuple[Element, ...] = ()
    text: str = ""

    def choice(self, code: str) -> str:
        """The words of a choice. KeyError for one that is not offered."""
        return dict(self.choices)[code]

    def wanted(self, values: Values) -> bool:
        """Must these values hold it?"""
        if self.when is None:
            return self.required
        other, value = self.when
        return not blank(values.get(other)) and value in ("", values[other])


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a letter with these values may not leave: ``says`` is a Chinese sentence naming the article."""

    element: Element
    says: str


def blank(value: object) -> bool:
    """Nothing was said: no value, no characters, an empty list. A zero is a value."""
    return value is None or value == [] or value == () or (isinstance(value, str) and not value.strip())


def missing_of(elements: Iterable[Element], values: Values) -> tuple[Element, ...]:
    """Required elements without a value, in their order; of a list, also one whose entries lack something."""
    return tuple(one for one in elements if one.wanted(values) and _lacks(one, values.get(one.code)))


def _lacks(element: Element, value: object) -> bool:
    if blank(value):
        return True
    if element.kind != "parts":
        return False
    return not isinstance(value, list | tuple) or any(_part_lacks(element, part) for part in value)


def _part_lacks(element: Element, part: object) -> bool:
    return not isinstance(part, Mapping) or bool(missing_of(element.parts, part))


def faults_of(elements: Iterable[Element], values: Values) -> tuple[Fault, ...]:
    """Everything that keeps a letter from leaving: what is missing, and what is not of its kind."""
    found: list[Fault] = []
    for one in elements:
        value = values.get(one.code)
        if one.wanted(values) and _lacks(one, value):
            found.append(Fault(one, f"缺少“{one.label}”（{one.article}）。"))
        elif not blank(value) and (says := _wrong(one, value)):
            found.append(Fault(one, says))
    return tuple(found)


def _wrong(element: Element, value: object) -> str:
    """What is wrong with a value that is there; "" when nothing is."""
    if element.kind == "parts":
        return _wrong_part(element, value)
    known = {code for code, _ in element.choices}
    if element.kind == "choice" and value not in known:
        return f"“{element.label}”只能从所列各项中选择。"
    check, says = _CHECKS.get(element.kind, (_anything, ""))
    return "" if check(value) else f"“{element.label}”{says}。"


def _wrong_part(element: Element, value: object) -> str:
    if not isinstance(value, list | tuple):
        return f"“{element.label}”应逐项填写。"
    for number, part in enumerate(value, 1):
        for fault in faults_of(element.parts, part):
            return f"“{element.label}”第{number}项：{fault.says}"
    return ""


def _anything(_value: object) -> bool:
    return True


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, date) or (isinstance(value, str) and bool(date.fromisoformat(value)))
    except ValueError:
        return False


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_link(value: object) -> bool:
    text = str(value)
    return text.startswith(("https://", "http://")) and " " not in text and len(text) > len("https://")


_CHECKS: Mapping[Kind, tuple[Callable[[object], bool], str]] = {
    "date": (_is_day, "应为日期，如2026-03-30"),
    "number": (_is_number, "应为整数"),
    "money": (_is_number, "应为整数金额（元）"),
    "link": (_is_link, "应为可以打开的网址"),
}


def read_element(raw: Mapping[str, Any]) -> Element:
    """One element from its TOML table. ValueError for a kind that does not exist, KeyError for a lack."""
    kind = raw.get("kind", "paragraph")
    if kind not in get_args(Kind) or raw.get("filled", "clerk") not in get_args(Filled):
        raise ValueError(f"{raw['code']}: unknown kind or filler")
    other, _, value = raw.get("when", "").partition("=")
    return Element(
        raw["code"],
        raw["label"],
        raw["article"],
        kind,
        raw.get("hint", ""),
        raw.get("filled", "clerk"),
        raw.get("required", True),
        (other, value) if other else None,
        tuple(raw.get("choices", {}).items()),
        tuple(read_element(part) for part in raw.get("parts", ())),
        raw.get("text", ""),
    )
