"""A6: what the text says in numbers or denies, held against the tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from .claims import Claim, claims
from .denials import denials
from .findings import Finding
from .prose import Sentence
from .readings import Reading, Tables, reading
from .relations import severity_of
from .report import AnnualReport
from .sums import Ledger
from .wording import cell_words, figure_words

_NAMES = {
    "received": "本年新收申请",
    "requests": "本年新收申请",
    "part": "本年新收申请",
    "carried": "上年结转",
    "forwarded": "结转下年度",
    "answered": "本年度办理结果总计",
    "reconsiderations": "行政复议总计",
    "remedies": "行政复议、行政诉讼总计",
    "lawsuits": "行政诉讼总计（两类合计）",
}


def text_against_tables(
    report: AnnualReport, books: Iterable[Ledger], told_in: Sequence[Sentence]
) -> Iterator[Finding]:
    """One warning for each statement of the text that no honest reading of the tables bears out."""
    tables = Tables(report, books)
    told: set[tuple[tuple[str, ...], int]] = set()
    for sentence in told_in:
        for claim in _said(sentence, report):
            answer = reading(tables, claim)
            if answer is None or claim.found in answer.allowed or (answer.cells, claim.found) in told:
                continue
            told.add((answer.cells, claim.found))
            yield _finding(claim, answer)


def _said(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    yield from claims(sentence, report)
    yield from denials(sentence, report)


def _finding(claim: Claim, answer: Reading) -> Finding:
    name = _NAMES.get(claim.kind) or "、".join(cell_words(c) for c in answer.cells[:3])
    if len(answer.cells) > 1 and claim.kind == "result":
        name = f"“{claim.label}”各行总计"
    advice = "若含上年结转，请写明。" if claim.found == answer.aside else ""
    return Finding(
        "A6",
        severity_of("A6"),
        f"正文写“{claim.words}”，表中{name}为{figure_words(answer.expected)}，两者不一致。{advice}",
        answer.cells,
        expected=answer.expected,
        found=claim.found,
        place=claim.sentence.place,
    )
