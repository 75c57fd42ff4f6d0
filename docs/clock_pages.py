"""The pages of docs/law that the clock tells: dated values with their readings, and the lines of a working."""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.statute.calendar import official
from gongkai.statute.clock import EventKind
from gongkai.statute.clock.rules import wording
from gongkai.statute.parameters import Parameter, Version, parameters


def parameter_page() -> str:
    """Every dated value, oldest version first, and where the law is silent the reading with its other choices."""
    numbers = [one for one in parameters().values() if not one.choices]
    readings = [one for one in parameters().values() if one.choices]
    lines = [
        "# Dated values\n",
        "A version holds from its day on; an old one is never edited. Unverified: no official text was read.\n",
        "| code | what | since | value | reference | |",
        "|---|---|---|---|---|---|",
        *(row for one in numbers for row in _rows(one)),
        "\n## Readings\n",
        "Where the law is silent. What is used stands first in bold.\n",
        *(_reading(one) for one in readings),
    ]
    return "\n".join(lines) + "\n"


def _rows(one: Parameter) -> Iterator[str]:
    for version in one.versions:
        yield (
            f"| `{one.code}` | {one.title} | {version.since} | {version.value} {one.unit} | "
            f"{version.reference} | {_mark(version)} |"
        )


def _mark(version: Version) -> str:
    return "unverified" if version.unverified else ""


def _reading(one: Parameter) -> str:
    version = one.versions[-1]
    used = one.choices.get(str(version.value), str(version.value))
    others = [words for code, words in one.choices.items() if code != version.value]
    also = f" Or: {'; '.join(others)}." if others else ""
    return f"- `{one.code}` {one.title}: **{used}**.{also} {version.reference}"


def deadline_page() -> str:
    """What the clock counts from, and every sentence it can say."""
    years = [
        f"| {one.year} | {one.reference or 'derived'} | {len(one.off)} | {len(one.on)} | {one.checked_on} |"
        for one in official().notices
    ]
    lines = [
        "# Deadlines\n",
        "A due date follows from what happened on which day; nobody types one. `gongkai due` and the page "
        "期限计算 work one out.\n",
        "## Events\n",
        *(f"- `{kind.value}` {kind.label}" for kind in EventKind),
        "\n## What the working says\n",
        "| | article | sentence |",
        "|---|---|---|",
        *(
            f"| `{code}` | {said.article} | {said.pattern.replace('%s', '…')} |"
            for code, said in wording().items()
        ),
        "\n## Years with days off\n",
        "| year | notice | weekdays off | weekend days worked | checked on |",
        "|---|---|---|---|---|",
        *years,
    ]
    return "\n".join(lines) + "\n"
