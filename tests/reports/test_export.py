from __future__ import annotations

import csv
import io

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports import export

from .conftest import in_review


def _rows(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_figures_tell_blank_slash_and_number_apart(supervisor: Person, bureau: Agency) -> None:
    version = in_review(
        supervisor, change={"规章/本年制发件数": "/", "规章/本年废止件数": None}, drop=("规章/现行有效件数",)
    )
    rows = {r["单元格"]: r for r in _rows(export.figures_csv([version]))}
    assert (rows["规章/本年制发件数"]["数值"], rows["规章/本年制发件数"]["说明"]) == ("/", "不适用（/）")
    assert (rows["规章/本年废止件数"]["数值"], rows["规章/本年废止件数"]["说明"]) == ("", "空白")
    assert rows["规章/现行有效件数"]["说明"] == "原件没有"
    assert (rows["行政事业性收费/本年收费金额"]["数值"], rows["1/自然人"]["数值"]) == ("2.02", "5")
    assert rows["3.3.1/自然人"]["行"] == "三、本年度办理结果（三）不予公开1.属于国家秘密"
