"""Writing the text of a draft at the desk: figures follow, numbers without a record stand out."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.audit.models import Entry
from gongkai.desk.report_text_sources import address_of
from gongkai.reports import actions
from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State
from gongkai.reports.texts.knowing import catalogue
from gongkai.supervision.models import Article, Problem

from .conftest import AT, SignIn, in_review, text_of

DAY = date(2024, 5, 6)


@pytest.fixture
def records(housing: Agency) -> Agency:
    for n in range(2):
        Article.objects.create(agency=housing, title=f"稿{n}", on=DAY, outlet="报", created_at=AT)
    return housing


@pytest.fixture
def draft(records: Agency, clerk: Person) -> ReportVersion:
    return actions.open_compiled(clerk, records, 2024, at=AT)


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


def address(version: ReportVersion, part: int = 1, name: str = "write_text") -> str:
    return reverse(f"desk:{name}", args=[version.pk, part])


def page(client: Client, version: ReportVersion, part: int = 1) -> str:
    return text_of(client.get(address(version, part)))


def seen(client: Client, version: ReportVersion, part: int = 1) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]{16})"', page(client, version, part))
    assert found
    return found[1]


def now(version: ReportVersion, part: int = 1) -> str:
    version.refresh_from_db()
    return "\n".join(version.content["sections"][part - 1]["paragraphs"])


def write(client: Client, version: ReportVersion, old: str, new: str, part: int = 1) -> str:
    assert old in now(version, part)
    sheet = {"wording": now(version, part).replace(old, new), "seen": seen(client, version, part)}
    return text_of(client.post(address(version, part), sheet, follow=True))


def test_the_draft_is_there_with_its_figures_bound(client: Client, draft: ReportVersion) -> None:
    text = page(client, draft)
    assert "撰写政务公开工作稿" in text
    assert f"{reverse('desk:work_list', args=['article'])}?year=2024&amp;agency={draft.agency.pk}" in text
    assert "没有。正文中的数字都有记录。" in text
    assert all(address(draft, part) in text for part in (0, 1, 5, 6))


def test_the_draft_leads_to_its_text(client: Client, draft: ReportVersion, clerk: Person) -> None:
    where = reverse("desk:review", args=[draft.pk])
    text = text_of(client.get(where))
    assert ">编写正文</a>" in text
    assert all(address(draft, part) in text for part in (0, 1, 5, 6))
    assert address(draft, 2) not in text
    actions.hand_up(clerk, draft, at=AT)
    assert address(draft) not in text_of(client.get(where))


def test_words_are_the_clerks_and_figures_stay_bound(client: Client, draft: ReportVersion) -> None:
    text = write(client, draft, "撰写政务公开工作稿2篇", "在报刊发表工作稿2篇")
    assert "已保存“一、总体情况”" in text
    assert "在报刊发表工作稿2篇" in now(draft)
    assert "撤销上一次改动" in text
    Article.objects.create(agency=draft.agency, title="又一", on=DAY, outlet="报", created_at=AT)
    changed = page(client, draft)
    assert "政务公开工作稿：正文 2，记录 3" in changed
    assert "（记录：3）" in changed
    after = text_of(client.post(address(draft, name="follow_text"), follow=True))
    assert "已按记录更新" in after
    assert "在报刊发表工作稿3篇" in now(draft)
    assert "记录有变化" not in after


def test_a_number_typed_by_hand_is_marked(client: Client, draft: ReportVersion) -> None:
    text = write(client, draft, "工作稿2篇", "工作稿9篇")
    assert "9篇</mark>" in text
    assert "1 处与记录都不相同" in text


def test_a_whole_sentence_that_would_read_otherwise_is_shown(client: Client, draft: ReportVersion) -> None:
    Article.objects.all().delete()
    text = page(client, draft)
    assert "记录有变化，1 处还没有更新" in text
    assert "不再写这一句" in text or "住房和城乡建设局没有新公开政府信息。" in text


def test_last_years_problems_stand_beside(client: Client, records: Agency, clerk: Person) -> None:
    Problem.objects.create(
        agency=records, title="更新慢", measure="按月检查", on=date(2023, 5, 1), done_on=DAY, created_at=AT
    )
    draft = actions.open_compiled(clerk, records, 2024, at=AT)
    text = page(client, draft, 5)
    assert "5月6日完成" in text
    assert "登记问题和改进措施" in text


def test_a_copy_of_last_year_is_shown(client: Client, draft: ReportVersion, clerk: Person) -> None:
    actions.open_compiled(clerk, draft.agency, 2023, at=AT)
    assert "与本机关上年度、同类机关已发布的报告都不雷同" not in page(client, draft)
    assert "本机关上年度（2023）" in page(client, draft)


def test_somebody_wrote_meanwhile(client: Client, draft: ReportVersion) -> None:
    mark = seen(client, draft)
    write(client, draft, "工作稿2篇", "稿件2篇")
    text = text_of(client.post(address(draft), {"wording": "全文。", "seen": mark}))
    assert "已被别人改过" in text
    assert "稿件2篇" in now(draft)
    assert "全文。" in text


def test_the_same_again_is_told(client: Client, draft: ReportVersion) -> None:
    sheet = {"wording": now(draft), "seen": seen(client, draft)}
    assert "与现有的相同" in text_of(client.post(address(draft), sheet))


def test_what_was_written_is_in_the_chain_without_the_words(client: Client, draft: ReportVersion) -> None:
    write(client, draft, "工作稿2篇", "稿件2篇")
    entry = Entry.objects.get(verb="reports.reword")
    assert entry.object == draft.key
    assert "稿件" not in entry.data


def test_handed_up_it_is_only_read(client: Client, draft: ReportVersion, clerk: Person) -> None:
    sheet = {"wording": "全文。", "seen": seen(client, draft)}
    actions.hand_up(clerk, draft, at=AT)
    text = page(client, draft)
    assert "正文不能再改" in text
    assert "<textarea" not in text
    answered = text_of(client.post(address(draft), sheet))
    assert "全文。" in answered
    assert "全文" not in now(draft)
    assert draft.state == State.SIGNING


def test_the_head_reads_a_draft_and_does_not_write_it(draft: ReportVersion, head: Person, sign_in: SignIn) -> None:
    client = sign_in(head)
    text = page(client, draft)
    assert "正文由经办人编写" in text
    assert "<textarea" not in text
    assert client.post(address(draft), {"wording": "全文。", "seen": "0" * 16}).status_code == 404
    assert ">编写正文</a>" not in text_of(client.get(reverse("desk:review", args=[draft.pk])))


def test_what_is_in_review_is_not_written_here(
    client: Client, draft: ReportVersion, clerk: Person, head: Person
) -> None:
    actions.hand_up(clerk, draft, at=AT)
    actions.sign(head, draft, name="王某", signed_on=AT.date(), at=AT)
    assert "正文不能再改" in page(client, draft)


def test_a_version_that_came_as_a_file_has_no_such_page(
    client: Client, supervisor: Person, housing: Agency
) -> None:
    version = in_review(supervisor, housing)
    assert client.get(address(version)).status_code == 404


@pytest.mark.parametrize("part", [2, 3, 4, 7])
def test_parts_that_are_tables_have_none(client: Client, draft: ReportVersion, part: int) -> None:
    assert client.get(address(draft, part)).status_code == 404


def test_the_supervisor_does_not_see_a_draft(draft: ReportVersion, supervisor: Person, sign_in: SignIn) -> None:
    assert sign_in(supervisor).get(address(draft)).status_code == 404


# What has no one page of its own.
_WITHOUT = (
    "agencies.", "cases.", "publication.steps", "publication.doors",
    "publication.reassessments",
)  # fmt: skip


@pytest.mark.parametrize("source", sorted({one.source for one in catalogue().values()}))
def test_every_figure_leads_to_a_page_that_is_there(client: Client, draft: ReportVersion, source: str) -> None:
    found = address_of(source, draft)
    assert bool(found) != source.startswith(_WITHOUT)
    assert not found or client.get(found).status_code == 200


def test_the_agencys_name_and_the_year_are_not_marked(client: Client, draft: ReportVersion) -> None:
    assert re.search(r"<p>2024年，住房和城乡建设局认真", page(client, draft))
