"""From a kind, its wording and the values to the letter that is printed.

A missing value is an error naming the element; only while drafting it stands in the text as 【…】.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from gongkai.errors import Refused
from gongkai.letters import templates
from gongkai.statute import letters, outcomes
from gongkai.statute.elements import Element, Values, blank
from gongkai.statute.letters import LetterKind
from gongkai.writers.letter import Letter, chinese_date

# Tables to fill in and sign; everything else is a letter under the red head.
FORMS: Final = frozenset(
    {"application-form", "registration-form", "receipt", "acceptance", "service-receipt", "approval-form",
     "consultation-reply"}
)  # fmt: skip
# A day that somebody writes by hand.
_DAY_BY_HAND: Final = "　　　　年　　月　　日"
_ONLINE: Final = "申请行政复议，也可以在线提出，网址：{link}。"


def compose(
    kind: LetterKind,
    wording: str,
    *,
    agency: str,
    values: Values,
    number: str = "",
    on: date | None = None,
    strict: bool = True,
    law_on: date,
) -> Letter:
    """The letter. ``law_on`` is the day whose law words the grounds. ``strict`` refuses what is missing or not of
    its kind, naming each element and its article; else the gaps are shown."""
    known = known_values(kind, agency, values, number=number, on=on)
    if strict:
        refuse_faults(kind, known)
    show = _Show(known, law_on)
    return Letter(
        kind=kind.code,
        title=f"{agency}{kind.title}",
        agency=agency,
        number=number,
        addressee=_addressee(kind, show),
        paragraphs=templates.filled(kind, wording, known, show),
        remedy=_remedy(kind, known, show),
        on=on if _has(kind, "dated_on") else None,
        attachments=_attachments(known),
        contact=f"联系方式：{contact}" if (contact := show.text("contact", kind)) else "",
        layout="form" if kind.code in FORMS else "official",
    )


def refuse_faults(kind: LetterKind, values: Values) -> None:
    """Refused with all that keeps a letter with these values from leaving."""
    if found := letters.faults(kind, values, at_issue=not blank(values.get("dated_on"))):
        raise Refused(f"“{kind.title}”还不能发出：{''.join(fault.says for fault in found)}请补齐后再试。")


def known_values(
    kind: LetterKind, agency: str, values: Values, *, number: str = "", on: date | None = None
) -> dict[str, object]:
    """The values with what the law and the agency's name give of themselves."""
    given = {code: value for code, value in values.items() if not blank(value)}
    words = {one.code: one.text for one in kind.elements if one.text}
    own = {"organ": agency, "number": number or None, "dated_on": on.isoformat() if on else None}
    return {**words, **given, **{code: value for code, value in own.items() if value is not None}}


class _Show:
    """How each value is printed."""

    def __init__(self, values: Values, law_on: date) -> None:
        self.values = values
        self.law_on = law_on

    def __call__(self, element: Element, boxed: bool) -> list[str]:
        value = self.values.get(element.code)
        if boxed and element.kind == "choice":
            return _ticked(element, value)
        if blank(value):
            return [self._gap(element, boxed)]
        if element.kind == "parts":
            parts = value if isinstance(value, Sequence) else ()
            return [f"{n}. {self._part(element, part)}" for n, part in enumerate(parts, 1)]
        return self._plain(element, value)

    def text(self, code: str, kind: LetterKind) -> str:
        """One value on one line, "" where the kind does not have it."""
        if not _has(kind, code):
            return ""
        element = kind.element(code)
        if blank(self.values.get(code)):
            return self._gap(element, False) if element.required else ""
        return "".join(self._plain(element, self.values[code]))

    def _plain(self, element: Element, value: object) -> list[str]:
        if element.kind == "date":
            return [chinese_date(value if isinstance(value, date) else date.fromisoformat(str(value)))]
        if element.kind == "choice":
            return [dict(element.choices).get(str(value), str(value))]
        return [line.strip() for line in str(value).splitlines() if line.strip()]

    def _gap(self, element: Element, boxed: bool) -> str:
        if element.wanted(self.values):
            return f"【{element.label}】"
        return _DAY_BY_HAND if boxed and element.kind == "date" else ""

    def _part(self, element: Element, part: object) -> str:
        """``第3页第二段。依据：《条例》第十五条（保护第三方合法权益）；理由：……``"""
        said = part if isinstance(part, Mapping) else {}
        words = [self._of_part(one, said.get(one.code)) for one in element.parts]
        return f"{words[0]}。{'；'.join(words[1:])}"

    def _of_part(self, element: Element, value: object) -> str:
        if blank(value):
            return f"【{element.label}】"
        if element.code != "ground":
            text = "".join(self._plain(element, value)).rstrip("。；")
            return f"{element.label}：{text}" if element.code == "reason" else text
        reply = outcomes.reply(str(value), self.law_on)
        return f"依据：{outcomes.cited(reply.articles)}（{reply.title.removeprefix('不予公开：')}）"


def _ticked(element: Element, value: object) -> list[str]:
    """A choice in a form is ticked, or left to be; three on a line."""
    offered = [f"{'■' if code == value else '□'}{label}" for code, label in element.choices]
    return ["　".join(offered[at : at + 3]) for at in range(0, len(offered), 3)]


def _remedy(kind: LetterKind, values: Values, show: _Show) -> str:
    """With where to file online, if the paragraph does not say so already (《行政复议法》 Art. 22(2))."""
    text = show.text("remedy", kind) if kind.remedy else ""
    link = show.text("review_link", kind)
    return f"{text}{_ONLINE.format(link=link)}" if text and link and link not in text else text


def _addressee(kind: LetterKind, show: _Show) -> str:
    """A form that is only filled in and filed is addressed to nobody."""
    if kind.code in FORMS and not _has(kind, "dated_on"):
        return ""
    return show.text("addressee", kind) or show.text("recipient", kind)


def _attachments(values: Values) -> tuple[str, ...]:
    names = values.get("attachments", ())
    return tuple(str(name) for name in names) if isinstance(names, list | tuple) else ()


def _has(kind: LetterKind, code: str) -> bool:
    return any(one.code == code for one in kind.elements)
