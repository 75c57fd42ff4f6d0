"""Error pages say what happened, what was kept, what to do, and the number of the request."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory

from gongkai.ui import errors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.pages_for_tests")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("not-allowed", 403, "只有区政务公开办可以办理这一步。"),
        ("denied", 403, "没有改动任何内容"),
        ("wrong-state", 409, "这份年报已经公布，不能再更正。"),
        ("unreadable", 422, "请去掉密码后再上传"),
        ("too-large-file", 413, "文件超过 50 MB。"),
        ("too-large", 413, "没有保存任何内容"),
        ("misconfigured", 503, "请安装 fonts-noto-cjk"),
        ("broken", 500, "这一步没有保存"),
    ],
)
def test_what_went_wrong_is_said_in_words_with_its_status(
    visitor: Client, how: str, status: int, words: str
) -> None:
    response = visitor.get(f"/fail/{how}")
    text = response.content.decode()
    assert response.status_code == status
    assert words in text
    assert response["X-Request-ID"] in text
    assert response["Cache-Control"] == "no-store"


def test_an_address_that_is_not_there_says_so(visitor: Client) -> None:
    response = visitor.get("/no-such-page")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_nothing_of_the_inside_is_shown(visitor: Client) -> None:
    text = visitor.get("/fail/broken").content.decode()
    assert "a secret detail" not in text
    assert "Traceback" not in text


def test_a_form_that_was_open_too_long_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "提交没有被接受" in response.content.decode()
    assert '<a href="/accounts/login/">重新打开这一页</a>' in response.content.decode()


def test_too_many_attempts_say_how_long_to_wait(rf: RequestFactory) -> None:
    request = rf.get("/accounts/login/")
    request.user = AnonymousUser()
    response = errors.too_many(request)
    assert response.status_code == 429
    assert "请过十五分钟再试" in response.content.decode()


def test_the_page_for_a_broken_server_asks_neither_session_nor_database(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/desk/"))
    assert response.status_code == 500
    assert "之前保存的内容都在" in response.content.decode()


@pytest.mark.parametrize("how", ["denied", "wrong-state", "too-large", "misconfigured", "broken"])
def test_no_forbidden_words(visitor: Client, how: str) -> None:
    text = visitor.get(f"/fail/{how}").content.decode()
    for word in ("系统错误", "操作失败", "请联系管理员", "！"):
        assert word not in text
