"""What happened, told to whoever asked: their own part of it, and nothing of what the office did within."""

from __future__ import annotations

import pytest

from gongkai.cases import assigning, consulting, registering, reviewing, splitting, tasks_of_offices
from gongkai.cases.asking import codes
from gongkai.cases.effects import OTHERS
from gongkai.cases.following import story as telling
from gongkai.cases.following import taking
from gongkai.cases.following.holder import holder
from gongkai.cases.following.sending import What
from gongkai.cases.following.story import story
from gongkai.cases.lines import TOLD
from gongkai.cases.models import Service
from gongkai.cases.words import Channel
from gongkai.statute.clock import EventKind
from tests.cases import asking
from tests.cases.conftest import AT, TODAY
from tests.cases.deeds import unit_of
from tests.cases.walk import Office, at, now

from . import walks
from .conftest import Followed
from .test_sending import sent
from .walks import DAY, NEXT

# What the office does within, and what concerns others only.
HIDDEN = {
    "registered", "assigned",
    "linked", "unlinked", "letter-prepared", "no-good-reason", "silence", "grounds-found",
    "public-interest", "extension-asked", "extension-consented", "extension-declined", "office-asked",
    "office-answered", "searched", "search-signed", "drafted", "reviewed", "submitted", "returned", "decided",
    "reassessed", "file-checked", "third-party-received", "joint-maker-received", "opinion-received",
    "joint-maker-answered", "agency-answered",
}  # fmt: skip


def told(one: Followed) -> str:
    lines = story(one.holder, one.now())
    return "\n".join(f"{line.on} {line.words} {line.sub}" for line in lines)


def test_every_kind_of_line_is_told_or_hidden_on_purpose() -> None:
    kinds = {*TOLD, *(str(kind) for kind in EventKind)}
    assert kinds - HIDDEN - set(telling._SAID) == set()
    assert HIDDEN & set(telling._SAID) == set()


def test_from_the_counter_to_the_register(mine: Followed) -> None:
    assert [line.words for line in story(mine.holder, mine.case)] == [
        "示范区民政局收到您的来件", "登记为政府信息公开申请", "收到申请之日，答复期限自次日起计算",
    ]  # fmt: skip


@pytest.mark.usefixtures("opened")
def test_by_fax_both_sides_confirm(office: Office) -> None:
    came = asking.came(office.clerk, office.agency, Channel.FAX)
    codes.issue(came, at=AT)
    case = asking.registered(office.clerk, came)
    registering.tried(office.clerk, case, on=TODAY, at=AT)
    registering.confirm(office.clerk, now(case), office_on=TODAY, applicant_on=TODAY, at=AT)
    words = [line.words for line in story(holder(came.access_codes.get()), now(case))]
    assert words[2:] == [
        "本机关联系您确认申请，没有联系上", "与您确认收到申请（电话）", "收到申请之日，答复期限自次日起计算",
    ]  # fmt: skip


def test_a_supplement_and_its_letter(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    said = told(mine)
    assert "告知您补正，请在2026年4月1日以前补正" in said
    assert "您收到《政府信息公开申请补正告知书》" in said


def test_fee_extension_and_answer(office: Office, mine: Followed) -> None:
    walks.charged(office, mine)
    assert "您收到收费通知，请在2026年4月1日以前缴费" in told(mine)


def test_an_answer_with_its_number(office: Office, mine: Followed) -> None:
    walks.extended(office, mine)
    walks.answered(office, mine)
    office.closed(mine.now(), NEXT)
    said = told(mine)
    assert "告知您延长答复期限10个工作日" in said
    assert "发出答复（邮政寄送） " in said
    assert "您收到答复" in said
    assert said.splitlines()[-1].strip().endswith("办结")


def test_a_letter_that_came_back(office: Office, mine: Followed) -> None:
    service = office.answer(mine.now(), DAY)
    office.served(service, NEXT, "returned")
    assert "没有送到（退回），将再次送达" in told(mine)


def test_nothing_of_what_the_office_does_within(office: Office, mine: Followed) -> None:
    assigning.claim(office.clerk, mine.now(), at=at(DAY, 9))
    tasks_of_offices.ask(
        office.clerk, mine.now(), unit=unit_of(office), question="有无？", due_on=NEXT, at=at(DAY, 9)
    )
    made = consulting.ask(
        office.clerk, mine.now(), whom="third-party", party="秘密公司", extract="摘录", values={}, at=at(DAY, 9)
    )
    assert made.letter is not None
    office.served(office.post(mine.now(), made.letter, DAY), DAY)
    consulting.hear(office.clerk, made, opinion="agrees", on=NEXT, at=at(NEXT))
    office.draft(mine.now(), NEXT)
    reviewing.review(office.reviewer, mine.now(), what="secrecy", passed=True, at=at(NEXT))
    said = told(mine)
    assert "征求第三方意见，所需时间不计入答复期限" in said
    assert "对方" not in said
    for hidden in ("秘密公司", "社会救助科", office.clerk.name, office.reviewer.name, "审查", "协查",
                   "征求意见书"):  # fmt: skip
        assert hidden not in said
    assert Service.objects.exclude(to="applicant").exclude(to=OTHERS).exists()


def test_a_line_that_was_struck_out_is_not_told(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    event = mine.now().events.get(kind="letter-received")
    type(event).objects.filter(pk=event.pk).update(struck_at=AT, struck_reason="误登")
    assert "您收到《政府信息公开申请补正告知书》" not in told(mine)


def test_what_was_sent_stands_between_what_it_answers_and_what_came_of_it(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    made = sent(mine, What.SUPPLEMENT, at_=at(DAY, 19))
    taking.take(office.clerk, made, values={}, at=at(NEXT))
    assert [line.words for line in story(mine.holder, mine.now())][-4:] == [
        "告知您补正，请在2026年4月1日以前补正", "您收到《政府信息公开申请补正告知书》", "您在网上提交了补正",
        "收到您的补正，答复期限自次日起重新计算",
    ]  # fmt: skip


def test_parts_and_merging_name_the_numbers(office: Office, mine: Followed) -> None:
    first, second = splitting.split(office.clerk, mine.case, parts=["甲", "乙"], at=AT)
    assert f"另立 {second.number}" in told(mine)
    lines = [line.words for line in story(mine.holder, second)]
    assert f"从 {first.number} 中分出，单独办理" in lines
    splitting.merge(office.clerk, second, into=now(first), at=AT)
    assert f"{second.number} 并入本件一并答复" in told(mine)
    splitting.unmerge(office.clerk, now(second), at=AT)
    assert "恢复单独办理" in [line.words for line in story(mine.holder, now(second))]
