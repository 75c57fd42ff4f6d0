"""The page of a request in each of its states, and what another's code, a stranger's key or a hidden file gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.agencies.models import Agency
from gongkai.cases import consenting, splitting, withdrawing
from gongkai.cases import incoming as arriving
from gongkai.cases.asking import codes
from gongkai.cases.following import given, taking
from gongkai.cases.models import OnlinePaper
from gongkai.documents import queries as documents
from tests.cases import asking
from tests.cases.conftest import AT
from tests.cases.following import walks
from tests.cases.walk import LINK, Office, at, paper, scan

from .followed import Followed, counted_apart, followed, in_browser, looked_at, office_of, text_of

NEXT = date(2026, 3, 5)
Walk = Callable[[Office, Followed], object]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    counted_apart(monkeypatch)
    with looked_at(NEXT):
        yield


@pytest.fixture
def office(bureau: Agency) -> Office:
    return office_of(bureau)


@pytest.fixture
def mine(office: Office) -> Followed:
    return followed(office)


def withdrawn(office: Office, one: Followed) -> None:
    withdrawing.withdraw(office.clerk, one.now(), on=walks.DAY, paper=paper(), at=at(walks.DAY))


def sent_by_post(office: Office, one: Followed) -> None:
    office.answer(one.now(), walks.DAY)


@pytest.mark.parametrize(
    ("walk", "said"),
    [
        (None, ("正在办理", "2026年3月30日", "还有 17 个工作日", "为什么是这一天", "撤回申请")),
        (walks.noticed, ("等您补正", "请在2026年4月1日以前补正", "提交补正", "补正告知书")),
        (walks.reasoned, ("等您说明理由", "说明理由")),
        (walks.charged, ("等您缴费", "380 元", "到本机关窗口领取缴款通知书", "上传缴费凭证", "2026年4月1日")),
        (walks.extended, ("正在办理", "2026年4月14日", "延长答复期限10个工作日")),
        (sent_by_post, ("答复已经发出", "邮件号", "XA")),
        (walks.answered, ("已答复", "予以公开", "依申请公开〔2026〕1号", "2026年5月6日", "示范区人民法院", LINK)),
        (withdrawn, ("已撤回", "不再办理")),
    ],
)
def test_each_state(office: Office, mine: Followed, walk: Walk | None, said: tuple[str, ...]) -> None:
    if walk:
        walk(office, mine)
    page = text_of(in_browser(mine))
    for words in said:
        assert words in page
    assert "张三丰" not in page


def test_overdue_it_says_what_can_be_done(office: Office, mine: Followed) -> None:
    assert "答复期限已过" not in text_of(in_browser(mine))
    with looked_at(date(2026, 3, 31)):
        page = text_of(in_browser(mine))
    for words in ("答复期限已过", "《条例》第五十一条", "示范区人民政府", LINK, "2026年5月29日", "先申请行政复议"):
        assert words in page


def test_a_page_asks_the_database_a_bounded_number_of_times(
    office: Office, mine: Followed, django_assert_max_num_queries: Any
) -> None:
    walks.extended(office, mine)
    walks.answered(office, mine)
    client = in_browser(mine)
    with django_assert_max_num_queries(60):
        client.get("/follow/request/1/")


def test_before_it_is_registered(office: Office) -> None:
    came = asking.came(office.clerk, office.agency)
    one = Followed(came, codes.issue(came, at=AT), came.access_codes.get().pk, case=None)  # type: ignore[arg-type]  # there is none yet
    client = in_browser(one)
    page = text_of(client)
    assert "已收到，等待登记" in page
    assert client.get("/follow/request/1/").status_code == 404
    arriving.not_a_request(office.clerk, came, reason="属于信访事项", at=AT)
    assert "属于信访事项" in text_of(client)


def test_several_cases_are_listed_and_each_has_its_page(office: Office, mine: Followed) -> None:
    first, _ = splitting.split(office.clerk, mine.case, parts=["甲方案", "乙方案"], at=AT)
    client = in_browser(mine)
    listed = text_of(client)
    assert first.number in listed
    assert "/follow/request/2/" in listed
    assert "乙方案" in text_of(client, "/follow/request/2/")
    for beyond in ("0", "3", "99999999999999999999"):
        assert client.get(f"/follow/request/{beyond}/").status_code == 404


def test_a_supplement_goes_from_the_page_into_the_register(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    client = in_browser(mine)
    form = client.get("/follow/request/1/supplement/")
    once = form.context["form"]["once"].value()
    files = [SimpleUploadedFile(f"第{n}页.pdf", b"%PDF-1.7 " + bytes([48 + n])) for n in (1, 2)]
    fields = {"once": once, "text": "指2025年的方案", "papers": files}
    response = client.post("/follow/request/1/supplement/", fields, follow=True)
    made = OnlinePaper.objects.get()
    assert f"已提交，编号 {made.incoming.number}" in response.content.decode()
    assert made.incoming.files.count() == 3
    page = text_of(client)
    assert "等本机关处理" in page
    assert "您在网上提交了补正" in page
    taking.take(office.clerk, made, values={}, at=at(NEXT, 13))
    assert "正在办理" in text_of(client)


def test_a_refusal_keeps_what_was_typed(office: Office, mine: Followed) -> None:
    walks.noticed(office, mine)
    client = in_browser(mine)
    wrong = SimpleUploadedFile("坏.exe", b"MZ program")
    response = client.post("/follow/request/1/supplement/", {"once": "x", "text": "写了很久", "papers": [wrong]})
    page = response.content.decode()
    assert "不是可以接收的文件" in page
    assert "写了很久" in page
    assert "请重新选择" in page
    assert not OnlinePaper.objects.exists()


def test_what_nobody_waits_for_is_not_offered(mine: Followed) -> None:
    client = in_browser(mine)
    assert "现在不需要" in text_of(client, "/follow/request/1/supplement/")
    page = client.post("/follow/request/1/supplement/", {"once": "x", "text": "a"}).content.decode()
    assert "现在不需要" in page
    assert client.get("/follow/request/1/no-such-thing/").status_code == 404


def test_withdrawing_says_what_it_means_and_waits_for_the_clerk(mine: Followed) -> None:
    client = in_browser(mine)
    assert "本机关不再答复这件申请" in text_of(client, "/follow/request/1/withdrawal/")
    page = client.post("/follow/request/1/withdrawal/", {"once": "x"}, follow=True).content.decode()
    assert "撤回申请：已经提交，本机关正在处理" in page
    assert mine.now().state == "open"


def test_agreeing_shows_the_words(mine: Followed) -> None:
    client = in_browser(mine)
    assert "到达查询页面之日就是送达之日" in text_of(client, "/follow/request/1/consent/")
    client.post("/follow/request/1/consent/", {"once": "x"})
    assert OnlinePaper.objects.get().what == "consent"


def test_a_consent_is_taken_back_by_one_button_and_holds_at_once(office: Office, mine: Followed) -> None:
    consenting.consent(office.clerk, mine.now(), on=walks.DAY, paper=paper(), at=at(walks.DAY, 9))
    client = in_browser(mine)
    assert "/follow/request/1/revocation/" in text_of(client)
    assert "马上生效" in text_of(client, "/follow/request/1/revocation/")
    done = client.post("/follow/request/1/revocation/", {"once": "x"}, follow=True).content.decode()
    assert "现在起不再电子送达" in done
    assert "/follow/request/1/consent/" in done, "and given anew as easily"
    assert not mine.now().electronic_service


def test_nobody_takes_back_the_consent_of_another(office: Office, mine: Followed, finance: Agency) -> None:
    consenting.consent(office.clerk, mine.now(), on=walks.DAY, paper=paper(), at=at(walks.DAY, 9))
    Client().post("/follow/request/1/revocation/", {"once": "x"})
    other = in_browser(followed(office_of(finance)))
    other.post("/follow/request/1/revocation/", {"once": "y"})
    assert mine.now().electronic_service


def test_a_problem_and_its_answer(office: Office, mine: Followed) -> None:
    client = in_browser(mine)
    client.post("/follow/request/1/problem/", {"once": "x", "text": "附件<b>打不开</b>"})
    taking.answer(office.clerk, OnlinePaper.objects.get(), text="已重新上传", at=at(NEXT, 13))
    page = text_of(client)
    assert "附件&lt;b&gt;打不开&lt;/b&gt;" in page
    assert "已重新上传" in page


def test_the_letter_is_taken_away_as_it_was_sealed(office: Office, mine: Followed) -> None:
    consenting.consent(office.clerk, mine.now(), on=walks.DAY, paper=paper(), at=at(walks.DAY, 9))
    delivery = walks.delivered(office, mine)
    client = in_browser(mine)
    key = given.given(mine.now())[0].key
    assert f"/follow/files/{key}/" in text_of(client)
    response = client.get(f"/follow/files/{key}/")
    assert response.content == scan()
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    delivery.refresh_from_db()
    assert delivery.opened_at is not None


def test_another_code_another_agency_an_ended_code_get_nothing(
    office: Office, mine: Followed, finance: Agency
) -> None:
    walks.answered(office, mine)
    key = given.given(mine.now())[0].key
    elsewhere = office_of(finance)
    for other in (followed(office, applicant=asking.LI), followed(elsewhere)):
        client = in_browser(other)
        assert client.get(f"/follow/files/{key}/").status_code == 404
        assert mine.case.number not in text_of(client) or other.case.number == mine.case.number
    client = in_browser(mine)
    codes.issue(mine.incoming, at=AT)
    assert client.get(f"/follow/files/{key}/")["Location"] == "/follow/"
    assert client.post("/follow/request/1/problem/", {"once": "x", "text": "a"})["Location"] == "/follow/"
    assert not OnlinePaper.objects.exists()


def test_what_was_not_sent_is_a_page_that_is_not_there(office: Office, mine: Followed) -> None:
    office.draft(mine.now(), walks.DAY)
    letter = office.approved(mine.now(), walks.DAY).letter
    assert letter is not None
    office.sealed(mine.now(), letter, walks.DAY)
    client = in_browser(mine)
    for key in (f"letter-{letter.pk}", "letter-0", "release-1", "x"):
        assert client.get(f"/follow/files/{key}/").status_code == 404


def test_a_file_that_the_scanner_holds_is_refused_in_words(
    office: Office, mine: Followed, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks.answered(office, mine)

    def held(file: object) -> bytes:
        raise documents.Held("病毒扫描还没有结果，暂时不能打开这个文件")

    monkeypatch.setattr(documents, "content", held)
    key = given.given(mine.now())[0].key
    response = in_browser(mine).get(f"/follow/files/{key}/")
    assert response.status_code == 409
    assert "病毒扫描还没有结果" in response.content.decode()


def test_a_form_of_another_site_is_refused(mine: Followed) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/follow/", {"number": mine.incoming.number, "code": mine.code}).status_code == 403
