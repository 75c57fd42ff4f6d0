"""Addresses as another site writes them.

joined(base, href) -> str        whole, of the web; "" for any other
whole(html, base) -> str         the links of unclean HTML made whole, before it is cleaned
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"""(<a\b[^>]*?\bhref\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)


def joined(base: str, href: str) -> str:
    try:
        found = urljoin(base, href.strip())
        return found if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname else ""
    except ValueError:
        return ""


def whole(html: str, base: str) -> str:
    """Without pictures: those of another site are none of ours."""

    def one(match: re.Match[str]) -> str:
        return f'{match[1]}"{escape(joined(base, unescape(match[3])))}"'

    return _LINK.sub(one, _PICTURE.sub("", html))
