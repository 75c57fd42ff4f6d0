"""Personal data in a text: what is found, where, and how it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers import personal
from gongkai.papers.personal import Kind, find, masked, veiled
from gongkai.statute import identity_card

TESTS = Path(__file__).parents[1]
NUMBER = "11010519491231002X"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(hit.kind.value, hit.text) for hit in find(text)]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    region = draw(st.sampled_from(["110105", "350502", "440301", "620102", "650103", "810000", "830000"]))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 12, 31)))
    body = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return next(body + c for c in "0123456789X" if not identity_card.fault(body + c))


# Without what a number is made of: digits of any script that become digits, X, and what may stand in between.
surroundings = st.text(st.characters(codec="utf-8", exclude_categories=["Nd", "No", "Nl"]), max_size=20).filter(
    lambda t: not any(c in "xXｘＸ" for c in t)
)


@given(identity_numbers(), surroundings, surroundings)
def test_a_valid_identity_number_is_found_in_any_surroundings(number: str, before: str, after: str) -> None:
    hits = find(before + number + after, [Kind.ID_NUMBER])
    assert [hit.text for hit in hits] == [number]
    assert (hits[0].start, hits[0].end) == (len(before), len(before) + 18)


@given(identity_numbers(), st.integers(0, 16), st.integers(1, 9))
def test_one_changed_digit_is_no_identity_number(number: str, place: int, shift: int) -> None:
    digit = str((int(number[place]) + shift) % 10)
    assert find(number[:place] + digit + number[place + 1 :], [Kind.ID_NUMBER]) == ()


@given(identity_numbers(), st.sampled_from([" ", "\u3000", "-", "  ", "\u200b", "\n"]))
def test_spaced_and_full_width_digits_are_found(number: str, gap: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in number)
    for text in (gap.join(number), wide, f"{number[:6]}{gap}{number[6:14]}{gap}{number[14:]}", number.lower()):
        assert [h.text for h in find(f"证号：{text}。", [Kind.ID_NUMBER])] == [text]


def test_characters_as_a_pdf_may_have_them() -> None:
    assert kinds("住址：⾦⼭区⻋站路12号") != []
    assert [h.text for h in find("现住⼩⾥村3组5号", [Kind.ADDRESS])] == ["⼩⾥村3组5号"]


@given(st.one_of(st.text(), st.text("0135678 -\n+()86X京A村路号@.", max_size=60)))
def test_any_text_is_searched_and_veiled_without_an_error(text: str) -> None:
    hits = find(text)
    for hit in hits:
        assert text[hit.start : hit.end] == hit.text
    assert all(one.end <= other.start for one, other in pairwise(hits))
    assert isinstance(veiled(text), str)


@pytest.mark.parametrize(
    ("text", "kind", "hit", "shown"),
    [
        (f"身份证号码：{NUMBER}", "id-number", NUMBER, "11*************02X"),
        ("老证110105491231002号", "id-number", "110105491231002", "11**********002"),
        ("手机13812345678。", "phone", "13812345678", "138****5678"),
        ("请拨138-1234-5678", "phone", "138-1234-5678", "138****5678"),
        ("手机1 3 8 1 2 3 4 5 6 7 8", "phone", "1 3 8 1 2 3 4 5 6 7 8", "138****5678"),
        ("手机138123\n45678", "phone", "138123\n45678", "138****5678"),
        ("+86 138 1234 5678", "phone", "138 1234 5678", "138****5678"),
        ("电话：0595-22345678", "phone", "0595-22345678", "059*****5678"),
        ("（010）62345678转", "phone", "（010）62345678", "010****5678"),
        ("联系电话：22345678", "phone", "22345678", "****5678"),
        ("卡号6222021234567890128", "bank-card", "6222021234567890128", "***************0128"),
        ("卡号 4111 1111 1111 1111", "bank-card", "4111 1111 1111 1111", "************1111"),
        ("卡号62220212345\n67890128", "bank-card", "62220212345\n67890128", "***************0128"),
        ("车牌闽C12345", "plate", "闽C12345", "闽C*****"),
        ("新能源粤BD12345号", "plate", "粤BD12345", "粤B******"),
        ("京A·1234警", "plate", "京A·1234警", "京A*****"),
        ("Tel.0595-22345678", "phone", "0595-22345678", "059*****5678"),
        ("TEL13812345678", "phone", "13812345678", "138****5678"),
        ("No.6222021234567890128", "bank-card", "6222021234567890128", "***************0128"),
        ("新能源京A12345K", "plate", "京A12345K", "京A******"),
        ("邮箱 zhang.san@example.com", "email", "zhang.san@example.com", "z***@example.com"),
        ("护照号码：E12345678", "passport", "E12345678", "E******78"),
        ("港澳居民来往内地通行证 H1234567801", "passport", "H1234567801", "H********01"),
        (
            "家住福建省泉州市鲤城区开元街道中山路123号5栋301室，",
            "address",
            "福建省泉州市鲤城区开元街道中山路123号5栋301室",
            "福建省泉州市鲤城区开元街道***",
        ),
        ("地址：阳光小区5幢2单元", "address", "阳光小区5幢2单元", "***"),
        ("现住南靖县书洋镇田螺坑村3组12号", "address", "南靖县书洋镇田螺坑村3组12号", "南靖县书洋镇***"),
        *(
            (f"住{address}，", "address", address, shown)
            for address, shown in (
                ("安溪县湖头镇李家村第三村民小组12号", "安溪县湖头镇***"),
                ("南安市水头镇朴里村上埔35号", "南安市水头镇***"),
                ("上海市浦东新区世纪大道100号环球金融中心20楼", "上海市浦东新区***"),
                ("泉州市丰泽区东海大街8号行政中心A幢5楼501室", "泉州市丰泽区***"),
                ("阳光花园二期6栋B座1203", "***"),
            )
        ),
        ("系南靖县书洋镇田螺坑村村民", "address", "南靖县书洋镇田螺坑村", "南靖县书洋镇***"),
    ],
)
def test_each_kind(text: str, kind: str, hit: str, shown: str) -> None:
    found = find(text)
    assert [(h.kind.value, h.text) for h in found] == [(kind, hit)]
    assert masked(found[0].kind, found[0].text) == shown
    assert hit not in veiled(text)


@pytest.mark.parametrize(
    "text",
    [
        "国办函〔2020〕109号",
        "2024年12月31日至2025年1月31日",
        "统一社会信用代码11350500003857041K",
        "共受理1381件，金额12345678901234.56元",
        "收到申请23811人次，占13.812345678901%",
        "一、总体情况（一）主动公开13 812 345",
        "南靖县书洋镇田螺坑村民委员会",
        "全区12个镇、3个街道、8个社区",
        "新区一期3号地块",
        "本村5户村民，村民小组8户",
        "胜利街道办事处2024年5号文件",
        "E12345678是一个编号",
        "6222021234567890127",
        "第3号公告",
        "中华人民共和国国务院令第711号",
        "13 8 12 345 678",
        "1 3 0 0 0 0 0 0 0 0 0 0 0 0 0",
        "13\n812345678",
        "0 2 1 3 4 5 6 7 8",
        "订单202411240001234567890",
    ],
)
def test_ordinary_text_has_no_hit(text: str) -> None:
    assert kinds(text) == []


def test_hits_come_in_order_and_share_nothing() -> None:
    text = f"13812345678，{NUMBER}，闽C12345，a@b.cn"
    assert [kind for kind, _ in kinds(text)] == ["phone", "id-number", "plate", "email"]


def test_only_the_asked_kinds() -> None:
    assert [hit.kind for hit in find(f"13812345678，{NUMBER}", [Kind.PHONE])] == [Kind.PHONE]


def test_an_identity_number_is_not_also_a_card_or_a_telephone() -> None:
    """Gansu's numbers begin as the cards of UnionPay do."""
    body = "62010219800101"
    numbers = [f"{body}{n:03d}{c}" for n in range(400) for c in "0123456789X"]
    valid = [n for n in numbers if not identity_card.fault(n)]
    assert {hit.kind for n in valid for hit in find(n)} == {Kind.ID_NUMBER}


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)))
def test_the_old_number_needs_a_day_that_was(born: date) -> None:
    number = f"350502{born:%y%m%d}001"
    assert [hit.text for hit in find(f"号{number}。", [Kind.ID_NUMBER])] == [number]
    assert find(f"350502{born:%y}{born.month + 12:02d}{born:%d}001") == ()
    assert born - timedelta(days=1) < born


def test_published_reports_hold_no_identity_number_and_no_card() -> None:
    folders = ("real", "reports_files", "variants")
    files = [f for folder in folders for kind in ("html", "md", "txt") for f in (TESTS / folder).glob(f"*.{kind}")]
    assert len(files) > 100
    for file in files:
        hits = find(file.read_text("utf-8"), [Kind.ID_NUMBER, Kind.BANK_CARD, Kind.PLATE, Kind.PASSPORT])
        assert hits == (), file.name


def test_a_long_run_of_digits_is_searched_in_time() -> None:
    """Neither digits nor Han characters without end make a search slow."""
    for text in (
        "1" * 200_000,
        "1 " * 100_000,
        "县" * 100_000,
        "中山路" * 50_000,
        "村1" * 50_000,
        "a" * 100_000 + "@",
    ):
        find(text)


def test_every_kind_has_a_name() -> None:
    assert set(personal.LABELS) == set(Kind)
