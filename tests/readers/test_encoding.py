"""Texts in the encodings that offices have used, found by their bytes and not by what they claim."""

from __future__ import annotations

import pytest

from gongkai.errors import UnknownKind
from gongkai.readers.encoding import decode
from gongkai.readers.extract import extract

from .show import plain

SIMPLIFIED = "二、主动公开政府信息情况\n行政许可 2629 件\n本年收费金额（单位：万元）\n" * 3
TRADITIONAL = "二、主動公開政府信息情況\n行政許可 2629 件\n本年收費金額（單位：萬元）\n" * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
def test_simplified(encoding: str) -> None:
    assert decode(SIMPLIFIED.encode(encoding)) == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "gb18030", "utf-16-le"])
def test_traditional(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)) == TRADITIONAL


@pytest.mark.parametrize("claimed", ["gb2312", "utf-8", "big5", "iso-8859-1", "nonsense"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_claims_another_encoding(encoding: str, claimed: str) -> None:
    page = f'<html><head><meta charset="{claimed}"><title>年报</title></head><p>{SIMPLIFIED}</p></html>'
    document = extract(page.encode(encoding))
    assert document.title == "年报"
    assert "主动公开政府信息" in str(plain(document)[0])


def test_cut_in_the_middle_of_a_character() -> None:
    assert decode(SIMPLIFIED.encode()[:100]) == SIMPLIFIED.encode()[:100].decode("utf-8", "ignore")


def test_a_few_broken_characters_do_not_lose_the_rest() -> None:
    data = SIMPLIFIED.encode() * 20 + b"\xe4\xb8" + SIMPLIFIED.encode()
    assert decode(data).count("主动公开") == 63


def test_characters_only_gb18030_has() -> None:
    assert decode(("㐂" + SIMPLIFIED).encode("gb18030")).startswith("㐂")


def test_no_encoding_fits() -> None:
    with pytest.raises(UnknownKind, match="请"):
        decode(bytes(range(128, 256)) * 9 + bytes(range(255, 127, -1)) * 9)
