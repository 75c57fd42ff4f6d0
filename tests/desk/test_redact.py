"""Redacting at the desk: boxes by numbers, what is found, a decision for every page, the copy, and who may."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.accounts.models import Person
from gongkai.cases import blackening
from gongkai.cases.models import Case, Release
from gongkai.documents import burning
from gongkai.documents.models import Redaction
from gongkai.papers.redaction import Box
from tests.cases.giving import fake_burn
from tests.documents import sheets

from .cases import NOW, release_of
from .conftest import SignIn, text_of

pytestmark = pytest.mark.usefixtures("clock")

GROUND = "third-party"
BOX = {"box-left": "10", "box-top": "10", "box-width": "20", "box-height": "5", "box-ground": GROUND}


@pytest.fixture
def client(clerk: Person, sign_in: SignIn) -> Client:
    return sign_in(clerk)


@pytest.fixture
def release(case: Case, clerk: Person) -> Release:
    """Two pages with text, nothing drawn."""
    one = release_of(case, clerk, sheets.letter(), "方案.pdf")
    Redaction.objects.update(sheets=[[595, 842, False], [595, 842, False]])
    return one


def page(one: Release, tail: str = "boxes/") -> str:
    return f"/desk/cases/{one.case_id}/releases/{one.pk}/{tail}"


def do(client: Client, one: Release, verb: str, *, on: int = 1, **fields: object) -> str:
    return text_of(client.post(page(one, f"boxes/{verb}/"), {"page": on, **fields}, follow=True))


def drawn() -> Redaction:
    return Redaction.objects.get()


def test_it_is_opened_from_the_page_of_the_file(case: Case, client: Client, clerk: Person) -> None:
    one = release_of(case, clerk, sheets.letter(), "方案.pdf")
    Release.objects.update(redaction=None)
    Redaction.objects.all().delete()
    assert client.get(page(one))["Location"] == page(one, "")
    assert client.post(page(one, "boxes/box/"), BOX).status_code == 404
    text = text_of(client.post(page(one, "redact/"), follow=True))
    assert "共 2 页" in text
    assert "还有 2 页没有决定" in text


def test_what_cannot_be_redacted_says_why(case: Case, client: Client, clerk: Person) -> None:
    one = release_of(case, clerk, b"not a paper of pages", "说明.txt")
    Release.objects.update(redaction=None)
    text = text_of(client.post(page(one, "redact/"), follow=True))
    assert 'role="alert"' in text
    assert Release.objects.get().redaction is None


def test_a_box_by_its_numbers(client: Client, release: Release) -> None:
    text = do(client, release, "box", **BOX)
    assert "已加 1 个遮盖框" in text
    box = drawn().boxes.get()
    assert (box.page, box.x0, box.y0, box.x1, box.y1) == (0, 0.1, 0.1, 0.3, 0.15)
    assert '<rect x="100.0" y="141.5"' in text, "drawn on the server, without a style"
    assert " style=" not in text
    assert "还有 1 页没有决定" in text, "a page with a box is given in part"


def test_boxes_drawn_by_hand_come_as_fractions(client: Client, release: Release) -> None:
    lines = "0.1,0.1,0.2,0.2 0.5,0.5,0.6,0.6"
    assert "已加 2 个遮盖框" in do(client, release, "box", **{"box-drawn": lines, "box-ground": GROUND})
    for wrong in ("0.1,0.1", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "5,5,6,6"):
        text = do(client, release, "box", **{"box-drawn": wrong, "box-ground": GROUND})
        assert 'role="alert"' in text, wrong
    assert drawn().boxes.count() == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"box-ground": ""}, "请选择依据"),
        ({"box-width": ""}, "请在页面上拖动鼠标画框"),
        ({"box-left": "120"}, "不能大于100"),
        ({"box-height": "0"}, "不能小于"),
        ({"box-ground": "granted"}, "granted"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, release: Release, change: dict[str, str], said: str
) -> None:
    text = do(client, release, "box", **{**BOX, **change})
    assert said in text
    assert 'value="20"' in text or "box-width" in change
    assert not drawn().boxes.exists()


def test_a_box_is_deleted(client: Client, release: Release) -> None:
    do(client, release, "box", **BOX)
    key = drawn().boxes.get().pk
    assert "已删去 1 个遮盖框" in do(client, release, "erase", box=str(key))
    assert "已删去 0 个" in do(client, release, "erase", box="999")


def test_a_term_is_found_everywhere_and_nothing_drawn_before_it_is_accepted(
    client: Client, release: Release
) -> None:
    text = do(client, release, "term", **{"term-term": sheets.NAME, "term-ground": GROUND})
    assert "找到 3 处" in text
    assert not drawn().boxes.exists()
    values = re.findall(r'name="found" value="([^"]+)"', text)
    assert len(values) == 3
    text = do(client, release, "accept", found=values, ground=GROUND, term=sheets.NAME, total="3")
    assert "已加 3 个遮盖框" in text
    assert "词语“王小明”" in text
    assert not drawn().boxes.filter(here_only=True).exists()
    assert {box.term for box in drawn().boxes.all()} == {sheets.NAME}
    assert sheets.NAME not in client.get(page(release)).request["QUERY_STRING"]


def test_what_was_left_on_purpose_may_be_seen(client: Client, release: Release) -> None:
    text = do(client, release, "term", **{"term-term": sheets.NAME, "term-ground": GROUND})
    assert 'name="total" value="3"' in text
    values = re.findall(r'name="found" value="([^"]+)"', text)
    do(client, release, "accept", found=values[1:], ground=GROUND, term=sheets.NAME, total="3")
    assert drawn().boxes.filter(here_only=True).count() == 2
    do(client, release, "rest")
    do(client, release, "burn")
    burning.work(NOW)
    assert (drawn().failure, drawn().result is not None) == ("", True)


def test_personal_data_is_found_by_its_kinds(client: Client, release: Release) -> None:
    text = do(client, release, "kinds", **{"kind-kinds": ["id-number", "phone"], "kind-ground": GROUND})
    assert "找到 6 处" in text
    assert text.count("第 1 页，身份证号") == 3
    values = re.findall(r'name="found" value="([^"]+)"', text)
    do(client, release, "accept", found=values, ground=GROUND)
    assert sorted(drawn().boxes.values_list("kind", flat=True)) == ["id-number"] * 3 + ["phone"] * 3
    assert "请至少选择一类" in do(client, release, "kinds", **{"kind-ground": GROUND})


def test_what_is_nowhere_says_so(client: Client, release: Release) -> None:
    text = do(client, release, "term", **{"term-term": "诸葛亮", "term-ground": GROUND})
    assert "每一页都查过，没有找到" in text


def test_pages_that_nobody_searched_are_named(case: Case, client: Client, clerk: Person) -> None:
    one = release_of(case, clerk, sheets.with_a_scan(), "方案和附图.pdf")
    Redaction.objects.update(sheets=[[595, 842, False], [595, 842, False], [320, 400, True]])
    text = do(client, one, "term", **{"term-term": sheets.NAME, "term-ground": GROUND})
    assert "找到 3 处" in text
    assert "有的页没有查" in text
    assert "第3页" in text
    text = do(client, one, "term", **{"term-term": "诸葛亮", "term-ground": GROUND})
    assert "能读的页都查过，没有找到" in text


def test_proposals_that_nobody_of_ours_sent_are_refused(client: Client, release: Release) -> None:
    for wrong in ("", "1,2,3", "0,a,b,c,d,", "0,0.1,0.1,0.2,0.2,x,y", "99,0.1,0.1,0.2,0.2,"):
        assert "note late" in do(client, release, "accept", found=wrong, ground=GROUND), wrong
    assert "note late" in do(client, release, "accept", found="0,0.1,0.1,0.2,0.2,", ground="because")
    assert "没有要加的遮盖框" in do(client, release, "accept", ground=GROUND)
    assert not drawn().boxes.exists()


def test_a_page_that_is_only_a_picture_says_so(case: Case, client: Client, clerk: Person) -> None:
    one = release_of(case, clerk)
    assert "图片页，不能按词语查找" in text_of(client.get(page(one)))
    text = do(client, one, "term", **{"term-term": sheets.NAME, "term-ground": GROUND})
    assert 'role="alert"' in text
    assert sheets.NAME in text, "what was typed stays"
    assert "已加 1 个遮盖框" in do(client, one, "box", **BOX)


def test_every_page_is_decided_and_the_next_open_one_follows(client: Client, release: Release) -> None:
    text = do(client, release, "decide", **{"page-decision": "withheld"})
    assert "不予公开的页面选择依据" in text
    text = do(client, release, "decide", **{"page-decision": "withheld", "page-ground": GROUND})
    assert "第 1 页已决定" in text
    assert '<h2 id="page-now">第 2 页</h2>' in text
    assert "请选择本页怎样处理" in do(client, release, "decide", on=2)
    text = do(client, release, "rest", on=2)
    assert "其余 1 页全部提供" in text
    assert "每页都已决定" in text
    assert "都已经决定" in do(client, release, "rest")


def test_it_is_not_burned_while_a_page_is_open(client: Client, release: Release) -> None:
    text = text_of(client.get(page(release)))
    assert "第1-2页还没有决定怎样处理" in text
    assert re.search(r"<button[^>]*disabled[^>]*>生成遮盖件", text)
    assert "还不能生成遮盖件" in do(client, release, "burn")
    assert drawn().asked_at is None


def test_it_is_burned_in_the_background_and_the_proof_is_told(client: Client, release: Release) -> None:
    do(client, release, "box", **BOX)
    do(client, release, "rest")
    text = do(client, release, "burn")
    assert "正在生成遮盖件" in text
    assert 'http-equiv="refresh"' in text, "without script, too"
    piece = client.get(page(release), headers={"HX-Request": "true"})
    assert "<html" not in text_of(piece)
    assert "已用 0 秒" in text_of(piece)
    burning.work(NOW, burn=fake_burn)
    assert client.get(page(release), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    text = text_of(client.get(page(release)))
    assert "已证明遮盖处读不出来" in text
    assert drawn().proof["sha256_after"] in text
    text = text_of(client.post(page(release, "redacted/"), {"redacted-reason": "其余公开"}, follow=True))
    assert "请另一人核对" in text


def test_what_could_not_be_proved_says_why(client: Client, release: Release) -> None:
    from gongkai.errors import NotProved

    def survives(*args: object, **kwargs: object) -> None:
        raise NotProved("第1页仍有标出的文字，请扩大遮盖框。")

    do(client, release, "box", **BOX)
    do(client, release, "rest")
    do(client, release, "burn")
    burning.work(NOW, burn=survives)  # type: ignore[arg-type]
    text = text_of(client.get(page(release)))
    assert "第1页仍有标出的文字" in text
    assert "生成遮盖件</button>" in text


def test_the_checker_sees_both_side_by_side_and_refuses_with_a_reason(
    client: Client, release: Release, reviewer: Person, sign_in: SignIn
) -> None:
    do(client, release, "box", **BOX)
    do(client, release, "rest")
    do(client, release, "burn")
    burning.work(NOW)
    client.post(page(release, "redacted/"), {"redacted-reason": "其余公开"})
    checker = sign_in(reviewer)
    text = text_of(checker.get(page(release, "?page=2")))
    for which in ("original", "result"):
        address = page(release, f"pages/2/{which}/")
        assert address in text
        picture = checker.get(address)
        assert picture["Content-Type"] == "image/png"
        assert "no-store" in picture["Cache-Control"]
    assert checker.get(page(release, "pages/3/original/")).status_code == 404
    assert checker.get(page(release, "pages/1/other/")).status_code == 404
    checker.post(page(release, "refuse/"), {"refuse-reason": "第1页漏了电话"})
    assert "第1页漏了电话" in text_of(client.get(page(release)))
    text = text_of(client.post(page(release, "redacted/"), {"redacted-reason": "还是这份"}, follow=True))
    assert "已被核对人退回" in text
    do(client, release, "box", **{**BOX, "box-top": "50"})
    assert drawn().result is None
    assert client.get(page(release, "pages/1/result/")).status_code == 404


def test_only_who_prepares_draws(client: Client, release: Release, reviewer: Person, sign_in: SignIn) -> None:
    checker = sign_in(reviewer)
    text = text_of(checker.get(page(release)))
    assert "加框" not in text
    for verb in ("box", "erase", "term", "kinds", "accept", "decide", "rest", "burn"):
        assert checker.post(page(release, f"boxes/{verb}/"), BOX).status_code == 403, verb
    assert client.post(page(release, "boxes/nonsense/")).status_code == 404
    assert drawn().revision == 0


def test_who_draws_on_older_boxes_is_told_and_loses_nothing(
    client: Client, release: Release, clerk: Person
) -> None:
    blackening.draw(clerk, release.case, release, [Box(0, 0.5, 0.5, 0.6, 0.6, GROUND)], at=NOW)
    text = do(client, release, "box", **BOX, revision="0")
    assert "刚刚有人改过" in text
    assert 'value="20"' in text
    assert 'name="revision" value="1"' in text, "it can be sent again"
    assert "已加 1 个遮盖框" in do(client, release, "box", **BOX, revision="1")


def test_what_was_chosen_last_stands_there_again(client: Client, release: Release) -> None:
    do(client, release, "box", **{**BOX, "box-ground": "process"})
    assert '<option value="process" selected>' in text_of(client.get(page(release)))


def test_any_page_number_is_borne(client: Client, release: Release) -> None:
    for wrong in ("0", "3", "-1", "abc", "9" * 30):
        assert "第 1 页</h2>" in text_of(client.get(page(release, f"boxes/?page={wrong}")))


def test_the_schedule_is_shown_printed_and_put_into_the_file(client: Client, release: Release) -> None:
    address = f"/desk/cases/{release.case_id}/releases/schedule/"
    assert "没有不予公开的内容" in text_of(client.get(address))
    assert client.get(f"{address}pdf/").status_code == 404
    assert "不需要一览" in text_of(client.post(f"{address}attach/", follow=True))
    do(client, release, "box", **BOX)
    do(client, release, "decide", on=2, **{"page-decision": "withheld", "page-ground": "process"})
    text = text_of(client.get(address))
    assert "遮盖1处" in text
    assert "整页不予公开" in text
    assert "《条例》" in text
    assert client.get(f"{address}pdf/").content.startswith(b"%PDF")
    assert "不予公开内容一览.pdf" in text_of(client.post(f"{address}attach/", follow=True))


def test_a_partial_disclosure_starts_with_what_was_covered(client: Client, release: Release) -> None:
    do(client, release, "box", **BOX)
    text = text_of(client.get(f"/desk/cases/{release.case_id}/draft/partial/"))
    assert "“方案.pdf”第1页中遮盖的1处" in text
