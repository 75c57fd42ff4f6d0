"""Who reports, for which year, and whom to ask."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.readers.head import read
from gongkai.statute.form import Contact


@pytest.mark.parametrize(
    ("lines", "agency", "year"),
    [
        (["临淄区齐陵街道", "2024年政府信息公开工作年度报告"], "临淄区齐陵街道", 2024),
        (["渔洋镇2022年政府信息公开工作年度报告"], "渔洋镇", 2022),
        (["2019年上海市人民政府办公厅政府信息公开工作年度报告"], "上海市人民政府办公厅", 2019),
        (["关岭县水务局2023年政府信息公开工作年度报告"], "关岭县水务局", 2023),
        (["于都县2022年度政府信息公开工作年度报告"], "于都县", 2022),
        (["标题: 平潭综合实验区2020年度政府信息公开工作年度报告"], "平潭综合实验区", 2020),
        (["青石县人民政府办公室", "关于2024年政府信息公开工作年度报告"], "青石县人民政府办公室", 2024),
        (["青石县水利局政府信息公开工作2023年度报告"], "青石县水利局", 2023),
        (["青石县水利局", "政府信息公开工作年度报告", "（2023年）"], "青石县水利局", 2023),
        (["2022年度政府信息公开工作年度报告", "青石县水利局"], "青石县水利局", 2022),
        (["二〇二三年青石县政府信息公开工作年度报告"], "青石县", 2023),
        (["青石县水利局2023年", "政府信息公开工作年度报告"], "青石县水利局", 2023),
        (["首页 年报 青石县水利局2021年度政府信息公开工作年度报告 来源：网站"], "青石县水利局", 2021),
        (["青石县2023年政府信息公开工作告年度报"], "青石县", 2023),
        (["青石县水利局：2023年政府信息公开工作年度报告"], "青石县水利局", 2023),
        (["（2023年度）青石县水利局政府信息公开工作年度报告"], "青石县水利局", 2023),
        (["2023年度政府信息公开工作年度报告", "（青石县水利局）"], "青石县水利局", 2023),
        (["青石县水利局关于2021年度政府信息公开工作情况的报告"], "青石县水利局", 2021),
        (["青石县2023年政府信息公开工作年度报告统计表"], "青石县", 2023),
    ],
)
def test_title(lines: list[str], agency: str, year: int) -> None:
    head = read(lines, (), None, ())
    assert (head.agency, head.year) == (agency, year)


def test_nothing_is_guessed() -> None:
    head = read(["根据条例规定，制定本报告："], ("我局积极落实工作要求。",), None, ())
    assert (head.agency, head.year, head.title, head.period) == (None, None, None, None)
    assert head.contact == Contact()


def test_the_year_of_the_period_where_the_title_has_none() -> None:
    head = read(["本报告所列数据的统计期限自2023年1月1日起至12月31日止。"], (), None, ())
    assert head.period == (date(2023, 1, 1), date(2023, 12, 31))
    assert head.year == 2023


def test_a_date_in_the_text_is_no_period() -> None:
    assert read(["条例自2019年5月15日至2020年5月15日试行。"], (), None, ()).period is None


def test_the_year_the_first_section_opens_with() -> None:
    assert read([], ("2019年,我乡明确专人负责。",), None, ()).year == 2019
    assert read([], ("2019年，我乡。", "2020年，我乡。"), None, ()).year is None


def test_the_publisher_where_there_is_no_title() -> None:
    assert read(["发布日期:2023-01-16 来源:渔洋镇"], (), None, ()).agency == "渔洋镇"
    assert read(["来源：网络"], (), None, ()).agency is None


def test_a_signature_at_the_end() -> None:
    assert read([], (), None, ("正文。", "青石县水利局", "2024年1月20日")).agency == "青石县水利局"


def test_the_file_own_title() -> None:
    head = read(["正文"], (), "青石县水利局2024年政府信息公开工作年度报告", ())
    assert (head.agency, head.year) == ("青石县水利局", 2024)


CONTACT = (
    "如对报告内容有疑问，请与临淄区齐陵街道办事处联系（地址：临淄区齐陵路67号；邮编：255430；"
    "电话：0533-7080070；传真：0533-7080071；电子邮箱：dang_ban@zb.shandong.cn）。"
)


def test_contact() -> None:
    assert read([CONTACT], (), None, ()).contact == Contact(
        "临淄区齐陵路67号", "255430", "0533-7080070", "0533-7080071", "dang_ban@zb.shandong.cn"
    )


def test_a_post_code_is_six_digits() -> None:
    assert read(["邮编：2554301，电话：7080070"], (), None, ()).contact.postcode is None


def test_the_electronic_version() -> None:
    text = "本年度报告电子版可从“中国上海”门户网站（www.shanghai.gov.cn）下载。"
    assert read([text], (), None, ()).electronic_address == "www.shanghai.gov.cn"
    assert read(["联系邮箱a@b.gov.cn。"], (), None, ()).electronic_address is None


def test_the_preamble_is_what_follows_the_title() -> None:
    head = read(["青石县水利局2024年政府信息公开工作年度报告", "本报告由总体情况等组成。"], (), None, ())
    assert head.preamble == ("本报告由总体情况等组成。",)


@pytest.mark.parametrize("site", ["_青石县人民政府", " - 政府信息公开年报 - 青石县人民政府", "--青石县政府网"])
def test_the_site_after_the_title_of_a_page_is_no_part_of_it(site: str) -> None:
    head = read(["按照条例规定，编制本报告。"], (), f"青石县水利局2023年政府信息公开工作年度报告{site}", ())
    assert (head.agency, head.year) == ("青石县水利局", 2023)
