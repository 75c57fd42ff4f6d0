"""The tree of questions: it ends, it reaches every reply, and it asks in the order of the law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from gongkai.errors import Refused
from gongkai.statute.letters import letter_kinds
from gongkai.statute.outcomes import replies
from gongkai.statute.questions import START, Answer, Question, outcome, tree, walk

ON = date(2026, 3, 30)
Path = tuple[tuple[str, int], ...]


def paths(on: date, at: str = START, so_far: Path = ()) -> Iterator[tuple[Path, Answer]]:
    """Every path from the start to an end, with its last answer. A cycle would never end: it is caught."""
    assert at not in [code for code, _ in so_far], f"cycle at {at}"
    for number, answer in enumerate(tree(on)[at].answers):
        path = (*so_far, (at, number))
        if answer.leads_to == "question":
            yield from paths(on, answer.next, path)
        else:
            yield path, answer


def test_every_reply_can_be_reached() -> None:
    assert {a.next for _, a in paths(ON) if a.leads_to == "reply"} == {one.code for one in replies(ON)}


def test_every_question_is_asked_on_some_path_and_none_is_a_dead_end() -> None:
    asked = {code for path, _ in paths(ON) for code, _ in path}
    assert asked == set(tree(ON))
    assert all(len(one.answers) >= 2 for one in tree(ON).values())


def test_what_has_to_go_out_first_is_a_letter_that_exists() -> None:
    letters = {one.code for one in letter_kinds(ON)}
    ends = {a.next for _, a in paths(ON) if a.leads_to == "letter"}
    assert ends == {"supplement-notice", "reasons-notice", "fee-notice"}
    assert ends <= letters


def test_the_stages_come_in_the_order_of_the_law() -> None:
    order = ["补不补", "是不是", "该不该", "有没有", "给不给", "怎么给"]
    for path, _ in paths(ON):
        stages = [order.index(tree(ON)[code].step) for code, _ in path]
        assert stages == sorted(stages)


def test_the_longest_way_is_short() -> None:
    assert max(len(path) for path, _ in paths(ON)) <= 10


def test_walking_a_path_ends_at_its_reply() -> None:
    for path, answer in paths(ON):
        assert walk(path, ON) == answer
        if answer.leads_to == "reply":
            assert outcome(path, ON).code == answer.next
        else:
            with pytest.raises(Refused, match="应先发出相应文书"):
                outcome(path, ON)


def test_rule_47_a_missing_identity_proof_leads_to_a_supplement_and_not_to_a_refusal() -> None:
    first = tree(ON)[START]
    assert "缺少身份证明属于应当补正" in first.hint
    assert "用途" in first.hint
    assert walk([(START, 1)], ON) == first.answers[1]
    assert first.answers[1].next == "supplement-notice"


def test_rule_42_whose_the_information_is_comes_before_whether_it_exists() -> None:
    ours = tree(ON)["ours"]
    assert {a.next for a in ours.answers} == {"exists", "not-ours"}
    assert "制作或者最初获取" in ours.hint


def test_before_there_was_a_fee_nobody_is_asked_about_payment() -> None:
    def ends(question: Question) -> set[str]:
        return {a.next for a in question.answers}

    assert "no-payment" in ends(tree(ON)["number"])
    assert "no-payment" not in ends(tree(date(2020, 6, 1))["number"])


@pytest.mark.parametrize(
    "path",
    [
        (),
        ((START, 0),),
        (("ours", 0),),
        ((START, 99),),
        ((START, -1),),
        ((START, 4), ("information", 0)),
        ((START, 0), ("ours", 0)),
    ],
)
def test_a_path_that_is_none_or_does_not_end_is_refused(path: Path) -> None:
    with pytest.raises(Refused):
        outcome(path, ON)


def test_nothing_answered_yet_is_no_answer() -> None:
    assert walk([], ON) is None


def test_every_question_names_its_articles() -> None:
    assert all(one.text.endswith("？") and "第" in one.hint for one in tree(ON).values())
