"""Where somebody lives or sits: a chain of places that ends at a door, a group of a village, or a village."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

_HAN: Final = "一-龥"
_NUMBER: Final = r"(?:[0-9]{1,5}|[一二三四五六七八九十百零〇甲乙丙丁A-Z]{1,4})"
_UNIT: Final = r"(?:号楼|号院|号|组|栋|幢|座|楼|层|单元|室|弄|队|社|门)"
# What may follow: an annex, a building with its name, a floor, a room, also one without a word for it.
_MORE: Final = (
    rf"(?:(?:[,、\s]?(?:附|之)?|第?[{_HAN}]{{1,6}}?){_NUMBER}(?:-{_NUMBER})?{_UNIT})*"
    rf"(?:(?<=[座幢栋楼元])-?[0-9]{{3,4}}(?![0-9年]))?(?:之[一二三四五六七八九十0-9]{{1,2}})?"
)
# A street, a settlement or a township, directly followed by the number of a house, a group, a building.
_DOOR: Final = re.compile(
    rf"(?:路|街|大道|道|巷|弄|胡同|里|村|社区|小区|新区|园|苑|庭|城|府|湾|屯|庄|寨|居委会|镇|乡|街道|大厦|公寓|广场)"
    rf"(?:[东西南北中]?[0-9一二三四五六七八九十]{{0,3}}[段区期])?第?{_NUMBER}(?:-{_NUMBER})?{_UNIT}{_MORE}"
)
# County, township and village in one chain, where no door is named.
_VILLAGE: Final = re.compile(
    rf"([{_HAN}]{{1,8}}?[市县区旗][{_HAN}]{{1,8}}?(?:镇|乡|街道)[{_HAN}]{{1,8}}?(?:村|社区|屯))"
    rf"(?!民|委|居|级|党|务|干|集体|经济|组织|两委){_MORE}"
)
_BEFORE: Final = re.compile(rf"[{_HAN}0-9A-Za-z]{{0,40}}\Z")
_LABEL: Final = re.compile(
    r".*(?:地址|住址|住所地?|户籍地?|居住地|所在地|通讯处|家住|现住|居住在|居住于|住在|位于|座落于|坐落于|坐落|坐落在|住(?!宅|房)|邮寄至|寄至|送至)"
    r"(?:[是为在于])?"
)
_LEAD: Final = re.compile("系|关于|对|就|在|往|至")
_PROVINCE: Final = re.compile(
    "(?:北京|天津|上海|重庆)市?|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃"
    "|青海|台湾)省?|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区"
)
_LEVEL: Final = re.compile(rf"[{_HAN}]{{1,7}}?(?:自治州|自治县|市|地区|盟|县|区|旗|街道|镇|乡|村)")
_TOWNSHIP: Final = re.compile(r"(?:街道|镇|乡)(?!村)")
_TO_VILLAGE: Final = re.compile(r".*?(?:街道|镇|乡|区|县|市).*?(?:村|社区|屯|居委会)(?!民|委)")
_COUNTY: Final = re.compile(r"(?:自治县|[市县旗州盟]|(?<![小社园])区)")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every address. The text has its digits half-width."""
    doors: list[tuple[int, int]] = []
    for door in _DOOR.finditer(text):
        start = _start(text, door.start(), doors[-1][1] if doors else 0)
        if start is not None:
            doors.append((start, door.end()))
    yield from doors
    for village in _VILLAGE.finditer(text):
        start = _start(text, village.end(1) - 1, 0)
        if start is not None and is_free((village.start(), village.end() + 1), doors):
            yield start, village.end()


def is_free(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    """True where a span shares no character with those taken, which are in order and apart from one another."""
    after = bisect_left(taken, span)
    return (after == 0 or taken[after - 1][1] <= span[0]) and (after == len(taken) or span[1] <= taken[after][0])


def masked(address: str) -> str:
    """To its township, or to its county where it names no township."""
    for level in (_TOWNSHIP, _COUNTY):
        if found := list(level.finditer(address)):
            last = found[0] if level is _TOWNSHIP else found[-1]
            return address[: last.end()] + "***"
    return "***"


def to_village(address: str) -> str:
    """To its village or community, for a list whose readers know who lives there; else as ``masked``."""
    village = _TO_VILLAGE.match(address)
    if village is None or village.end() == len(address):
        return address if village else masked(address)
    return address[: village.end()] + "***"


def _start(text: str, suffix: int, at_least: int) -> int | None:
    """Where the chain of places before a street's suffix begins; None where nothing names it."""
    before = _BEFORE.search(text, max(at_least, suffix - 40), suffix)
    chain = before[0] if before else ""
    cut = len(label[0]) if (label := _LABEL.match(chain)) else 0
    provinces = list(_PROVINCE.finditer(chain, cut))
    if provinces:
        cut = provinces[-1].start()
    elif lead := _LEAD.match(chain, cut):
        cut = lead.end()
    return suffix - len(chain) + cut if len(chain) > cut else None
