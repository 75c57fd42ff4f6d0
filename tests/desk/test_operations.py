"""运行 at the desk: periodic work that is late or failing is shown, on the page and in the rail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.jobs import registry
from gongkai.jobs.models import Job

from .conftest import SignIn


@pytest.fixture(autouse=True)
def one_job(monkeypatch: pytest.MonkeyPatch) -> None:
    job = registry.Periodic("head", "送出审计链头", timedelta(days=1), lambda at: None)
    monkeypatch.setattr(registry, "_known", {"head": job})


def test_a_job_that_never_ran_is_late_on_the_page_and_in_the_rail(administrator: Person, sign_in: SignIn) -> None:
    text = sign_in(administrator).get(reverse("desk:operations")).content.decode()
    assert "送出审计链头" in text
    assert "还没有完成过" in text
    assert "1 项定时工作迟了或出错" in text
    assert 'class="count late">1<' in text


def test_a_job_on_time_is_quiet(administrator: Person, sign_in: SignIn) -> None:
    Job.objects.create(name="head", finished_at=timezone.now())
    text = sign_in(administrator).get(reverse("desk:operations")).content.decode()
    assert "定时工作都按时完成" in text
    assert "count late" not in text


def test_a_failure_is_named_by_its_kind(administrator: Person, sign_in: SignIn) -> None:
    Job.objects.create(name="head", finished_at=timezone.now(), failure="OSError")
    assert "OSError" in sign_in(administrator).get(reverse("desk:operations")).content.decode()


def test_it_is_for_those_who_run_the_system(clerk: Person, sign_in: SignIn) -> None:
    assert sign_in(clerk).get(reverse("desk:operations")).status_code == 403
