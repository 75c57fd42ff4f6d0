from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import incoming
from gongkai.cases.channels import TAKEN
from gongkai.cases.filing import Paper
from gongkai.cases.models import Incoming
from gongkai.cases.words import Channel
from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed, Refused, TooLarge, WrongState

from .asking import SCAN, asked, came
from .conftest import AT, TODAY, entries

DAY = timedelta(days=1)


@pytest.mark.parametrize("channel", TAKEN)
def test_it_comes_in_by_every_way(channel: Channel, clerk: Person, bureau: Agency, opened: None) -> None:
    paper = came(clerk, bureau, channel, on=TODAY - DAY, subject="政府信息公开申请")
    assert (paper.number, paper.channel, paper.arrived_on) == ("LJ2026-0001", channel, TODAY - DAY)
    assert (paper.entered_at, paper.entered_by, paper.opened_at, paper.settled_as) == (AT, clerk, None, "")
    (file,) = paper.files.all()
    assert documents.content(file.file) == SCAN.data
    (entry,) = entries("incoming.take-in")
    assert (entry.object, entry.actor, entry.agency) == (paper.key, clerk.key, bureau.key)
    assert file.file.sha256 in entry.data


def test_the_sender_is_in_no_record_and_not_readable(clerk: Person, bureau: Agency) -> None:
    came(clerk, bureau, sender_contact="13812345678", subject="关于张三丰低保的申请")
    assert not Entry.objects.filter(data__contains="张三丰").exists()
    assert not Entry.objects.filter(reason__contains="张三丰").exists()
    assert Incoming.objects.values_list("sender", flat=True).get() == "张三丰"
    with pytest.raises(TypeError):
        Incoming.objects.filter(sender="张三丰").exists()


@pytest.mark.parametrize("who", ["outsider", "reviewer", "supervisor", "auditor"])
def test_nobody_else_takes_in(who: str, request: pytest.FixtureRequest, bureau: Agency) -> None:
    with pytest.raises(NotAllowed):
        came(request.getfixturevalue(who), bureau)
    assert not Incoming.objects.exists()
    assert not entries("incoming.take-in")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"on": TODAY + DAY}, "还没有到"),
        ({"on": date(2022, 1, 1)}, "超过三年"),
        ({"channel": "pigeon"}, "收到方式"),
        ({"channel": "fax"}, "没有开通"),
        ({"papers": [Paper("空.pdf", b"")]}, "空文件"),
        ({"postal_number": "E" * 41}, "邮件号"),
    ],
)
def test_what_cannot_be_is_refused_and_takes_no_number(
    change: dict[str, object], why: str, clerk: Person, bureau: Agency
) -> None:
    with pytest.raises(Refused, match=why):
        came(clerk, bureau, **change)  # type: ignore[arg-type]
    assert not Incoming.objects.exists()
    assert came(clerk, bureau).number == "LJ2026-0001"


def test_attachments_are_bounded(monkeypatch: pytest.MonkeyPatch, clerk: Person, bureau: Agency) -> None:
    monkeypatch.setattr(incoming, "MAX_TOTAL", 20)
    with pytest.raises(TooLarge):
        came(clerk, bureau, papers=[SCAN, SCAN])
    monkeypatch.setattr(incoming, "MAX_FILES", 1)
    with pytest.raises(TooLarge):
        came(clerk, bureau, papers=[Paper("a", b"a"), Paper("b", b"b")])


def test_opened_once_by_whom_and_when(clerk: Person, head: Person, bureau: Agency) -> None:
    paper = incoming.open_it(clerk, came(clerk, bureau), at=AT)
    assert (paper.opened_by, paper.opened_at) == (clerk, AT)
    again = incoming.open_it(head, paper, at=AT + DAY)
    assert (again.opened_by, again.opened_at) == (clerk, AT)
    assert len(entries("incoming.open")) == 1
    assert came(clerk, bureau, opened=True).opened_by == clerk


def test_no_request_with_reason_and_where_to_go(clerk: Person, bureau: Agency, outsider: Person) -> None:
    paper = came(clerk, bureau)
    with pytest.raises(NotAllowed):
        incoming.not_a_request(outsider, paper, reason="信访", at=AT)
    with pytest.raises(Refused, match="向哪里反映"):
        incoming.not_a_request(clerk, paper, reason=" ", at=AT)
    paper.refresh_from_db()
    assert (paper.settled_as, paper.opened_at) == ("", None)
    reason = "张三丰反映邻里纠纷，属信访事项，已告知向区信访局反映"
    done = incoming.not_a_request(clerk, paper, reason=reason, at=AT)
    assert (done.settled_as, done.settled_by, done.settled_at, done.opened_by) == (
        "not_a_request", clerk, AT, clerk,
    )  # fmt: skip
    assert Incoming.objects.get().settled_reason == reason
    (entry,) = entries("incoming.settle")
    assert (entry.data, entry.reason) == ('{"as":"not_a_request"}', "")
    with pytest.raises(WrongState, match="不是政府信息公开申请"):
        incoming.not_a_request(clerk, paper, reason=reason, at=AT)


def test_a_duplicate_names_the_first(clerk: Person, bureau: Agency, finance: Agency, outsider: Person) -> None:
    first, second, third = (came(clerk, bureau) for _ in range(3))
    for wrong in (second, came(outsider, finance)):
        with pytest.raises(Refused, match="另一件来件"):
            incoming.duplicate(clerk, second, of=wrong, at=AT)
    done = incoming.duplicate(clerk, second, of=first, at=AT)
    assert (done.settled_as, done.duplicate_of) == ("duplicate", first)
    assert f'"of":"{first.key}"' in entries("incoming.settle")[0].data
    with pytest.raises(Refused, match="最先收到"):
        incoming.duplicate(clerk, third, of=second, at=AT)


def test_a_paper_of_a_running_case_goes_into_its_file(clerk: Person, bureau: Agency, outsider: Person) -> None:
    case = asked(clerk, bureau)
    paper = came(clerk, bureau, papers=[replace(SCAN, name="补正.pdf", data=b"%PDF more")])
    with pytest.raises(NotAllowed):
        incoming.paper(outsider, paper, case=case, at=AT)
    with pytest.raises(Refused, match="材料种类"):
        incoming.paper(clerk, paper, case=case, what="novel", at=AT)
    done = incoming.paper(clerk, paper, case=case, what="supplement", at=AT)
    assert (done.settled_as, done.case) == ("paper", case)
    assert [(f.name, f.what) for f in case.files.all()] == [("申请表.pdf", "request"), ("补正.pdf", "supplement")]
    case.refresh_from_db()
    assert case.revision == 1


def test_a_paper_goes_into_no_case_of_another_agency(
    clerk: Person, bureau: Agency, finance: Agency, outsider: Person
) -> None:
    case, paper = asked(outsider, finance), came(clerk, bureau)
    with pytest.raises(Refused, match="本机关"):
        incoming.paper(clerk, paper, case=case, at=AT)
    assert case.files.count() == 1


def test_a_later_scan_reaches_the_case_as_well(clerk: Person, bureau: Agency, outsider: Person) -> None:
    paper = came(clerk, bureau, papers=[])
    late = [replace(SCAN, name="信封.jpg", data=b"\xff\xd8\xff")]
    incoming.attach(clerk, paper, late, at=AT)
    case = incoming_case(clerk, paper)
    incoming.attach(clerk, paper, [replace(SCAN, name="背面.pdf", data=b"%PDF back")], at=AT)
    assert [f.name for f in case.files.all()] == ["信封.jpg", "背面.pdf"]
    with pytest.raises(Refused, match="没有选择文件"):
        incoming.attach(clerk, paper, [], at=AT)
    with pytest.raises(NotAllowed):
        incoming.attach(outsider, paper, late, at=AT)
    assert len(entries("incoming.attach")) == 2


def incoming_case(clerk: Person, paper: Incoming):  # type: ignore[no-untyped-def]
    from .asking import registered

    return registered(clerk, paper)


def test_each_sees_the_register_of_their_own_agency(
    clerk: Person, bureau: Agency, outsider: Person, finance: Agency, auditor: Person, supervisor: Person,
    reviewer: Person,
) -> None:  # fmt: skip
    mine, theirs = came(clerk, bureau), came(outsider, finance)
    assert list(incoming.visible(clerk, on=TODAY)) == [mine]
    assert list(incoming.visible(outsider, on=TODAY)) == [theirs]
    assert set(incoming.register_of(auditor, on=TODAY)) == {mine, theirs}
    assert list(incoming.register_of(reviewer, on=TODAY)) == [mine]
    assert not incoming.visible(auditor, on=TODAY).exists()
    assert not incoming.register_of(supervisor, on=TODAY).exists()


def test_what_waits_is_listed_oldest_first(clerk: Person, bureau: Agency, opened: None) -> None:
    new, old = came(clerk, bureau), came(clerk, bureau, on=TODAY - DAY)
    incoming.not_a_request(clerk, came(clerk, bureau), reason="广告", at=AT)
    mail = came(clerk, bureau, Channel.EMAIL)
    assert list(incoming.waiting(clerk, on=TODAY)) == [old, new, mail]
