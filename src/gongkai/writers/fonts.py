"""Which of the fonts of this machine print Chinese. A page without one is an error, never a row of empty boxes."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import typst

from gongkai.errors import WriteError

# For each role of GB/T 9704 the fonts offices have, then what systems ship, then free ones.
_SERIF: Final = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Source Han Serif CN",
    "Songti SC",
    "STSong",
    "SimSun",
    "NSimSun",
)
_SANS: Final = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "SimHei",
)
_ANY: Final = ("WenQuanYi Zen Hei", "WenQuanYi Micro Hei", "Droid Sans Fallback", "AR PL UMing CN")
ROLES: Final = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong", *_SERIF, *_SANS, *_ANY),
    "body": ("FangSong_GB2312", "FangSong", "STFangsong", *_SERIF, *_SANS, *_ANY),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "AR PL UKai CN", *_SERIF, *_SANS, *_ANY),
    "hei": ("SimHei", "STHeiti", *_SANS, *_SERIF, *_ANY),
    "song": ("SimSun", "STSong", *_SERIF, *_SANS, *_ANY),
}
HINT: Final = "请安装字符齐全的中文字体后再试（Debian、Ubuntu：apt-get install fonts-noto-cjk）。"


@cache
def system() -> Any:
    """The fonts of this machine, looked for once a process."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


def chosen(families: frozenset[str]) -> dict[str, list[str]]:
    """For each role the fonts to use, best first. Raises WriteError where none of them is there."""
    found = {role: [name for name in names if name in families] for role, names in ROLES.items()}
    if not all(found.values()):
        raise WriteError(f"这台机器上没有可用的中文字体，写不出PDF；{HINT}")
    return found


def families() -> frozenset[str]:
    return frozenset(system().families())
