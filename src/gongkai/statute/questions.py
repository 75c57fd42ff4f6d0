"""The short tree of questions that ends at a reply: supplement? information? ours? exists? may be given? how?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal

from gongkai.errors import Refused
from gongkai.statute.outcomes import Reply, replies, reply
from gongkai.statute.tables import table

START = "supplement"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer and where it leads: another ``question``, a ``reply``, or a ``letter`` that has to go out first
    (a supplement notice, a request for reasons), after which the questions are asked again."""

    text: str
    next: str
    leads_to: Literal["question", "reply", "letter"]


@dataclass(frozen=True, slots=True)
class Question:
    """``step`` is the short name of the stage (补不补, 该不该 …), ``hint`` names the articles."""

    code: str
    step: str
    text: str
    hint: str
    answers: tuple[Answer, ...]


@lru_cache(maxsize=64)
def tree(on: date) -> Mapping[str, Question]:
    """The questions by code, those answers left out whose reply is not in force that day. Start at ``START``."""
    data = _data()
    questions = {raw["code"] for raw in data}
    known, ever = {one.code for one in replies(on)}, {one.code for one in replies(date.max)}
    return {
        raw["code"]: Question(
            raw["code"],
            raw["step"],
            raw["text"],
            raw["hint"],
            tuple(
                Answer(a["text"], a["to"], "question" if a["to"] in questions else _end(a["to"], ever))
                for a in raw["answers"]
                if a["to"] not in ever or a["to"] in known
            ),
        )
        for raw in data
    }


def _end(code: str, replies_ever: set[str]) -> Literal["reply", "letter"]:
    return "reply" if code in replies_ever else "letter"


def walk(path: Sequence[tuple[str, int]], on: date) -> Answer | None:
    """The last answer of a path of (question, number of the answer from 0), None for an empty one. Refused when
    the path does not begin at the start, leaves the tree, or goes on after its end."""
    at, last = START, None
    for code, number in path:
        question = tree(on).get(at)
        if question is None or code != at or not 0 <= number < len(question.answers):
            raise Refused("所答的问题与办理步骤不符；请从第一个问题起重新作答。")
        last = question.answers[number]
        at = last.next
    return last


def outcome(path: Sequence[tuple[str, int]], on: date) -> Reply:
    """The reply that a whole path ends at. Refused where it does not end at one, saying what is next."""
    last = walk(path, on)
    if last is None or last.leads_to == "question":
        raise Refused("还没有答完全部问题；请继续作答，直到得出办理结果。")
    if last.leads_to == "letter":
        raise Refused(f"“{last.text}”：应先发出相应文书，再作处理决定。")
    return reply(last.next, on)


@cache
def _data() -> Sequence[Mapping[str, Any]]:
    questions: list[Mapping[str, Any]] = table("questions")["question"]
    return questions
