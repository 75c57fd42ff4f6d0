"""给申请人的通知 at the desk: its words, the quiet hours, what waits for paper, what came back."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.cases import delivering
from gongkai.cases.models import Case, Service
from gongkai.notices import bouncing, outbox, quiet, wording
from gongkai.notices.models import Notice, NoticeWording
from gongkai.notices.sending import send_due
from tests.cases import walk
from tests.cases.walk import LINK, Office, at

from .cases import NOW, TODAY, made
from .conftest import SINCE, Appoint, SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def as_head(head: Person, sign_in: SignIn) -> Client:
    return sign_in(head)


@pytest.fixture
def as_clerk(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def sent(client: Client, address: str, /, **fields: Any) -> str:
    return text_of(client.post(address, fields, follow=True))


class TestWording:
    def test_every_occasion_stands_there_with_both_texts(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/"
        assert f"{page}notices/" in text_of(as_clerk.get(page))
        text = text_of(as_clerk.get(f"{page}notices/"))
        assert text.count("电子邮件") >= 11
        assert "{编号}" in text
        assert "20:00—08:00" in text
        assert "没有配置短信网关" in text
        assert f"{page}notices/quiet/" not in text

    def test_it_is_looked_at_kept_and_retired(self, as_clerk: Client, housing: Agency, settings: Settings) -> None:
        settings.GONGKAI_TEXT_URL = "files"
        page = f"/desk/settings/{housing.pk}/notices/"
        fields = {"text": "本局已登记，编号{编号}。" + "字" * 60, "from_on": "2026-04-01"}
        shown = sent(as_clerk, f"{page}accepted/text/", **fields, preview="1")
        assert "YSQ2026-0001" in shown
        assert "按 2 条短信计费" in shown
        assert not NoticeWording.objects.exists()
        assert "从2026-04-01起用" in sent(as_clerk, f"{page}accepted/text/", **fields)
        assert "还没有起用" in text_of(as_clerk.get(f"{page}accepted/text/"))
        assert "没有配置短信网关" not in text_of(as_clerk.get(page))
        row = NoticeWording.objects.get()
        sent(as_clerk, f"{page}{row.pk}/", until_on="2026-12-31")
        assert NoticeWording.objects.get().until_on == date(2026, 12, 31)

    def test_a_mail_is_shown_with_its_subject(self, as_clerk: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/notices/fee/mail/"
        shown = sent(as_clerk, page, text="第一段{编号}\n第二段", from_on="2026-04-01", preview="1")
        assert "标题：政府信息公开：收费通知" in shown

    @pytest.mark.parametrize("preview", [{}, {"preview": "1"}])
    def test_a_name_is_refused_and_what_was_typed_stays(
        self, preview: dict[str, str], as_clerk: Client, housing: Agency
    ) -> None:
        page = f"/desk/settings/{housing.pk}/notices/accepted/text/"
        text = sent(as_clerk, page, text="{姓名}您好，编号{编号}", from_on="2026-04-01", **preview)
        assert "不能有“{姓名}”" in text
        assert "{姓名}您好" in text
        assert not NoticeWording.objects.exists()

    def test_what_is_not_there(self, as_clerk: Client, housing: Agency, street: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/notices/"
        for tail in ("nonsense/text/", "accepted/desk/", "9999/"):
            assert as_clerk.get(page + tail).status_code == 404
        assert as_clerk.get(f"/desk/settings/{street.pk}/notices/").status_code == 404


class TestQuietHours:
    def test_the_head_sets_them(self, as_head: Client, housing: Agency) -> None:
        page = f"/desk/settings/{housing.pk}/notices/quiet/"
        assert 'value="20:00"' in text_of(as_head.get(page))
        assert "21:30—07:00" in sent(as_head, page, begins="21:30", ends="07:00")
        assert quiet.hours(housing) == (time(21, 30), time(7))
        assert "没有设" in sent(as_head, page, begins="00:00", ends="00:00")
        assert "时间写成" in sent(as_head, page, begins="晚上", ends="07:00")

    def test_a_clerk_does_not(self, as_clerk: Client, housing: Agency) -> None:
        assert as_clerk.get(f"/desk/settings/{housing.pk}/notices/quiet/").status_code == 404


@pytest.fixture
def delivered(housing: Agency, clerk: Person, head: Person, appoint: Appoint) -> Service:
    walk.turn_to(housing, SINCE)
    office = Office(housing, clerk, appoint(Role.REVIEWER, housing), head)
    case = walk.opened(housing, date(2026, 3, 2), electronic=True)
    case.applicant.email = "zhang@example.cn"
    case.applicant.save()
    day = date(2026, 3, 4)
    office.draft(case, day)
    letter = office.approved(case, day).letter
    assert letter is not None
    letter = office.sealed(case, letter, day)
    return delivering.deliver(clerk, case, letter, review_link=LINK, at=at(day, 17)).service


class TestUnopened:
    def test_it_is_listed_and_paper_is_sent(self, as_clerk: Client, delivered: Service) -> None:
        assert "1 件电子送达的文书没有人打开" in text_of(as_clerk.get("/desk/cases/"))
        step = f"/desk/cases/{delivered.case_id}/steps/send-paper/{delivered.key}/"
        assert step in text_of(as_clerk.get("/desk/cases/unopened/"))
        text = text_of(as_clerk.get(step))
        assert "送达日期、救济期限和办理状态都不变" in text
        fields = {"on": "2026-03-13", "carrier": "中国邮政", "postal_number": "XA1", "revision": "99"}
        assert "已办理" in sent(as_clerk, step, **fields)
        assert "没有等待补送" in text_of(as_clerk.get("/desk/cases/unopened/"))
        assert "没有人打开" not in text_of(as_clerk.get("/desk/cases/"))

    def test_others_see_nothing_of_it(
        self, delivered: Service, street: Agency, appoint: Appoint, sign_in: SignIn
    ) -> None:
        client = sign_in(appoint(Role.CLERK, street))
        assert delivered.case.number not in text_of(client.get("/desk/cases/unopened/"))

    def test_the_sheet_of_delivering_says_what_will_happen(
        self, as_clerk: Client, housing: Agency, clerk: Person, head: Person, appoint: Appoint
    ) -> None:
        walk.turn_to(housing, SINCE)
        office = Office(housing, clerk, appoint(Role.REVIEWER, housing), head)
        case = walk.opened(housing, date(2026, 3, 2), electronic=True)
        case.applicant.email = "zhang@example.cn"
        case.applicant.save()
        office.draft(case, TODAY)
        letter = office.approved(case, TODAY).letter
        assert letter is not None
        office.sealed(case, letter, TODAY)
        with time_machine.travel(at(TODAY, 17), tick=False):
            step = f"/desk/cases/{case.pk}/steps/deliver/{letter.key}/"
            assert "2026年3月18日还没有人打开" in text_of(as_clerk.get(step))
            sent(as_clerk, step, review_link=LINK, revision="99")
        assert Case.objects.get(pk=case.pk).state == "answered"


def test_the_page_of_a_case_shows_what_its_applicant_was_told(
    as_clerk: Client, delivered: Service, clerk: Person, sign_in: SignIn, appoint: Appoint
) -> None:
    page = f"/desk/cases/{delivered.case_id}/"
    text = text_of(as_clerk.get(page))
    assert "给申请人的通知" in text
    assert "有文书送达" in text
    assert "没有人打开" in text
    assert "zhang@" not in text
    assert "这个链接到" not in text
    # Who only looks through the register is shown no outbox.
    assert "有文书送达" not in text_of(sign_in(appoint(Role.REVIEWER, delivered.case.agency)).get(page))


class TestBounced:
    @pytest.fixture
    def bounced(self, housing: Agency, clerk: Person, settings: Settings) -> Notice:
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        notice = outbox.put(
            housing, means="mail", address="zhang@example.cn", subject="政府信息公开：已经登记", body="x",
            about=made(housing, clerk).key, once="b", at=NOW,
        )  # fmt: skip
        send_due(NOW)
        return bouncing.bounce(notice, code="5.1.1", at=NOW)

    def test_it_leads_to_its_case_and_is_not_sent_again(self, as_clerk: Client, bounced: Notice) -> None:
        text = text_of(as_clerk.get("/desk/notices/"))
        assert "被退回" in text
        assert "5.1.1" in text
        assert f"/desk/cases/{Case.objects.get().pk}/" in text
        assert f"/desk/notices/{bounced.pk}/resend/" not in text
        assert "zhang@" not in text
        sent(as_clerk, f"/desk/notices/{bounced.pk}/settle/", reason="已电话告知")
        bounced.refresh_from_db()
        assert bounced.state == Notice.State.SETTLED


def test_the_own_words_are_marked(as_clerk: Client, housing: Agency, clerk: Person) -> None:
    wording.edit(clerk, housing, kind="fee", means="text", text="{编号}请缴费。", from_on=TODAY, at=NOW)
    text = text_of(as_clerk.get(f"/desk/settings/{housing.pk}/notices/"))
    assert "{编号}请缴费。" in text
    assert "本机关的文字" in text
