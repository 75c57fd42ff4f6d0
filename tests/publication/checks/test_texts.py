"""Wording, personal data, secrecy words and quotes: findings in the places of a text."""

from __future__ import annotations

import pytest

from gongkai.agencies.models import Agency
from gongkai.documents import actions as documents
from gongkai.publication.models import Attachment, Item, Version
from gongkai.publication.models.checks import Kind, Severity
from gongkai.publication.states import ItemState
from tests.publication.conftest import AT

from .conftest import codes, found

ID_NUMBER = "370305199001011231"
MOBILE = "13812341234"


@pytest.fixture
def listed(draft: Version) -> Attachment:
    """An attachment whose text is a list of who was given what."""
    rows = "\n".join(f"张某{n}\t示范区齐陵街道柳店村{n}号\t1381234123{n}\t500" for n in range(1, 5))
    return attached(draft, "补助名单.xlsx", f"姓名\t住址\t电话\t金额\n{rows}")


def attached(version: Version, name: str, text: str) -> Attachment:
    file = documents.store(text.encode(), name, at=AT)
    return Attachment.objects.create(version=version, file=file, name=name, text=text, token=f"t{len(text)}")


def test_a_wrong_word_stands_at_its_place(draft: Version) -> None:
    (one,) = found(draft, Kind.WORDING, text="请将款项汇入下列帐号。")
    assert (one.place, one.start, one.end, one.proposal) == ("body", 8, 10, "账号")
    assert (one.severity, one.code) == (Severity.DECIDE, "characters:帐号")
    assert one.source
    assert "帐号" in one.excerpt


def test_every_text_is_looked_at(draft: Version) -> None:
    given = found(
        draft, Kind.WORDING, title="关于布署工作的通知", summary="布署工作", note="更正布署", keywords=["布署"]
    )
    assert {one.place for one in given} == {"title", "summary", "note", "keywords"}


def test_what_is_only_doubtful_is_a_hint(draft: Version) -> None:
    (one,) = found(draft, Kind.WORDING, text="工作份量很重。")
    assert one.severity == Severity.HINT


def test_an_old_text_may_use_the_names_of_its_time(draft: Version) -> None:
    text = "由区国土资源局负责。"
    assert codes(found(draft, Kind.WORDING, text=text)) == ["names:国土资源局"]
    assert found(draft, Kind.WORDING, text=text, made_on=AT.date().replace(year=2012)) == []


def test_numbers_of_a_person_are_to_be_decided_and_never_quoted(draft: Version) -> None:
    text = f"申请人身份证号{ID_NUMBER}，手机{MOBILE}。"
    given = found(draft, Kind.PERSONAL, text=text)
    assert [(one.code, one.proposal) for one in given] == [
        ("id-number", "37*************231"),
        ("phone", "138****1234"),
    ]
    assert all(one.severity == Severity.DECIDE for one in given)
    assert all(ID_NUMBER not in f"{one.excerpt}{one.message}" for one in given)
    assert all(MOBILE not in f"{one.excerpt}{one.message}" for one in given)


def test_no_finding_of_another_kind_quotes_it_either(draft: Version) -> None:
    (one,) = found(draft, Kind.WORDING, text=f"{ID_NUMBER}帐号{MOBILE}")
    assert "帐号" in one.excerpt
    assert ID_NUMBER not in one.excerpt
    assert MOBILE not in one.excerpt


def test_the_telephone_of_an_office_is_a_hint_and_its_own_is_nothing(draft: Version) -> None:
    (one,) = found(draft, Kind.PERSONAL, text="咨询电话：0533-7220000。")
    assert one.severity == Severity.HINT
    Agency.objects.filter(pk=draft.item.agency_id).update(phone="0533-7220000")
    assert found(draft, Kind.PERSONAL) == []


def test_an_address_of_a_person_goes_to_its_township(draft: Version) -> None:
    (one,) = found(draft, Kind.PERSONAL, text="住址：示范市示范区齐陵街道柳店村12号。")
    assert one.severity == Severity.DECIDE
    assert one.proposal == "示范市示范区齐陵街道***"
    (office,) = found(draft, Kind.PERSONAL, text="受理地点：示范市示范区齐陵街道柳店村12号。")
    assert office.severity == Severity.HINT


def test_a_list_stays_checkable(draft: Version, listed: Attachment) -> None:
    given = [one for one in found(draft, Kind.PERSONAL) if one.place == f"attachment:{listed.token}"]
    assert {one.severity for one in given} == {Severity.DECIDE}
    assert "示范区齐陵街道柳店村***" in {one.proposal for one in given}
    assert len(given) == 8


def test_a_secrecy_marking_stops_and_a_word_asks(draft: Version) -> None:
    (one,) = found(draft, Kind.SECRECY, text="机密★10年\n关于某事项的通知\n各单位：")
    assert (one.severity, one.code, one.start) == (Severity.STOP, "mark", 0)
    (one,) = found(draft, Kind.SECRECY, text="关于某事项的通知\n其中的机密内容另行印发。")
    assert (one.severity, one.code) == (Severity.DECIDE, "word")
    assert draft.text[one.start : one.end] == "机密"
    assert found(draft, Kind.SECRECY, text="依法保护商业秘密，不得泄露国家秘密。") == []


def test_a_marking_stands_on_the_first_page(draft: Version) -> None:
    """What an upload lets pass (``publication.stopping``) is not stopped at the review."""
    text = "\n密级标志的写法\n\f第二页\n\n机密★10年\n以上为示例。"
    (one,) = found(draft, Kind.SECRECY, text=text)
    assert (one.severity, text[one.start : one.end]) == (Severity.DECIDE, "机密")
    assert one.start == text.index("机密★")


def other(agency: Agency, state: str, number: str = "示政办发〔2026〕8号") -> Item:
    return Item.objects.create(
        agency=agency, title="某文件", document_number=number, state=state, created_at=AT
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "severity"),
    [
        (ItemState.KEPT, Severity.STOP),
        (ItemState.REMOVED, Severity.DECIDE),
        (ItemState.PREPARING, Severity.DECIDE),
    ],
)
def test_what_is_quoted_and_not_public(draft: Version, finance: Agency, state: str, severity: str) -> None:
    other(finance, state)
    text = "根据示政办发[2026]8号文件，再根据示政办发〔2026〕8号。"
    (one,) = found(draft, Kind.QUOTES, text=text)
    assert one.severity == severity
    assert text[one.start : one.end] == "示政办发[2026]8号"
    assert "某文件" not in one.message


def test_what_nobody_here_knows_or_is_public_elsewhere_is_no_finding(draft: Version, public: Item) -> None:
    other(public.agency, ItemState.KEPT, public.document_number)
    assert found(draft, Kind.QUOTES, text=f"根据{public.document_number}、国发〔2016〕1号") == []


def test_an_interpretation_of_nothing(draft: Version) -> None:
    assert codes(found(draft, Kind.INTERPRETATION, genre="interpretation")) == ["of-nothing"]
    (one,) = found(draft, Kind.INTERPRETATION, genre="normative")
    assert one.severity == Severity.HINT
    assert found(draft, Kind.INTERPRETATION, genre="notice") == []


def test_a_draft_beside_another_is_no_quote_of_itself(draft: Version, bureau: Agency) -> None:
    assert found(draft, Kind.QUOTES, text="示民发〔2026〕3号") == []
