"""Links of a text: ours without asking, others as the job found them, and what the job does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.publication import checks, departing, drafting
from gongkai.publication.checks import link_checking
from gongkai.publication.checks.fetching import Answer
from gongkai.publication.models import Item, Link, LinkUse, Version
from gongkai.publication.models.checks import Kind, Severity
from tests.publication.conftest import AT

from .conftest import OWN, codes, found

URL = "https://www.example.com/a"
BODY = f'<p>见<a href="{URL}">说明</a>。</p>'
ALIVE, GONE, SICK = Answer(True, 200), Answer(False, 404, "回答404"), Answer(None, problem="没有应答")


@pytest.fixture
def linked(draft: Version, clerk: Person) -> Version:
    version = drafting.edit(clerk, draft, body=BODY, at=AT)
    checks.run(version, at=AT)
    return version


def turn(answer: Answer, days: int = 0) -> int:
    return link_checking.check_due(AT + timedelta(days=days), ask=lambda url: answer)


def dead(version: Version) -> list[str]:
    return codes([one for one in checks.undecided(version) if one.kind == Kind.LINKS])


def with_link(version: Version, url: str) -> list[str]:
    return [one.message for one in found(version, Kind.LINKS, body=f'<p><a href="{url}">x</a></p>')]


def test_our_own_are_looked_up(draft: Version, public: Item, head: Person) -> None:
    for url in (f"/items/{public.pk}/", f"{OWN}/items/{public.pk}/#a", f"{OWN}/", "/search/"):
        assert with_link(draft, url) == [], url
    assert "没有公开" in with_link(draft, "/items/999/")[0]
    assert "本站没有" in with_link(draft, f"{OWN}/nowhere/at/all/")[0]
    departing.withdraw(head, public, reason="内容有误", at=AT)
    assert "撤回" in with_link(draft, f"/items/{public.pk}/")[0]


@pytest.mark.parametrize("url", ["http://10.1.1.1/a", "http://oa/x", "https://192.168.3.4/"])
def test_links_into_the_office_are_found_without_asking(draft: Version, url: str) -> None:
    (one,) = found(draft, Kind.LINKS, body=f'<p><a href="{url}">x</a></p>')
    assert one.severity == Severity.DECIDE
    assert "公众打不开" in one.message


def test_addresses_written_out_count_too(draft: Version) -> None:
    text = "请登录http://10.1.1.1/abc，按提示操作。"
    (one,) = found(draft, Kind.LINKS, text=text, body="")
    assert text[one.start : one.end] == "http://10.1.1.1/abc"
    assert found(draft, Kind.LINKS, text="邮箱mailto:a@example.com", body='<a href="mailto:a@b.cn">x</a>') == []


def test_a_link_is_asked_for_and_then_left_alone_for_a_week(linked: Version) -> None:
    assert turn(ALIVE) == 1
    link = Link.objects.get()
    assert (link.alive, link.last_alive_at, link.status) == (True, AT, 200)
    assert turn(ALIVE, days=6) == 0
    assert turn(ALIVE, days=7) == 1


def test_gone_is_dead_at_once_and_found(linked: Version) -> None:
    turn(GONE)
    assert dead(linked) == ["dead"]
    turn(ALIVE, days=7)
    assert dead(linked) == []


def test_a_bad_day_is_not_dead(linked: Version) -> None:
    turn(ALIVE)
    for day in (7, 8):
        assert turn(SICK, days=day) == 1
        assert dead(linked) == []
    turn(SICK, days=9)
    assert dead(linked) == ["dead"]
    link = Link.objects.get()
    assert (link.failures, link.last_alive_at) == (3, AT)
    assert "没有应答" in checks.undecided(linked)[0].message


def test_no_answer_from_anybody_is_our_own_fault(draft: Version, clerk: Person) -> None:
    body = "".join(f'<p><a href="https://host{n}.example.com/">x</a></p>' for n in range(6))
    checks.run(drafting.edit(clerk, draft, body=body, at=AT), at=AT)
    assert turn(SICK) == 6
    assert set(Link.objects.values_list("failures", "checked_at")) == {(0, None)}
    assert turn(SICK) == 0
    assert link_checking.check_due(AT + timedelta(hours=1), ask=lambda url: ALIVE) == 6


def test_one_of_a_host_at_a_time(draft: Version, clerk: Person) -> None:
    body = "".join(f'<p><a href="https://www.example.com/{n}">x</a></p>' for n in range(4))
    checks.run(drafting.edit(clerk, draft, body=body, at=AT), at=AT)
    assert [turn(ALIVE) for _ in range(5)] == [1, 1, 1, 1, 0]


def test_what_nobody_links_to_any_more_is_not_asked_for(linked: Version, clerk: Person) -> None:
    checks.run(drafting.edit(clerk, linked, body="<p>没有链接。</p>", at=AT), at=AT)
    assert LinkUse.objects.count() == 0
    assert turn(ALIVE) == 0


def test_another_worker_has_it(linked: Version) -> None:
    Link.objects.update(claimed_until=AT + timedelta(minutes=1))
    assert turn(ALIVE) == 0
    Link.objects.update(claimed_until=AT)
    assert turn(ALIVE) == 1


def test_it_can_be_switched_off(linked: Version, settings: Settings) -> None:
    settings.GONGKAI_CHECK_LINKS = False
    assert turn(ALIVE) == 0


def test_inside_addresses_are_never_on_the_list(draft: Version, clerk: Person) -> None:
    checks.run(drafting.edit(clerk, draft, body='<a href="http://10.0.0.1/">x</a>', at=AT), at=AT)
    assert Link.objects.count() == 0
