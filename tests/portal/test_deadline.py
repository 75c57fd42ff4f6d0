"""期限计算: anybody's deadline calculator, without script, with the working day by day."""

from __future__ import annotations

from datetime import date, datetime
from urllib.parse import urlencode

import pytest
import time_machine
from django.http import QueryDict
from django.test import Client
from lxml import html

from gongkai.agencies import calendars
from gongkai.agencies.permissions import OPERATOR
from gongkai.portal.deadline_rows import MOST, rows_of
from gongkai.statute.calendar import Notice
from tests.district import SHANGHAI

pytestmark = pytest.mark.django_db

EXAMPLE = [
    ("2026-03-02", "received", ""),
    ("2026-03-09", "third-party-asked", ""),
    ("2026-03-25", "opinion-received", ""),
]


def asked(client: Client, rows: list[tuple[str, str, str]], **more: str) -> str:
    pairs = [pair for day, kind, mark in rows for pair in (("d", day), ("k", kind), ("m", mark))]
    answer = client.get("/deadline/?" + urlencode([*pairs, *more.items()]))
    assert answer.status_code == 200
    return answer.content.decode()


def texts(text: str, path: str) -> list[str]:
    return ["".join(one.itertext()).strip() for one in html.fromstring(text).xpath(path)]


def test_the_empty_page_offers_three_rows_and_the_first_is_the_receipt(client: Client) -> None:
    text = client.get("/deadline/").content.decode()
    assert len(html.fromstring(text).xpath("//fieldset")) == 3
    chosen = html.fromstring(text).xpath("//select[@id='k1']//option[@selected]/@value")
    assert chosen == ["received"]
    assert "计算结果" not in text


def test_it_finds_the_day_and_says_how(client: Client) -> None:
    text = asked(client, EXAMPLE)
    assert "最迟于2026年4月16日（星期四）答复" in text
    assert any("其间12个工作日不计入" in line and "第三十二条" in line for line in texts(text, "//ol/li"))
    days = texts(text, "//table//tbody/tr")
    assert len(days) == 46
    assert html.fromstring(text).xpath("//input[@name='d']/@value")[:3] == [row[0] for row in EXAMPLE], "kept"


def test_every_day_says_whether_it_counts(client: Client) -> None:
    rows = html.fromstring(asked(client, EXAMPLE)).xpath("//table//tbody/tr")
    told = {row[0].text: ["".join(cell.itertext()) for cell in row[1:]] for row in rows}
    assert told["2026-03-02"] == ["起算日", "自次日起计算"]
    assert told["2026-03-03"] == ["第 1 个", ""]
    assert told["2026-03-08"] == ["休息", "星期日"]
    assert told["2026-03-10"] == ["不计入", "征求意见或等候期间"]
    assert told["2026-04-16"] == ["第 20 个", ""]


def test_a_row_more_without_script(client: Client) -> None:
    text = asked(client, EXAMPLE, more="1")
    assert len(html.fromstring(text).xpath("//fieldset")) == 4
    assert "计算结果" not in text, "asked for a row, not for an answer"


def test_the_button_for_another_row_goes_when_there_are_enough() -> None:
    many = QueryDict("&".join("d=2026-03-02&k=received&m=" for _ in range(MOST + 5)) + "&more=1")
    assert len(rows_of(many)) == MOST


def test_waiting_has_no_date(client: Client) -> None:
    text = asked(client, [("2026-03-02", "received", ""), ("2026-03-09", "supplement-noticed", "")])
    assert "没有截止日期：等候申请人补正" in text
    assert "逐日计算" not in text


def test_ended_while_waiting(client: Client) -> None:
    rows = [("2026-03-02", "received", ""), ("2026-03-09", "supplement-noticed", ""), ("2026-04-10", "closed", "")]
    assert "没有截止日期：2026年4月10日办理结束" in asked(client, rows)


def test_late_is_said_in_words(client: Client) -> None:
    rows = [("2026-03-02", "received", "")]
    assert "已逾期" in asked(client, rows, on="2026-03-31")
    assert "已逾期" not in asked(client, rows, on="2026-03-30")


def test_the_day_one_looks_decides_about_silence(client: Client) -> None:
    rows = [("2026-03-02", "received", ""), ("2026-03-09", "third-party-asked", "甲")]
    assert "暂定" in asked(client, rows, on="2026-03-20")
    assert ">暂定<" not in asked(client, rows, on="2026-04-20")


@time_machine.travel(datetime(2026, 3, 20, 9, 0, tzinfo=SHANGHAI), tick=False)
def test_today_where_none_is_given(client: Client) -> None:
    text = asked(client, [("2026-03-02", "received", ""), ("2026-03-09", "agency-asked", "")])
    assert html.fromstring(text).xpath("//input[@id='on']/@value") == ["2026-03-20"]
    assert "暂计到2026-03-20" in text


def test_a_notice_of_this_installation_is_used(client: Client) -> None:
    rows = [("2026-12-04", "received", "")]
    assert "2027年的放假安排尚未公布" in asked(client, rows)
    notice = Notice(2027, "试〔2026〕1号", date(2026, 11, 24), (date(2027, 1, 1),), ())
    calendars.add_notice(notice, by=OPERATOR, at=datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI))
    text = asked(client, rows)
    assert "最迟于2027年1月4日（星期一）答复" in text
    assert "放假（试〔2026〕1号）" in text


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("", "received", "甲")], "第1行没有日期"),
        ([("2026-03-02", "", "")], "第1行没有选事项"),
        ([("2026-03-02", "received", ""), ("2026-02-30", "extended", "")], "第2行：“2026-02-30”不是日期"),
        ([("2026-03-02", "received", ""), ("2026-03-05", "extended", "30")], "第2行：延期应为 1 至 20"),
        ([("2026-03-02", "nonsense", "")], "第1行：没有“nonsense”"),
        ([("2026-03-02", "posted", "")], "没有收到申请的日期"),
        ([("1900-03-02", "received", "")], "太远"),
    ],
)
def test_mistakes_are_named_on_top_and_kept(
    client: Client, rows: list[tuple[str, str, str]], message: str
) -> None:
    text = asked(client, rows)
    assert any(message in line for line in texts(text, "//div[@id='error-summary']//li/a"))
    (link,) = html.fromstring(text).xpath("//div[@id='error-summary']//li/a/@href")
    assert html.fromstring(text).xpath(f"//*[@id='{link[1:]}']")
    assert "计算结果" not in text


def test_a_wrong_day_of_looking_is_said(client: Client) -> None:
    text = asked(client, EXAMPLE, on="soon")
    assert "查看日期：“soon”不是日期" in text
    assert "计算结果" not in text


def test_a_kind_alone_is_a_row_that_was_left(client: Client) -> None:
    assert "最迟于" in asked(client, [("2026-03-02", "received", ""), ("", "extended", "")])


def test_what_is_typed_is_never_page(client: Client) -> None:
    text = asked(client, [("2026-03-02", "received", ""), ("2026-03-09", "agency-asked", "<script>x")])
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_a_consultation_nobody_closed_does_not_fill_pages(client: Client) -> None:
    text = asked(client, [("2020-03-02", "received", ""), ("2020-03-09", "agency-asked", "")], on="2026-03-02")
    assert len(html.fromstring(text).xpath("//table//tbody/tr")) == 400
    assert "没有列出" in text


def test_days_without_their_kinds_do_not_break_it(client: Client) -> None:
    assert client.get("/deadline/?d=2026-03-02&d=2026-03-03&m=x").status_code == 200


def test_every_page_leads_to_it(client: Client) -> None:
    """The columns at the top are those of the law (国办公开办函〔2019〕61号); this stands below."""
    text = client.get("/").content.decode()
    assert "/deadline/" in html.fromstring(text).xpath("//footer//a[text()='期限计算']/@href")


def test_a_day_that_is_none_stays_to_be_seen(client: Client) -> None:
    """A date field would show nothing of it."""
    text = client.get("/deadline/?d=2026-02-30&k=received&m=&d=2026-03-02&k=posted&on=morgen").content.decode()
    assert '<input type="text" id="d1" name="d" value="2026-02-30"' in text
    assert '<input type="date" id="d2" name="d" value="2026-03-02"' in text
    assert '<input type="text" id="on" name="on" value="morgen"' in text


def test_the_answer_comes_into_view(client: Client) -> None:
    text = client.get("/deadline/?d=2026-03-02&k=received&m=").content.decode()
    assert '<form class="no-print" action="#answer"' in text
    assert 'id="answer"' in text
    assert 'formaction="#last"' in text
    assert text.count('id="last"') == 1
