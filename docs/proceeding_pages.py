"""The page of docs/law on reconsiderations and lawsuits: where each result is counted, and the periods."""

from __future__ import annotations

from collections.abc import Iterator

from docs.law_pages import table as laid

from gongkai.statute import proceedings
from gongkai.statute.form import edition
from gongkai.statute.parameters import of
from gongkai.statute.tables import table


def proceeding_page() -> str:
    """Every result with its column of table 4 over time, and every period of a proceeding."""
    lines = [
        "# Reconsiderations and lawsuits\n",
        "Table 4 of the form names its columns and does not say which results belong in which. What is written "
        "here is the usual reading; where a competent department says otherwise (结果归类), its word holds from "
        "its day on for its agency and all below. Unverified: no official text was read.\n",
        "## Results\n",
        laid(("result", "by", "column", "since", "reference", ""), _results()),
        "## Periods\n",
        "The periods of the answer to a review body stand among the [dated values](parameters.md).\n",
        laid(("code", "what", "since", "value", "reference", ""), _periods()),
    ]
    return "\n".join(lines) + "\n"


def _results() -> Iterator[tuple[str, ...]]:
    columns = {column.code: column.label for column in edition("2021").table(4)[0].columns}
    for one in proceedings.all_outcomes().values():
        for version in one.versions:
            yield (
                one.label, ", ".join(one.by), columns[version.column], str(version.since), version.reference,
                "unverified" if version.unverified else "",
            )  # fmt: skip


def _periods() -> Iterator[tuple[str, ...]]:
    for one in of(table("proceedings")).values():
        for version in one.versions:
            yield (
                f"`{one.code}`", one.title, str(version.since), f"{version.value} {one.unit}", version.reference,
                "unverified" if version.unverified else "",
            )  # fmt: skip
