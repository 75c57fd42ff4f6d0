"""A planted set: papers that bear a marking, and papers that only speak of secrets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.papers.secrecy_marks import marks

TITLE = "示范区人民政府关于进一步做好汛期安全生产工作的通知"
TEXT = "各街道办事处，区政府各部门：\n现将有关事项通知如下。\n一、提高认识\n二、落实责任"

MARKED = [
    ("机密★10年", "机密"),
    ("绝密★", "绝密"),
    ("秘密★启封", "秘密"),
    ("绝密★启用前", "绝密"),
    ("机密★", "机密"),
    ("秘密★6个月", "秘密"),
    ("机密 ★ 5 年", "机密"),
    ("机　密★１０年", "机密"),
    ("绝密☆长期", "绝密"),
    ("机密*10年", "机密"),
    ("秘密＊5年", "秘密"),
    ("機密★10年", "机密"),
    ("絕密★長期", "绝密"),
    ("机密★2026年12月31日前", "机密"),
    ("000012 机密★10年", "机密"),
    ("机密★10年　　特急", "机密"),
    ("机密★10年\t示范政发〔2026〕3号", "机密"),
    ("份号：000003　　秘密★1年", "秘密"),
    ("【机密★10年】", "机密"),
    ("机密★十年", "机密"),
    ("秘密 1年", "秘密"),
    ("机密10年", "机密"),
    ("绝密（长期）", "绝密"),
    ("机密级 保密期限：10年", "机密"),
    ("密级：机密", "机密"),
    ("密级：秘密　　", "秘密"),
    ("文件密级: 绝密", "绝密"),
    ("密级和保密期限：机密10年", "机密"),
    ("保密等级：秘密级", "秘密"),
    ("机密\n★10年", "机密"),
    ("秘密\n5年", "秘密"),
    ("000001\n机密★10年\n特急", "机密"),
]

ONLY_SPEAKS = [
    "涉及商业秘密的，依照《条例》第十五条处理。",
    "依法确定为国家秘密的政府信息，不予公开。",
    "《中华人民共和国保守国家秘密法》",
    "申请公开的内容属于工作秘密。",
    "做好机密件的登记。",
    "以前标注“机密★10年”的文件，解密后按程序公开。",
    "密级（绝密★、机密★、秘密★）标注在版头左上角。",
    "国家秘密的密级分为绝密、机密、秘密三级。",
    "保密期限：绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年。",
    "本项目的技术秘密保护期为10年",
    "不为人知的秘密",
    "机密性、完整性和可用性",
    "秘密",
    "机密",
]

CLEAN = [
    "示范区应急管理局",
    "★★★ 三星级企业名单",
    "保密承诺书",
    "密级：公开",
    "密级：无",
    "机关文秘密切配合",
    "10年",
]


class TestAMarkingStops:
    @pytest.mark.parametrize(("mark", "level"), MARKED)
    def test_above_the_title(self, mark: str, level: str) -> None:
        found = marks([f"{mark}\n{TITLE}\n{TEXT}"])
        assert found[0].stops
        assert found[0].level == level
        assert found[0].page == 1

    @pytest.mark.parametrize(("mark", "level"), MARKED[:9])
    def test_under_a_header(self, mark: str, level: str) -> None:
        assert marks([f"示范区人民政府文件\n\n  {mark}  \n{TITLE}\n{TEXT}"])[0].stops

    def test_in_a_text_box_that_is_read_last(self) -> None:
        assert marks([f"{TITLE}\n{TEXT * 10}\n机密★10年"])[0].stops

    def test_what_stops_comes_first(self) -> None:
        found = marks([f"涉及商业秘密的不公开\n机密★10年\n{TITLE}"])
        assert [mark.stops for mark in found] == [True, False]
        assert found[0].text == "机密★10年"
        assert found[0].line == 2


class TestWordsOnlyAsk:
    @pytest.mark.parametrize("line", ONLY_SPEAKS)
    def test_wherever_they_stand(self, line: str) -> None:
        found = marks([f"{TITLE}\n{line}\n{TEXT}", line])
        assert {mark.page for mark in found} == {1, 2}
        assert not any(mark.stops for mark in found)

    @pytest.mark.parametrize("line", CLEAN)
    def test_nothing_is_asked_of_others(self, line: str) -> None:
        found = marks([f"{line}\n{TITLE}\n{TEXT}"])
        assert [mark for mark in found if mark.stops] == []
        if line != "机关文秘密切配合":  # two words that meet; a person sees it at a glance
            assert found == []

    def test_a_marking_on_a_later_page_asks(self) -> None:
        found = marks([TITLE, "附件\n机密★10年\n名单"])
        assert [(mark.stops, mark.page) for mark in found] == [(False, 2)]

    def test_a_term_below_the_head_asks(self) -> None:
        body = "\n".join(f"第{n}条　内容" for n in range(20))
        assert not any(mark.stops for mark in marks([f"{TITLE}\n{body}\n秘密 1年"]))

    def test_the_words_around_are_shown(self) -> None:
        (found,) = marks(["第十五条　涉及商业秘密、个人隐私等公开会对第三方合法权益造成损害的政府信息"])
        assert "商业秘密、个人隐私" in found.text
        assert len(found.text) < 40

    def test_a_long_list_of_them_is_cut(self) -> None:
        assert len(marks(["\n".join(["商业秘密"] * 500)])) == 50


@given(st.text(), st.text())
def test_any_text_is_looked_at(first: str, second: str) -> None:
    assert all(mark.level in ("绝密", "机密", "秘密") for mark in marks([first, second]))


@given(st.sampled_from([mark for mark, _ in MARKED]), st.text(alphabet="公告通知各街道", max_size=30))
def test_a_marking_is_found_above_any_title(mark: str, title: str) -> None:
    assert marks([f"{mark}\n{title}"])[0].stops
