"""The page inside a web archive (.mht), which Word and browsers save as one file."""

from __future__ import annotations

import email
from email.policy import default

from gongkai.errors import Unreadable

from .encoding import decode


def page_of(data: bytes) -> str:
    """The text of the first HTML part. Raises Unreadable where there is none."""
    message = email.message_from_bytes(data, policy=default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return decode(content)
    raise Unreadable("网页存档里没有网页内容；请在浏览器里另存为HTML（仅网页）后再试。")
