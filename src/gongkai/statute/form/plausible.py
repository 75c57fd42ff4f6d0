"""Values that add up and still cannot well be: a hint, never more."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .findings import Finding
from .report import AnnualReport, counted
from .wording import cell_words, place_of

# Rules (规章) are made by departments of the State Council, provinces and cities with districts (立法法).
_NO_RULES = re.compile(
    r"街道|镇$|乡$|[镇乡](?:人民)?政府|县(?!级)(?!$)|[县区](?:人民政府)?$|区.*(?:局|委|办|中心)|(?:局|委员会)$"
)
_MAY_RULE = re.compile(r"自治区|特区|自治州|国家|国务院|中华人民共和国|总局|(?:省|市)人民政府(?:办公[厅室])?$")
_CELLS = ("规章/本年制发件数", "规章/本年新制作数量", "规章/现行有效件数")


def plausible(report: AnnualReport) -> Iterator[Finding]:
    """A8 as a hint: government rules in the table of a body that cannot make any."""
    agency = (report.agency or "").strip()
    if not _NO_RULES.search(agency) or _MAY_RULE.search(agency):
        return
    for cell in _CELLS:
        value = counted(report.value(cell))
        if value and not (cell.endswith("现行有效件数") and not re.search(r"街道|镇|乡", agency)):
            yield Finding(
                "A8",
                "hint",
                f"{cell_words(cell)}为{value}，{agency}没有制定规章的权限，请核对是否误填。",
                (cell,),
                found=value,
                place=place_of(report, cell),
            )
