"""Lays down drafts in which the checks find something, and old stock that was checked.

Run as ``python -m tests.e2e.checked`` after ``tests.e2e.portal_items``.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

AT = datetime(2026, 3, 16, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TITLE = "关于布署既有住宅加装电梯补助发放工作的通知"
BODY = """<p>各街道办事处：</p>
<p>截止目前，全区已受理补助申请<strong>126</strong>件。请各单位认真核对<strong>帐</strong>号信息，必需按照规定时限发放。</p>
<h2>一、发放对象</h2>
<p>张某，身份证号370305199001011231，手机13812341234，住址：示范区齐陵街道柳店村12号。</p>
<h2>二、有关要求</h2>
<p>各街道于2026年2月30日前报送名单（格式见附件）。依据《中华人民共和国合同法》签订协议，说明见<a href="http://10.1.1.8/oa/">内网通知</a>。</p>
<p>示范区住房和城乡建设局</p><p>2026年3月9日</p>"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication import checks, drafting
    from gongkai.publication.checks import own_pairs, stock

    clerk = Person.objects.get(username="jingban")
    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    version = drafting.begin(
        clerk, housing, title=TITLE, summary="补助发放的对象、标准和时限。", made_on=date(2026, 3, 10),
        category="20.1", subject="城乡建设", keywords=["加装电梯"], document_number="示建发[2026]15号",
        body=BODY, at=AT,
    )  # fmt: skip
    checks.run(version, at=AT)
    own_pairs.add(OPERATOR, housing, wrong="柳店庄", right="柳店村", why="村名以民政部门公布的为准。",
                  source="区民政局地名公告", unless=["柳店庄园"], from_on=AT.date(), at=AT)  # fmt: skip
    stock.work(AT, seconds=60)


if __name__ == "__main__":
    main()
