"""Reply kinds (答复种类): article, row of table 3, what the letter must say, what the file must hold, remedy.

Read from ``data/outcomes.toml``; each answer is for a day, since rows and remedies have changed. The rows are
those of the annual report form (国办公开办函〔2021〕30号), the articles those of the Regulation of 2019.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from gongkai.errors import Refused
from gongkai.statute import form
from gongkai.statute.elements import Element, read_element
from gongkai.statute.tables import table

_ITEM = re.compile("第（[^（）]+）项")
RemedyKind = Literal["review-first", "review-or-lawsuit", "not-docketed", "none"]
GROUPS = {
    "3.1": "予以公开",
    "3.2": "部分公开",
    "3.3": "不予公开",
    "3.4": "无法提供",
    "3.5": "不予处理",
    "3.6": "其他处理",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the file must hold before a reply is decided (burden of proof: 法释〔2025〕8号)."""

    code: str
    label: str
    article: str
    hint: str


class Dated(NamedTuple):
    """What holds from a day on, and who says so. ``unverified``: no official text was read that says so."""

    since: date
    value: str
    reference: str
    unverified: bool


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply kind, as it stands on the day it was asked for."""

    code: str
    title: str
    document: str
    row: str
    articles: tuple[str, ...]
    must_say: tuple[Element, ...]
    evidence: tuple[Evidence, ...]
    remedy: RemedyKind
    # A ground of Arts 14 to 16: what is withheld is looked at again (Art. 18).
    withholds: bool
    # May be the ground of a part that is held back (Art. 37).
    partial_ground: bool
    # The sentence of the decision, before an agency words it its own way.
    decision: str
    row_reference: str
    remedy_reference: str
    # Which of "articles", "row", "remedy" no official text was found for.
    unverified: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The heading of table 3 the row stands under: 不予公开. The remedy does not follow from it (rule 27)."""
        return GROUPS[self.row[:3]]


def replies(on: date) -> tuple[Reply, ...]:
    """Every reply kind in force that day, in the order of table 3; none before the Regulation of 2019."""
    return tuple(_replies(on).values())


def reply(code: str, on: date) -> Reply:
    """The reply kind with this code as it stands that day. Refused for one that does not exist (then)."""
    found = _replies(on).get(code)
    if found is None:
        raise Refused(
            f"{on:%Y-%m-%d}没有“{code}”这种答复（《条例》自2019年5月15日起施行）；请在办理结果列表中选择。"
        )
    return found


def row_at(code: str, on: date) -> str:
    """The row of table 3 this reply is counted in when counted that day. Refused as ``reply``."""
    return reply(code, on).row


def grounds(on: date) -> tuple[Reply, ...]:
    """What may be the ground of a part held back in a partial disclosure (Art. 37)."""
    return tuple(one for one in replies(on) if one.partial_ground)


def evidence_for(
    code: str, on: date, *, parts: Iterable[str] = (), override: bool = False
) -> tuple[Evidence, ...]:
    """What the file must hold before this decision: for a partial disclosure also what each ground of its
    ``parts`` asks for; with ``override`` (given against a third party's will for the public interest: Arts 15, 32)
    the signed reasons, and the written notice to the third party before anything is given."""
    wanted = [*reply(code, on).evidence, *(e for ground in parts for e in _ground(ground, on).evidence)]
    if override:
        wanted += [evidence()["override-reasons"], evidence()["third-party-notified"]]
    return tuple(dict.fromkeys(wanted))


def _ground(code: str, on: date) -> Reply:
    found = reply(code, on)
    if not found.partial_ground:
        raise Refused(
            f"“{found.title}”不能作为部分公开中不予公开的依据（《条例》第三十七条）；请另选依据或者拆分申请。"
        )
    return found


def articles_for(code: str, on: date, parts: Sequence[str] = ()) -> tuple[str, ...]:
    """The articles a decision rests on: of a partial disclosure also those of each ground of its ``parts``."""
    own = reply(code, on).articles
    return tuple(dict.fromkeys((*own, *(a for ground in parts for a in _ground(ground, on).articles))))


def cited(articles: Iterable[str]) -> str:
    """As a letter cites them, each once, the name of the law only where it changes:
    ``《条例》第三十六条第（三）项、第十五条、国办函〔2020〕109号第六条``. One that others name among several
    (第三十六条第（二）项、第（三）项) is not said again."""
    said, law = [], ""
    for article in _once(list(dict.fromkeys(articles))):
        name = article[: article.find("》") + 1]
        said.append(article.removeprefix(name) if name and name == law else article)
        law = name
    return "、".join(said)


def _once(articles: list[str]) -> list[str]:
    """Without those whose items another one names already."""
    return [one for one in articles if not any(_within(one, other) for other in articles if other != one)]


def _within(article: str, other: str) -> bool:
    """Are the items of ``article`` (《条例》第三十六条第（三）项) only some of those of ``other``, of the same
    article?"""
    items, others = set(_ITEM.findall(article)), set(_ITEM.findall(other))
    return bool(items) and items < others and _ITEM.sub("", article) == _ITEM.sub("", other).rstrip("、")


def part_grounds(codes: Sequence[str], on: date) -> tuple[Reply, ...]:
    """The grounds of a partial disclosure, each once. Refused without any, or for one that cannot be one."""
    if not codes:
        raise Refused("部分公开须逐项写明不予公开部分的依据和理由（《条例》第三十七条）；请至少填写一项。")
    return tuple(dict.fromkeys(_ground(code, on) for code in codes))


@cache
def leaf_rows(edition: str = "2021") -> tuple[str, ...]:
    """The codes of the leaf rows of section 三 of table 3: 21 of the form of 2021, 19 of that of 2019."""
    (table,) = form.edition(edition).table(3)
    return tuple(row.code for row in table.rows if row.code.startswith("3.") and row.code != "3.7")


@cache
def row_label(code: str, edition: str = "2021") -> str:
    """The words of a row of table 3. KeyError for one that the edition does not have."""
    (table,) = form.edition(edition).table(3)
    return {row.code: row.full_label for row in table.rows}[code]


# ------------------------------------------------------------------------------------------------ from the data


def checked_on() -> date:
    """When the table was last held against the texts."""
    day: date = table("outcomes")["checked_on"]
    return day


@cache
def evidence() -> Mapping[str, Evidence]:
    """Every kind of evidence by its code."""
    return {
        e["code"]: Evidence(e["code"], e["label"], e["article"], e["hint"]) for e in table("outcomes")["evidence"]
    }


class RemedyClass(NamedTuple):
    """Replies that have had the same remedy at all times."""

    code: str
    title: str
    versions: tuple[Dated, ...]


@cache
def remedy_classes() -> tuple[RemedyClass, ...]:
    """All of them, each with its versions (a ``RemedyKind`` from a day on), oldest first."""
    return tuple(
        RemedyClass(raw["class"], raw["title"], tuple(_dated(v, "kind") for v in raw["version"]))
        for raw in table("outcomes")["remedy"]
    )


@cache
def _remedies() -> Mapping[str, tuple[Dated, ...]]:
    return {one.code: one.versions for one in remedy_classes()}


def _dated(raw: Mapping[str, Any], name: str) -> Dated:
    return Dated(raw["since"], raw[name], raw["reference"], raw.get("unverified", False))


def _holding(versions: Iterable[Dated], on: date) -> Dated:
    return max((one for one in versions if one.since <= on), key=lambda one: one.since)


# A day asks for all of them; a year of days is what a list of cases asks for.
@lru_cache(maxsize=512)
def _replies(on: date) -> Mapping[str, Reply]:
    begun = [raw for raw in table("outcomes")["reply"] if raw.get("since", table("outcomes")["since"]) <= on]
    return {raw["code"]: _reply(raw, on) for raw in begun}


def _reply(raw: Mapping[str, Any], on: date) -> Reply:
    row = _holding((_dated(r, "code") for r in raw["row"]), on)
    remedy = _holding(_remedies()[raw["remedy"]], on)
    doubtful = {
        "articles": raw.get("articles_unverified", False),
        "row": row.unverified,
        "remedy": remedy.unverified or raw.get("remedy_unverified", False),
    }
    reviewed = table("outcomes")["always"] if raw.get("reviewed", True) else []
    kind: Any = remedy.value
    return Reply(
        code=raw["code"],
        title=raw["title"],
        document=raw["document"],
        row=row.value,
        articles=tuple(raw["articles"]),
        must_say=tuple(_element(e) for e in raw["must_say"]),
        evidence=tuple(evidence()[code] for code in (*raw["evidence"], *reviewed)),
        remedy=kind,
        withholds=raw.get("withholds", False),
        partial_ground=raw.get("partial_ground", False),
        decision=raw["decision"],
        row_reference=row.reference,
        remedy_reference=remedy.reference,
        unverified=tuple(name for name, doubt in doubtful.items() if doubt),
    )


def _element(raw: Mapping[str, Any]) -> Element:
    """The choices of a ground are the replies that may be one."""
    if raw["code"] != "withheld":
        return read_element(raw)
    offered = {r["code"]: r["title"] for r in table("outcomes")["reply"] if r.get("partial_ground")}
    parts = [{**p, "choices": offered} if p["code"] == "ground" else p for p in raw["parts"]]
    return read_element({**raw, "parts": parts})
