"""Whether what was chosen is fit to leave with the answer: asked before it is submitted, approved and sent."""

from __future__ import annotations

from gongkai.cases import releases, withheld_schedule
from gongkai.cases.models import Case


def lacking(case: Case, *, checked: bool = True) -> list[str]:
    """What keeps the chosen files from leaving, by name; with ``checked`` also who has not been looked at yet."""
    found = []
    for one in releases.of(case):
        if one.file_id is None:
            found.append(f"提供的文件“{one.title}”还没有准备好")
        elif checked and one.checked_by_id is None:
            found.append(f"提供的文件“{one.title}”还没有经其他人核对")
    return found + [
        f"“{title}”与现在的遮盖不一致，请在提供清单中去掉这一份，再重新加入案卷、选定新的一份"
        for title in withheld_schedule.outdated(case)
    ]
