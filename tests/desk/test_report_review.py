"""The review page: findings at the cells, open cells first, and a cell corrected with its reason."""

from __future__ import annotations

import re
from dataclasses import replace

from django.urls import reverse

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.readers.document import Document, Paragraph, Reading, Table, TableCell
from gongkai.reports import actions, tasks
from gongkai.reports.models import Intake, ReportVersion
from gongkai.reports.states import State
from gongkai.statute.form import Origin, edition
from tests.reports.made import report

from .conftest import AT, WRONG, Appoint, SignIn, in_review, text_of

WRONG_PLACE = "c-3-3.1-natural"


def page(client, version: ReportVersion) -> str:  # type: ignore[no-untyped-def]
    return text_of(client.get(reverse("desk:review", args=[version.pk])))


def cell(html: str, place: str) -> str:
    found = re.search(rf'<td id="{re.escape(place)}".*?</td>', html, re.S)
    assert found is not None
    return found.group()


def test_every_cell_of_the_form_stands_in_its_place(
    version: ReportVersion, supervisor: Person, sign_in: SignIn
) -> None:
    html = page(sign_in(supervisor), version)
    assert html.count('class="fig"') == len(edition("2021").cells)
    assert ">12<" in cell(html, "c-2-licences-decisions")
    assert ">2.02<" in cell(html, "c-2-charges-charged")
    assert "没有发现错误" in html


def test_a_wrong_figure_is_marked_where_it_stands_and_named_as_the_culprit(
    housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    version = in_review(supervisor, housing, change=WRONG)
    html = page(sign_in(supervisor), version)
    marked = cell(html, WRONG_PLACE)
    assert "is-error" in marked
    assert "✱" in marked
    assert "最可能填错的一格" in marked
    assert f'href="#{WRONG_PLACE}"' in html
    assert "一处数字解释" in html


def test_cells_the_original_has_not_are_open_and_come_first(
    housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    version = in_review(supervisor, housing, drop=("4/其他", "4/总计"))
    html = page(sign_in(supervisor), version)
    assert "2 格待确认" in html
    assert 'href="#c-4-4-other"' not in html
    assert 'href="#c-3-4-other"' in html
    assert "？" in cell(html, "c-3-4-other")
    assert "还有2格没有确定" in html


class TestCorrection:
    def test_a_cell_is_corrected_with_a_reason_and_its_original_stays(
        self, housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn
    ) -> None:
        version = in_review(supervisor, housing, change=WRONG)
        client, address = sign_in(clerk), reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        response = client.post(address, {"value": "4", "reason": "原件第3页为4"})
        assert response["Location"] == f"{reverse('desk:review', args=[version.pk])}#{WRONG_PLACE}"
        html = page(client, version)
        assert "✎" in cell(html, WRONG_PLACE)
        assert "原值“3”" in cell(html, WRONG_PLACE)
        assert "没有发现错误" in html
        assert "原件第3页为4" in html
        sheet = text_of(client.get(address))
        assert "“3”" in sheet
        assert "撤销上一次更正" in sheet

    def test_it_can_be_undone(self, housing: Agency, clerk: Person, supervisor: Person, sign_in: SignIn) -> None:
        version = in_review(supervisor, housing, change=WRONG)
        client, address = sign_in(clerk), reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        client.post(address, {"value": "4", "reason": "看错"})
        client.post(reverse("desk:undo", args=[version.pk, WRONG_PLACE]))
        assert "✱" in cell(page(client, version), WRONG_PLACE)

    def test_without_a_reason_nothing_changes_and_what_was_typed_stays(
        self, version: ReportVersion, clerk: Person, sign_in: SignIn
    ) -> None:
        address = reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        text = text_of(sign_in(clerk).post(address, {"value": "7", "reason": ""}))
        assert "请写明更正的理由" in text
        assert 'value="7"' in text
        assert not version.corrections.exists()

    def test_what_is_no_figure_is_refused_in_words(
        self, version: ReportVersion, clerk: Person, sign_in: SignIn
    ) -> None:
        address = reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        text = text_of(sign_in(clerk).post(address, {"value": "四", "reason": "x"}))
        assert "请填写数字" in text

    def test_the_sheet_comes_alone_for_the_dialog(
        self, version: ReportVersion, clerk: Person, sign_in: SignIn
    ) -> None:
        address = reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        piece = text_of(sign_in(clerk).get(address, headers={"HX-Request": "true"}))
        assert piece.startswith("<h2>")
        assert "csrfmiddlewaretoken" in piece

    def test_who_may_only_look_gets_no_sheet(
        self, version: ReportVersion, auditor: Person, sign_in: SignIn
    ) -> None:
        client, address = sign_in(auditor), reverse("desk:cell", args=[version.pk, WRONG_PLACE])
        assert "更正这一格" not in text_of(client.get(address))
        assert client.post(address, {"value": "1", "reason": "x"}).status_code == 404
        assert not version.corrections.exists()

    def test_a_cell_that_the_form_has_not_is_not_there(
        self, version: ReportVersion, clerk: Person, sign_in: SignIn
    ) -> None:
        assert sign_in(clerk).get(reverse("desk:cell", args=[version.pk, "c-9-9-x"])).status_code == 404


def test_another_agency_sees_nothing_of_it(
    version: ReportVersion, street: Agency, appoint: Appoint, sign_in: SignIn
) -> None:
    client = sign_in(appoint(Role.HEAD, street))
    response = client.get(reverse("desk:review", args=[version.pk]))
    assert response.status_code == 404
    assert version.agency.name not in text_of(response)
    assert client.get(reverse("desk:cell", args=[version.pk, WRONG_PLACE])).status_code == 404


def with_original(agency: Agency) -> Reading:
    """A reading whose file had one paragraph and one table, the figure of （一）予以公开 in its second row."""
    rows = (
        (TableCell("办理结果", 0), TableCell("自然人", 1)),
        (TableCell("（一）予以公开", 0), TableCell("4件", 1), TableCell("<b>x</b>", 2, colspan=2)),
    )
    blocks = (Paragraph("三、收到和处理申请情况", 1, 1), Table(rows, 2, 2))
    made = report(agency.name)
    origins = {"3.1/自然人": Origin("4件", "表3“（一）予以公开”行第1列", 2, 3, 2, 1)}
    return Reading(replace(made, origins=origins), document=Document("pdf", blocks, notes=("有一张图片没有读。",)))


def test_the_original_stands_beside_with_each_figure_linked_both_ways(
    housing: Agency, supervisor: Person, sign_in: SignIn
) -> None:
    actions.take_in(supervisor, [actions.Dropped("a.pdf", b"%PDF-1.7 stub")], at=AT)
    tasks.work(AT, read=lambda data, name: with_original(housing))
    version = Intake.objects.get().versions.get()
    html = page(sign_in(supervisor), version)
    assert f'<td id="o-1-2-2"><a href="#{WRONG_PLACE}">4件</a></td>' in html
    assert 'data-original="o-1-2-2"' in cell(html, WRONG_PLACE)
    assert '<td colspan="2">&lt;b&gt;x&lt;/b&gt;</td>' in html
    assert "第 2 页" in html
    assert "有一张图片没有读。" in html


class TestRowWithSeveralReadings:
    def reading(self, agency: Agency) -> Reading:
        made = report(agency.name)
        cells = tuple(
            f"1/{c}" for c in ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
        )
        ways = ((5, 1, 0, 0, 0, 0, 6), (5, 0, 1, 0, 0, 0, 6))
        return Reading(made, candidates={"1": (cells, ways)})

    def test_the_ways_are_shown_nothing_is_chosen_and_a_person_fills_the_row(
        self, housing: Agency, clerk: Person, sign_in: SignIn
    ) -> None:
        actions.take_in(clerk, [actions.Dropped("a.txt", b"glued")], at=AT)
        tasks.work(AT, read=lambda data, name: self.reading(housing))
        version = Intake.objects.get().versions.get()
        assert version.open_cells == 7
        client = sign_in(clerk)
        sheet = text_of(client.get(reverse("desk:cell", args=[version.pk, "c-3-1-natural"])))
        assert "5　1　0　0　0　0　6" in sheet
        assert "checked" not in sheet
        address = reverse("desk:choose_reading", args=[version.pk, "c-3-1-natural"])
        assert "请选择一种读法" in text_of(client.post(address, {"reason": "x"}))
        client.post(address, {"way": "0", "reason": "对照纸质件"})
        version.refresh_from_db()
        assert version.open_cells == 0
        assert version.figures.get(cell="1/商业企业").value == 1
        assert client.post(address, {"way": "1", "reason": "再来"}).status_code == 404


def test_history_tells_each_step_in_words(version: ReportVersion, clerk: Person, sign_in: SignIn) -> None:
    client = sign_in(clerk)
    address = reverse("desk:cell", args=[version.pk, WRONG_PLACE])
    client.post(address, {"value": "9", "reason": "试一试"})
    html = page(client, version)
    for words in ("收到文件", "读取文件", "形成新的一版", "更正数字", "理由：试一试"):
        assert words in html


def test_versions_of_the_same_report_are_listed(
    housing: Agency, version: ReportVersion, supervisor: Person, sign_in: SignIn
) -> None:
    second = in_review(supervisor, housing, received=6)
    version.refresh_from_db()
    assert version.state == State.SUPERSEDED
    html = page(sign_in(supervisor), second)
    assert reverse("desk:review", args=[version.pk]) in html
    assert "已被取代" in html


def test_two_at_one_cell_do_not_overwrite_each_other_unseen(
    version: ReportVersion, supervisor: Person, clerk: Person, sign_in: SignIn
) -> None:
    place = reverse("desk:cell", args=[version.pk, "c-2-licences-decisions"])
    mine, theirs = sign_in(clerk), sign_in(supervisor)
    seen = re.search(r'name="seen" value="(\d+)"', text_of(mine.get(place)))[1]  # type: ignore[index]
    theirs.post(place, {"value": "13", "reason": "对照原件", "seen": seen})
    text = text_of(mine.post(place, {"value": "14", "reason": "第2页", "seen": seen}))
    assert "这一格已被改为“13”" in text
    assert 'value="14"' in text
    assert "第2页" in text
    assert 'name="seen" value="13"' in text
    assert version.corrections.count() == 1
    mine.post(place, {"value": "14", "reason": "第2页", "seen": "13"})
    assert version.corrections.count() == 2


def test_what_was_typed_comes_back_when_the_review_ended_meanwhile(
    version: ReportVersion, clerk: Person, reviewer: Person, sign_in: SignIn
) -> None:
    actions.accept(reviewer, version, at=AT)
    place = reverse("desk:cell", args=[version.pk, "c-2-licences-decisions"])
    text = text_of(sign_in(clerk).post(place, {"value": "14", "reason": "第2页写着14"}))
    assert "第2页写着14" in text
    assert "不能更正" in text
    assert not version.corrections.exists()
