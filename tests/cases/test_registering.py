from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.cases import due, lines, registering
from gongkai.cases.models import Applicant, Case, CaseFile, Incoming
from gongkai.cases.registering import Asked, Confirmation, Party, confirm, tried
from gongkai.cases.states import State
from gongkai.cases.words import ApplicantClass, Channel, IdentityDocument, PartyRole
from gongkai.documents import queries as documents
from gongkai.errors import NotAllowed, Refused, Stale, WrongState

from .asking import CREDIT_CODE, LI, SCAN, WANTED, ZHANG, asked, both, came, registered
from .conftest import AT, TODAY, entries

DAY = timedelta(days=1)


def test_from_the_window_to_a_case_with_number_and_due_date(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    case = registered(clerk, paper)
    assert (case.number, case.state, case.received_on) == ("YSQ2026-0001", State.OPEN, TODAY)
    assert (case.due_on, case.provisional) == (date(2026, 3, 30), False)
    assert (case.applicant_class, case.description) == ("natural", WANTED)
    paper.refresh_from_db()
    assert (paper.settled_as, paper.case, paper.settled_by) == ("case", case, clerk)
    (file,) = case.files.all()
    assert (file.what, file.name, documents.content(file.file)) == ("request", "申请表.pdf", SCAN.data)
    assert file.file.encrypted
    assert [(e.kind, e.on) for e in case.events.all()] == [("received", TODAY)]


def test_registration_is_in_the_chain_without_who_or_what(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau)
    (entry,) = entries("cases.register")
    assert (entry.object, entry.actor, entry.agency) == (case.key, clerk.key, bureau.key)
    assert '"number":"YSQ2026-0001"' in entry.data
    for personal in ("张三丰", "3703", "138", "低保", "人民路"):
        assert not Entry.objects.filter(data__contains=personal).exists()


def test_numbers_go_on_without_a_gap_and_by_the_year_of_arrival(clerk: Person, bureau: Agency) -> None:
    assert [asked(clerk, bureau).number for _ in range(3)] == [f"YSQ2026-000{n}" for n in (1, 2, 3)]
    late = registered(clerk, came(clerk, bureau, on=date(2025, 12, 31)))
    assert (late.number, late.received_on) == ("YSQ2025-0001", date(2025, 12, 31))


def test_a_refused_registration_takes_no_number(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    with pytest.raises(Refused, match="特征性描述"):
        registered(clerk, paper, wanted="  ")
    with pytest.raises(Refused, match="校验码"):
        registered(clerk, paper, replace(ZHANG, document_number="370305199001011230"))
    paper.refresh_from_db()
    assert paper.settled_as == ""
    assert not Case.objects.exists()
    assert not Applicant.objects.exists()
    assert not entries("cases.register")
    assert registered(clerk, paper).number == "YSQ2026-0001"


@pytest.mark.parametrize("who", ["outsider", "reviewer", "supervisor", "auditor"])
def test_nobody_else_registers(who: str, request: pytest.FixtureRequest, clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    with pytest.raises(NotAllowed):
        registered(request.getfixturevalue(who), paper)
    paper.refresh_from_db()
    assert paper.settled_as == ""
    assert not Case.objects.exists()


def test_the_second_clerk_is_told_who_was_first(clerk: Person, head: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau)
    case = registered(clerk, paper)
    with pytest.raises(WrongState, match=rf"clerk某.*已登记为申请.*{case.number}"):
        registered(head, paper)
    assert Case.objects.count() == 1


def test_signed_post_counts_from_the_day_of_signature(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau, Channel.SIGNED_POST, on=TODAY - 3 * DAY, postal_number="EA123456789CN")
    assert registered(clerk, paper).received_on == TODAY - 3 * DAY


@pytest.mark.parametrize("channel", [Channel.ORDINARY_POST, Channel.FAX, Channel.EMAIL])
def test_other_ways_wait_for_a_confirmation(channel: Channel, clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, channel))
    assert (case.state, case.received_on, case.due_on) == (State.UNCONFIRMED, None, None)
    assert due.explain(case, on=TODAY) is None
    done = confirm(clerk, case, office_on=TODAY, applicant_on=TODAY, at=AT)
    assert (done.state, done.received_on, done.due_on) == (State.OPEN, TODAY, date(2026, 3, 30))
    kinds = [(e.kind, e.data) for e in done.events.all()]
    assert kinds == [
        ("confirmed", {"means": "phone", "office": True, "applicant": True}),
        ("received", {"channel": channel}),
    ]
    (entry,) = entries("cases.confirm")
    assert (entry.object, entry.data) == (case.key, '{"means":"phone","received_on":"2026-03-02"}')


def test_both_sides_confirm_and_the_later_day_counts(clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.EMAIL, on=TODAY - 3 * DAY))
    half = confirm(clerk, case, office_on=TODAY - 3 * DAY, means="email", at=AT)
    assert (half.state, half.received_on, half.revision) == (State.UNCONFIRMED, None, 1)
    whole = confirm(clerk, half, applicant_on=TODAY, means="email", at=AT)
    assert (whole.state, whole.received_on) == (State.OPEN, TODAY)


def test_confirmed_while_registering(clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.ORDINARY_POST), confirmation=both(TODAY))
    assert (case.state, case.received_on) == (State.OPEN, TODAY)


@pytest.mark.parametrize("on", [TODAY - DAY, TODAY + DAY])
def test_no_confirmation_before_the_paper_or_after_today(
    on: date, clerk: Person, bureau: Agency, opened: None
) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.FAX))
    with pytest.raises(Refused, match="确认日期"):
        confirm(clerk, case, office_on=on, at=AT)
    case.refresh_from_db()
    assert (case.office_confirmed_on, case.state, case.revision) == (None, State.UNCONFIRMED, 0)
    assert not entries("cases.confirm")


def test_a_confirmation_needs_a_day_and_a_known_means(clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.FAX))
    with pytest.raises(Refused, match="第三十一条"):
        confirm(clerk, case, at=AT)
    with pytest.raises(Refused, match="方式"):
        confirm(clerk, case, office_on=TODAY, means="pigeon", at=AT)


def test_what_is_confirmed_is_not_confirmed_again(clerk: Person, bureau: Agency, outsider: Person) -> None:
    case = asked(clerk, bureau)
    with pytest.raises(WrongState, match="办理中"):
        confirm(clerk, case, office_on=TODAY, at=AT)
    with pytest.raises(NotAllowed):
        confirm(outsider, case, office_on=TODAY, at=AT)


def test_attempts_to_reach_somebody_are_on_record(clerk: Person, bureau: Agency, opened: None) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.ORDINARY_POST, on=TODAY - DAY))
    tried(clerk, case, on=TODAY - DAY, at=AT)
    case = tried(clerk, case, on=TODAY, at=AT)
    assert [e.kind for e in case.events.all()] == ["confirmation-tried"] * 2
    assert [(lines.label(e.kind), lines.facts(e)) for e in case.events.all()] == [("联系申请人未成", ["电话"])] * 2
    assert (case.state, case.due_on) == (State.UNCONFIRMED, None)
    with pytest.raises(Stale):
        tried(clerk, case, on=TODAY, revision=1, at=AT)
    assert len(entries("cases.confirmation-tried")) == 2


def test_without_proof_of_identity_it_is_accepted(clerk: Person, bureau: Agency) -> None:
    case = asked(clerk, bureau, applicant=LI)
    assert case.state == State.OPEN
    assert (case.applicant.document_number, case.applicant.document_hash) == ("", "")


def test_papers_are_filed_as_what_they_are(clerk: Person, bureau: Agency) -> None:
    paper = came(clerk, bureau, papers=[SCAN, replace(SCAN, name="身份证.jpg", data=b"\xff\xd8\xff id")])
    form, card = paper.files.all()
    case = registered(clerk, paper, identity=[card])
    assert {f.name: f.what for f in case.files.all()} == {form.name: "request", card.name: "identity"}


def test_a_paper_of_something_else_proves_nothing(clerk: Person, bureau: Agency) -> None:
    other = came(clerk, bureau).files.get()
    with pytest.raises(Refused, match="附件"):
        registered(clerk, came(clerk, bureau), identity=[other])
    assert not Case.objects.exists()


def test_an_agent_acts_for_a_client_and_the_client_is_counted(clerk: Person, bureau: Agency) -> None:
    company = replace(
        ZHANG, kind=ApplicantClass.BUSINESS, name="示范商贸有限公司", representative="王五",
        document=IdentityDocument.CREDIT_CODE, document_number=CREDIT_CODE,
    )  # fmt: skip
    paper = came(clerk, bureau, papers=[SCAN, replace(SCAN, name="委托书.pdf", data=b"%PDF-1.7 power")])
    power = paper.files.last()
    lawyer = replace(LI, kind=ApplicantClass.LEGAL, name="示范律师事务所")
    case = registered(clerk, paper, company, parties=[Party(PartyRole.AGENT, lawyer, power)])
    assert case.applicant_class == ApplicantClass.BUSINESS
    (agent,) = case.parties.all()
    assert agent.authority is not None
    assert (agent.role, agent.applicant.name, agent.authority.what) == ("agent", "示范律师事务所", "authority")
    assert CaseFile.objects.filter(what="authority").count() == 1


def test_joint_applicants_are_one_case(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau), parties=[Party(PartyRole.JOINT, LI)])
    assert [p.applicant.name for p in case.parties.all()] == ["李四"]
    assert Case.objects.count() == 1


def test_nobody_is_two_parties_at_once(clerk: Person, bureau: Agency) -> None:
    for parties in ([Party(PartyRole.AGENT, ZHANG)], [Party(PartyRole.JOINT, LI), Party(PartyRole.JOINT, LI)]):
        with pytest.raises(Refused, match="不能登记两次"):
            registered(clerk, came(clerk, bureau), parties=parties)
    with pytest.raises(Refused, match="请选择"):
        registered(clerk, came(clerk, bureau), parties=[Party(PartyRole.APPLICANT, LI)])
    assert not Case.objects.exists()
    assert not Applicant.objects.exists()


def test_identical_text_of_two_people_is_two_cases(clerk: Person, bureau: Agency) -> None:
    one, two = asked(clerk, bureau), asked(clerk, bureau, applicant=LI)
    assert one.number != two.number
    assert one.applicant != two.applicant
    assert Incoming.objects.filter(settled_as="case").count() == 2


@pytest.mark.parametrize("field", ["form", "route", "kind"])
def test_only_what_the_law_lists_can_be_chosen(field: str, clerk: Person, bureau: Agency) -> None:
    with pytest.raises(Refused, match="请从所列"):
        registered(clerk, came(clerk, bureau), asked=Asked(WANTED, **{field: "no such"}))  # type: ignore[arg-type]


def test_nobody_is_asked_what_for() -> None:
    names = {f.name for model in (Case, Incoming, Applicant) for f in model._meta.get_fields()}
    labels = {str(getattr(f, "verbose_name", "")) for f in Case._meta.get_fields()}
    assert not names & {"purpose", "use", "usage", "reason_for_request"}
    assert not any("用途" in label or "目的" in label for label in labels)


def test_a_repeat_is_linked_within_the_agency_only(
    clerk: Person, bureau: Agency, finance: Agency, outsider: Person
) -> None:
    first = asked(clerk, bureau)
    assert asked(clerk, bureau, repeats=first).repeats == first
    with pytest.raises(Refused, match="本机关"):
        asked(outsider, finance, repeats=first)


def test_nobody_repeats_what_somebody_else_asked(clerk: Person, bureau: Agency) -> None:
    """Their answer would be given as this person's own."""
    first = asked(clerk, bureau)
    with pytest.raises(Refused, match="同一申请人"):
        asked(clerk, bureau, applicant=LI, repeats=first)
    assert Case.objects.count() == 1


def test_who_asked_together_with_others_may_repeat_it_alone(clerk: Person, bureau: Agency) -> None:
    first = registered(clerk, came(clerk, bureau), parties=[Party(PartyRole.JOINT, LI)])
    assert asked(clerk, bureau, applicant=LI, repeats=first).repeats == first


def test_an_oral_request_counts_from_the_day_it_was_filled_in(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau, Channel.ORAL))
    assert (case.channel, case.received_on) == ("oral", TODAY)


def test_a_correction_is_a_case_of_its_own_kind(clerk: Person, bureau: Agency) -> None:
    case = registered(clerk, came(clerk, bureau), asked=Asked("更正本人婚姻登记信息", kind="correction"))
    assert (case.kind, case.number) == ("correction", "YSQ2026-0001")


def test_nothing_to_confirm_is_an_empty_confirmation() -> None:
    assert Confirmation() == registering.Confirmation(None, None, "")
