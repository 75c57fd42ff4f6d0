"""On which occasions an applicant is told something, and the words that come with the program."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gongkai.errors import Refused

# What may be told of a request, as it is called in a text. No name and no title is among them.
PLACES: Mapping[str, str] = {
    "agency": "机关",
    "number": "编号",
    "due": "期限",
    "link": "查询网址",
    "code": "查询码",
    "letter": "文书网址",
    "ends": "有效期",
    "postal": "邮件号",
}
# Whoever has these can open something.
SECRETS = frozenset({"code", "letter"})


@dataclass(frozen=True, slots=True)
class Occasion:
    """``places`` may stand in its texts, ``needed`` must; ``texts`` by means."""

    code: str
    title: str
    subject: str
    places: tuple[str, ...]
    needed: tuple[str, ...]
    texts: Mapping[str, str]

    @property
    def secret(self) -> bool:
        return not SECRETS.isdisjoint(self.needed)


@cache
def occasions() -> Mapping[str, Occasion]:
    """All of ``data/occasions.toml``, by code."""
    raw = tomllib.loads(files("gongkai.notices").joinpath("data/occasions.toml").read_text("utf-8"))
    made = (
        Occasion(
            one["code"], one["title"], one["subject"], tuple(one["places"]), tuple(one["needed"]),
            {"mail": one["mail"].strip(), "text": one["text"].strip()},
        )
        for one in raw["occasion"]
    )  # fmt: skip
    return {one.code: one for one in made}


def occasion(code: str) -> Occasion:
    """Refused for one that does not exist."""
    if code not in occasions():
        raise Refused("没有这种通知；请从列表中选择。")
    return occasions()[code]
