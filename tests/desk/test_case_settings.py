"""设置, 表三, 提醒, 协查, 分办 and 导入台账 at the desk."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import settings, table3
from gongkai.cases.ledger import COLUMNS
from gongkai.cases.models import Case, OfficeTask, OpenChannel, OpeningBalance, QuarterLook
from gongkai.cases.states import State
from gongkai.letters.models import Series, Wording
from gongkai.notices import outbox
from gongkai.notices.models import Notice

from .cases import NOW, TODAY, made
from .conftest import Appoint, SignIn, found, text_of

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def as_head(head: Person, sign_in: SignIn) -> Client:
    return sign_in(head)


@pytest.fixture
def as_clerk(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def sent(client: Client, address: str, /, **fields: Any) -> str:
    return text_of(client.post(address, fields, follow=True))


class TestSettings:
    def test_what_letters_turn_people_to(self, as_head: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/"
        assert "还没有填写有管辖权的人民法院" in text_of(as_head.get("/desk/settings/", follow=True))
        text = sent(as_head, f"{page}answering/", court="示范区人民法院", special="", review_link="不是网址")
        assert "网址不完整" in text
        assert "示范区人民法院" in text
        sent(as_head, f"{page}answering/", court="示范区人民法院", special="")
        assert settings.of(housing).court == "示范区人民法院"

    def test_a_channel_is_opened_and_closed(self, as_head: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/channels/"
        sent(as_head, page, channel="email", address="gk@example.gov.cn", from_on="2026-03-01")
        row = OpenChannel.objects.get()
        text = sent(as_head, f"{page}{row.pk}/close/", last_day="2026-03-31", reason="换了邮箱")
        assert "2026-03-31" in text
        assert OpenChannel.objects.get().until_on == date(2026, 3, 31)

    def test_numbers_go_on_from_the_ledger(self, as_head: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/series/case/"
        assert "须含年份" in sent(as_head, page, pattern="没有序号", next="18")
        sent(as_head, page, pattern="示住建申〔{year}〕{n}号", next="18")
        assert Series.objects.get().next == 18
        assert "示住建申〔2026〕18号" in text_of(as_head.get(f"/desk/settings/{housing.pk}/"))
        assert as_head.get(f"/desk/settings/{housing.pk}/series/nonsense/").status_code == 404

    def test_what_was_carried_over(self, as_head: Client, housing: Agency) -> None:
        numbers = {f"n-{code}": "0" for code in table3.CLASSES} | {"n-natural": "3"}
        sent(as_head, f"/desk/settings/{housing.pk}/opening/", year="2026", **numbers)
        assert OpeningBalance.objects.get(applicant_class="natural").number == 3
        assert "上年结转 3 件" in text_of(as_head.get(f"/desk/settings/{housing.pk}/"))

    def test_a_clerk_words_letters_and_sets_nothing(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/"
        assert "文书文字" in text_of(as_clerk.get("/desk/settings/", follow=True))
        for tail in ("answering/", "channels/", "opening/", "series/case/"):
            assert as_clerk.get(page + tail).status_code == 404

    def test_a_wording_is_looked_at_kept_and_retired(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/wording/receipt/"
        now = text_of(as_clerk.get(f"{page}edit/"))
        text = now.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0].strip()
        fields = {"text": f"本局告知：\n{text}", "from_on": "2026-04-01"}
        shown = sent(as_clerk, f"{page}edit/", **fields, preview="1")
        assert "样子" in shown
        assert not Wording.objects.exists()
        assert "从2026-04-01起用" in sent(as_clerk, f"{page}edit/", **fields)
        assert "还没有起用" in text_of(as_clerk.get(page))
        row = Wording.objects.get()
        sent(as_clerk, f"/desk/settings/{housing.pk}/versions/{row.pk}/", until_on="2026-12-31")
        assert Wording.objects.get().until_on == date(2026, 12, 31)

    def test_letters_of_one_title_are_told_apart_by_their_ground(self, as_clerk: Client, housing: Agency) -> None:
        text = text_of(as_clerk.get(f"/desk/settings/{housing.pk}/wording/"))
        assert "不予公开告知书（不予公开：国家秘密）" in text
        assert "予以公开告知书（" not in text

    def test_a_wording_without_what_must_stand_in_it_is_refused(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/wording/granted/edit/"
        text = sent(as_clerk, page, text="就这样答复。", from_on="2026-04-01")
        assert "就这样答复。" in text
        assert not Wording.objects.exists()

    def test_a_reason_goes_into_the_library(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/wording/granted/"
        fields = {"title": "常用理由", "element": "reasons", "text": "该信息可以公开。", "from_on": "2026-03-13"}
        assert "常用理由" in sent(as_clerk, f"{page}reasons/", **fields)
        assert as_clerk.get(f"/desk/settings/{housing.pk}/wording/nonsense/").status_code == 404


class TestTable3:
    def test_each_figure_opens_onto_its_cases(self, as_clerk: Client, housing: Agency, clerk: Person) -> None:
        made(housing, clerk, description="计入的一件")
        page = f"/desk/counts/{housing.pk}/2026/"
        text = text_of(as_clerk.get(page))
        assert f'href="{page}1/natural/"' in text
        assert "上年结转与上一年度结转下年度一致" in text
        assert "计入的一件" in text_of(as_clerk.get(f"{page}1/natural/"))
        assert "没有您可以查看的申请" in text_of(as_clerk.get(f"{page}2/natural/"))
        assert as_clerk.get(f"{page}9.9/natural/").status_code == 404
        assert as_clerk.get(f"/desk/counts/{housing.pk}/1999/").status_code == 404
        assert "本年新收" in text_of(as_clerk.get(f"{page}?csv=1"))

    def test_the_supervisor_counts_and_sees_no_case(
        self, housing: Agency, supervisor: Person, sign_in: SignIn
    ) -> None:
        made(housing, description="看不到的一件")
        client, page = sign_in(supervisor), f"/desk/counts/{housing.pk}/2026/"
        text = text_of(client.get(page))
        assert 'id="c-3-1-natural"' in text
        assert "1/natural/" not in text
        assert client.get(f"{page}1/natural/").status_code == 404

    def test_what_does_not_carry_over_is_named(self, as_clerk: Client, housing: Agency, clerk: Person) -> None:
        made(housing, clerk, date(2025, 12, 20))
        OpeningBalance.objects.create(
            agency=housing, year=2026, applicant_class="natural", number=0, entered_at=NOW
        )
        text = text_of(as_clerk.get(f"/desk/counts/{housing.pk}/2026/"))
        assert "不一致" in text
        assert "期初数" in text

    def test_a_quarter_in_which_something_came_asks_for_nothing(
        self, as_clerk: Client, housing: Agency, clerk: Person
    ) -> None:
        made(housing, clerk, date(2025, 11, 3))
        page = text_of(as_clerk.get(f"/desk/counts/{housing.pk}/2025/"))
        assert f"/desk/counts/{housing.pk}/2025/quarters/3/" in page
        assert f"/desk/counts/{housing.pk}/2025/quarters/4/" not in page

    def test_a_quarter_with_nothing_is_confirmed(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/counts/{housing.pk}/2025/quarters/4/"
        assert "没有确认" in text_of(as_clerk.get(f"/desk/counts/{housing.pk}/2025/"))
        assert "还没有查看" in sent(as_clerk, page, channels=["window"], looked_on="2026-01-04")
        every = ["oral", "ordinary_post", "signed_post", "window"]
        sent(as_clerk, page, channels=every, looked_on="2026-01-04")
        assert QuarterLook.objects.get().received == 0
        assert "已确认" in text_of(as_clerk.get(f"/desk/counts/{housing.pk}/2025/"))
        assert as_clerk.get(f"/desk/counts/{housing.pk}/2025/quarters/5/").status_code == 404


class TestNotices:
    @pytest.fixture
    def notice(self, housing: Agency, clerk: Person) -> Notice:
        case = made(housing, clerk)
        return outbox.put(
            housing, means="desk", recipient=clerk.key, subject="还有3个工作日", body="请办理", about=case.key,
            once="n", at=NOW,
        )  # fmt: skip

    def test_is_shown_counted_and_leads_to_its_case(self, as_clerk: Client, notice: Notice) -> None:
        text = text_of(as_clerk.get("/desk/notices/"))
        assert "还有3个工作日" in text
        assert "1 条未读" in text
        response = as_clerk.post(f"/desk/notices/{notice.pk}/read/")
        assert response["Location"] == f"/desk/cases/{Case.objects.get().pk}/"
        assert "都看过了" in text_of(as_clerk.get("/desk/notices/"))

    def test_all_are_read_at_once(self, as_clerk: Client, notice: Notice) -> None:
        as_clerk.post("/desk/notices/read/")
        notice.refresh_from_db()
        assert notice.read_at is not None

    def test_that_of_another_is_not_there(self, as_head: Client, notice: Notice) -> None:
        assert "还有3个工作日" not in text_of(as_head.get("/desk/notices/"))
        assert as_head.post(f"/desk/notices/{notice.pk}/read/").status_code == 404


class TestOffices:
    def test_an_office_sees_the_question_and_answers(
        self, housing: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn
    ) -> None:
        office = found("物业科", housing)
        case = made(housing, clerk, description="不该看到的内容")
        task = OfficeTask.objects.create(
            case=case, unit=office, question="有没有评价结果", due_on=TODAY, asked_at=NOW
        )
        client = sign_in(appoint(Role.INFORMATION_OFFICER, office))
        text = text_of(client.get("/desk/tasks/"))
        assert "有没有评价结果" in text
        assert "不该看到的内容" not in text
        assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
        page = f"/desk/tasks/{task.pk}/"
        assert "请选择有没有" in sent(client, page, answer="在档案室")
        assert "反馈已提交" in sent(client, page, has_it="yes", answer="在档案室")
        task.refresh_from_db()
        assert (task.has_it, task.answer) == (True, "在档案室")
        assert "在档案室" in text_of(client.get("/desk/tasks/?done=1"))


class TestMany:
    def test_all_are_given_or_none(self, housing: Agency, as_clerk: Client, clerk: Person) -> None:
        first, second = made(housing), made(housing)
        keys = [first.pk, second.pk]
        assert "分办 2 件" in text_of(as_clerk.get("/desk/cases/assign/", {"case": keys}))
        sent(as_clerk, "/desk/cases/assign/", case=keys, handler=clerk.pk)
        assert set(Case.objects.values_list("handler", flat=True)) == {clerk.pk}
        third = made(housing)
        text = sent(as_clerk, "/desk/cases/assign/", case=[third.pk, first.pk], handler=clerk.pk)
        assert "没有改动" in text
        third.refresh_from_db()
        assert third.handler is None

    def test_those_of_another_agency_are_left_out(self, street: Agency, as_clerk: Client) -> None:
        text = text_of(as_clerk.get("/desk/cases/assign/", {"case": [made(street).pk, "x"]}, follow=True))
        assert "没有选中" in text


class TestLedger:
    def _file(self, *rows: tuple[object, ...]) -> SimpleUploadedFile:
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (COLUMNS, *rows):
            sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        return SimpleUploadedFile("台账.xlsx", out.getvalue())

    def _row(self, number: str, received: object) -> tuple[object, ...]:
        return (number, received, "当面提交", "自然人", "某某", "", "", "某项信息", *[""] * 5)

    def test_is_tried_first_and_taken_in_from_the_same_file(self, as_head: Client, housing: Agency) -> None:
        file = self._file(self._row("申2026-1", date(2026, 3, 2)))
        text = sent(as_head, "/desk/settings/ledger/", agency=housing.pk, file=file)
        assert "试算通过" in text
        assert not Case.objects.exists()
        kept = text.split('name="kept" value="')[1].split('"')[0]
        text = sent(as_head, "/desk/settings/ledger/", agency=housing.pk, kept=kept, apply="1")
        assert "已导入，共 1 件" in text
        assert "各行的结果" in text
        assert "按此导入" not in text
        assert Case.objects.get().state == State.OPEN

    def test_a_wrong_row_is_named_and_nothing_taken(self, as_head: Client, housing: Agency) -> None:
        file = self._file(self._row("1", date(2026, 3, 2)), self._row("2", "没有日期"))
        text = sent(as_head, "/desk/settings/ledger/", agency=housing.pk, file=file, apply="1")
        assert "不能导入" in text
        rows = text[text.index("<tbody>") :]
        assert rows.index("没有日期") < rows.index("在办"), "what is to be put right stands first"
        assert not Case.objects.exists()

    def test_what_is_no_workbook_is_told(self, as_head: Client, housing: Agency) -> None:
        junk = SimpleUploadedFile("台账.xlsx", b"not a workbook")
        response = as_head.post("/desk/settings/ledger/", {"agency": housing.pk, "file": junk})
        assert response.status_code == 200
        assert "有 1 处需要修改" in text_of(response)
        assert "请选择台账文件" in sent(as_head, "/desk/settings/ledger/", agency=housing.pk)
