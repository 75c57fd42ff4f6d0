"""Folders that are kept without anybody's doing: made anew when something changed, each by itself."""

from __future__ import annotations

import fcntl
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.errors import Misconfigured
from gongkai.portal import exported
from gongkai.portal.exported import folder, keeping
from gongkai.portal.exported.keeping import NotExported, Wanted, wanted
from gongkai.publication import departing
from gongkai.publication.models import Item
from tests.publication import conftest as publication
from tests.publication.conftest import AT, HOUR, TODAY, shown

bureau, district = publication.bureau, publication.district
clerk, reviewer, head = publication.clerk, publication.reviewer, publication.head


@pytest.fixture
def item(clerk: Person, reviewer: Person, head: Person, bureau: Agency) -> Item:
    return shown(clerk, reviewer, head, bureau, "关于低保的通知")


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> list[Wanted]:
    """Each export in this process, where the database of the test is; which were asked for."""
    asked: list[Wanted] = []

    def command(one: Wanted) -> list[str]:
        asked.append(one)
        exported.export(Agency.objects.get(name=one.agency), one.where, below=one.below, on=TODAY)
        return [sys.executable, "-c", ""]

    monkeypatch.setattr(keeping, "_command", command)
    return asked


def test_each_line_names_an_agency_and_a_folder() -> None:
    text = "\n# 民政局\n11370305004226000X /srv/export/民政 \n示范区人民政府 /srv/a b --below\n"
    assert wanted(text) == [
        Wanted("11370305004226000X", Path("/srv/export/民政")),
        Wanted("示范区人民政府", Path("/srv/a b"), below=True),
    ]
    assert wanted("") == []


@pytest.mark.parametrize(
    "text", ["11370305004226000X", "11370305004226000X export", "A --below", "A /srv/a\nB /srv/a", "--below"]
)
def test_any_other_line_is_an_error_before_anything_runs(text: str, settings: Settings) -> None:
    with pytest.raises(Misconfigured, match="GONGKAI_EXPORTS"):
        wanted(text)
    settings.GONGKAI_EXPORTS = text
    (found,) = keeping.exports_can_be_read()
    assert found.id == "gongkai.E070"


@pytest.mark.django_db
def test_a_folder_is_made_and_again_when_something_changed(
    item: Item, bureau: Agency, head: Person, tmp_path: Path, settings: Settings, run: list[Wanted]
) -> None:
    settings.GONGKAI_EXPORTS = f"{bureau.name} {tmp_path / 'a'}\n{bureau.name} {tmp_path / 'b'}"
    assert keeping.renew_due(AT) == 2
    page = tmp_path / f"a/items/{item.pk}.html"
    assert page.exists()
    assert keeping.renew_due(AT + HOUR) == 0
    departing.remove(head, item, incident="有身份证号码。", found_at=AT, at=AT + HOUR)
    assert keeping.renew_due(AT + HOUR) == 2
    assert not page.exists()
    assert len(run) == 4


@pytest.mark.django_db
def test_a_new_day_and_another_choice_are_changes(
    item: Item, bureau: Agency, tmp_path: Path, settings: Settings, run: list[Wanted]
) -> None:
    settings.GONGKAI_EXPORTS = f"{bureau.name} {tmp_path / 'a'}"
    keeping.renew_due(AT)
    assert keeping.renew_due(AT + timedelta(days=1)) == 1
    assert folder.made_of(tmp_path / "a") == keeping.state_now(TODAY, below=False)
    settings.GONGKAI_EXPORTS += " --below"
    assert keeping.renew_due(AT) == 1
    assert keeping.renew_due(AT) == 0


@pytest.mark.django_db
def test_one_that_fails_keeps_no_other_from_being_made_and_is_an_error(
    item: Item, bureau: Agency, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import sys; sys.exit(2 if sys.argv[1].endswith('bad') else open(sys.argv[1], 'w').close())"
    monkeypatch.setattr(keeping, "_command", lambda one: [sys.executable, "-c", script, str(one.where)])
    settings.GONGKAI_EXPORTS = f"甲 {tmp_path / 'bad'}\n乙 {tmp_path / 'good'}"
    with pytest.raises(NotExported):
        keeping.renew_due(AT)
    assert (tmp_path / "good").exists()


@pytest.mark.django_db
def test_a_long_one_is_waited_for_no_longer_and_not_begun_twice(
    bureau: Agency, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "SECONDS", 0.0)
    monkeypatch.setattr(keeping, "_command", lambda one: [sys.executable, "-c", "import time; time.sleep(3)"])
    settings.GONGKAI_EXPORTS = f"{bureau.name} {tmp_path}"
    assert keeping.renew_due(AT) == 1
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert keeping.renew_due(AT) == 0
    assert keeping.renew_due(AT) == 1


@pytest.mark.django_db
def test_what_was_cut_off_is_not_as_it_should_be(item: Item, bureau: Agency, tmp_path: Path) -> None:
    exported.export(bureau, tmp_path / "a", on=TODAY)
    assert folder.made_of(tmp_path / "a")
    (tmp_path / "a/.unfinished").touch()
    assert folder.made_of(tmp_path / "a") == ""
    assert folder.made_of(tmp_path / "nothing") == ""


def test_the_command_is_the_one_a_person_types() -> None:
    asked = keeping._command(Wanted("示范区民政局", Path("/srv/a"), below=True))
    assert asked[1:] == ["-m", "gongkai.cli", "export", "/srv/a", "--agency", "示范区民政局", "--below"]
