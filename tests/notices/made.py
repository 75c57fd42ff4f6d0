"""Notices for tests, and mail backends that fail in every way a mail server can."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import (
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from gongkai.agencies.models import Agency
from gongkai.notices import outbox
from gongkai.notices.models import Notice
from tests.cases.conftest import AT


def put(agency: Agency, **fields: Any) -> Notice:
    given: dict[str, Any] = {
        "means": "mail", "address": "clerk@example.cn", "subject": "有一件申请将到期", "body": "请登录办理。",
        "once": "x", "at": AT,
    }  # fmt: skip
    return outbox.put(agency, **{**given, **fields})


class Server(BaseEmailBackend):
    """Does with each mail what ``answers`` says, in turn; the last answer stays."""

    answers: ClassVar[list[Exception | None]] = [None]
    refuses: ClassVar[Exception | None] = None
    arrived: ClassVar[list[EmailMessage]] = []

    @classmethod
    def reset(cls) -> None:
        cls.answers, cls.refuses, cls.arrived = [None], None, []

    def open(self) -> bool:
        if self.refuses:
            raise self.refuses
        return True

    def close(self) -> None:
        raise SMTPServerDisconnected("parting says nothing")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer:
            raise answer
        self.arrived.extend(email_messages)
        return len(email_messages)


UNREACHABLE = (ConnectionRefusedError("x"), TimeoutError("x"), SMTPConnectError(421, b"busy"))
LATER = (
    SMTPRecipientsRefused({"clerk@example.cn": (450, b"clerk@example.cn greylisted")}),
    SMTPDataError(451, b"later"),
    SMTPSenderRefused(452, b"full", "x"),
)
NEVER = (
    SMTPRecipientsRefused({"clerk@example.cn": (550, b"clerk@example.cn unknown")}),
    SMTPDataError(554, b"spam"),
)
SILENT = (SMTPServerDisconnected("gone"), TimeoutError("x"), SMTPDataError(-1, b""), ConnectionResetError("x"))
