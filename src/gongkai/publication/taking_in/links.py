"""Addresses as another site writes them.

joined(base, href) -> str        whole, of the web; "" for any other
parts(address) -> SplitResult?   None for what cannot be taken apart
name(address) -> str             of the file that it leads to, as a person reads it
whole(html, base) -> str         the links of unclean HTML made whole, before it is cleaned
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

# A tag ends where the next one begins: what is never closed is looked at once, however often it is opened.
_LINK = re.compile(r"<a\b[^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""(\bhref\s*=\s*)(["'])(.*?)\2""", re.IGNORECASE | re.DOTALL)
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)


def joined(base: str, href: str) -> str:
    try:
        found = urljoin(base, href.strip())
        return found if urlsplit(found).scheme in ("http", "https") and urlsplit(found).hostname else ""
    except ValueError:
        return ""


def parts(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:
        return None


def name(address: str) -> str:
    found = parts(address)
    return unquote(found.path.rsplit("/", 1)[-1]) if found else ""


def whole(html: str, base: str) -> str:
    """Without pictures: those of another site are none of ours."""

    def one(match: re.Match[str]) -> str:
        return f'{match[1]}"{escape(joined(base, unescape(match[3])))}"'

    return _LINK.sub(lambda tag: _HREF.sub(one, tag[0]), _PICTURE.sub("", html))
