"""A demonstration goes with its questionnaires, also with those that made a record."""

from __future__ import annotations

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.supervision import demo
from gongkai.supervision.appraisal import concluding, drafting
from gongkai.supervision.appraisal import running as steps
from gongkai.supervision.models import AnswerSheet, Appraisal, Questionnaire

from .made import AFTER, answered


def test_questionnaires_go_with_it(bureau: Agency, clerk: Person, head: Person, running: Questionnaire) -> None:
    answered(running, 0, 1)
    closed = steps.close(head, running, at=AFTER)
    concluding.conclude(clerk, closed, {bureau.pk: "良好"}, at=AFTER)
    concluding.approve(head, closed, at=AFTER)
    concluding.publish(head, closed, at=AFTER)
    drafting.copied(clerk, closed, at=AFTER)
    demo.remove(at=AFTER)
    assert Questionnaire.objects.count() == 2
    Agency.objects.filter(pk=bureau.pk).update(demonstration=True)
    assert demo.remove(at=AFTER) == 1
    assert not Questionnaire.objects.exists()
    assert not AnswerSheet.objects.exists()
    assert not Appraisal.objects.exists()
