"""The steps of a case as pages: offered, taken, refused with everything typed; what happened meanwhile is told."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import dispatching, filing, papers, searching, settings, supplementing
from gongkai.cases.models import Case, Consultation, SearchRecord
from gongkai.cases.states import State
from gongkai.letters.models import Letter
from tests.cases import walk

from .cases import NOW, made
from .conftest import Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

SEARCH = {
    "systems": "公文系统、档案室", "keywords": "招标", "offices": "", "on": "2026-03-13", "result": "招标文件1份",
    "found": "yes", "searched_by": "甲", "sign": "on",
}  # fmt: skip


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def step(case: Case, code: str, about: str = "") -> str:
    return f"/desk/cases/{case.pk}/steps/{code}/" + (f"{about}/" if about else "")


def sent(client: Client, address: str, **fields: Any) -> str:
    """The page after a step: that of the case when it was taken, the sheet again when it was refused."""
    return text_of(client.post(address, fields, follow=True))


def test_a_step_is_taken_and_leads_back_to_the_case(case: Case, client: Client) -> None:
    text = sent(client, step(case, "search"), **SEARCH)
    assert "已办理：登记检索" in text
    made_ = SearchRecord.objects.get()
    assert (made_.found, made_.signed_by, made_.keywords) == (True, case.handler, "招标")
    assert Entry.objects.filter(verb="cases.search").count() == 1


def test_a_refusal_comes_back_with_everything_typed(case: Case, client: Client) -> None:
    text = sent(client, step(case, "search"), **{**SEARCH, "on": "2027-01-01"})
    assert "还没有到" in text
    assert "公文系统、档案室" in text
    assert not SearchRecord.objects.exists()


def test_what_is_missing_is_said_at_its_field(case: Case, client: Client) -> None:
    text = sent(client, step(case, "search"), **{**SEARCH, "found": "", "keywords": ""})
    assert "请选择结论" in text
    assert "请填写检索词" in text
    assert 'href="#id_keywords"' in text


def test_neither_answer_of_a_finding_stands_there_at_first(case: Case, client: Client) -> None:
    text = text_of(client.get(step(case, "search")))
    assert 'value="yes" ' in text.replace('value="yes"\n', 'value="yes" ')
    assert "checked" not in text.split('name="found"')[1].split("</div>")[0]


def test_who_has_it_and_the_day_as_entered_stand_there_at_first(case: Case, clerk: Person, client: Client) -> None:
    text = text_of(client.get(f"/desk/cases/{case.pk}/steps/assign/"))
    assert f'<option value="{clerk.pk}" selected>' in text
    event = case.events.get(kind="received")
    text = text_of(client.get(f"/desk/cases/{case.pk}/steps/redate/event:{event.pk}/"))
    assert f'value="{event.on.isoformat()}"' in text


def test_who_acts_on_an_older_page_is_shown_what_was_done(
    case: Case, client: Client, clerk: Person, clock: time_machine.Coordinates
) -> None:
    seen = {"revision": case.revision, "seen": NOW.isoformat()}
    later = NOW + timedelta(minutes=5)
    searching.record_search(
        clerk, case, systems="业务系统", keywords="别的", on=date(2026, 3, 13), result="无", found=False,
        searched_by="乙", at=later,
    )  # fmt: skip
    clock.move_to(later + timedelta(minutes=1))
    text = sent(client, step(case, "search"), **SEARCH, **seen)
    assert "有人办理过这件申请" in text
    assert "检索" in text.split("有人办理过这件申请")[1].split("</ul>")[0]
    assert "公文系统、档案室" in text
    assert SearchRecord.objects.count() == 1
    revision = Case.objects.get().revision
    assert f'name="revision" value="{revision}"' in text
    assert "已办理：登记检索" in sent(client, step(case, "search"), **SEARCH, revision=str(revision))


def test_a_page_that_is_behind_us_leads_to_the_case(housing: Agency, clerk: Person, client: Client) -> None:
    case = made(housing, clerk, state=State.CLOSED, closed_on=date(2026, 3, 12))
    text = text_of(client.get(step(case, "search"), follow=True))
    assert "现在不用办或者不能办" in text


def test_only_the_steps_that_are_possible_are_offered(case: Case, client: Client) -> None:
    text = text_of(client.get(f"/desk/cases/{case.pk}/"))
    assert step(case, "search") in text
    assert step(case, "dispatch") not in text
    assert step(case, "close") not in text
    assert text.split('class="next"')[1].split("</div>")[0].count('class="button"') == 1


def test_who_has_not_the_role_finds_no_page(
    case: Case, reviewer: Person, auditor: Person, sign_in: SignIn
) -> None:
    for person in (reviewer, auditor):
        assert sign_in(person).get(step(case, "search")).status_code == 404
        assert sign_in(person).post(step(case, "search"), SEARCH).status_code == 404
    assert not SearchRecord.objects.exists()


def test_a_step_that_does_not_exist_is_not_there(case: Case, client: Client) -> None:
    assert client.get(step(case, "nonsense")).status_code == 404
    assert client.get(step(case, "issue", "letter:999"), follow=True).status_code == 200


def test_what_will_happen_is_shown_before_a_supplement_is_asked_for(case: Case, client: Client) -> None:
    text = text_of(client.get(step(case, "supplement")))
    assert "最迟2026年3月18日发出" in text
    assert "《条例》第三十条" in text


def test_one_case_is_claimed_once(housing: Agency, clerk: Person, client: Client, sign_in: SignIn,
                                  appoint: Appoint) -> None:  # fmt: skip
    case = made(housing)
    other = sign_in(appoint(Role.CLERK, housing))
    assert "已办理：认领" in sent(client, step(case, "claim"))
    assert Case.objects.get().handler == clerk
    text = sent(other, step(case, "claim"))
    assert "已办理" not in text
    assert Case.objects.get().handler == clerk


class TestTheWayOfALetter:
    """From a draft to the sealed paper; the same page for every letter."""

    @pytest.fixture
    def letter(self, case: Case, client: Client) -> Letter:
        until = (NOW + timedelta(days=20)).date().isoformat()
        sent(client, step(case, "supplement"), items="请写明文件名称", until=until)
        return Letter.objects.get()

    def test_its_whole_text_can_be_read_and_taken_away(self, case: Case, client: Client, letter: Letter) -> None:
        address = f"/desk/cases/{case.pk}/letters/{letter.pk}/"
        text = text_of(client.get(address))
        assert "请写明文件名称" in text
        assert "草稿" in text
        word = client.get(f"{address}file/docx/")
        assert word["Content-Disposition"].startswith("attachment")
        assert word.content[:2] == b"PK"
        assert client.get(f"{address}file/sealed/").status_code == 404
        assert client.get(f"{address}file/exe/").status_code == 404

    def test_other_words_for_a_draft(self, case: Case, client: Client, letter: Letter) -> None:
        address = f"/desk/cases/{case.pk}/letters/{letter.pk}/revise/"
        assert "请写明文件名称" in text_of(client.get(address))
        text = sent(client, address, supplement_items="请写明年份", supplement_until="2026-04-01")
        assert "草稿已保存" in text
        assert "请写明年份" in text

    def test_numbered_sealed_and_sent(self, case: Case, client: Client, letter: Letter) -> None:
        assert "已办理：编号" in sent(client, step(case, "issue", letter.key), on="2026-03-13")
        scan = SimpleUploadedFile("盖章.png", walk.scan(), "image/png")
        assert "已办理：上传盖章件" in sent(client, step(case, "seal", letter.key), paper=scan)
        way = {"route": "post", "on": "2026-03-13", "carrier": "中国邮政", "postal_number": "XA1"}
        assert "已办理：发出" in sent(client, step(case, "dispatch", letter.key), **way)
        text = text_of(client.get(f"/desk/cases/{case.pk}/"))
        assert "收到补正以前没有期限" in text
        sealed = client.get(f"/desk/cases/{case.pk}/letters/{letter.pk}/file/sealed/")
        assert sealed.content == walk.scan()

    def test_a_private_courier_is_refused_at_the_desk(self, case: Case, client: Client, letter: Letter) -> None:
        sent(client, step(case, "issue", letter.key), on="2026-03-13")
        scan = SimpleUploadedFile("盖章.png", walk.scan(), "image/png")
        sent(client, step(case, "seal", letter.key), paper=scan)
        way = {"route": "post", "on": "2026-03-13", "carrier": "顺丰速运", "postal_number": "SF1"}
        text = sent(client, step(case, "dispatch", letter.key), **way)
        assert "邮政" in text
        assert "SF1" in text
        assert Case.objects.get().state == State.OPEN

    def test_the_letter_is_not_for_those_who_only_look(
        self, case: Case, letter: Letter, auditor: Person, sign_in: SignIn
    ) -> None:
        address = f"/desk/cases/{case.pk}/letters/{letter.pk}/"
        for tail in ("", "file/pdf/", "file/docx/", "file/sealed/"):
            assert sign_in(auditor).get(address + tail).status_code == 404


class TestLines:
    def test_a_wrong_day_is_put_right_at_its_line(self, case: Case, client: Client) -> None:
        event = case.events.get()
        text = text_of(client.get(f"/desk/cases/{case.pk}/"))
        assert step(case, "redate", f"event:{event.pk}") in text
        fields = {"on": "2026-03-10", "reason": "邮戳为10日"}
        text = sent(client, step(case, "redate", f"event:{event.pk}"), **fields)
        assert "已划去：邮戳为10日" in text


class TestTheApplicant:
    def test_is_shown_by_a_button_and_each_look_recorded(self, case: Case, client: Client) -> None:
        text = text_of(client.post(f"/desk/cases/{case.pk}/identity/"))
        assert case.applicant.name in text
        assert case.applicant.document_number in text
        looks = Entry.objects.filter(verb="cases.identity")
        assert looks.count() == 5
        assert case.applicant.name not in "".join(str(one.data) for one in looks)

    def test_is_not_shown_to_a_reviewer(self, case: Case, reviewer: Person, sign_in: SignIn) -> None:
        assert sign_in(reviewer).post(f"/desk/cases/{case.pk}/identity/").status_code == 404

    def test_an_unconfirmed_request_counts_from_when_both_confirmed(
        self, housing: Agency, clerk: Person, client: Client
    ) -> None:
        case = made(housing, clerk, date(2026, 3, 10), state=State.UNCONFIRMED, channel="fax")
        assert "登记双方确认" in text_of(client.get(f"/desk/cases/{case.pk}/"))
        tried = {"on": "2026-03-12", "means": "phone"}
        assert "这次联系已记下" in sent(client, f"/desk/cases/{case.pk}/tried/", **tried)
        both = {"office_on": "2026-03-13", "applicant_on": "2026-03-13", "means": "phone"}
        assert "确认已登记" in sent(client, f"/desk/cases/{case.pk}/confirm/", **both)
        assert Case.objects.get().received_on == date(2026, 3, 13)


class TestWhatIsSaidAfterwards:
    def test_a_drafted_notice_has_told_nobody_yet(self, case: Case, client: Client) -> None:
        fields = {"items": "请明确年份", "until": "2026-04-01"}
        text = sent(client, step(case, "supplement"), **fields)
        assert "补正告知书已拟成草稿；请看过全文，再编号、盖章、发出。" in text
        assert "拟写文书" in text
        assert "《政府信息公开申请补正告知书》" in text, "the time line names its letters"


class TestTooLate:
    """Sealed in time, and nobody entered that it left."""

    @pytest.fixture
    def notice(self, housing: Agency, clerk: Person) -> tuple[Case, Letter]:
        case = made(housing, clerk, date(2026, 3, 2))
        letter = supplementing.prepare(
            clerk, case, items="请明确。", until=date(2026, 4, 1), at=walk.at(date(2026, 3, 11), 9)
        )
        papers.issue(clerk, case, letter, on=date(2026, 3, 11), at=walk.at(date(2026, 3, 11), 10))
        return case, papers.seal(clerk, case, letter, paper=walk.paper(), at=walk.at(date(2026, 3, 11), 11))

    def fields(self, on: str) -> dict[str, str]:
        return {"route": "post", "on": on, "carrier": "中国邮政", "postal_number": "XA1",
                "review_link": ""}  # fmt: skip

    def test_the_page_says_beforehand_that_it_changes_nothing(
        self, notice: tuple[Case, Letter], client: Client
    ) -> None:
        case, letter = notice
        text = text_of(client.get(step(case, "dispatch-late", letter.key)))
        assert "今天才发出的，已经不起作用" in text
        assert "不影响答复期限，也不改变办理状态" in text
        assert step(case, "dispatch-late", letter.key) in text_of(client.get(f"/desk/cases/{case.pk}/"))

    def test_it_is_taken_down_and_the_working_says_so(self, notice: tuple[Case, Letter], client: Client) -> None:
        case, letter = notice
        text = sent(client, step(case, "dispatch-late", letter.key), **self.fields("2026-03-12"))
        assert "已过补正告知的期限" in text
        assert "已晚，不影响答复期限" in text
        assert Case.objects.get(pk=case.pk).state == State.OPEN

    def test_what_left_in_time_acts(self, notice: tuple[Case, Letter], client: Client) -> None:
        case, letter = notice
        sent(client, step(case, "dispatch-late", letter.key), **self.fields("2026-03-11"))
        assert Case.objects.get(pk=case.pk).state == State.AWAITING_SUPPLEMENT


class TestTheSecondLook:
    @pytest.fixture
    def answered(self, housing: Agency, clerk: Person, reviewer: Person, head: Person) -> Case:
        walk.turn_to(housing, date(2026, 3, 2))
        settings.put(head, housing, court="示范区人民法院", at=walk.at(date(2026, 3, 2)))
        office = walk.Office(housing, clerk, reviewer, head)
        case = made(housing, clerk, date(2026, 3, 2))
        office.served(office.answer(case, date(2026, 3, 9)), date(2026, 3, 12))
        return Case.objects.get(pk=case.pk)

    def test_it_has_before_it_what_it_looks_at(self, answered: Case, reviewer: Person, sign_in: SignIn) -> None:
        text = text_of(sign_in(reviewer).get(step(answered, "close")))
        assert "处理决定是“予以公开”，" in text
        assert "2026年3月9日答复，没有逾期。" in text
        assert "申请人2026年3月12日收到。" in text

    def test_the_clerk_is_told_who_is_awaited(self, answered: Case, client: Client) -> None:
        assert "等核查办结" in text_of(client.get(f"/desk/cases/{answered.pk}/"))


def test_what_the_way_of_sending_does_not_need_is_not_kept(
    housing: Agency, clerk: Person, reviewer: Person, head: Person
) -> None:
    office = walk.Office(housing, clerk, reviewer, head)
    case = made(housing, clerk, date(2026, 3, 2))
    letter = supplementing.prepare(
        clerk, case, items="请明确。", until=date(2026, 4, 1), at=walk.at(date(2026, 3, 9), 9)
    )
    letter = office.sealed(case, letter, date(2026, 3, 9))
    way = dispatching.Way("direct", carrier="中国邮政", postal_number="X", review_link="https://a.example")
    made_ = dispatching.dispatch(clerk, case, letter, way, on=date(2026, 3, 9), at=walk.at(date(2026, 3, 9), 17))
    assert (made_.carrier, made_.postal_number, made_.review_link) == ("", "", "")


def test_who_was_overtaken_by_a_paper_is_told_and_may_send_again(
    case: Case, client: Client, clerk: Person
) -> None:
    seen, later = case.revision, (NOW + timedelta(seconds=1)).isoformat()
    filing.add(clerk, case, walk.paper(), what="other", at=walk.at(date(2026, 3, 13), 8))
    text = sent(client, step(case, "search"), **SEARCH, revision=str(seen), seen=later)
    assert "您填写的时候，有人办理过这件申请" in text
    assert "可能加入了材料" in text
    assert not SearchRecord.objects.exists()


def test_what_is_wanted_by_somebody_is_never_the_next_step_by_itself(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    case = made(housing, clerk, date(2026, 3, 2))
    Consultation.objects.create(
        case=case, tag="A", whom="third-party", party="某公司", extract="x", opinion="disagrees", created_at=NOW
    )
    text = text_of(sign_in(head).get(f"/desk/cases/{case.pk}/"))
    assert "以公共利益为由决定公开" in text
    assert not re.search(r'class="button"[^>]*>\s*以公共利益', text)
