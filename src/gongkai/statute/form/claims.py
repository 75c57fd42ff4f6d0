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

    @property
    def whole_clause(self) -> str:
        """The clause that the claim stands in, up to its end."""
        return self.clause + guards.rest_of_clause(self.sentence.text[self.end :])


_SHOWN = re.compile(
    r"公开|公示|发布|公布|上传|录入|推送|归集|报送|备案|清理|解读|审查|审核|代拟|名义|牵头|起草|转发|修改|修订|收录|汇编"
)
_MADE_AND_SHOWN = re.compile(r"制定并?(?:公开|发布|公布|印发|出台)")
_TOGETHER = {
    "lawsuits": re.compile(r"复议(?:案件|申请|案)?(?:[、和及与或]|以及)(?:被)?(?:提起)?$"),
    "reconsiderations": re.compile(r"诉讼(?:案件|案)?(?:[、和及与或]|以及)(?:被)?(?:申请)?$"),
}
_AS_REVIEWER = re.compile(r"(?:受理|审理|办理|审结|承办|收到)[^，]{0,6}(?:行政)?复议")
_OUTCOME = re.compile(
    r"维持|纠正|纠错|撤销|败诉|胜诉|驳回|终止|确认违法|责令|撤回|调解|新增|新发生|新收|结转|遗留"
)
_OF_OTHER_CASES = re.compile(
    r"无关|非(?:政府)?信息公开|不涉及(?:政府)?信息公开|不属于(?:政府)?信息公开|以[^，。]{2,12}为被(?:告|申请人)"
)
_OBJECT = re.compile(OBJECT)
_OF_A_STEP = re.compile(r"结转|转结|遗留|顺延|[答办回]复|办结|办理|处理|补正|撤回|撤销")
_SHARES = frozenset(("answered", "result", "reason", "carried", "forwarded"))
_CLAUSES = re.compile("[，。；：（）()]")
_LAST_YEARS = re.compile(r"(?<![较比同与])(?:去年|前年|上一?年度?)(?!度?(?:结转|转结|遗留|同期)).*(?:收|受理|接)")
_COUNTS = re.compile(r"(?:收|受理|接|申请|公开|答复|办|提供|处理).*\d")
_RECEIVES = re.compile(r"(?:收|受理|接).*\d")
_OF_THESE = re.compile(r"中|撤回|撤销|补正|涉及|属于")
_IN_TIME = re.compile(r"按[期时]|如期|期限内")
_LATER = re.compile(r"延期|延长")


def _about_requests(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    about = sentence.before + sentence.text[: match.end()]
    if sentence.section.number != 3 and not _OBJECT.search(about):
        return False
    if not _OBJECT.search(match.group()) and guards.of_something_else(sentence.text[: match.start()]):
        return False
    bare = not {"verb", "label", "year"} & match.groupdict().keys()  # a number of requests, no word what of them
    if bare and _OF_A_STEP.search(guards.clause(sentence.text[: match.start()])):
        return False
    return "行政复议" not in match.group() and "信息" not in (match.groupdict().get("gap") or "")


def _about_cases(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    text = sentence.text
    if "outcome" in match.groupdict():  # what is dismissed, some count as upheld
        outcome = "驳回" in text
    else:
        after = guards.rest_of_clause(text[match.end() :]) if match.start("n") == match.start() else ""
        outcome = _OUTCOME.search(words + after) is not None
    if outcome or "复议机关" in text or _OF_OTHER_CASES.search(text):
        return False
    if sentence.section.number == 4:
        return True
    here = "信息公开" in sentence.before[-60:] + text or "依申请" in sentence.before + text or "政务公开" in text
    return here and not ("信息公开" not in words and _AS_REVIEWER.search(words))


def _about_tables(match: re.Match[str], sentence: Sentence, words: str) -> bool:
    return not _SHOWN.search(_MADE_AND_SHOWN.sub("", words))


_SCOPES = {"requests": _about_requests, "cases": _about_cases, "tables": _about_tables}


def _of_another(sentence: Sentence, before: str, report: AnnualReport) -> bool:
    """Whether results are those of requests that another body received, or received last year: as the clause
    before has it that counts them."""
    if before.startswith("其中"):
        before = sentence.before[-120:] + before
    for clause in reversed(_CLAUSES.split(before)):
        if not _COUNTS.search(clause):
            continue
        if (
            guards.of_a_subordinate(clause, report.agency)
            or guards.of_a_wider_body(clause, report.agency)
            or _LAST_YEARS.search(clause) is not None
        ):
            return True
        if _RECEIVES.search(clause):
            return False
    return False


def _kind(pattern: Pattern, match: re.Match[str], sentence: Sentence, report: AnnualReport) -> str | None:
    """What the number counts; None where it is not plainly about the whole body and year. Requests by one
    channel or kind of applicant are a "part", which can only be too many."""
    before = sentence.text[: match.start()]
    words = guards.clause(before) + match.group()
    named = match.groupdict().get("year")
    if named and report.year and int(named) != report.year + (1 if pattern.kind == "forwarded" else -1):
        return None
    if (
        (pattern.kind == "received" and "其中" in before)
        or not guards.about_everything(before, words, report)
        or (pattern.kind == "answered" and _IN_TIME.search(words) and _LATER.search(sentence.text))
        or (pattern.kind == "result" and _OF_THESE.search(match["gap"]))
        or (pattern.kind in ("result", "requests") and guards.of_files(sentence.text[: match.end()]))
        or (pattern.kind in _SHARES and _of_another(sentence, before, report))
        or not _SCOPES[pattern.scope](match, sentence, words)
    ):
        return None
    one = "verb" in match.groupdict() and guards.of_one_kind(match.groupdict().get("gap") or "")
    if pattern.kind == "reason" or not (one or guards.of_a_part(words)):
        return pattern.kind
    part = pattern.kind == "received" and _OBJECT.search(match.group())
    return "part" if part and (one or guards.of_a_channel(words)) else None


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
        kind = _kind(pattern, match, sentence, report) if at not in taken and found is not None else None
        if kind is not None and found is not None:
            taken.add(at)
            label = match.groupdict().get("label") or ""
            together = _TOGETHER.get(pattern.kind)
            both = together is not None and together.search(sentence.text[: match.start()])
            yield Claim("remedies" if both else kind, found, match.group(), sentence, *match.span(), label)
