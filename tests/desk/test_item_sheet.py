"""A new item and the sheet of its draft: begun from what there is, saved as often as one likes, nothing lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.desk.item_attachments import moved
from gongkai.publication import checks, drafting, obligations, reviewing
from gongkai.publication.models import Item, Version
from tests.documents import sheets

from . import cases
from .conftest import Appoint, SignIn, found, text_of
from .items import NOW, draft, public

NEW = reverse("desk:item_new")


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(version: Version) -> str:
    return reverse("desk:item_edit", args=[version.item_id])


def with_hidden_sheet() -> bytes:
    book, data = Workbook(), BytesIO()
    book.create_sheet("名单").sheet_state = "hidden"
    book.save(data)
    return data.getvalue()


def filled(version: Version, **changed: Any) -> dict[str, Any]:
    """As a browser would send it."""
    return {
        "revision": version.revision, "title": version.title, "summary": version.summary,
        "made_on": version.made_on or "", "body": version.body, "genre": version.genre,
        "category": version.category, "document_number": version.document_number, "issuer": version.issuer,
        "subject": version.subject, "keywords": "、".join(version.keywords),
        "disclosure_class": version.disclosure_class, **changed,
    }  # fmt: skip


def test_a_draft_is_begun_with_a_title_alone(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    assert "新建信息" in text_of(client.get(NEW))
    response = client.post(NEW, {"agency": housing.pk, "title": "物业服务收费标准"})
    item = Item.objects.get()
    assert response["Location"] == reverse("desk:item_edit", args=[item.pk])
    assert (item.title, item.agency, item.issuer) == ("物业服务收费标准", housing, housing.name)


def test_without_a_title_it_is_not_begun_and_nothing_is_lost(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    text = text_of(sign_in(clerk).post(NEW, {"agency": housing.pk, "title": "", "from_case": "示住建申1号"}))
    assert "请填写标题" in text
    assert 'value="示住建申1号"' in text
    assert not Item.objects.exists()


def test_a_request_begins_one_and_leaves_its_number(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    case, client = cases.made(housing, clerk), sign_in(clerk)
    text = text_of(client.get(f"{NEW}?case={case.pk}"))
    assert f'value="{case.number}"' in text
    assert "老旧小区改造工程的招标文件" in text
    assert cases.NAME not in text
    client.post(NEW, {"agency": housing.pk, "title": "招标文件", "from_case": case.number})
    assert Item.objects.get().from_case == case.number


def test_a_request_of_somebody_else_begins_nothing(housing: Agency, street: Agency, appoint: Appoint,
                                                   sign_in: SignIn) -> None:  # fmt: skip
    case = cases.made(housing)
    text = text_of(sign_in(appoint(Role.CLERK, street)).get(f"{NEW}?case={case.pk}"))
    assert case.number not in text


def test_the_page_of_a_request_leads_to_it(case: Any, clerk: Person, sign_in: SignIn) -> None:
    with time_machine.travel(cases.NOW, tick=False):
        text = text_of(sign_in(clerk).get(reverse("desk:case", args=[case.pk])))
    assert f"{NEW}?case={case.pk}" in text


def test_what_must_be_public_begins_one_that_fulfils_it(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    owed = obligations.enter(clerk, housing, title="年度预算", formed_on=NOW.date(), at=NOW)
    client = sign_in(clerk)
    text = text_of(client.get(f"{NEW}?obligation={owed.pk}"))
    assert 'value="年度预算"' in text
    client.post(NEW, {"agency": housing.pk, "title": "年度预算", "obligation": owed.pk})
    owed.refresh_from_db()
    assert owed.item == Item.objects.get()


def test_an_office_drafts_for_its_agency(housing: Agency, appoint: Appoint, sign_in: SignIn) -> None:
    section = found("住建局物业管理科", housing, 10, Kind.INTERNAL)
    client = sign_in(appoint(Role.INFORMATION_OFFICER, section))
    client.post(NEW, {"agency": section.pk, "title": "物业服务收费标准"})
    version = Version.objects.get()
    assert (version.item.agency, version.unit) == (housing, section)
    assert client.get(sheet(version)).status_code == 200


def test_the_whole_sheet_is_saved(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(version, title="新的标题", keywords="养老、补贴，标准", joint_makers="甲局；乙局",
                  body="<p>新的正文</p><script>alert(1)</script>", ended_on="2027-01-01")  # fmt: skip
    response = sign_in(clerk).post(sheet(version), sent)
    assert response["Location"] == reverse("desk:item", args=[version.item_id])
    version.refresh_from_db()
    assert (version.title, version.keywords) == ("新的标题", ["养老", "补贴", "标准"])
    assert version.joint_makers == ["甲局", "乙局"]
    assert "script" not in version.body
    assert str(version.ended_on) == "2027-01-01"


def test_one_may_stay_and_go_on(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    assert sign_in(clerk).post(sheet(version), filled(version, stay=1))["Location"] == sheet(version)


def test_a_refusal_keeps_everything_that_was_typed(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(version, made_on="2026-12-31", summary="刚写好的概述")
    text = text_of(sign_in(clerk).post(sheet(version), sent))
    assert "成文日期晚于今天" in text
    assert "刚写好的概述" in text
    version.refresh_from_db()
    assert version.summary != "刚写好的概述"


def test_somebody_saved_meanwhile(housing: Agency, clerk: Person, appoint: Appoint, sign_in: SignIn) -> None:
    """What they wrote is shown, what was typed is kept, and the next save stands."""
    version, other = draft(clerk, housing), appoint(Role.CLERK, housing)
    client, sent = sign_in(clerk), filled(version, summary="我写的概述")
    drafting.edit(other, version, summary="别人写的概述", at=NOW)
    text = text_of(client.post(sheet(version), sent))
    assert "刚刚有人办理过" in text
    assert "别人写的概述" in text
    assert "我写的概述" in text
    version.refresh_from_db()
    assert version.summary == "别人写的概述"
    client.post(sheet(version), {**sent, "revision": version.revision})
    version.refresh_from_db()
    assert version.summary == "我写的概述"


def test_in_review_it_is_not_opened(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    reviewing.submit(clerk, version, at=NOW)
    response = sign_in(clerk).get(sheet(version), follow=True)
    assert "不能修改" in text_of(response)
    sign_in(clerk).post(sheet(version), filled(version, title="改了"))
    version.refresh_from_db()
    assert version.title != "改了"


def test_only_who_drafts_opens_it(housing: Agency, clerk: Person, auditor: Person, reviewer: Person,
                                  sign_in: SignIn) -> None:  # fmt: skip
    version = draft(clerk, housing)
    for person in (auditor, reviewer):
        assert sign_in(person).get(sheet(version)).status_code == 403
        assert sign_in(person).post(sheet(version), filled(version, title="改了")).status_code == 403
    version.refresh_from_db()
    assert version.title != "改了"


def test_a_correction_says_what_the_public_will_be_told(
    housing: Agency, clerk: Person, reviewer: Person, head: Person, sign_in: SignIn
) -> None:
    first = draft(clerk, housing, "第一稿")
    assert "更正说明" not in text_of(sign_in(clerk).get(sheet(first)))
    item = public(clerk, reviewer, head, housing)
    version = drafting.revise(clerk, item, note="改正日期", at=NOW)
    assert "改正日期" in text_of(sign_in(clerk).get(sheet(version)))


def test_what_is_not_a_number_in_the_address_is_nothing(clerk: Person, sign_in: SignIn) -> None:
    for query in ("case=x", "obligation=9999", "column=-1", "agency=" + "9" * 40):
        assert sign_in(clerk).get(f"{NEW}?{query}").status_code == 200


# -- files of the sheet


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/octet-stream")


def test_attachments_are_added_with_the_text(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(
        version, title="带附件", added=[upload("甲.pdf", sheets.letter()), upload("乙.txt", "乙".encode())]
    )
    response = sign_in(clerk).post(sheet(version), sent)
    assert response["Location"] == sheet(version)
    version.refresh_from_db()
    assert version.title == "带附件"
    assert [one.name for one in version.attachments.all()] == ["甲.pdf", "乙.txt"]


def test_a_file_that_is_refused_takes_nothing_with_it(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    sent = filled(version, title="文字留下", added=[upload("坏.exe", b"MZ" + bytes(200)), upload("好.txt", b"x")])
    text = text_of(sign_in(clerk).post(sheet(version), sent))
    assert "“坏.exe”" in text
    assert "文字已保存" in text
    version.refresh_from_db()
    assert version.title == "文字留下"
    assert [one.name for one in version.attachments.all()] == ["好.txt"]
    assert f'name="revision" value="{version.revision}"' in text


def test_files_sent_with_a_sheet_that_is_not_saved_are_told_by_name(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    sent = {"word": upload("正文.docx", b"x"), "added": upload("名录.txt", b"1")}
    text = text_of(client.post(sheet(version), filled(version, title="", **sent)))
    assert "请重新选择：正文.docx、名录.txt" in text
    assert "文字已保存" not in text
    empty = text_of(client.post(sheet(version), filled(version, word=upload("空.docx", b""))))
    assert "请重新选择：空.docx" in empty
    assert "文字已保存" not in empty
    taken = text_of(client.post(sheet(version), filled(version, word=upload("坏.docx", b"x"),
                                                       added=upload("名录.txt", b"1"))))  # fmt: skip
    assert "文字已保存" in taken
    assert "请重新选择" not in taken


def test_a_paper_with_a_secrecy_marking_is_stopped_at_its_field(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    from gongkai.documents.models import StoredFile

    version = draft(clerk, housing)
    sent = filled(version, added=[upload("密件.txt", "机密★10年\n\n某某文件\n".encode())])
    text = text_of(sign_in(clerk).post(sheet(version), sent))
    assert "国家秘密标志" in text
    assert not version.attachments.exists()
    assert not StoredFile.objects.exists()


def test_a_word_file_becomes_the_body(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    document = Document()
    document.add_paragraph("从文件来的正文。")
    data = BytesIO()
    document.save(data)
    sign_in(clerk).post(sheet(version), filled(version, word=upload("正文.docx", data.getvalue())))
    version.refresh_from_db()
    assert "从文件来的正文。" in version.text
    assert "总体要求" not in version.text


def test_what_is_no_word_file_says_what_to_do(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version = draft(clerk, housing)
    text = text_of(sign_in(clerk).post(sheet(version), filled(version, word=upload("正文.pdf", sheets.letter()))))
    assert "DOCX" in text
    version.refresh_from_db()
    assert "总体要求" in version.text


def test_attachments_are_named_moved_and_taken_out(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    files = [upload("甲.txt", b"1"), upload("乙.txt", b"2"), upload("丙.txt", b"3")]
    client.post(sheet(version), filled(version, added=files))

    def do(what: str, place: int, **named: str) -> list[str]:
        version.refresh_from_db()
        row = list(version.attachments.all())[place]
        response = client.post(sheet(version), filled(version, file_do=f"{what}:{row.pk}", **named))
        assert response["Location"] == f"{sheet(version)}#files"
        return [one.name for one in version.attachments.all()]

    assert do("up", 2) == ["甲.txt", "丙.txt", "乙.txt"]
    assert do("down", 0) == ["丙.txt", "甲.txt", "乙.txt"]
    assert do("up", 0) == ["丙.txt", "甲.txt", "乙.txt"]
    first = version.attachments.all()[0]
    assert do("remove", 1, **{f"name_{first.pk}": "新名.txt"}) == ["新名.txt", "乙.txt"]
    assert do("nonsense", 0) == ["新名.txt", "乙.txt"]


@given(st.lists(st.integers(), min_size=1, max_size=8, unique=True), st.data())
def test_moving_keeps_all_and_changes_one_place(keys: list[int], data: st.DataObject) -> None:
    key, by = data.draw(st.sampled_from(keys)), data.draw(st.sampled_from([-1, 1]))
    after = moved(keys, key, by)
    assert sorted(after) == sorted(keys)
    assert after.index(key) == min(max(keys.index(key) + by, 0), len(keys) - 1)


def test_the_checks_look_at_what_was_saved(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    """And a finding is settled in its place, with a reason."""
    version, client = draft(clerk, housing), sign_in(clerk)
    client.post(sheet(version), filled(version, subject=""))
    found = version.findings.exclude(severity="hint").first() or version.findings.first()
    assert found is not None
    page = reverse("desk:item", args=[version.item_id])
    assert found.message in text_of(client.get(page))
    address = reverse("desk:item_finding", args=[version.item_id, found.pk])
    client.post(address, {"decision": "mend", "reason": ""})
    found.refresh_from_db()
    assert found.decision == ""
    client.post(address, {"decision": "mend", "reason": "马上改"})
    found.refresh_from_db()
    assert (found.decision, found.reason, found.decided_by) == ("mend", "马上改", clerk)


def test_what_was_found_stands_at_its_field_and_at_its_file(
    housing: Agency, clerk: Person, sign_in: SignIn
) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    client.post(sheet(version), filled(version, effective_on="2026-03-10", ended_on="2026-03-01", subject="",
                                       added=[upload("表.xlsx", with_hidden_sheet())]))  # fmt: skip
    text = text_of(client.get(sheet(version)))
    at_end = re.search(r'data-field="ended_on".*?<ul class="at-field">(.*?)</ul>', text, re.S)
    assert at_end is not None
    assert "早于施行日期" in at_end[1]
    ended, hidden = version.findings.get(code="ended-before-begun"), version.findings.filter(kind="hidden").get()
    assert f'href="#finding-{ended.pk}"' in at_end[1]
    assert f'id="finding-{ended.pk}"' in text
    files = re.search(r'id="files".*?</ol>', text, re.S)
    assert files is not None
    assert hidden.message in files[0].replace("&lt;", "<")
    assert re.search(r'data-field="subject".*?没有主题分类', text, re.S)
    page = text_of(client.get(reverse("desk:item", args=[version.item_id])))
    assert re.search(r"<dt>废止、失效日期</dt><dd>.*?早于施行日期.*?</dd>", page, re.S)
    assert "<dt>主题分类</dt>" not in page
    checks.settle(clerk, ended, decision="keep", reason="照原件", at=NOW)
    assert not re.search(r"<dt>废止、失效日期</dt><dd>[^/]*早于", text_of(client.get(
        reverse("desk:item", args=[version.item_id]))))  # fmt: skip


def test_what_is_missing_is_told_once(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version, client = draft(clerk, housing), sign_in(clerk)
    client.post(sheet(version), filled(version, summary=""))
    page = text_of(client.get(reverse("desk:item", args=[version.item_id])))
    told = re.search(r"<h2>提交审核以前</h2><ul>(.*?)</ul>", page, re.S)
    assert told is not None
    assert told[1].count("内容概述") == 1


def test_a_finding_of_another_item_is_not_there(housing: Agency, clerk: Person, sign_in: SignIn) -> None:
    version, other, client = draft(clerk, housing), draft(clerk, housing, "另一条"), sign_in(clerk)
    client.post(sheet(version), filled(version, subject=""))
    found = version.findings.first()
    assert found is not None
    address = reverse("desk:item_finding", args=[other.item_id, found.pk])
    assert client.post(address, {"decision": "mend", "reason": "x"}).status_code == 404
