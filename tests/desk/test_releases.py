"""What is given, at the desk: chosen with its report, cleaned or let through with a reason, checked by another."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry
from gongkai.cases import assigning, filing, releases, releasing
from gongkai.cases.filing import Paper
from gongkai.cases.models import Case, CaseFile, Release
from gongkai.cases.states import State
from tests.cases import walk
from tests.documents import sheets

from .cases import NOW, made, release_of
from .conftest import Appoint, SignIn, found, text_of

pytestmark = pytest.mark.usefixtures("clock")

PLAIN = "老旧小区改造招标文件，可以公开。".encode()
TELLING = f"联系人电话{sheets.PHONE}。".encode()


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def information(clerk: Person, case: Case, data: bytes = PLAIN, name: str = "招标文件.txt") -> CaseFile:
    return filing.add(clerk, case, Paper(name, data), what="information", at=NOW)


def chosen(client: Client, clerk: Person, case: Case, data: bytes = PLAIN, name: str = "招标文件.txt") -> Release:
    source = information(clerk, case, data, name)
    client.post(f"/desk/cases/{case.pk}/releases/choose/", {"source": source.pk})
    return Release.objects.get(source=source)


def page(one: Release, tail: str = "") -> str:
    return f"/desk/cases/{one.case_id}/releases/{one.pk}/{tail}"


def sent(client: Client, address: str, **fields: str) -> str:
    return text_of(client.post(address, fields, follow=True))


def test_with_nothing_to_give_the_page_says_how_it_comes(case: Case, client: Client) -> None:
    text = text_of(client.get(f"/desk/cases/{case.pk}/releases/"))
    assert "还没有选定提供的文件" in text
    assert "拟提供的政府信息" in text
    assert "准备提供的文件" not in text_of(client.get(f"/desk/cases/{case.pk}/"))


def test_the_step_of_the_case_leads_to_it(case: Case, client: Client, clerk: Person) -> None:
    information(clerk, case)
    address = f"/desk/cases/{case.pk}/steps/release/"
    assert address in text_of(client.get(f"/desk/cases/{case.pk}/"))
    assert client.get(address)["Location"] == f"/desk/cases/{case.pk}/releases/"


def test_a_paper_is_chosen_and_examined_at_once(case: Case, client: Client, clerk: Person) -> None:
    source = information(clerk, case, TELLING)
    text = sent(client, f"/desk/cases/{case.pk}/releases/choose/", source=str(source.pk))
    assert "隐藏信息检查" in text
    assert "电话号码" in text
    assert sheets.PHONE not in text, "the report masks it"
    assert "待准备" in text
    text = sent(client, f"/desk/cases/{case.pk}/releases/choose/", source=str(source.pk))
    assert "已经在提供清单中" in text
    text = sent(client, f"/desk/cases/{case.pk}/releases/choose/", source="nonsense")
    assert "请从案卷中" in text


def test_what_hides_nothing_is_given_as_it_is_and_checked_by_another(
    case: Case, client: Client, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    one = chosen(client, clerk, case)
    assert "没有发现隐藏信息" in text_of(client.get(page(one)))
    text = sent(client, page(one, "as-it-is/"))
    assert "请另一人核对" in text
    assert "核对通过" not in text, "not by whoever prepared it"
    checker = sign_in(reviewer)
    assert f"/desk/cases/{case.pk}/steps/check-release/" in text_of(checker.get(f"/desk/cases/{case.pk}/"))
    assert "核对通过" in text_of(checker.get(page(one)))
    text = sent(checker, page(one, "check/"))
    assert "已核对" in text
    one.refresh_from_db()
    assert one.checked_by == reviewer
    assert "全部 1 份文件已经核对" in text_of(client.get(f"/desk/cases/{case.pk}/releases/"))


def test_what_was_found_asks_for_a_reason_and_keeps_what_was_typed(
    case: Case, client: Client, clerk: Person
) -> None:
    one = chosen(client, clerk, case, TELLING)
    assert "仍然提供的理由</label>" in re.sub(r"\s+", "", client.get(page(one)).content.decode()), "not （选填）"
    text = sent(client, page(one, "as-it-is/"))
    assert "写明仍然提供的理由" in text
    assert 'role="alert"' in text
    fields = {"as-it-is-reason": "机关公务电话", "revision": "0"}
    text = sent(client, page(one, "as-it-is/"), **fields)
    assert "刚刚有人办理过" in text
    assert "机关公务电话" in text
    del fields["revision"]
    assert "请另一人核对" in sent(client, page(one, "as-it-is/"), **fields)
    one.refresh_from_db()
    assert one.reason == "机关公务电话"


def test_hidden_information_is_cleaned_by_one_click_and_what_went_is_shown(
    case: Case, client: Client, clerk: Person
) -> None:
    one = chosen(client, clerk, case, sheets.positioned(), "现场.jpg")
    text = sent(client, page(one, "clean/"))
    assert "隐藏信息已清除；原件没有改动" in text
    assert "清除了" in text
    one.refresh_from_db()
    assert one.cleaned is not None
    cleaned = client.get(page(one, "file/cleaned/"))
    assert b"Camera of Somebody" not in cleaned.content
    assert client.get(page(one, "file/original/")).content == sheets.positioned()
    if one.file is None:
        assert "清除后还有" in text
        text = sent(client, page(one, "cleaned/"), **{"cleaned-reason": "照片上没有文字"})
    one.refresh_from_db()
    assert releases.is_cleaned(one)


def test_what_cannot_be_cleaned_says_so(case: Case, client: Client, clerk: Person) -> None:
    one = chosen(client, clerk, case, b"\x00\x01\x02 nobody knows this", "x.bin")
    assert "没有检查完" in text_of(client.get(page(one)))
    text = sent(client, page(one, "clean/"))
    assert 'role="alert"' in text
    text = sent(client, page(one, "as-it-is/"))
    assert "没有检查完" in text
    one.refresh_from_db()
    assert one.file is None


def test_refused_with_a_reason_and_a_second_try(
    case: Case, client: Client, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    one = chosen(client, clerk, case)
    sent(client, page(one, "as-it-is/"))
    checker = sign_in(reviewer)
    text = sent(checker, page(one, "refuse/"), **{"refuse-reason": ""})
    assert "请填写退回的理由" in text
    text = sent(checker, page(one, "refuse/"), **{"refuse-reason": "不是最后一稿"})
    assert "已退回" in text
    text = text_of(client.get(page(one)))
    assert "不是最后一稿" in text
    sent(client, page(one, "as-it-is/"))
    assert "已核对" in sent(checker, page(one, "check/"))


def test_it_is_renamed_and_taken_off_the_list(case: Case, client: Client, clerk: Person) -> None:
    one = chosen(client, clerk, case)
    text = sent(client, page(one, "rename/"), **{"rename-title": "改造招标文件.txt"})
    assert "<h1>改造招标文件.txt</h1>" in text
    text = sent(client, page(one, "drop/"))
    assert "原件仍在案卷中" in text
    assert not Release.objects.exists()
    assert client.get(page(one)).status_code == 404


def test_a_step_that_does_not_exist_is_not_there(case: Case, client: Client, clerk: Person) -> None:
    one = chosen(client, clerk, case)
    assert client.post(page(one, "nonsense/")).status_code == 404
    assert client.get(page(one, "file/nonsense/")).status_code == 404
    assert client.get(page(one, "file/cleaned/")).status_code == 404
    assert client.get(f"/desk/cases/{case.pk}/preview/nobody/").status_code == 404


def test_who_has_another_role_does_not_change_what_is_given(
    case: Case, client: Client, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    one = chosen(client, clerk, case)
    for person in (reviewer, head):
        for verb in ("as-it-is", "clean", "drop", "redact", "examine"):
            assert sign_in(person).post(page(one, f"{verb}/")).status_code == 403, verb
        assert "怎样提供" not in text_of(sign_in(person).get(page(one)))
    assert Release.objects.get().file is None


@pytest.mark.parametrize("role", [Role.INFORMATION_OFFICER, Role.AUDITOR, Role.SUPERVISOR])
def test_who_neither_prepares_nor_checks_has_no_such_page(
    case: Case, clerk: Person, housing: Agency, appoint: Appoint, sign_in: SignIn, role: Role
) -> None:
    one = release_of(case, clerk)
    stranger = sign_in(appoint(role, housing))
    for address in _all(one):
        assert stranger.get(address).status_code == 404, address


def test_the_office_a_case_was_given_to_gets_nothing_of_it(
    case: Case, clerk: Person, head: Person, housing: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    from gongkai.agencies.kinds import Kind

    one = release_of(case, clerk)
    unit = found("住建局物业科", housing, 1, Kind.INTERNAL)
    theirs = sign_in(appoint(Role.CLERK, unit))
    assigning.assign(head, case, unit=unit, at=NOW)
    text = text_of(theirs.get(f"/desk/cases/{case.pk}/"))
    assert "提供的文件" not in text
    for address in _all(one):
        assert theirs.get(address).status_code == 404, address
    for tail in ("check/", "as-it-is/", "boxes/box/"):
        assert theirs.post(page(one, tail)).status_code == 404


def _all(one: Release) -> list[str]:
    case = f"/desk/cases/{one.case_id}/"
    return [
        f"{case}releases/", f"{case}releases/schedule/", f"{case}releases/schedule/pdf/",
        f"{case}preview/applicant/", f"{case}preview/head/",
        *(page(one, tail) for tail in ("", "file/original/", "boxes/", "pages/1/original/")),
    ]  # fmt: skip


def test_a_file_of_another_case_is_not_reached_through_this_one(
    case: Case, client: Client, clerk: Person, housing: Agency
) -> None:
    one, other = release_of(case, clerk), made(housing, clerk)
    assert client.get(f"/desk/cases/{other.pk}/releases/{one.pk}/").status_code == 404
    assert client.get(f"/desk/cases/{other.pk}/releases/{one.pk}/file/original/").status_code == 404
    assert client.get(f"/desk/cases/{other.pk}/releases/{one.pk}/pages/1/original/").status_code == 404


def test_nothing_of_it_is_kept_by_a_browser(case: Case, client: Client, clerk: Person) -> None:
    one = release_of(case, clerk)
    for tail in ("", "boxes/", "pages/1/original/", "file/original/"):
        assert "no-store" in client.get(page(one, tail))["Cache-Control"], tail
    assert client.get(page(one, "file/original/"))["Content-Disposition"].startswith("attachment")


def test_both_previews_show_the_letter_and_the_files(
    case: Case, client: Client, clerk: Person, head: Person, reviewer: Person, sign_in: SignIn
) -> None:
    one = chosen(client, clerk, case)
    sent(client, page(one, "as-it-is/"))
    from gongkai.cases import deciding

    deciding.draft(clerk, case, reply="granted", values=walk.GRANTED, at=NOW)
    text = text_of(client.get(f"/desk/cases/{case.pk}/preview/applicant/"))
    assert "招标文件.txt" in text
    assert "低保资金分配方案" in text, "the words of the letter"
    assert "还没有核对" not in text
    text = text_of(sign_in(head).get(f"/desk/cases/{case.pk}/preview/head/"))
    assert "还没有经其他人核对" in text
    assert "公开审查尚未进行" in text
    releasing.check(reviewer, case, Release.objects.get(), at=NOW)
    assert "还没有经其他人核对" not in text_of(client.get(f"/desk/cases/{case.pk}/preview/head/"))


def test_an_answer_that_gives_nothing_shows_no_file(case: Case, client: Client, clerk: Person) -> None:
    from gongkai.cases import deciding
    from tests.cases.histories import values_for

    chosen(client, clerk, case)
    deciding.draft(clerk, case, reply="process", values=values_for("process", NOW.date()), at=NOW)
    text = text_of(client.get(f"/desk/cases/{case.pk}/preview/applicant/"))
    assert "没有随答复提供的文件" in text


def test_what_was_sent_is_shown_and_no_longer_changed(housing: Agency, clerk: Person, client: Client) -> None:
    case = made(housing, clerk, state=State.CLOSED, closed_on=date(2026, 3, 12))
    one = release_of(case, clerk)
    assert "怎样提供" not in text_of(client.get(page(one)))
    assert "已办结" in sent(client, page(one, "as-it-is/"))
    assert Release.objects.get().file is None
    assert not Entry.objects.filter(verb="cases.prepare_file").exists()
