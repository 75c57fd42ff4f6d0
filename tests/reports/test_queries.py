from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import actions, queries
from gongkai.reports.models import Intake, ReportVersion

from .conftest import AT, TODAY, dropped, in_review, taken


def test_what_a_person_sees_is_what_their_agencies_have(
    supervisor: Person, clerk: Person, outsider: Person, auditor: Person, finance: Agency, bureau: Agency
) -> None:
    mine, theirs = in_review(supervisor), in_review(supervisor, "示范区财政局")
    seen = {
        user.username: set(queries.versions(user, on=TODAY)) for user in (supervisor, clerk, outsider, auditor)
    }
    assert seen == {
        "supervisor": {mine, theirs},
        "clerk": {mine},
        "outsider": {theirs},
        "auditor": {mine, theirs},
    }
    with pytest.raises(ReportVersion.DoesNotExist):
        queries.version(clerk, theirs.pk, on=TODAY)
    with pytest.raises(Intake.DoesNotExist):
        queries.intake(clerk, theirs.intake_id or 0, on=TODAY)
    assert theirs.intake is not None
    with pytest.raises(Intake.DoesNotExist):
        queries.original(clerk, theirs.intake, on=TODAY)


def test_nobody_who_is_not_signed_in_sees_anything(version: ReportVersion) -> None:
    assert not queries.versions(AnonymousUser(), on=TODAY).exists()
    assert not queries.intakes(AnonymousUser(), on=TODAY).exists()


def test_a_file_not_yet_known_whose_is_seen_at_its_desk_only(
    supervisor: Person, clerk: Person, bureau: Agency
) -> None:
    (at_district,) = taken(supervisor, dropped("民政局"))
    (at_bureau,) = taken(clerk, dropped("某局"))
    assert set(queries.intakes(clerk, on=TODAY)) == {at_bureau}
    assert set(queries.intakes(supervisor, on=TODAY)) == {at_district, at_bureau}


def test_progress_of_what_was_dropped_together(supervisor: Person, bureau: Agency) -> None:
    files = [dropped(), dropped("民政局", 2023), actions.Dropped("空.docx", b"")]
    intakes = actions.take_in(supervisor, files, at=AT)
    before = queries.progress(supervisor, intakes[0].batch, on=TODAY)
    assert (before.total, before.waiting, before.settled, before.done) == (3, 3, 0, False)
    from gongkai.readers import read
    from gongkai.reports import tasks

    tasks.work(AT, read=read)
    after = queries.progress(supervisor, intakes[0].batch, on=TODAY)
    assert (after.read, after.unreadable, after.doubtful, after.done) == (2, 1, 1, True)


def test_an_original_comes_back_as_it_was_dropped(supervisor: Person, version: ReportVersion) -> None:
    assert version.intake is not None
    found = queries.original(supervisor, version.intake, on=TODAY)
    assert found.data == dropped().data
    assert (found.name, found.kind) == ("示范区民政局2024.json", "json")


def test_proposals_help_to_bind(supervisor: Person, bureau: Agency, finance: Agency) -> None:
    (intake,) = taken(supervisor, dropped("民政局"))
    assert queries.proposals(supervisor, intake, on=TODAY) == ((bureau,), 2024)
    (unread,) = actions.take_in(supervisor, [dropped()], year=2023, at=AT)
    assert queries.proposals(supervisor, unread, on=TODAY) == ((), 2023)
    assert queries.extracted(unread) is None


def test_a_review_shows_findings_at_their_cells(supervisor: Person, bureau: Agency) -> None:
    version = in_review(supervisor, change={"3.1/自然人": 3}, drop=("规章/本年制发件数",))
    review = queries.review(version)
    assert review.open_cells == ("规章/本年制发件数",)
    assert {s.finding.relation for s in review.by_cell["3.7/自然人"]} >= {"A2"}
    assert set(review.unexplained) >= {"A1", "A2"}
    assert review.report.value("3.1/自然人") == 3
    assert len(review.unchecked) == 1


def test_a_review_asks_the_database_a_fixed_number_of_times(
    version: ReportVersion, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        queries.review(version)


def test_the_next_steps_are_those_of_the_state_and_the_person(
    version: ReportVersion, clerk: Person, reviewer: Person, head: Person, supervisor: Person, auditor: Person
) -> None:
    def steps(user: Person) -> set[str]:
        version.refresh_from_db()
        return set(queries.verbs(user, version, on=TODAY))

    assert steps(clerk) == {"correct"}
    assert steps(reviewer) == {"correct", "return", "accept"}
    assert steps(head) == {"return", "accept"}
    assert steps(auditor) == set()
    actions.accept(supervisor, version, at=AT)
    assert steps(reviewer) == {"return", "reopen"}
    assert steps(head) == {"return", "reopen", "publish"}
    actions.publish(supervisor, version, at=AT)
    assert steps(supervisor) == {"revise"}
    assert steps(clerk) == {"revise"}


def test_a_step_says_what_stands_in_its_way(supervisor: Person, reviewer: Person) -> None:
    version = in_review(supervisor, drop=("规章/本年制发件数",))
    assert "还有1格" in queries.verbs(reviewer, version, on=TODAY)["accept"]
    actions.correct_cell(reviewer, version, cell="规章/本年制发件数", value="/", reason="无制定权", at=AT)
    version.refresh_from_db()
    assert "更正过" in queries.verbs(reviewer, version, on=TODAY)["accept"]
    assert queries.verbs(supervisor, version, on=TODAY)["accept"] == ""
    assert [c.by for c in queries.corrections(version)] == [reviewer]


def test_what_waits_for_whom(supervisor: Person, clerk: Person, head: Person, bureau: Agency) -> None:
    version = in_review(supervisor)
    taken(supervisor, dropped("民政局", 2023), actions.Dropped("空.docx", b""))
    mine = queries.work_for(supervisor, on=TODAY)
    assert (mine.to_review, mine.to_publish, mine.doubtful, mine.unreadable) == (1, 0, 1, 1)
    assert queries.work_for(clerk, on=TODAY).to_review == 0
    assert queries.work_for(head, on=TODAY).to_review == 1
    actions.accept(supervisor, version, at=AT)
    assert queries.work_for(head, on=TODAY).to_publish == 1
