"""The pages of docs/law about requests: replies and questions, remedies, fees, letters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from gongkai.statute import duties, fees, freshness, letters, outcomes, questions, remedies, retention
from gongkai.statute.elements import Element
from gongkai.statute.outcomes import Reply

# A page shows the law as it stands with the newest version of every table, and stays as it is until one is added.
NEWEST: date = max(
    *(version.since for one in outcomes.remedy_classes() for version in one.versions),
    *(one.since for one in remedies.review_bodies()),
    *(one.since for one in fees.rules()),
)
REMEDIES = {
    "review-first": "复议前置",
    "review-or-lawsuit": "复议或者诉讼",
    "not-docketed": "法院不予立案，可以复议",
    "none": "无",
}
MARK = " *"
TO = {
    "applicant": "申请人",
    "third-party": "第三方",
    "joint-maker": "共同制作机关",
    "agency": "其他机关",
    "internal": "存卷",
}
FILLED = {
    "agency": "机关资料",
    "case": "办理记录",
    "law": "法律规定",
    "clerk": "经办人",
    "issue": "编号发文",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table."""
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def outcome_page() -> str:
    """Every reply, what its file must hold, and the questions that lead to it."""
    found = outcomes.replies(NEWEST)
    return "\n".join(
        [
            "# Replies (答复种类)\n",
            f"As of {NEWEST}; checked on {outcomes.checked_on()}. `*`: no official text was read that says so; "
            "ask before relying on it. The remedy follows from the ground, not from the row. Before 2021 (form of "
            "2019) the rows 3.6.1 to 3.6.3 are one, 3.6.\n",
            table(("code", "答复", "文书", "表三", "依据", "救济"), (_reply(one) for one in found)),
            "## What the letter must say, beside what every decision says\n",
            *_must_say(found),
            "## What the file must hold\n",
            "Every reply but a withdrawal: 公开审查记录, 保密审查记录. Further:\n",
            table(("evidence", "材料", "依据", "答复"), _evidence(found)),
            "## Questions (办理步骤)\n",
            *_questions(),
        ]
    )


def _reply(one: Reply) -> tuple[str, ...]:
    mark = {name: MARK if name in one.unverified else "" for name in ("row", "articles", "remedy")}
    return (
        f"`{one.code}`",
        one.title,
        one.document,
        one.row + mark["row"],
        "；".join(one.articles) + mark["articles"],
        REMEDIES[one.remedy] + mark["remedy"],
    )


def _must_say(found: Iterable[Reply]) -> Iterator[str]:
    for one in found:
        yield f"- {one.title} `{one.code}`: " + "；".join(_said(e) for e in one.must_say)
    yield ""


def _said(element: Element) -> str:
    words = element.label
    if element.choices:
        words += f"（{'、'.join(label for _, label in element.choices)}）"
    if element.parts:
        words += f"（逐项：{'、'.join(part.label for part in element.parts)}）"
    if element.when:
        return f"{words}（条件具备时必写）"
    return words if element.required else f"{words}（可不写）"


def _evidence(found: tuple[Reply, ...]) -> Iterator[tuple[str, ...]]:
    for one in outcomes.evidence().values():
        if one.code in ("disclosure-review", "secrecy-review"):
            continue
        of = [reply.title for reply in found if one in reply.evidence]
        yield f"`{one.code}`", f"{one.label}：{one.hint}", one.article, "、".join(of) or "违背第三方意见予以公开"


def _questions() -> Iterator[str]:
    titles = {one.code: one.title for one in outcomes.replies(NEWEST)}
    for one in questions.tree(NEWEST).values():
        yield f"### {one.step}：{one.text}\n\n{one.hint}\n"
        for answer in one.answers:
            yield f"- {answer.text} → {_goes_to(answer, titles)}"
        yield ""


def _goes_to(answer: questions.Answer, titles: dict[str, str]) -> str:
    if answer.leads_to == "question":
        return questions.tree(NEWEST)[answer.next].text
    if answer.leads_to == "letter":
        return f"先发{letters.letter_kind(answer.next, NEWEST).title}"
    return f"**{titles[answer.next]}**"


def retention_page() -> str:
    """How long each kind of papers is kept, and within what bounds."""
    rows = (
        (
            one.title,
            one.holds,
            "救济期限全部届满" if one.since == "remedies" else "办结",
            str(one.months),
            f"{one.least}（{one.least_reference}）",
            f"{one.most}（{one.most_reference}）" if one.most else "永久",
            one.reference + (MARK if one.unverified else ""),
        )
        for one in retention.kinds(NEWEST)
    )
    return "\n".join(
        [
            "# Retention (保管期限)\n",
            "`*`: a reading, or no official text was read that says so; agree it with the archives authority. In "
            "the order in which they go. An agency may set its own within least and most "
            "(`docs/how-to/archive.md`).\n",
            table(("kind", "what", "counted from", "months", "least", "most", "reference"), rows),
        ]
    )


def remedy_page() -> str:
    """Bodies, words and classes of remedies."""
    bodies = (
        (
            one.special or one.kind,
            one.body.rule,
            one.body.says + (f"；{one.body.also}" if one.body.also else ""),
            one.body.article + (MARK if one.body.unverified else ""),
        )
        for one in remedies.review_bodies()
    )
    classes = (
        (one.title, str(v.since), REMEDIES[v.value], v.reference + (MARK if v.unverified else ""))
        for one in outcomes.remedy_classes()
        for v in one.versions
    )
    return "\n".join(
        [
            "# Remedies (救济)\n",
            "`*`: no official text was read that says so. Periods are calendar days and months from the "
            "applicant's own receipt; a last day of rest moves to the next working day, a make-up Sunday is "
            "none.\n",
            table(("what was decided", "since", "remedy", "reference"), classes),
            "## Which body reviews\n",
            "One body in most cases since 1 January 2024. `own-government` and `parent` are the nearest "
            "government above the agency in the tree.\n",
            table(("agency", "rule", "复议机关", "article"), bodies),
            "## In words\n",
            *(f"- `{kind}`: {text}" for kind, text in remedies.wordings(NEWEST).items()),
            "",
        ]
    )


def fee_page() -> str:
    """Both tariffs with their brackets up to a hundred, and the rules beside them."""
    out = ["# The information-processing fee (信息处理费)\n", "Whole yuan. `*`: no official text was read.\n"]
    for method, title in fees.METHODS.items():
        upto = 61 if method == "by-item" else 201
        out.append(f"## {title} `{method}`\n")
        rows = (
            (
                f"{b.first}–{b.last or ''}",
                str(b.rate),
                _total(method, b.last),
                MARK.strip() if b.unverified else "",
            )
            for b in fees.brackets(method, upto, NEWEST)
        )
        out.append(table(("from–to", "each", "all up to here", ""), rows))
    out.append("By item, each further ten cost 100 yuan a request more.\n\n## Rules beside the tariffs\n")
    out.append(
        table(
            ("rule", "since", "says", "reference"),
            (
                (f"`{r.code}`", str(r.since), r.says, r.reference + (MARK if r.unverified else ""))
                for r in fees.rules()
            ),
        )
    )
    return "\n".join(out)


def _total(method: fees.Method, last: int | None) -> str:
    if last is None:
        return ""
    fee = fees.by_item(last, on=NEWEST) if method == "by-item" else fees.by_volume(last, on=NEWEST)
    return str(fee.amount)


def letter_page() -> str:
    """Every document with its elements."""
    kinds = letters.letter_kinds(NEWEST)
    out = [
        "# Letters (文书)\n",
        f"As of {NEWEST}. A letter that lacks a required element cannot be issued. In brackets: who provides it, "
        "if not the clerk.\n",
    ]
    for one in kinds:
        number = f", number `{one.number_pattern}`" if one.number_pattern else ", no number of its own"
        out.append(f"## {one.title} `{one.code}`\n\nTo: {TO[one.to]}{number}. {'；'.join(one.articles)}\n")
        out += [_element(e) for e in one.elements]
        out.append("")
    return "\n".join(out)


def _element(element: Element) -> str:
    by = "" if element.filled == "clerk" else f"（{FILLED[element.filled]}）"
    law = f"：{element.text}" if element.text else ""
    return f"- {_said(element)}{by} {element.article}{law}"


def duty_page() -> str:
    """What must be published, by whom, within how long, and what a column is measured by."""
    return "\n".join(
        [
            "# Proactive disclosure (主动公开)\n",
            "`*`: no official text was read that says so; ask before relying on it. A column names its own period "
            "where the district's list does. The day a period runs from is not counted; one of calendar days does "
            "not roll, and is aimed at before a day of rest.\n",
            "## Periods (公开期限)\n",
            table(("code", "期限", "since", "days", "reference"), _periods()),
            *(f"- `{one.code}`: {one.note}" for one in duties.PERIODS.values() if one.note),
            "\n## Categories (《条例》 20, 21)\n",
            table(("code", "label", "kinds of agency", "columns", "checked on"), _categories()),
            "\n## Without these nothing is published (《条例》 12)\n",
            *(f"- {page}: " + "、".join(f.label for f in duties.fields(page)) for page in ("guide", "catalogue")),
            "\n## When a column is stale (栏目更新)\n",
            table(("code", "栏目", "since", "limit", "warned of after", "reference"), _freshness()),
            "Which kind of column is measured by which: "
            + "，".join(f"{one}（{_measured(one)}）" for one in freshness.types())
            + "。\n",
            "## Numbers\n",
            table(("code", "what", "value", "since", "reference"), _duty_numbers()),
        ]
    )


def _periods() -> Iterator[tuple[str, ...]]:
    for one in duties.PERIODS.values():
        for held in one.versions:
            unit = "calendar days" if held.calendar else "working days"
            mark = MARK if held.unverified else ""
            yield f"`{one.code}`", one.title, str(held.since), f"{held.days} {unit}", held.reference + mark


def _categories() -> Iterator[tuple[str, ...]]:
    for one in duties.CATEGORIES.values():
        columns = "、".join(leaf.title for leaf in one.leaves) or one.short
        yield f"`{one.code}`", one.label, ", ".join(one.kinds), columns, str(one.checked_on)


def _freshness() -> Iterator[tuple[str, ...]]:
    for one in freshness.kinds().values():
        for held in one.versions:
            unit = "months" if held.months else "days"
            mark = MARK if held.unverified else ""
            yield (
                f"`{one.code}`", one.title, str(held.since), f"{held.limit} {unit}", f"{held.warn} {unit}",
                held.reference + mark,
            )  # fmt: skip


def _measured(column_type: str) -> str:
    found = freshness.of_type(column_type)
    return found.code if found else "不计"


def _duty_numbers() -> Iterator[tuple[str, ...]]:
    for one in duties.numbers():
        for version in one.versions:
            mark = MARK if version.unverified else ""
            yield (
                f"`{one.code}`", one.title, f"{version.value} {one.unit}", str(version.since),
                version.reference + mark,
            )  # fmt: skip
