"""What can be done with a version now: the one next step filled, everything else quiet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from gongkai.reports.models import ReportVersion
from gongkai.reports.states import State

from .access import Asking

# verb -> (words, address), in the order in which one would want them.
_STEPS = (
    ("sign", "签发并报送", "desk:sign"),
    ("hand_up", "送签", "desk:hand_up"),
    ("send_back", "退回修改", "desk:send_back"),
    ("publish", "发布", "desk:publish"),
    ("accept", "接受", "desk:accept"),
    ("return", "退回并附意见", "desk:return"),
    ("uphold", "维持退回", "desk:uphold"),
    ("withdraw_return", "撤销退回", "desk:withdraw_return"),
    ("contest", "对退回提出异议", "desk:contest"),
    ("reopen", "撤销接受", "desk:reopen"),
    ("revise", "更正已发布的版本", "desk:revise"),
)
# Section 1 is where one begins to write.
FIRST_WRITTEN = 1


@dataclass(frozen=True, slots=True)
class Step:
    """``obstacle`` says why not yet; then there is no address to follow."""

    words: str
    address: str
    filled: bool = False
    obstacle: str = ""


def steps(version: ReportVersion, verbs: Mapping[str, str], asking: Asking) -> tuple[Step, ...]:
    found = [
        Step(words, reverse(name, args=[version.pk]), obstacle=verbs[verb])
        for verb, words, name in _STEPS
        if verb in verbs
    ]
    if version.state == State.RETURNED and _may_upload(version, asking):
        found.insert(0, Step("重新上传", upload_address(version.report.agency_id, version.year)))
    if version.state == State.DRAFT and "correct" in verbs:
        found.append(Step("编写正文", reverse("desk:write_text", args=[version.pk, FIRST_WRITTEN])))
    if found and not found[0].obstacle and version.state != State.PUBLISHED:
        found[0] = Step(found[0].words, found[0].address, filled=True)
    return tuple(found)


def _may_upload(version: ReportVersion, asking: Asking) -> bool:
    return asking.within("reports.import").filter(pk=version.report.agency_id).exists()


def upload_address(agency: int, year: int) -> str:
    return f"{reverse('desk:upload')}?{urlencode({'agency': agency, 'year': year})}"
