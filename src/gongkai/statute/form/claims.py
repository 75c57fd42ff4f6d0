"""What the text says in numbers: each claim with what it counts and where it stands.

A number that is not plainly about the whole body and the whole year is left alone (see ``guards``). What a
number must equal is ``readings``' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from . import guards
from .patterns import OBJECT, PATTERNS, Pattern
from .prose import Sentence, whole_number
from .report import AnnualReport


@dataclass(frozen=True, slots=True)
class Claim:
    """``found`` is the number in the text, ``kind`` what it counts, ``words`` the quotation; ``label`` is the
    result or reason that a claim about results names."""

    kind: str
    found: int
    words: str
    sentence: Sentence
    start: int
    end: int
    label: str = ""

    @property
    def clause(self) -> str:
        """The clause up to and with the claim."""
        return guards.clause(self.sentence.text[: self.start]) + self.words


_SHOWN = re.compile(
    r"公开|公示|发布|公布|上传|录入|推送|归集|报送|备案|清理|解读|审查|审核|代拟|名义|牵头|起草|转发|修改|修订"
)
_MADE_AND_SHOWN = re.compile(r"制定并?(?:公开|发布|公布|印发|出台)")
_TOGETHER = {
    "lawsuits": re.compile(r"复议(?:案件|申请|案)?(?:[、和及与或]|以及)(?:被)?(?:提起)?$"),
    "reconsiderations": re.compile(r"诉讼(?:案件|案)?(?:[、和及与或]|以及)(?:被)?(?:申请)?$"),
}
_AS_REVIEWER = re.compile(r"(?:受理|审理|办理|审结|承办|收到)[^，]{0,6}(?:行政)?复议")
_OUTCOME = re.compile(r"维持|纠正|纠错|撤销|败诉|胜诉|驳回|终止|确认违法|责令|撤回|调解|新增|新发生|新收")
_OBJECT = re.compile(OBJECT)


def _about_requests(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    about = sentence.before + sentence.text[: match.end()]
    if sentence.section.number != 3 and not _OBJECT.search(about):
        return False
    if not _OBJECT.search(match.group()) and guards.of_something_else(sentence.text[: match.start()]):
        return False
    gap = match.groupdict().get("gap") or ""
    return (
        not (guards.of_one_kind(gap) and "verb" in match.groupdict())
        and "行政复议" not in match.group()
        and "信息" not in gap
    )


def _about_cases(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    text = sentence.text
    if _OUTCOME.search(words) or "复议机关" in text:
        return False
    if sentence.section.number == 4:
        return True
    here = "信息公开" in sentence.before[-60:] + text or "依申请" in sentence.before + text or "政务公开" in text
    return here and not ("信息公开" not in words and _AS_REVIEWER.search(words))


def _about_tables(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    return not _SHOWN.search(_MADE_AND_SHOWN.sub("", words))


_SCOPES = {"requests": _about_requests, "cases": _about_cases, "tables": _about_tables}


def _applies(pattern: Pattern, match: re.Match[str], sentence: Sentence, report: AnnualReport) -> bool:
    before = sentence.text[: match.start()]
    words = guards.clause(before) + match.group()
    named = match.groupdict().get("year")
    if named and report.year and int(named) != report.year + (1 if pattern.kind == "forwarded" else -1):
        return False
    return (
        not (pattern.kind == "received" and "其中" in before)
        and guards.about_everything(before, words, report)
        and not guards.of_a_part(words)
        and _SCOPES[pattern.scope](match, sentence, words)
    )


_BY_GATE = tuple(
    (tuple(gate.split("|")), tuple(p for p in PATTERNS if p.gate == gate))
    for gate in dict.fromkeys(p.gate for p in PATTERNS)
)
_COUNTED = re.compile(r"[\d零〇一二两三四五六七八九十百千][件宗份条个起例项封次部案]")


def claims(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    """Every number of the sentence that can be held against a table; each number is taken once."""
    text = sentence.text
    if _COUNTED.search(text) is None:
        return
    taken: set[int] = set()
    for gates, patterns in _BY_GATE:
        for gate in gates:
            if gate in text:
                for pattern in patterns:
                    yield from _found(pattern, sentence, report, taken)
                break


def _found(pattern: Pattern, sentence: Sentence, report: AnnualReport, taken: set[int]) -> Iterator[Claim]:
    for match in pattern.expression.finditer(sentence.text):
        at = match.start("n")
        found = whole_number(match["n"])
        if at not in taken and found is not None and _applies(pattern, match, sentence, report):
            taken.add(at)
            label = match.groupdict().get("label") or ""
            together = _TOGETHER.get(pattern.kind)
            both = together is not None and together.search(sentence.text[: match.start()])
            yield Claim("remedies" if both else pattern.kind, found, match.group(), sentence, *match.span(), label)
