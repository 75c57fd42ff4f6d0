"""Where a link of a body may lead, and how its address is written: without what follows the reader."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Ours: an item, one of its wordings, its Word or PDF, a file of it; the pages of an agency.
_OURS: Final = re.compile(r"/(?:items|agencies)/[\w/.~-]+(?:#[\w-]+)?")
PICTURE: Final = re.compile(r"/items/[0-9]{1,12}/files/[A-Za-z0-9_-]{1,64}/")
_LONGEST: Final = 2000
# Who sent the link, from which campaign, to which reader.
_FOLLOWS: Final = re.compile(
    r"utm_\w+|spm|scm|from_?(?:source|timeline|channel|spmid)?|share\w*|isappinstalled|gclid|fbclid|msclkid|"
    r"yclid|mc_[ce]id|_hs\w+|igshid|vd_source|bd_vid|hmsr|hmpl|hmcu|hmkw|hmci|wfr|nsukey|pass_ticket|"
    r"exportkey|clicktime|enterid|chksm|scene|srcid|sharer_\w+|weixin_\w+|_t_t|tdsourcetag|tt_from",
    re.IGNORECASE,
)
# Pages that only hand on, and the parameter that says where to.
_THROUGH: Final = (
    (re.compile(r"(?:\w+\.)?safelinks\.protection\.outlook\.com"), "url"),
    (re.compile(r"link\.zhihu\.com"), "target"),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "q"),
    (re.compile(r"(?:www\.)?google\.[a-z.]{2,6}"), "url"),
    (re.compile(r"c\.pc\.qq\.com|link\.csdn\.net|link\.juejin\.cn|link\.jianshu\.com"), "target"),
    (re.compile(r"c\.pc\.qq\.com"), "pfurl"),
    (re.compile(r"jump\.bdimg\.com"), "url"),
)
_MAIL: Final = re.compile(r"mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+", re.IGNORECASE)
_BLANK: Final = re.compile(r"[\s\x00-\x1f\x7f]")


def address(href: str) -> str:
    """The address to write, "" where a link may not lead there (a script, a file of somebody's machine)."""
    text = href.strip()
    if not text or len(text) > _LONGEST or _BLANK.search(text):
        return ""
    if text.startswith("/"):
        return text if _OURS.fullmatch(text) and ".." not in text else ""
    if text[:7].lower() == "mailto:":
        bare = text.split("?", 1)[0]
        return bare if _MAIL.fullmatch(bare) else ""
    return _outward(text)


def _outward(text: str, depth: int = 0) -> str:
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").lower()
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or parts.username or parts.password:
        return ""
    values = parse_qsl(parts.query, keep_blank_values=True)
    for pattern, name in _THROUGH if depth < 3 else ():
        target = next((value for key, value in values if key == name), "")
        if pattern.fullmatch(host) and target.startswith(("http://", "https://")):
            return _outward(target, depth + 1)
    kept = [(key, value) for key, value in values if not _FOLLOWS.fullmatch(key)]
    query = parts.query if len(kept) == len(values) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path, query, parts.fragment))
