"""Whose report a file is, and of which year: proposed from what the file says, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongkai.agencies.models import Agency
from gongkai.statute.form import AnnualReport
from gongkai.statute.form.names import same_agency_key


@dataclass(frozen=True, slots=True)
class Match:
    """``certain`` is the one agency that bears exactly the name in the file; otherwise ``proposed`` are those
    a person may choose from, likeliest first."""

    certain: Agency | None
    proposed: tuple[Agency, ...]


def match(report: AnnualReport, agencies: Sequence[Agency]) -> Match:
    """Compare the name in the file (else its title) with the agencies the person may take reports in for."""
    if report.agency:
        key = same_agency_key(report.agency)
        same = tuple(a for a in agencies if same_agency_key(a.name) == key)
        if len(same) == 1:
            return Match(same[0], same)
        return Match(None, same or _alike(key, agencies))
    return Match(None, _alike(same_agency_key(report.title or ""), agencies))


def _alike(key: str, agencies: Sequence[Agency]) -> tuple[Agency, ...]:
    """Those whose name ends in the other or is part of it; the longest common name first."""
    if len(key) < 2:
        return ()
    keyed = [(same_agency_key(a.name), a) for a in agencies]
    found = [(name, a) for name, a in keyed if name in key or key in name]
    return tuple(a for _, a in sorted(found, key=lambda pair: -len(pair[0])))[:10]


def question(report: AnnualReport, agency: Agency | None, year: int | None, found: Match) -> str:
    """Why a person must decide, in a sentence; "" when nothing is in doubt.

    ``agency`` and ``year`` are what the person who dropped the file said, None where they left it open.
    """
    asked = []
    if agency is None and found.certain is None:
        named = f"文件中的机关名称“{report.agency}”" if report.agency else "文件中没有读到机关名称，"
        more = "对应多个机关" if len(found.proposed) > 1 else "与名录中的机关名称不完全一致"
        asked.append(f"{named}{more if report.agency else '无法确定是哪个机关'}，请选择机关")
    elif agency is not None and _contradicts(report, agency, found):
        asked.append(f"文件写的是“{report.agency}”，上传时选的是“{agency.name}”，请确认机关")
    if year is None and report.year is None:
        asked.append("文件中没有读到年度，请填写年度")
    elif year is not None and report.year is not None and year != report.year:
        asked.append(f"文件写的是{report.year}年度，上传时选的是{year}年度，请确认年度")
    return f"{'；'.join(asked)}。" if asked else ""


def _contradicts(report: AnnualReport, agency: Agency, found: Match) -> bool:
    if report.agency is None:
        return False
    if found.certain is not None:
        return found.certain.pk != agency.pk
    mine, theirs = same_agency_key(agency.name), same_agency_key(report.agency)
    return mine not in theirs and theirs not in mine
