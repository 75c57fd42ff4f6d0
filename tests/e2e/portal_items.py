"""Releases items in the installation that the environment names: one of each kind that a visitor meets.

Run as ``python -m tests.e2e.portal_items`` after ``tests.e2e.district``.
"""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import django

_SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 3, 16, 9, 0, tzinfo=_SHANGHAI)
PLAN = "关于印发《示范区老旧小区加装电梯补贴办法》的通知"
OLD = "关于老旧小区加装电梯工作的暂行规定"
READ = "《示范区老旧小区加装电梯补贴办法》解读"
TABLE = "2026年第一季度保障性住房分配结果公示"
LONG = (
    "示范区住房和城乡建设局关于进一步加强既有多层住宅加装电梯质量安全管理工作并公布二〇二六年度第一批补贴资金"
    "申请受理点名单及联系电话的通告"
)
GONE = "误发的征求意见稿"
LEAKED = "不该公开的名单"
REASON = "文稿尚未定稿，误作正式文件发布，现予撤回。"
NOTE = "第二条补贴标准误写为“每台二十万元”，更正为“每台十五万元”。"
FILE = "补贴申请表.txt"
_BODY = """<p>各街道办事处，区政府各部门：</p>
<p>《示范区老旧小区加装电梯补贴办法》已经区政府同意，现印发给你们，请认真贯彻执行。</p>
<p class="right">示范区住房和城乡建设局</p><p class="right">2026年3月10日</p>
<p class="center">示范区老旧小区加装电梯补贴办法</p>
<h2>第一章　总则</h2>
<p>第一条　为了方便居民出行，改善居住条件，根据有关规定，结合本区实际，制定本办法。</p>
<p>第二条　补贴标准为每台十五万元，由区财政安排。申请人应当在电梯取得使用登记证之日起六个月内提出申请。</p>
<h3>申请材料</h3>
<ol><li>申请表；</li><li>业主同意加装电梯的书面材料；</li><li>特种设备使用登记证复印件。</li></ol>
<p>本办法自2026年4月1日起施行，有效期五年。咨询电话见<a href="https://www.example.gov.cn/guide">办事指南</a>。</p>"""
_TABLE = """<p>现将2026年第一季度保障性住房分配结果予以公示，公示期五个工作日。</p>
<table><thead><tr><th>小区</th><th>户型</th><th>套数</th><th>分配方式</th></tr></thead><tbody>
<tr><td>示范花园一期</td><td>两室一厅</td><td>36</td><td>公开摇号</td></tr>
<tr><td>示范花园二期</td><td>一室一厅</td><td>58</td><td>公开摇号</td></tr></tbody></table>"""


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.agencies import actions as agencies
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication import columns, departing, guide, line_review, relating, topics, work_rules
    from gongkai.publication.models import Column

    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    district = Agency.objects.get(name="示范区人民政府")
    contact = agencies.Contact(
        office="办公室", address="示范区示范路1号", hours="工作日8:30—12:00，13:30—17:30", phone="0000-0000000",
        fax="无", email="xxgk@example.cn", postcode="000000",
    )  # fmt: skip
    for one in (housing, district):
        agencies.set_contact(one, contact, by=OPERATOR, at=AT)
    columns.from_law(OPERATOR, housing, at=AT)
    texts = {
        "classification": "按内容分为机构职能、法规文件、财政信息、住房保障等类。",
        "arrangement": "按索引号编排，索引号由统一社会信用代码、年份和流水号组成。",
        "ways": "在本网站查找、阅读、下载；也可以到区档案馆、公共图书馆查阅。",
        "requesting": "填写申请表，当面、邮寄或者在本网站提出，自收到申请之日起20个工作日内答复。",
        "complaint": "监督电话：0000-0000001。",
        "remedies": "认为本机关在政府信息公开工作中侵犯合法权益的，可以依法申请行政复议或者提起行政诉讼。",
    }
    for one in (housing, district):
        guide.publish(OPERATOR, guide.edit(OPERATOR, one, at=AT, **texts), at=AT)
    policy = Column.objects.filter(agency=housing, category="20.1").order_by("order").last()
    assert policy is not None
    old = shown(OLD, 0, column=policy, genre="normative", validity="in_force", effective_on=date(2021, 1, 1),
                document_number="示建发〔2020〕15号", made_on=date(2026, 3, 2))  # fmt: skip
    wrong = _BODY.replace("十五", "二十")
    plan = shown(PLAN, 1, column=policy, genre="normative", validity="in_force", body=wrong,
                 document_number="示建发〔2026〕12号", effective_on=date(2026, 4, 1), ended_on=date(2031, 4, 1),
                 joint_makers=["示范区住房和城乡建设局", "示范区财政局"], file=True)  # fmt: skip
    words = "《特种设备安全监察条例》（国务院令第549号）"
    line_review.pass_line(OPERATOR, relating.relate(OPERATOR, old, kind="quotes", words=words, at=AT), at=AT)
    made = shown(READ, 2, column=policy, genre="interpretation")
    told = relating.relate(OPERATOR, made, kind="interprets", target=plan, at=AT)
    line_review.pass_line(OPERATOR, told, at=AT)
    correct(plan)
    repeal(old)
    shown(TABLE, 3, body=_TABLE, category="20.11", genre="announcement")
    shown(LONG, 4, document_number="示建通〔2026〕3号", genre="announcement")
    gone, leaked = shown(GONE, 5), shown(LEAKED, 6)
    departing.withdraw(OPERATOR, gone, reason=REASON, at=AT + timedelta(days=1))
    departing.remove(
        OPERATOR, leaked, incident="名单含身份证号码，已联系当事人。", found_at=AT, at=AT + timedelta(days=1)
    )
    chosen = topics.keep(OPERATOR, district, year=2026, names=["民生服务", "安全生产"], at=AT)
    topics.put(OPERATOR, plan, chosen[:1], at=AT)
    rule = work_rules.make(OPERATOR, housing, title="政府信息公开保密审查制度", made_on=date(2026, 3, 1), at=AT)
    work_rules.publish_as(OPERATOR, rule, item=shown("政府信息公开保密审查制度", 7), at=AT)


def shown(title: str, hours: int, *, file: bool = False, **more: Any) -> Any:
    """Through all reviews by the persons of the district."""
    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.publication import drafting

    at = AT + timedelta(hours=hours)
    given: dict[str, Any] = {
        "summary": f"{title}的主要内容。", "made_on": date(2026, 3, 10), "category": "20.1",
        "subject": "城乡建设、环境保护\\城乡建设", "keywords": ["加装电梯", "补贴"],
        "source": "示范区住房和城乡建设局",
        "body": "<p>现将有关事项通告如下。</p><p>特此通告。</p>", **more,
    }  # fmt: skip
    clerk = Person.objects.get(username="jingban")
    housing = Agency.objects.get(name="示范区住房和城乡建设局")
    version = drafting.begin(clerk, housing, title=title, at=at, **given)
    if file:
        attach(version)
    return release(version, at).item


def release(version: Any, at: datetime) -> Any:
    from gongkai.accounts.models import Person
    from gongkai.publication import checks, releasing, reviewing

    clerk, reviewer, head = (Person.objects.get(username=name) for name in ("jingban", "shenhe", "fuze"))
    reviewing.submit(clerk, version, at=at)
    reviewing.unit_pass(reviewer, version, at=at)
    for finding in checks.undecided(version):
        checks.settle(reviewer, finding, decision="keep", reason="已核对", at=at)
    reviewing.disclosure_pass(reviewer, version, checklist=reviewing.all_right(), at=at)
    reviewing.approve(head, version, at=at)
    version.refresh_from_db()
    return releasing.release(clerk, version, at=at)


def attach(version: Any) -> None:
    """A file as it is once it has been looked through."""
    from gongkai.documents import actions as documents
    from gongkai.publication.models import Attachment

    text = "补贴申请表：姓名、楼号、电梯使用登记证编号。"
    file = documents.store(text.encode(), FILE, at=AT)
    Attachment.objects.create(version=version, file=file, name=FILE, text=text, token="bt2026form")


def correct(item: Any) -> None:
    from gongkai.accounts.models import Person
    from gongkai.publication import drafting

    clerk, at = Person.objects.get(username="jingban"), AT + timedelta(days=2)
    version = drafting.revise(clerk, item, note=NOTE, found_at=at - timedelta(hours=3), at=at)
    drafting.edit(clerk, version, body=_BODY, at=at)
    version.refresh_from_db()
    release(version, at + timedelta(hours=1))


def repeal(item: Any) -> None:
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.publication import validity

    reason = "由《示范区老旧小区加装电梯补贴办法》（示建发〔2026〕12号）废止。"
    day = date(2026, 3, 17)
    validity.mark(OPERATOR, item, validity="repealed", ended_on=day, reason=reason, at=AT + timedelta(days=2))


if __name__ == "__main__":
    main()
