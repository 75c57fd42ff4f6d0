"""Mail backends, and folders of text messages, that write into the folder and take their process with them, before
or after."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import NoReturn

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from gongkai.notices.texting import Folder


def die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still here")


class BeforeSending(EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        die()


class AfterSending(EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        super().send_messages(email_messages)
        die()


class TextBeforeSending(Folder):
    def send(self, number: str, text: str, id: str) -> None:
        die()


class TextAfterSending(Folder):
    def send(self, number: str, text: str, id: str) -> None:
        super().send(number, text, id)
        die()
