"""Which message is a report that another did not arrive, and which is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.cases import mail_bounce

from . import bounced

OURS = "<0123456789abcdef@gk.example.cn>"


@pytest.mark.parametrize("name", bounced.samples(OURS))
def test_reports_name_the_mail_and_the_code(name: str) -> None:
    raw, code = bounced.samples(OURS)[name]
    found = mail_bounce.read(raw)
    assert found is not None
    assert OURS in found.ids
    assert (found.failed, found.code) == (True, code)


@pytest.mark.parametrize("action", ["delayed", "relayed", "delivered"])
def test_a_delay_is_no_failure(action: str) -> None:
    found = mail_bounce.read(bounced.postfix(OURS, action=action, status="4.4.1").encode())
    assert found is not None
    assert (found.failed, found.code) == (False, "4.4.1")


def test_a_postmaster_who_is_still_trying() -> None:
    raw = bounced.exim(OURS).replace("This is a permanent error.", "It is delayed; we will keep trying.")
    found = mail_bounce.read(raw.encode())
    assert found is not None
    assert not found.failed


@pytest.mark.parametrize(
    "raw",
    [
        bounced.holiday(OURS).encode(),
        f"From: zhang@example.cn\nSubject: x\nIn-Reply-To: {OURS}\n\n我收到了，550 元已交 {OURS}".encode(),
        b"",
        b"\xff\xfe\x00",
    ],
    ids=["holiday", "a person", "nothing", "noise"],
)
def test_what_people_and_their_machines_write_is_none(raw: bytes) -> None:
    assert mail_bounce.read(raw) is None


def test_what_a_report_only_answers_in_plain_words_is_not_named() -> None:
    """A postmaster's machine may answer for many reasons."""
    raw = f"From: postmaster@example.cn\nIn-Reply-To: {OURS}\n\nThank you for writing.".encode()
    found = mail_bounce.read(raw)
    assert found is not None
    assert found.ids == ()


@given(st.binary(max_size=400))
def test_any_tail_is_read_or_refused_without_harm(tail: bytes) -> None:
    head = bounced.postfix(OURS).encode().split(b"--B1--")[0]
    found = mail_bounce.read(head + tail)
    assert found is not None
    assert OURS in found.ids
