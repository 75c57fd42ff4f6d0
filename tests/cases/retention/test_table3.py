"""Whatever is destroyed, every published figure stays and still opens onto rows."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case, Destruction
from gongkai.cases.retention import carrying, deciding, holds, proposing
from gongkai.cases.table3 import cell_cases, table3
from gongkai.statute.calendar import official

from ..histories import Histories
from ..walk import Office, at

pytestmark = pytest.mark.django_db
YEARS = (2025, 2026)


def figures(agency: Agency) -> dict[int, dict[tuple[str, str], int]]:
    return {year: dict(table3(agency, year).cells) for year in YEARS}


def some_of_it(office: Office, choose: random.Random, on: date) -> None:
    """A list of that day, some of it kept, some of it sent back or refused, the rest carried out."""
    if not proposing.propose(office.agency, at=at(on, 8)):
        return
    list_ = Destruction.objects.filter(state="proposed").get()
    keep = {line.pk: "抽查" for line in list_.lines.all() if choose.random() < 0.2}
    list_ = deciding.appraise(office.reviewer, list_, opinion="核对", keep=keep, at=at(on, 9))
    if list_.state != "appraised":
        return
    if choose.random() < 0.2:
        deciding.refuse(office.head, list_, reason="暂缓", at=at(on, 10))
        return
    deciding.approve(office.head, list_, at=at(on, 10))
    for case in Case.objects.filter(destruction_lines__destruction=list_).distinct():
        if choose.random() < 0.1:
            holds.call(office.clerk, case, source=f"x:{on}", reason="诉讼", at=at(on, 10))
    carrying.carry_out(office.clerk, list_, at=at(on, 11))


@pytest.mark.parametrize("seed", range(3))
def test_random_histories_and_random_destruction(office: Office, seed: int) -> None:
    choose = random.Random(seed)
    walked = Histories(office, choose)
    for _ in range(10):
        walked.one(official().add(date(2025, 9, 1), choose.randint(0, 90)))
    before, rows = figures(office.agency), Case.objects.count()
    on = date(2026, 6, 1)
    while on < date(2060, 1, 1):
        some_of_it(office, choose, on)
        on += timedelta(days=choose.randint(300, 1500))
    assert figures(office.agency) == before
    assert Case.objects.count() == rows
    assert Case.objects.filter(applicant__anonymous=True).exists()
    for year in YEARS:
        for cell in [("1", "total"), ("2", "total"), ("3.7", "total"), ("4", "total")]:
            shown = cell_cases(office.clerk, office.agency, year, *cell, on=on)
            assert shown.count() == before[year][cell]
