"""The list of pairs: what every one of them must say, and that each is found where it stands."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from gongkai.papers.wording import Engine, Force, edition, shipped, shipped_pairs


def test_there_are_many_and_each_says_why_and_where_it_is_laid_down() -> None:
    pairs = shipped_pairs()
    assert len(pairs) >= 1000
    for pair in pairs:
        assert pair.wrong != pair.right
        assert len(pair.wrong) >= 2
        assert pair.why.endswith("。"), pair.wrong
        assert re.search("《|〔|号", pair.source) or "决定" in pair.source, pair.wrong


def test_no_word_stands_twice() -> None:
    assert [word for word, times in Counter(p.wrong for p in shipped_pairs()).items() if times > 1] == []


def test_what_is_proposed_is_not_itself_marked() -> None:
    """Of a name that changed twice, the newest is proposed."""
    for pair in shipped_pairs():
        marked = [hit.pair.wrong for hit in shipped().find(pair.right)]
        assert marked == [], (pair.wrong, pair.right)


def test_each_is_found_in_a_sentence() -> None:
    for pair in shipped_pairs():
        if pair.condition is None and not pair.pattern:
            (hit,) = shipped().find(f"关于此事，{pair.wrong}，请各单位注意。")
            assert (hit.start, hit.text, hit.pair) == (5, pair.wrong, pair)


def test_the_longer_words_hold_the_word_and_are_right() -> None:
    for pair in shipped_pairs():
        for longer in pair.unless:
            assert pair.wrong in longer, pair.wrong
            assert pair.wrong != longer
            assert Engine([pair]).find(f"，{longer}，") == (), longer


def test_an_edition_is_a_word() -> None:
    assert re.fullmatch("[0-9a-f]{12}", edition())


def test_an_old_name_is_right_in_an_old_text() -> None:
    text = "由区国土资源局负责。"
    assert shipped().find(text, made_on=date(2015, 3, 1)) == ()
    (hit,) = shipped().find(text, made_on=date(2024, 3, 1))
    assert hit.pair.force is Force.DOUBTFUL
    assert shipped().find(text)


def test_a_law_that_was_repealed_is_right_in_the_sentence_that_says_so() -> None:
    assert shipped().find("《民法典》施行后，《合同法》同时废止。") == ()
    assert shipped().find("依据《合同法》第五十二条。")
