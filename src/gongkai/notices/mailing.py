"""One notice as a mail, through Django's mail backend, and what came of it.

A mail server answers, or falls silent. What it refused for good, what it may take later, and what nobody can
know are three different things, and only the second is tried again as if nothing had happened.
"""

from __future__ import annotations

import contextlib
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from gongkai.notices.fates import FateUnknown, NotSent, Rejected
from gongkai.notices.models import Notice

_PERMANENT = 500


def send(notice: Notice) -> None:
    """NotSent, Rejected or FateUnknown when it did not work out."""
    connection = get_connection()
    message = _message(notice, connection)
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise NotSent(f"连不上邮件服务器（{type(error).__name__}）") from error
    try:
        connection.send_messages([message])
    except (OSError, SMTPException) as error:
        raise _meaning(error) from error
    finally:
        # How we part from the server says nothing about the mail.
        with contextlib.suppress(OSError, SMTPException):
            connection.close()


def _message(notice: Notice, connection: BaseEmailBackend) -> EmailMessage:
    """With the Message-ID of the row, at every attempt the same."""
    headers = {"Message-ID": notice.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMessage(
        notice.subject, notice.body, to=[notice.address], headers=headers, connection=connection
    )
    try:
        message.message()
    except (ValueError, UnicodeError) as error:
        raise Rejected("邮箱地址的写法不对") from error
    return message


def _meaning(error: OSError | SMTPException) -> Exception:
    code = _code(error)
    if code is None:
        return FateUnknown("与邮件服务器的连接中断")
    if code >= _PERMANENT:
        return Rejected(f"邮件服务器拒收（{code}）")
    return NotSent(f"邮件服务器暂时不收（{code}）")


def _code(error: OSError | SMTPException) -> int | None:
    """What the server answered; None when it fell silent."""
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _ in error.recipients.values())
    if isinstance(error, SMTPResponseException) and not isinstance(error, SMTPServerDisconnected):
        # smtplib writes -1 where the connection broke while it waited.
        return error.smtp_code if error.smtp_code > 0 else None
    return None
