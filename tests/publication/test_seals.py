"""Codes on downloads: ours or not, and what became of it since."""

from __future__ import annotations

import pytest

from gongkai.accounts.models import Person
from gongkai.errors import WriteError
from gongkai.publication import departing, drafting, releasing, seals
from gongkai.publication.models import Attachment, Item, Seal
from gongkai.publication.seals import Standing
from tests.publication.conftest import AT, HOUR, TODAY, passed

pytestmark = pytest.mark.django_db


def made(item: Item, format: str = "pdf") -> Seal:
    assert item.current is not None
    return seals.of_text(item.current, format, lambda code: f"{item.number} {code}".encode(), at=AT)


def test_the_code_stands_in_the_bytes_and_both_lead_to_the_item(public: Item) -> None:
    seal = made(public)
    data = f"{public.number} {seal.code}".encode()
    for found in (seals.by_code(seal.code), *seals.by_bytes(data)):
        assert found is not None
        assert found.item == public
        assert found.standing is Standing.CURRENT
        assert found.name == f"{public.title}.pdf"


@pytest.mark.parametrize("typed", [str.lower, lambda c: c.replace("-", " "), lambda c: f"　{c}　"])
def test_a_code_is_found_however_it_is_typed(public: Item, typed: object) -> None:
    assert callable(typed)
    assert seals.by_code(typed(made(public).code)) is not None


def test_it_is_written_once_and_the_same_bytes_stay(public: Item) -> None:
    first, second = made(public), made(public)
    assert first == second
    assert first.code != made(public, "docx").code
    assert Seal.objects.count() == 2


def test_nothing_is_kept_of_what_could_not_be_written(public: Item) -> None:
    def broken(code: str) -> bytes:
        raise WriteError("缺少字体。")

    assert public.current is not None
    with pytest.raises(WriteError):
        seals.of_text(public.current, "pdf", broken, at=AT)
    assert not Seal.objects.exists()


def test_a_byte_more_is_another_file(public: Item) -> None:
    seal = made(public)
    assert seals.by_bytes(f"{public.number} {seal.code} ".encode()) == []
    assert seals.by_code("2345-6789-ABCD-EFGH") is None


def test_an_attachment_has_its_own(public: Item) -> None:
    seal = made(public)
    attachment = Attachment.objects.create(version=seal.version, file=seal.file, name="附件1.xlsx", token="t")
    seal = seals.of_attachment(attachment, at=AT)
    assert seals.of_attachment(attachment, at=AT) == seal
    found = seals.by_code(seal.code)
    assert found is not None
    assert found.name == "附件1.xlsx"


def test_what_was_corrected_says_that_it_is_not_the_current_text(
    public: Item, clerk: Person, reviewer: Person, head: Person
) -> None:
    seal = made(public)
    again = drafting.revise(clerk, public, note="更正执行日期。", at=AT + HOUR)
    again = drafting.edit(clerk, again, effective_on=TODAY, at=AT + HOUR)
    releasing.release(clerk, passed(again, clerk, reviewer, head, AT + HOUR), at=AT + HOUR)
    found = seals.by_code(seal.code)
    assert found is not None
    assert found.standing is Standing.SUPERSEDED


def test_what_was_withdrawn_says_so_and_what_was_removed_is_unknown(public: Item, head: Person) -> None:
    seal = made(public)
    departing.withdraw(head, public, reason="标准有误，重新核定。", at=AT + HOUR)
    found = seals.by_code(seal.code)
    assert found is not None
    assert found.standing is Standing.WITHDRAWN
    departing.remove(head, public, incident="附件含身份证号。", found_at=AT + HOUR, at=AT + HOUR)
    assert seals.by_code(seal.code) is None
    assert seals.by_bytes(f"{public.number} {seal.code}".encode()) == []


def test_what_was_removed_stays_unknown_when_the_item_is_withdrawn_later(
    public: Item, clerk: Person, reviewer: Person, head: Person
) -> None:
    leaked = made(public)
    departing.remove(head, public, incident="有身份证号码。", found_at=AT, at=AT + HOUR)
    again = drafting.revise(clerk, public, note="重新发布。", at=AT + 2 * HOUR)
    item = releasing.release(clerk, passed(again, clerk, reviewer, head, AT + 2 * HOUR), at=AT + 2 * HOUR).item
    fine = made(item)
    departing.withdraw(head, item, reason="有误。", at=AT + 3 * HOUR)
    assert seals.by_code(leaked.code) is None
    found = seals.by_code(fine.code)
    assert found is not None
    assert found.standing is Standing.WITHDRAWN
