"""What applicants are told, in the agency's words: which places may stand in them, from when, and by whom."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import NotAllowed, Refused, WrongState
from gongkai.notices import texting, wording
from gongkai.notices.models import NoticeWording
from gongkai.notices.occasions import PLACES, Occasion, occasion, occasions
from tests.cases.conftest import AT, TODAY, entries

VALUES = {**wording.SAMPLE, "number": "YSQ2026-0007"}
MINE = "{机关}：编号{编号}。"


@pytest.mark.parametrize("one", occasions().values(), ids=lambda one: one.code)
@pytest.mark.parametrize("means", wording.MEANS)
class TestShipped:
    def test_it_keeps_its_own_rules(self, one: Occasion, means: str) -> None:
        assert wording.normal(one, means, one.texts[means]) == one.texts[means]
        assert set(one.needed) <= set(one.places) <= set(PLACES)

    def test_it_is_short_enough(self, one: Occasion, means: str) -> None:
        """Two messages at most, with a long link and the name of an office."""
        filled = wording._filled(one.texts[means], {**VALUES, "agency": "示范区住房和城乡建设局"})
        assert "{" not in filled
        if means == "text":
            assert texting.parts(filled) <= 2

    def test_its_subject_says_nothing_of_a_case(self, one: Occasion, means: str) -> None:
        assert one.subject.startswith("政府信息公开：")
        assert "{" not in one.subject


def test_what_opens_something_is_secret() -> None:
    assert {one.code for one in occasions().values() if one.secret} == {"submitted", "ready"}


def test_no_place_is_for_a_name_or_what_was_asked() -> None:
    assert set(PLACES) == {"agency", "number", "due", "link", "code", "letter", "ends", "postal"}


@pytest.mark.django_db
class TestEditing:
    def test_its_own_words_hold_from_their_day(self, bureau: Agency, clerk: Person) -> None:
        tomorrow = TODAY + timedelta(days=1)
        wording.edit(clerk, bureau, kind="accepted", means="text", text=f" {MINE} ", from_on=tomorrow, at=AT)
        shipped = occasion("accepted").texts["text"]
        assert wording.text_on(bureau, "accepted", "text", on=TODAY) == shipped
        assert wording.text_on(bureau, "accepted", "text", on=tomorrow) == MINE
        assert wording.text_on(bureau, "accepted", "mail", on=tomorrow) == occasion("accepted").texts["mail"]
        said = wording.written(bureau, "accepted", "text", VALUES, on=tomorrow)
        assert said == f"{bureau.name}：编号YSQ2026-0007。"
        (entry,) = entries("notices.wording")
        assert json.loads(entry.data) == {"kind": "accepted", "means": "text", "from_on": tomorrow.isoformat()}

    def test_a_new_version_ends_the_one_before(self, bureau: Agency, clerk: Person) -> None:
        for days, text in ((0, f"一{MINE}"), (20, f"三{MINE}"), (10, f"二{MINE}"), (10, f"再{MINE}")):
            wording.edit(
                clerk, bureau, kind="fee", means="text", text=text, from_on=TODAY + timedelta(days=days), at=AT
            )
        found = [(v.text[0], v.from_on, v.until_on) for v in wording.versions(bureau, "fee", "text")]
        assert found == [
            ("一", TODAY, date(2026, 3, 11)), ("再", date(2026, 3, 12), date(2026, 3, 21)),
            ("三", date(2026, 3, 22), None),
        ]  # fmt: skip

    def test_it_is_retired_to_the_shipped_words(self, bureau: Agency, clerk: Person) -> None:
        made = wording.edit(clerk, bureau, kind="fee", means="text", text=MINE, from_on=TODAY, at=AT)
        with pytest.raises(Refused, match="不能早于今天"):
            wording.retire(clerk, made, until_on=TODAY - timedelta(days=1), at=AT)
        wording.retire(clerk, made, until_on=TODAY, at=AT)
        assert wording.in_force(bureau, "fee", "text", on=TODAY + timedelta(days=1)) is None
        with pytest.raises(WrongState):
            wording.retire(clerk, made, until_on=TODAY, at=AT)
        assert len(entries("notices.wording_retire")) == 1

    @pytest.mark.parametrize(
        ("kind", "means", "text", "said"),
        [
            ("accepted", "text", "编号{编号}，{姓名}", "不能有"),
            ("accepted", "text", "编号{编号}，查询码{查询码}", "不能有"),
            ("accepted", "text", "没有编号", "缺少"),
            ("submitted", "mail", "编号{编号}", "查询码"),
            ("accepted", "text", "编号{编号}}", "成对"),
            ("accepted", "text", "编号{编号", "成对"),
            ("accepted", "text", "编号{编号}\n第二段", "一段"),
            ("accepted", "text", "{编号}" + "长" * 300, "最多300"),
            ("accepted", "mail", "{编号}" + "长" * 2000, "最多2000"),
            ("accepted", "text", "  ", "请填写"),
            ("accepted", "desk", MINE, "电子邮件或者短信"),
            ("nonsense", "text", MINE, "没有这种通知"),
        ],
    )
    def test_what_is_refused(
        self, kind: str, means: str, text: str, said: str, bureau: Agency, clerk: Person
    ) -> None:
        with pytest.raises(Refused, match=said):
            wording.edit(clerk, bureau, kind=kind, means=means, text=text, from_on=TODAY, at=AT)
        assert not NoticeWording.objects.exists()

    def test_a_past_day_is_refused(self, bureau: Agency, clerk: Person) -> None:
        past = TODAY - timedelta(days=1)
        with pytest.raises(Refused, match="早于今天"):
            wording.edit(clerk, bureau, kind="fee", means="text", text=MINE, from_on=past, at=AT)

    @pytest.mark.parametrize("who", ["outsider", "auditor", "supervisor"])
    def test_others_word_nothing(self, who: str, bureau: Agency, request: pytest.FixtureRequest) -> None:
        with pytest.raises(NotAllowed):
            wording.edit(
                request.getfixturevalue(who), bureau, kind="fee", means="text", text=MINE, from_on=TODAY, at=AT
            )
        assert entries("notices.wording") == []

    def test_it_can_be_looked_at_before(self, bureau: Agency) -> None:
        assert wording.preview(bureau, "accepted", "text", MINE) == f"{bureau.name}：编号YSQ2026-0001。"
        with pytest.raises(Refused):
            wording.preview(bureau, "accepted", "text", "没有")


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(ValueError, match="postal"):
        wording._filled("{编号}{邮件号}", {"number": "1", "postal": ""})
