"""The forms of the file, what a request lacks (rule 47), and letters that are not the applicant's."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.cases import deciding, form_values, papers, steps, supplementing
from gongkai.cases.models import Applicant, Case
from gongkai.errors import Refused
from gongkai.letters.models import Letter

from . import deeds, walk
from .walk import Office, at

DAY, NEXT = deeds.DAY, deeds.NEXT


def test_rule_47_without_proof_of_identity_it_is_supplemented_not_refused(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    assert form_values.lacking(case, DAY) == []
    Applicant.objects.filter(pk=case.applicant_id).update(document_number="", phone="", address="")
    case = Case.objects.get(pk=case.pk)
    assert form_values.lacking(case, DAY) == ["身份证明", "联系方式"]
    (items, _) = steps.needs_of("supplement", case, on=DAY)
    assert items.initial == "身份证明；联系方式"
    supplementing.prepare(office.clerk, case, items=str(items.initial), until=date(2026, 4, 1), at=at(DAY))


def test_the_sheet_of_reviews_and_approval_fills_itself(office: Office) -> None:
    case = deeds.submitted(office)
    sheet = papers.prepare(office.clerk, case, kind="approval-form", values={}, at=at(DAY, 13))
    values = papers.values_of(sheet)
    assert values["drafted_by"] == office.clerk.name
    assert values["reviewed_by"] == values["secrecy_reviewed_by"] == office.reviewer.name
    assert values["secrecy_opinion"] == "同意"
    assert "予以公开" in str(values["decision"])
    assert "第三十六条" in str(values["articles"])
    assert "approved_by" not in values, "signed by hand, or the head did on screen"
    deciding.approve(office.head, case, at=at(DAY, 14))
    again = papers.prepare(office.clerk, case, kind="approval-form", values={}, at=at(DAY, 15))
    assert papers.values_of(again)["approved_by"] == office.head.name


def test_the_receipt_of_service_names_the_letter(office: Office) -> None:
    case, letter = deeds.sealed(office)
    form = papers.prepare(office.clerk, case, kind="service-receipt", values={}, at=at(DAY, 17))
    values = papers.values_of(form)
    assert (values["letter_title"], values["letter_number"]) == ("予以公开告知书", letter.number)


@pytest.mark.parametrize("kind", ["registration-form", "receipt", "acceptance", "application-form"])
def test_forms_of_the_file_can_be_issued(office: Office, kind: str) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    Case.objects.filter(pk=case.pk).update(created_by=office.clerk)
    if kind not in papers.PLAIN:
        with pytest.raises(Refused):
            papers.prepare(office.clerk, case, kind=kind, values={}, at=at(DAY))
        return
    form = papers.prepare(office.clerk, case, kind=kind, values={}, at=at(DAY))
    form = papers.issue(office.clerk, case, form, at=at(DAY))
    assert (form.state, form.number) == (Letter.State.ISSUED, "")


def test_a_form_of_the_file_does_not_leave(office: Office) -> None:
    case = deeds.submitted(office)
    sheet = papers.prepare(office.clerk, case, kind="approval-form", values={}, at=at(DAY, 13))
    sheet = office.sealed(case, sheet, DAY)
    with pytest.raises(Refused, match="不对外发出"):
        office.post(case, sheet, DAY)
    offers = steps.offers(office.clerk, walk.now(case), on=DAY)
    assert {o.step.code for o in offers if o.about and o.about.key == sheet.key} <= {"void"}


ASKS_FOR_HELP = {"extract": "低保资金分配方案", "task": "请查找2025年方案", "reply_by": "2026-03-20"}


def test_a_letter_to_others_says_to_whom(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    with pytest.raises(Refused, match="主送"):
        papers.prepare(office.clerk, case, kind="assistance-letter", values=ASKS_FOR_HELP, at=at(DAY))
    letter = papers.prepare(
        office.clerk, case, kind="assistance-letter", values=ASKS_FOR_HELP, addressee="示范区档案馆", at=at(DAY)
    )
    service = office.post(case, letter, DAY)
    assert service.to == "others"
    assert "张三丰" not in str(papers.values_of(letter))


def test_and_never_who_asked_in_any_of_them(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    values = {**ASKS_FOR_HELP, "task": "张三丰要2025年方案"}
    with pytest.raises(Refused, match="申请人的姓名"):
        papers.prepare(
            office.clerk, case, kind="assistance-letter", values=values, addressee="示范区档案馆", at=at(DAY)
        )


def test_nor_when_it_is_revised(office: Office) -> None:
    made = deeds.asked(office)
    draft = papers.draft(
        office.clerk, made.case, kind="third-party-consultation", values={"extract": "合同"}, addressee="甲公司",
        tag="B", at=at(DAY),
    )  # fmt: skip
    with pytest.raises(Refused, match="申请人的姓名"):
        papers.revise(office.clerk, made.case, draft, values={"extract": "张三丰要的合同"}, at=at(NEXT))


def test_one_form_is_split_and_merged_through_the_registry(office: Office) -> None:
    case = walk.opened(office.agency, deeds.RECEIVED)
    steps.perform(office.clerk, case, "split", values={"parts": "低保方案\n\n发放名单"}, at=at(DAY))
    first, second = Case.objects.order_by("pk")
    assert [first.description, second.description] == ["低保方案", "发放名单"]
    assert "merge" in {one.step.code for one in steps.offers(office.clerk, second, on=DAY)}
    steps.perform(office.clerk, second, "merge", values={"into": first}, at=at(DAY))
    steps.perform(office.clerk, walk.now(second), "unmerge", values={}, at=at(DAY))
    assert walk.now(second).state == "open"


def test_what_was_held_back_and_is_due(office: Office) -> None:
    from gongkai.accounts.models import Person
    from gongkai.cases import withholding
    from gongkai.cases.models import Withheld
    from gongkai.errors import WrongState

    def waiting(user: Person, until: date) -> list[Withheld]:
        return list(withholding.waiting(user, on=DAY, until=until))

    one = deeds.withheld(office)
    assert one.reassess_on == date(2027, 3, 4)
    assert waiting(office.clerk, date(2027, 3, 3)) == []
    assert waiting(office.clerk, date(2027, 3, 4)) == [one]
    assert waiting(office.reviewer, date(2027, 3, 4)) == []
    done = withholding.reassess(office.clerk, one, result="仍不宜公开", at=at(date(2027, 3, 4)))
    assert done.reassessed_on == date(2027, 3, 4)
    assert waiting(office.clerk, date(2027, 3, 5)) == []
    with pytest.raises(WrongState):
        withholding.reassess(office.clerk, one, result="又看", at=at(date(2027, 3, 5)))
