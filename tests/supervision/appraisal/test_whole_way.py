"""A questionnaire from its draft to the sentence of the annual report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.supervision.appraisal import concluding
from gongkai.supervision.appraisal import running as steps
from gongkai.supervision.appraisal.results import read
from gongkai.supervision.models import Questionnaire
from gongkai.supervision.queries import year_of

from .made import AFTER, TITLE, answered, invitations


def test_from_the_draft_to_the_record_of_the_year(
    bureau: Agency, clerk: Person, head: Person, running: Questionnaire
) -> None:
    answered(running, 0, 0, 1, 1, 2, "u")
    answered(running, 0, 0, 0, 1, 1, codes=invitations(head, running))
    closed = steps.close(head, running, at=AFTER)
    results = read(closed.results)
    assert [(one.name, one.answered) for one in results.panels] == [("群众", 6), ("人大代表", 5)]
    scale = results.parts[0]
    assert [(one.number, one.rated, one.unknown, one.mean) for one in scale.groups] == [
        (6, 5, 1, Decimal("3.20")), (5, 5, 0, Decimal("3.60")),
    ]  # fmt: skip
    assert scale.mixed == Decimal("3.44")
    assert scale.scale == "满意=4分，基本满意=3分，一般=2分，不满意=1分；不了解不计分"
    concluding.conclude(clerk, closed, {bureau.pk: "良好"}, at=AFTER)
    concluding.approve(head, closed, at=AFTER)
    published = concluding.publish(head, closed, at=AFTER)
    assert published.state == "published"
    (record,) = year_of(bureau, 2024).appraisals
    assert (record.title, record.on, record.panel, record.asked, record.scale, record.result) == (
        TITLE, date(2024, 11, 30), "群众、人大代表", 11, "满意、基本满意、一般、不满意", "良好",
    )  # fmt: skip
    assert record.published_on == AFTER.date()
