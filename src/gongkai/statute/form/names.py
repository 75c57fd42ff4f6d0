"""When two names mean the same agency, for pairing reports of different years."""

from __future__ import annotations

import re
import unicodedata

_BLANK = re.compile(r"\s+")
# 齐陵街道 and 齐陵街道办事处, 渔洋镇 and 渔洋镇人民政府 are one body each; a 区 and its 人民政府办公室 are not.
_TAIL = re.compile(r"(?<=街道)办事处$|(?<=[镇乡])人民政府$")


def same_agency_key(name: str) -> str:
    """A key that is equal for the spellings of one agency's name.

    Only blanks, character width and the two endings that offices leave out are ignored; a missing
    prefix (city, district) is not, because two districts may each have a street office of one name.
    """
    return _TAIL.sub("", _BLANK.sub("", unicodedata.normalize("NFKC", name)))
