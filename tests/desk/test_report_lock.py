"""The lock day at the desk: set and moved with a reason; a late change asks for one and loses nothing typed."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.reports import actions
from gongkai.reports.models import LateChange, LockDay
from gongkai.supervision.kinds import columns
from gongkai.supervision.models import Training
from gongkai.writers.spreadsheet import csv_text

from .conftest import Appoint, SignIn, text_of

# The desk reads today's clock: a year that is over, and a lock day that is, too.
YEAR = timezone.localdate().year - 2
LOCK = date(YEAR + 1, 1, 15)
WHY = "区里复核时发现漏登"


@pytest.fixture
def outsider(street: Agency, appoint: Appoint) -> Person:
    return appoint(Role.HEAD, street)


@pytest.fixture
def locked(supervisor: Person, district: Agency) -> LockDay:
    return actions.set_lock_day(
        supervisor, district, year=YEAR, lock_on=LOCK, reason="示政办9号", at=timezone.now()
    )


def enter_work(client: Client, agency: Agency, **more: object) -> str:
    address = reverse("desk:work_new", args=["training"])
    given = {"agency": agency.pk, "on": f"{YEAR}-05-07", "title": "条例培训", "role": "held", "people": 12, **more}
    return text_of(client.post(address, given, follow=True))


class TestTheDay:
    def test_the_supervisor_sets_and_moves_it(self, supervisor: Person, district: Agency, sign_in: SignIn) -> None:
        client, address = sign_in(supervisor), reverse("desk:lock_days", args=[district.pk])
        given = {"year": YEAR, "lock_on": str(LOCK), "reason": ""}
        assert "请写明依据的文件" in text_of(client.post(address, given))
        assert not LockDay.objects.exists()
        shown = text_of(client.post(address, {**given, "reason": "示政办9号"}, follow=True))
        assert f"{YEAR}年度的锁定日已设为{LOCK}" in shown
        assert "已锁定" in shown
        shown = text_of(client.post(address, {"year": YEAR, "lock_on": "", "reason": "重核"}, follow=True))
        assert "已取消" in shown
        assert "示政办9号" in shown
        assert [one.lock_on for one in LockDay.objects.order_by("pk")] == [LOCK, None]

    def test_a_refusal_keeps_what_was_typed(self, supervisor: Person, district: Agency, sign_in: SignIn) -> None:
        address = reverse("desk:lock_days", args=[district.pk])
        given = {"year": YEAR, "lock_on": f"{YEAR}-06-01", "reason": "手误的一天"}
        shown = text_of(sign_in(supervisor).post(address, given))
        assert "结束以后才能锁定" in shown
        assert "手误的一天" in shown

    def test_nobody_else(self, head: Person, clerk: Person, district: Agency, sign_in: SignIn) -> None:
        for person in (head, clerk):
            address = reverse("desk:lock_days", args=[district.pk])
            assert sign_in(person).get(address).status_code == 404


class TestAskingWhy:
    def test_the_page_asks_and_keeps_everything_that_was_typed(
        self, locked: LockDay, clerk: Person, housing: Agency, sign_in: SignIn
    ) -> None:
        client = sign_in(clerk)
        shown = enter_work(client, housing)
        assert "年度数据已锁定" in shown
        assert 'name="locked_year_reason"' in shown
        assert '<input type="hidden" name="title" value="条例培训">' in shown
        assert not Training.objects.exists()
        enter_work(client, housing, locked_year_reason=WHY)
        assert Training.objects.get().people == 12
        late = LateChange.objects.get()
        assert (late.year, late.reason, late.by, late.agency) == (YEAR, WHY, clerk, housing)

    def test_the_form_token_is_not_kept_twice(
        self, locked: LockDay, clerk: Person, housing: Agency, sign_in: SignIn
    ) -> None:
        shown = enter_work(sign_in(clerk), housing, csrfmiddlewaretoken="old")
        assert 'value="old"' not in shown

    def test_a_year_that_is_not_locked_asks_nothing(self, clerk: Person, housing: Agency, sign_in: SignIn) -> None:
        assert "年度数据已锁定" not in enter_work(sign_in(clerk), housing)
        assert Training.objects.exists()

    def test_whoever_may_not_is_not_asked(
        self, locked: LockDay, outsider: Person, housing: Agency, sign_in: SignIn
    ) -> None:
        assert "年度数据已锁定" not in enter_work(sign_in(outsider), housing)
        assert not Training.objects.exists()

    def test_a_file_is_chosen_again_and_everything_else_is_kept(
        self, locked: LockDay, clerk: Person, housing: Agency, sign_in: SignIn
    ) -> None:
        head = [one.label for one in columns(Training)]
        given = {"on": f"{YEAR}-05-07", "title": "条例培训", "role": "本机关举办", "people": "12"}
        row = [given.get(one.name, "否" if one.field.get_internal_type() == "BooleanField" else "")
               for one in columns(Training)]  # fmt: skip
        table = csv_text(head, [row]).encode()
        client, address = sign_in(clerk), reverse("desk:work_import")
        sent = {"agency": housing.pk, "apply": "1", "file": SimpleUploadedFile("培训.csv", table)}
        shown = text_of(client.post(address, sent))
        assert "年度数据已锁定" in shown
        assert "请重新选择：培训.csv" in shown
        assert f'<input type="hidden" name="agency" value="{housing.pk}">' in shown
        assert not Training.objects.exists()
        again = {**sent, "file": SimpleUploadedFile("培训.csv", table), "locked_year_reason": WHY}
        client.post(address, again)
        assert Training.objects.count() == LateChange.objects.count() == 1


class TestTheList:
    def test_who_sees_what_and_why(
        self,
        locked: LockDay,
        clerk: Person,
        supervisor: Person,
        outsider: Person,
        housing: Agency,
        sign_in: SignIn,
    ) -> None:
        enter_work(sign_in(clerk), housing, locked_year_reason=WHY)
        address = f"{reverse('desk:late_changes')}?year={YEAR}"
        for person in (clerk, supervisor):
            shown = text_of(sign_in(person).get(address))
            assert WHY in shown
            assert "登记工作台账" in shown
        assert WHY not in text_of(sign_in(outsider).get(address))
        assert "没有变动" in text_of(sign_in(supervisor).get(f"{reverse('desk:late_changes')}?year={YEAR - 1}"))

    def test_it_is_handed_out(
        self, locked: LockDay, clerk: Person, supervisor: Person, housing: Agency, sign_in: SignIn
    ) -> None:
        enter_work(sign_in(clerk), housing, locked_year_reason="=1+1")
        address = f"{reverse('desk:late_changes')}?year={YEAR}"
        csv = sign_in(supervisor).get(f"{address}&csv=1")
        assert csv["Content-Type"].startswith("text/csv")
        assert "登记工作台账" in csv.content.decode("utf-8-sig")
        assert ",=1+1" not in csv.content.decode("utf-8-sig")
        assert sign_in(supervisor).get(f"{address}&xlsx=1").content.startswith(b"PK")
