"""监督检查 on the portal: public sentences and scores, nothing that the desk keeps, and gone when taken back."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies import addresses
from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.roles import Role
from gongkai.supervision import inspecting, publishing, rectifying
from gongkai.supervision.inspection_states import Result, Said
from gongkai.supervision.models import Inspection, Shortcoming
from gongkai.supervision.publishing import Words
from tests.district import SHANGHAI, invited

from .conftest import Page

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 7, 10, 9, 0, tzinfo=SHANGHAI)
LATER = NOW + timedelta(days=3)
WHOLE = "栏目齐全，培训有待加强。"
# What only the desk knows.
HIDDEN = ("抽查到丙处的证据", "办公室丁", "签到表在戊柜", "复核己")


@pytest.fixture
def second(district: Agency) -> Person:
    return invited("fuhe", district, Role.SUPERVISOR)


def inspected(agency: Agency, supervisor: Person, second: Person, *, quarter: int = 2) -> Inspection:
    """Public, with one shortcoming put right and the rest open."""
    clerk = invited(f"jingban-{agency.pk}-{quarter}", agency, Role.CLERK)
    found = inspecting.begin(supervisor, agency, year=2024, quarter=quarter, at=NOW)
    for one in found.verdicts.filter(result=Result.WAITING):
        inspecting.judge(supervisor, one, result="passed", at=NOW)
    training = found.verdicts.get(title="培训")
    inspecting.judge(supervisor, training, result="failed", ground=HIDDEN[0], number=1, at=NOW)
    inspecting.close(supervisor, found, due_on=date(2024, 8, 10), at=NOW)
    short = Shortcoming.objects.get(verdict=training)
    rectifying.assign(clerk, short, unit=HIDDEN[1], at=LATER)
    rectifying.prove(clerk, short, proof=HIDDEN[2], at=LATER)
    rectifying.accept(supervisor, short, words=HIDDEN[3], at=LATER)
    found_ = publishing.shortcomings(found).select_related("verdict")
    said = [Words(Said.WHOLE, WHOLE), Words(Said.DONE, "已举办培训。", short.pk)]
    said += [Words(Said.FOUND, f"{one.verdict.title}未达要求。", one.pk) for one in found_]
    publishing.word(supervisor, found, said, at=LATER)
    return publishing.publish(second, found, at=LATER)


def page_of(agency: Agency, quarter: int = 2) -> str:
    return reverse("portal:agency_inspection", args=[addresses.word(agency), 2024, quarter])


def outlets(agency: Agency) -> list[str]:
    word = addresses.word(agency)
    return [
        reverse("portal:inspections"), reverse("portal:agency_inspections", args=[word]), page_of(agency),
        reverse("portal:agency", args=[word]), "/sitemap-1.xml", "/api/v1/inspections", "/api/v1/inspections.csv",
        f"/api/v1/inspections?agency={word}&year=2024&quarter=2",
    ]  # fmt: skip


def test_one_inspection_as_everybody_reads_it(
    page: Page, bureau: Agency, supervisor: Person, second: Person
) -> None:
    inspected(bureau, supervisor, second)
    text = page(page_of(bureau))
    for said in (WHOLE, "培训未达要求。", "已举办培训。", "已整改", "2024年7月13日复核", "整改期限 2024年8月10日"):
        assert said in text
    assert "共 2 个问题，已整改 1 个" in text


def test_no_outlet_tells_what_the_desk_keeps(
    client: Client, bureau: Agency, supervisor: Person, second: Person
) -> None:
    inspected(bureau, supervisor, second)
    for address in outlets(bureau):
        text = client.get(address).content.decode()
        for hidden in (*HIDDEN, supervisor.name, second.name, f"jingban-{bureau.pk}-2"):
            assert hidden not in text, address


def test_taken_back_it_is_gone_everywhere_at_once(
    client: Client, bureau: Agency, supervisor: Person, second: Person
) -> None:
    found = inspected(bureau, supervisor, second)
    marks = {address: client.get(address).content.decode() for address in outlets(bureau)}
    assert all("2024" in text for text in marks.values())
    publishing.take_back(supervisor, found, reason="得分有误，核对后重新公布", at=LATER)
    for address in outlets(bureau):
        text = client.get(address).content.decode()
        assert WHOLE not in text, address
        assert address == page_of(bureau) or page_of(bureau) not in text, address
    gone = client.get(page_of(bureau))
    assert gone.status_code == 410
    assert "得分有误，核对后重新公布" in gone.content.decode()
    assert "noindex" in gone.content.decode()
    # Public again, and the reason is gone.
    publishing.publish(second, found, at=LATER)
    again = client.get(page_of(bureau))
    assert again.status_code == 200
    assert "得分有误" not in again.content.decode()


def test_what_is_not_public_never_was(client: Client, bureau: Agency, supervisor: Person) -> None:
    inspecting.begin(supervisor, bureau, year=2024, quarter=2, at=NOW)
    response = client.get(page_of(bureau))
    assert response.status_code == 404
    assert "没有这次检查的结果" in response.content.decode()
    assert json.loads(client.get("/api/v1/inspections").content)["count"] == 0


def test_empty_pages_say_so(page: Page, bureau: Agency) -> None:
    assert "还没有公布监督检查的结果" in page(reverse("portal:inspections"))
    word = addresses.word(bureau)
    assert "还没有公布对本机关的检查结果" in page(reverse("portal:agency_inspections", args=[word]))
    assert "监督检查</h3>" not in page(reverse("portal:agency", args=[word]))


def test_the_trend_of_an_agency_and_of_all(
    page: Page, bureau: Agency, finance: Agency, supervisor: Person, second: Person
) -> None:
    for quarter in (1, 2):
        inspected(bureau, supervisor, second, quarter=quarter)
    Inspection.objects.filter(quarter=1).update(score="96.5")
    inspected(finance, supervisor, second)
    text = page(reverse("portal:agency_inspections", args=[addresses.word(bureau)]))
    assert "24年1季 96.5，24年2季 98。" in text
    text = page(reverse("portal:inspections"))
    assert "共 2 个机关，平均 98 分" in text
    assert finance.name in text
    text = page(reverse("portal:inspections") + "?quarter=2024-1")
    assert finance.name not in text.split("<tbody>")[1]
    assert "共 1 个机关" in text
    # What names no public quarter shows the latest.
    assert "共 2 个机关" in page(reverse("portal:inspections") + "?quarter=x")


def test_the_agency_page_leads_there(page: Page, bureau: Agency, supervisor: Person, second: Person) -> None:
    inspected(bureau, supervisor, second)
    text = page(reverse("portal:agency", args=[addresses.word(bureau)]))
    assert f'href="{page_of(bureau)}"' in text
    assert reverse("portal:inspections") in page("/agencies/")


def test_the_interface_has_the_same(client: Client, bureau: Agency, supervisor: Person, second: Person) -> None:
    found = inspected(bureau, supervisor, second)
    (one,) = json.loads(client.get("/api/v1/inspections").content)["results"]
    assert (one["agency"], one["year"], one["quarter"], one["score"]) == (addresses.word(bureau), 2024, 2, 98.0)
    assert one["summary"] == WHOLE
    settled = {"found": "培训未达要求。", "state": "已整改", "on": "2024-07-13", "done": "已举办培训。"}
    assert settled in one["found"]
    lines = client.get("/api/v1/inspections.csv?year=2024").content.decode("utf-8-sig").splitlines()
    assert lines[1].startswith(f"{addresses.word(bureau)},{bureau.name},2024,2,2024-07-10,{found.sheet},98")
    assert client.get("/api/v1/inspections?agency=a999999").status_code == 404
    assert json.loads(client.get("/api/v1/inspections?year=2023").content)["count"] == 0
    publishing.take_back(OPERATOR, found, reason="误", at=LATER)
    assert json.loads(client.get("/api/v1/inspections").content)["count"] == 0
