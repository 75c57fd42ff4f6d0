"""A drafted text after a person edited it: what still follows the records, and what is theirs.

edited(text, typed) -> Text

The person sees and types plain words. A sentence that came back word for word stays as drafted; in one that did
not, every figure that stands where it stood stays bound, and the words around it are the person's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from gongkai.reports.texts.pieces import HAND, Bound, Paragraph, Piece, Run, Text, joined

_TOKEN: Final = re.compile(r"\d+(?:\.\d+)?|.", re.DOTALL)
BREAK: Final = "\n"
# What is held against one another: paragraphs, sentences, single tokens; and how many at most, old times new.
# Where a person put in a whole other text, nothing of it is the draft's.
_ENDS: Final = (frozenset({BREAK}), frozenset({BREAK, "。", "；"}), None)
_MOST: Final = 4_000_000
# A figure that was moved is known by the words on both sides of it.
_BEFORE, _AFTER = 3, 1


def tokens(text: str) -> list[str]:
    """Single characters, but a number is one."""
    return _TOKEN.findall(text)


@dataclass(frozen=True, slots=True)
class _Span:
    """A run or a bound piece among the tokens of the old text."""

    start: int
    end: int


@dataclass(slots=True)
class _Old:
    """The text as it was: its tokens, and where its runs and bound pieces stand among them."""

    words: list[str] = field(default_factory=list)
    runs: list[tuple[_Span, int, int]] = field(default_factory=list)
    bound: list[tuple[_Span, Bound]] = field(default_factory=list)

    def take(self, text: Text) -> _Old:
        first = True
        for at, paragraph in enumerate(text):
            if not paragraph.text:
                continue
            if not first:
                self.words.append(BREAK)
            first = False
            for number, run in enumerate(paragraph.runs):
                self._run(run, at, number)
        return self

    def _run(self, run: Run, at: int, number: int) -> None:
        start = len(self.words)
        for piece in run.pieces:
            begin = len(self.words)
            self.words += tokens(piece if isinstance(piece, str) else piece.shown)
            if isinstance(piece, Bound):
                self.bound.append((_Span(begin, len(self.words)), piece))
        if run.pieces:
            self.runs.append((_Span(start, len(self.words)), at, number))


def edited(text: Text, typed: str) -> Text:
    """The text with what was typed in its place; the same words give the same text."""
    old = _Old().take(text)
    words = tokens(BREAK.join(line for line in typed.splitlines() if line.strip()))
    there = _matched(old.words, words)
    kept = {there[span.start]: (span, at, number) for span, at, number in old.runs if _whole(span, there)}
    bound = _bound(old, words, there)
    made = list(_paragraphs(text, words, kept, bound))
    return tuple(paragraph for _, paragraph in _with_silent(text, made))


def _matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Old token to new token: paragraphs that are the same, in the others sentences, in those characters. So a
    long text costs no more than what was changed in it."""
    there: dict[int, int] = {}
    _match(old, (0, len(old)), new, (0, len(new)), 0, there)
    return there


def _match(
    old: Sequence[str],
    a: tuple[int, int],
    new: Sequence[str],
    b: tuple[int, int],
    level: int,
    there: dict[int, int],
) -> None:
    """Fills in ``there`` between two stretches, ``a`` of the old tokens and ``b`` of the new."""
    mine, theirs = (_units(words, *span, _ENDS[level]) for words, span in ((old, a), (new, b)))
    if len(mine) * len(theirs) > _MOST:
        return
    before, after = ([text for _, _, text in units] for units in (mine, theirs))
    for tag, i, to_i, j, to_j in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            start, begin = mine[i][0], theirs[j][0]
            there.update((start + n, begin + n) for n in range(mine[to_i - 1][1] - start))
        elif tag == "replace" and level + 1 < len(_ENDS):
            _match(
                old, (mine[i][0], mine[to_i - 1][1]), new, (theirs[j][0], theirs[to_j - 1][1]), level + 1, there
            )


def _units(words: Sequence[str], start: int, end: int, ends: frozenset[str] | None) -> list[tuple[int, int, str]]:
    """The tokens from one end to the next, a break by itself; each token where there are no ends."""
    found: list[tuple[int, int, str]] = []
    begin = start
    for at in range(start, end):
        if words[at] == BREAK and begin < at:
            found.append((begin, at, "".join(words[begin:at])))
            begin = at
        if ends is None or words[at] in ends or at + 1 == end:
            found.append((begin, at + 1, "".join(words[begin : at + 1])))
            begin = at + 1
    return found


def _whole(span: _Span, there: dict[int, int]) -> bool:
    """Every token of it is there, side by side."""
    begin = there.get(span.start)
    return begin is not None and all(there.get(n) == begin + n - span.start for n in range(span.start, span.end))


def _bound(old: _Old, words: Sequence[str], there: dict[int, int]) -> dict[int, tuple[int, Bound]]:
    """By the first token of the new text: where a bound piece ends, and the piece."""
    found: dict[int, tuple[int, Bound]] = {}
    lost = []
    for span, piece in old.bound:
        begin = there.get(span.start)
        if begin is not None and _whole(span, there) and _in_company(span, old.words, there):
            found[begin] = (begin + span.end - span.start, piece)
        else:
            lost.append((span, piece))
    text = "".join(words)
    for span, piece in lost:
        if (begin := _moved(old.words, span, words, text, found)) is not None:
            found[begin] = (begin + span.end - span.start, piece)
    return found


def _in_company(span: _Span, old: Sequence[str], there: dict[int, int]) -> bool:
    """A neighbour came along: a lone 3 found anywhere is not that 3."""
    begin = there[span.start]
    before = there.get(span.start - 1) == begin - 1
    after = there.get(span.end) == begin + span.end - span.start
    return before or after or (span.start == 0 and span.end == len(old))


def _moved(
    old: Sequence[str], span: _Span, words: Sequence[str], text: str, found: dict[int, tuple[int, Bound]]
) -> int | None:
    """Where the piece stands now, with the same words around it, if there is exactly one such place."""
    first = max(0, span.start - _BEFORE)
    wanted = list(old[first : span.end + _AFTER])
    if "".join(wanted) not in text:
        return None
    taken = {n for begin, (end, _) in found.items() for n in range(begin, end)}
    places = [
        at + span.start - first
        for at in range(len(words) - len(wanted) + 1)
        if list(words[at : at + len(wanted)]) == wanted and at + span.start - first not in taken
    ]
    return places[0] if len(places) == 1 and len(wanted) > span.end - span.start else None


def _paragraphs(
    text: Text,
    words: Sequence[str],
    kept: dict[int, tuple[_Span, int, int]],
    bound: dict[int, tuple[int, Bound]],
) -> Iterator[tuple[int | None, Paragraph]]:
    """The new paragraphs, each with the number of the old one that it goes on from."""
    for line in _lines(words, kept):
        origins = [kept[begin][1] for begin, _ in line if begin in kept]
        runs = tuple(_run(text, words, begin, end, kept, bound) for begin, end in line)
        came_from = origins[0] if origins else None
        yield came_from, Paragraph(text[came_from].code if came_from is not None else HAND, runs)


def _lines(words: Sequence[str], kept: dict[int, tuple[_Span, int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Stretches of tokens, one a run, by paragraph. A break inside a sentence as drafted is the sentence's own."""
    line: list[tuple[int, int]] = []
    at = begin = 0
    while at < len(words):
        length = kept[at][0].end - kept[at][0].start if at in kept else 0
        if not length and words[at] != BREAK:
            at += 1
            continue
        if begin < at:
            line.append((begin, at))
        if length:
            line.append((at, at + length))
        elif line:
            yield line
            line = []
        at += length or 1
        begin = at
    if begin < at:
        line.append((begin, at))
    if line:
        yield line


def _run(
    text: Text,
    words: Sequence[str],
    begin: int,
    end: int,
    kept: dict[int, tuple[_Span, int, int]],
    bound: dict[int, tuple[int, Bound]],
) -> Run:
    if begin in kept and kept[begin][0].end - kept[begin][0].start == end - begin:
        _, paragraph, number = kept[begin]
        return text[paragraph].runs[number]
    pieces: list[Piece] = []
    at = begin
    while at < end:
        if at in bound and bound[at][0] <= end:
            pieces.append(bound[at][1])
            at = bound[at][0]
        else:
            pieces.append(words[at])
            at += 1
    return Run(HAND, joined(pieces))


def _with_silent(text: Text, made: list[tuple[int | None, Paragraph]]) -> list[tuple[int | None, Paragraph]]:
    """What has nothing to say yet keeps its place: sentences in their paragraphs, paragraphs among the others."""
    seen: set[int] = set()
    out: list[tuple[int | None, Paragraph]] = []
    for origin, paragraph in made:
        if origin is not None and origin not in seen:
            seen.add(origin)
            paragraph = _with_silent_runs(text[origin], paragraph)
        out.append((origin, paragraph))
    for number, old in enumerate(text):
        if old.text:
            continue
        at = max((n + 1 for n, (origin, _) in enumerate(out) if origin is not None and origin < number), default=0)
        out.insert(at, (number, old))
    return out


def _with_silent_runs(old: Paragraph, new: Paragraph) -> Paragraph:
    runs = list(new.runs)
    codes = [run.code for run in old.runs]
    for number, run in enumerate(old.runs):
        if run.pieces:
            continue
        before = set(codes[:number])
        at = max((n + 1 for n, one in enumerate(runs) if one.code and one.code in before), default=0)
        runs.insert(at, run)
    return replace(new, runs=tuple(runs))
