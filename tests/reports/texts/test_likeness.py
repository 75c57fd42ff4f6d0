"""Likeness to last year and to sister agencies."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.reports.models import Report, ReportVersion
from gongkai.reports.states import State
from gongkai.reports.stored import dump_content
from gongkai.reports.texts.library import library
from gongkai.reports.texts.likeness import Other, compared, others
from gongkai.reports.texts.pieces import lines
from gongkai.reports.texts.writing import part
from tests.district import found
from tests.reports.conftest import AT
from tests.reports.made import report

from . import sample

SHIPPED = library(sample.END)


def told(*numbers: int) -> tuple[str, ...]:
    return tuple(line for n in numbers for line in lines(part(n, sample.facts(), sample.own())))


def other(
    paragraphs: tuple[str, ...], agency: str = "临淄区稷下街道办事处", year: int = 2024, key: int = 1
) -> Other:
    return Other(key, agency, year, "sister", paragraphs)


def test_a_copy_with_other_numbers_and_another_name_is_a_copy() -> None:
    theirs = tuple(line.replace("齐陵街道", "稷下街道").replace("167", "203") for line in told(1, 5))
    (like,) = compared("临淄区齐陵街道办事处", told(1, 5), [other(theirs)])
    assert like.share > 0.95
    assert like.much
    assert like.passages[0].text != ""


def test_a_text_of_its_own_is_not_like() -> None:
    theirs = ("（一）主动公开。全镇把村务公开栏、广播和微信群用起来，村民随时能看到低保评议和土地流转的结果。",)
    assert compared("临淄区齐陵街道办事处", told(1), [other(theirs)]) == ()


def test_the_most_alike_first() -> None:
    half = told(1)[:2]
    found = compared("临淄区齐陵街道办事处", told(1), [other(half, key=1), other(told(1), key=2)])
    assert [one.other.version for one in found][:1] == [2]


def _version(agency: Agency, year: int, state: str, *, number: int = 1, words: str = "") -> ReportVersion:
    made = report(agency.name, year)
    if words:
        made = replace(made, preamble=(words,))
    row, _ = Report.objects.get_or_create(agency=agency, year=year, defaults={"created_at": AT})
    given: dict[str, object] = {}
    if state == State.PUBLISHED:
        given = {"public_number": number, "published_at": AT, "sha256": "0" * 64, "accepted_at": AT}
    return ReportVersion.objects.create(
        report=row, number=number, state=state, content=dump_content(made), created_at=AT, **given
    )


@pytest.fixture
def sister(district: Agency) -> Agency:
    return found("示范区教育局", district, 50)


def test_what_it_is_held_against(bureau: Agency, finance: Agency, sister: Agency, district: Agency) -> None:
    street = found("示范区齐陵街道办事处", district, 30, Kind.STREET_OFFICE)
    last = _version(bureau, 2023, State.READ)
    _version(bureau, 2022, State.PUBLISHED)
    public = _version(finance, 2024, State.PUBLISHED)
    before = _version(sister, 2023, State.PUBLISHED)
    _version(sister, 2024, State.READ)
    _version(street, 2024, State.PUBLISHED)
    found_ones = others(bureau, 2024)
    assert [(one.version, one.relation, one.year) for one in found_ones] == [
        (last.pk, "last-year", 2023), (public.pk, "sister", 2024), (before.pk, "sister", 2023),
    ]  # fmt: skip
    assert "本报告统计期限为2024年1月1日至2024年12月31日。" in found_ones[1].paragraphs


def test_of_last_years_versions_the_published_one(bureau: Agency) -> None:
    public = _version(bureau, 2023, State.PUBLISHED, number=1)
    _version(bureau, 2023, State.READ, number=2)
    (one,) = others(bureau, 2024)
    assert one.version == public.pk


def test_tables_and_other_sections_do_not_count(bureau: Agency) -> None:
    _version(bureau, 2023, State.READ, words="开头。")
    (one,) = others(bureau, 2024)
    assert one.paragraphs[0] == "开头。"
    assert all("第二十条" not in line for line in one.paragraphs)
