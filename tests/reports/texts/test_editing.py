"""Edited text: figures follow their records, words stay as the person left them."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reports.texts.editing import edited, tokens
from gongkai.reports.texts.following import followed, rejoined
from gongkai.reports.texts.library import library
from gongkai.reports.texts.pieces import HAND, Bound, Paragraph, Run, Text, dump, lines, load
from gongkai.reports.texts.writing import part

from . import sample

SHIPPED = library(sample.END)


def drafted(number: int = 1) -> Text:
    return part(number, sample.facts(), SHIPPED)


def typed(text: Text) -> str:
    return "\n".join(lines(text))


def rewritten(old: str, new: str, number: int = 1) -> Text:
    before = drafted(number)
    assert old in typed(before)
    return edited(before, typed(before).replace(old, new))


def names(text: Text) -> list[str]:
    return [one.name for paragraph in text for one in paragraph.bound]


class TestWhatWasTyped:
    def test_the_same_words_are_the_same_text(self) -> None:
        for number in (0, 1, 5, 6):
            assert edited(drafted(number), typed(drafted(number))) == drafted(number)

    def test_what_is_printed_is_what_was_typed(self) -> None:
        text = rewritten("，撰写政务公开工作稿12篇", "，在区报撰写工作稿12篇")
        assert "政府信息167条，在区报撰写工作稿12篇。" in typed(text)
        assert typed(text) == typed(drafted()).replace("，撰写政务公开工作稿12篇", "，在区报撰写工作稿12篇")

    def test_only_the_sentence_that_was_touched_is_the_persons(self) -> None:
        text = rewritten("，撰写政务公开工作稿12篇", "，在区报撰写工作稿12篇")
        by_hand = [run.text for paragraph in text for run in paragraph.runs if run.code == HAND]
        assert by_hand == ["2024年，齐陵街道全年主动公开政府信息167条，在区报撰写工作稿12篇。"]

    def test_figures_in_it_stay_bound(self) -> None:
        text = rewritten("全年主动公开政府信息167条", "坚持应公开尽公开，共公开信息167条")
        run = next(run for paragraph in text for run in paragraph.runs if run.code == HAND)
        assert [(one.name, one.shown) for one in run.bound] == [
            ("year", "2024"), ("short", "齐陵街道"), ("items", "167"), ("articles", "12"),
        ]  # fmt: skip

    def test_a_figure_that_was_overwritten_is_free(self) -> None:
        text = rewritten("政府信息167条", "政府信息170条")
        assert "items" not in names(text)
        assert "articles" in names(text)

    def test_a_figure_that_was_moved_with_its_words_stays_bound(self) -> None:
        text = rewritten(
            "全年主动公开政府信息167条，撰写政务公开工作稿12篇",
            "全年撰写政务公开工作稿12篇，主动公开政府信息167条",
        )
        assert {"items", "articles"} <= set(names(text))

    def test_a_lone_number_elsewhere_is_not_that_figure(self) -> None:
        before = (Paragraph("p", (Run("x", ("培训", Bound("trainings", "3"), "次。")),)),)
        after = edited(before, "另有3个栏目更新。")
        assert names(after) == []

    def test_a_deleted_sentence_is_gone(self) -> None:
        (whole,) = [run.text for paragraph in drafted() for run in paragraph.runs if run.code == "topics"]
        text = rewritten(whole, "")
        assert "topics" not in {run.code for paragraph in text for run in paragraph.runs}
        assert len(text) == len(drafted())

    def test_a_sentence_put_in_between(self) -> None:
        text = rewritten("（四）政府信息公开平台", "新增一段。\n（四）政府信息公开平台")
        assert [one.code for one in text if one.text] == [
            "overview", "publish", "request", "manage", "", "platform", "supervise",
        ]  # fmt: skip

    def test_a_paragraph_that_was_deleted_is_gone_and_a_silent_one_waits(self) -> None:
        silent = [one.code for one in drafted(5) if not one.text]
        assert silent == ["before"]
        text = edited(drafted(5), typed(drafted(5)).split("\n")[0])
        assert [one.code for one in text] == ["before", "problems"]

    def test_everything_deleted(self) -> None:
        text = edited(drafted(), "")
        assert typed(text) == ""

    def test_a_whole_other_text_is_the_persons_however_long(self) -> None:
        """No more than a moment, and nothing of the draft in it; a whole report is some thousand characters."""
        other = "\n".join(f"第{n}段，公开信息{n}条。" for n in range(6000))
        began = time.monotonic()
        text = edited(drafted(), other)
        assert time.monotonic() - began < 5
        assert names(text) == []
        assert typed(text) == other

    def test_a_change_in_a_long_text_costs_what_was_changed(self) -> None:
        long = "\n".join(f"第{n}段，公开信息{n}条。" for n in range(3000))
        text = edited(
            edited(drafted(), typed(drafted()) + "\n" + long), typed(drafted()) + "\n" + long + "又一句。"
        )
        assert typed(text).endswith("又一句。")
        assert {"items", "articles"} <= set(names(text))

    def test_blank_lines_and_carriage_returns_are_no_paragraphs(self) -> None:
        assert edited(drafted(), typed(drafted()).replace("\n", "\r\n\r\n")) == drafted()

    def test_a_list_that_was_edited_into_is_words(self) -> None:
        text = rewritten("乡村振兴、安全生产", "乡村振兴、耕地保护、安全生产")
        assert "topics" not in names(text)

    def test_tokens_keep_a_number_whole(self) -> None:
        assert tokens("收费2.02万元") == ["收", "费", "2.02", "万", "元"]

    def test_it_is_kept_as_plain_json(self) -> None:
        text = rewritten("政府信息167条", "各类政府信息167条")
        assert load(dump(text)) == text


class TestFollowing:
    def test_nothing_changed(self) -> None:
        found = followed(drafted(), sample.facts(), SHIPPED)
        assert found.text == drafted()
        assert found.changes == ()

    def test_a_sentence_as_drafted_is_drafted_anew(self) -> None:
        facts = sample.facts(tables=sample.tables(received=1, by_persons=1, answered=1, given=1))
        found = followed(drafted(), facts, SHIPPED)
        assert found.text == part(1, facts, SHIPPED)
        assert "未收到依申请公开请求" not in typed(found.text)
        assert {one.sentence for one in found.changes} == {"received", "answered", "remedies"}

    def test_in_a_sentence_of_a_persons_only_the_figure_changes(self) -> None:
        text = rewritten("全年主动公开政府信息167条", "坚持应公开尽公开，共公开信息167条")
        found = followed(text, sample.facts(published=sample.published(items=168)), SHIPPED)
        assert "坚持应公开尽公开，共公开信息168条，撰写政务公开工作稿12篇。" in typed(found.text)
        assert [(one.name, one.before, one.now) for one in found.changes] == [("items", "167", "168")]

    def test_a_number_typed_by_hand_stays(self) -> None:
        text = rewritten("政府信息167条", "政府信息170条")
        found = followed(text, sample.facts(published=sample.published(items=168)), SHIPPED)
        assert "政府信息170条" in typed(found.text)

    def test_a_record_that_is_gone_leaves_its_words_and_is_told(self) -> None:
        text = rewritten("（地址：", "（办公地址：", 0)
        found = followed(text, {k: v for k, v in sample.facts().items() if k != "address"}, SHIPPED)
        assert "临淄区齐陵路67号" in typed(found.text)
        assert [(one.name, one.now) for one in found.changes] == [("address", None)]

    def test_a_silent_sentence_speaks_once_there_is_a_record_of_it(self) -> None:
        text = rewritten("，撰写政务公开工作稿12篇", "，写稿12篇")
        reassessed = followed(text, sample.facts(published=sample.published(reassessed=4)), SHIPPED)
        assert "对不予公开的政府信息定期评估审查，全年评估4件。" in typed(reassessed.text)

    def test_headings_are_counted_anew(self) -> None:
        printed = typed(drafted()).split("\n")
        without = edited(drafted(), "\n".join(printed[:1] + printed[2:]))
        text = followed(without, sample.facts(), SHIPPED).text
        assert [line[:6] for line in lines(text)[1:]] == [
            "（一）依申请",
            "（二）政府信",
            "（三）政府信",
            "（四）监督保",
        ]

    def test_parts_that_fell_to_nought_read_nought(self) -> None:
        facts = sample.facts(tables=sample.tables(received=3, by_persons=3, answered=3, given=2, partly=1))
        before = part(1, facts, SHIPPED)
        text = edited(before, typed(before).replace("其中予以公开2件、部分公开1件", "予以公开2件，部分公开1件"))
        after = sample.facts(tables=sample.tables(received=3, by_persons=3, answered=3, given=3, partly=0))
        assert "予以公开3件，部分公开0件" in typed(followed(text, after, SHIPPED).text)


_WORDS = st.text(alphabet="公开信息条件，。167\n 三", max_size=12)


@settings(max_examples=60)
@given(st.sampled_from([0, 1, 5, 6]), st.data())
def test_whatever_is_typed_is_what_is_printed(number: int, data: st.DataObject) -> None:
    """An edit anywhere: the printed text is the typed one, line by line, and bound words are in it."""
    text = drafted(number)
    plain = typed(text)
    start = data.draw(st.integers(0, len(plain)))
    end = data.draw(st.integers(start, min(len(plain), start + 40)))
    wanted = plain[:start] + data.draw(_WORDS) + plain[end:]
    made = edited(text, wanted)
    assert [line for line in typed(made).split("\n") if line.strip()] == [
        line for line in wanted.splitlines() if line.strip()
    ]
    assert load(dump(made)) == made
    assert typed(followed(made, sample.facts(), SHIPPED).text).count("None") == 0


@settings(max_examples=30)
@given(st.integers(0, 500), st.integers(0, 30))
def test_an_untouched_text_always_says_what_the_records_say(items: int, articles: int) -> None:
    rows = sample.records().articles
    records = sample.records(articles=(rows * 3)[:articles])
    facts = sample.facts(published=sample.published(items=items), records=records)
    assert followed(drafted(), facts, SHIPPED).text == part(1, facts, SHIPPED)


class TestRejoining:
    def test_what_was_taken_back_follows_its_records_again(self) -> None:
        changed = rewritten("政府信息167条", "政府信息170条")
        back = edited(changed, typed(drafted()))
        assert "items" not in names(back)
        assert rejoined(back, sample.facts(), SHIPPED) == drafted()

    def test_what_is_worded_otherwise_stays_the_persons(self) -> None:
        changed = rewritten("政府信息167条", "政府信息170条")
        assert rejoined(changed, sample.facts(), SHIPPED) == changed

    def test_a_sentence_that_stands_twice_is_joined_once(self) -> None:
        sentence = "2024年，齐陵街道全年主动公开政府信息167条，撰写政务公开工作稿12篇。"
        twice = edited(drafted(), typed(drafted()).replace(sentence, sentence * 2))
        codes = [run.code for paragraph in rejoined(twice, sample.facts(), SHIPPED) for run in paragraph.runs]
        assert codes.count("items") == 1
