"""``gongkai due``: a date and how it came about, from the command line, without a database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gongkai.cli import main

EXAMPLE = ["2026-03-02=received", "2026-03-09=third-party-asked", "2026-03-25=opinion-received"]
NOTICE = """
year = 2027
reference = "试〔2026〕1号"
checked_on = 2026-11-24
off = [2027-01-01]
on = [2027-01-03]
"""


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["due", *words]) == 0
    return capsys.readouterr().out


def told(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(said(capsys, *words, "--json"))
    return found


def test_it_prints_the_date_and_its_articles(capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, *EXAMPLE)
    assert out.splitlines()[0] == "答复期限：2026-04-16（星期四）"
    assert "《条例》第三十二条" in out
    assert "其间12个工作日不计入" in out


def test_json_has_the_four_answers(capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, *EXAMPLE)
    assert found["due_on"] == "2026-04-16"
    assert found["waiting_for"] is None
    assert found["provisional"] is False
    because = found["because"]
    assert isinstance(because, list)
    assert because[1]["on"] == "2026-03-09"
    assert because[1]["counted"] == -12
    assert "第三十三条第三款" in because[1]["article"]


def test_waiting_has_no_date(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-03-02=received", "2026-03-09=supplement-noticed"]
    found = told(capsys, *words)
    assert (found["due_on"], found["waiting_for"]) == (None, "supplement")
    assert said(capsys, *words).startswith("没有截止日期：等候申请人补正")


def test_an_ended_case_that_waited(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-03-02=received", "2026-03-09=supplement-noticed", "2026-04-10=closed"]
    assert said(capsys, *words).startswith("没有截止日期：2026-04-10办理结束")


def test_the_day_one_looks_decides_about_silence(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["2026-03-02=received", "2026-03-09=third-party-asked", "2026-03-11=third-party-received"]
    assert told(capsys, *words, "--on", "2026-04-01")["provisional"] is True
    assert told(capsys, *words, "--on", "2026-04-02")["provisional"] is False
    assert "暂定" in said(capsys, *words, "--on", "2026-04-01").splitlines()[0]


def test_today_where_no_day_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    """A consultation of long ago is over by whatever day the test runs."""
    assert told(capsys, "2026-03-02=received", "2026-03-09=third-party-asked")["provisional"] is False


def test_a_year_without_a_notice_is_provisional_until_it_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE, "utf-8")
    before = told(capsys, "2026-12-04=received")
    assert (before["due_on"], before["provisional"], before["missing_years"]) == ("2027-01-01", True, [2027])
    after = told(capsys, "2026-12-04=received", "--calendar", str(file))
    assert (after["due_on"], after["provisional"]) == ("2027-01-03", False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nonsense"], "看不懂"),
        (["2026-03-02=posted"], "没有收到申请"),
        (["2026-03-02=received", "--on", "today"], "不是日期"),
        (["2026-03-02=received", "--calendar", "nowhere.toml"], "打不开"),
    ],
)
def test_what_is_wrong_is_said_with_status_2(
    capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    assert main(["due", *words]) == 2
    out = capsys.readouterr()
    assert message in out.err
    assert out.out == ""


def test_a_notice_that_is_no_text_is_refused(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "2027.toml"
    file.write_bytes(NOTICE.encode("gbk"))
    assert main(["due", "2026-03-02=received", "--calendar", str(file)]) == 2
    assert "UTF-8" in capsys.readouterr().err


def test_the_example_of_the_guide_works(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "how-to" / "days-off.md").read_text("utf-8")
    file = tmp_path / "2027.toml"
    file.write_text(guide.partition("```toml\n")[2].partition("```")[0], "utf-8")
    assert told(capsys, "2026-12-04=received", "--calendar", str(file))["provisional"] is False
