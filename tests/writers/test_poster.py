"""A notice for a board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from gongkai.errors import WriteError
from gongkai.writers.poster import Poster, lines, write

from .test_item import read, squeezed
from .test_rich import TABLE

POSTER = Poster(
    title="关于调整城乡居民最低生活保障标准的通知",
    agency="示范区民政局",
    body="<p>各村（居）民委员会：</p><p>自2026年4月1日起，标准由920元调整为1000元。</p>",
    on=date(2026, 3, 10),
    from_on=date(2026, 3, 16),
    until_on=date(2026, 3, 22),
    document_number="示民发〔2026〕3号",
    where="全文见 https://open.shifan.example.gov.cn/items/1/",
)


def test_everything_is_on_one_sheet() -> None:
    data = write(POSTER)
    text = squeezed(read(data))
    assert len(pypdfium2.PdfDocument(data)) == 1
    assert all(squeezed(line) in text for line in lines(POSTER))
    assert "张贴时间：2026年3月16日至2026年3月22日" in text


def test_the_title_is_large() -> None:
    page = pypdfium2.PdfDocument(write(POSTER))[0]
    sizes = [abs(one.get_bounds()[3] - one.get_bounds()[1]) for one in page.get_objects() if one.type == 1]
    assert max(sizes) > 30


def test_without_an_end_it_hangs_from_a_day_on() -> None:
    assert "2026年3月16日起" in squeezed(read(write(replace(POSTER, until_on=None))))


def test_a_long_one_is_set_smaller_and_numbers_its_sheets() -> None:
    data = write(replace(POSTER, body=("<p>" + "内容" * 150 + "</p>") * 8 + TABLE))
    assert len(pypdfium2.PdfDocument(data)) > 1
    assert "第2页，共" in squeezed(read(data))


def test_a_very_long_title_still_fits() -> None:
    assert len(pypdfium2.PdfDocument(write(replace(POSTER, title="关于做好某项工作的通知" * 9)))) == 1


def test_the_same_poster_gives_the_same_bytes() -> None:
    assert write(POSTER) == write(POSTER)


def test_what_cannot_be_printed_is_refused() -> None:
    with pytest.raises(WriteError, match="标题"):
        write(replace(POSTER, title=""))
    with pytest.raises(WriteError, match="截止日期"):
        write(replace(POSTER, until_on=date(2026, 3, 1)))
    with pytest.raises(WriteError, match="U\\+10A00"):
        write(replace(POSTER, body="<p>\U00010a00</p>"))
