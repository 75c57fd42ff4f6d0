"""When a clause is about the whole body and the whole report year, and when it is not.

A figure of another year, of one channel, one matter, one kind of applicant or one subordinate body is no
contradiction to the tables. In doubt a clause is left alone: a false alarm is as bad as a miss.
"""

from __future__ import annotations

import re

from .report import AnnualReport

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年|—|-|～)")
_OTHER_TIME = re.compile(
    r"去年|前年|上年(?!度?(?:结转|转结|遗留))|上一年(?!度?(?:结转|转结|遗留))|往年|历年|同期|近[两二三四五几]年|"
    r"上半年|下半年|季度|截[至止]目前|(?<![\d月])(?:[2-9]|1[01])月|(?<!\d)1?[12]月份|(?<![\d至到—～－-])1?[12]月(?![\d底末至到—～－-])|[较比]|"
    r"(?<!年)以来|至今|[平年月周日人件]均|每[月周日人件]|日内|"
    r"当场|当日|提前|延期|逾期|超期"
)
_CHANNEL = (
    r"通过|经由|网站|网络|网上|在线|线上|线下|信函|邮寄|邮政|信件|来信|当面|现场|窗口|传真|邮箱|邮件|微信|小程序|书面|"
    r"口头|平台"
)
_BY_CHANNEL = re.compile(_CHANNEL)
_PART = re.compile(
    rf"{_CHANNEL}|涉及|关于|主要|协助|配合|代办|代拟|转办|转交|承办|会办|会签|牵头|补正|征求|更正|留言|建议|提案|信访|"
    r"热线|咨询|投诉|举报|信箱|许可申请|救助|公证|仲裁|新媒体|公众号|名义|审查|审核|指导|会商|评查|抽查|督办|起草|第[^，]{1,4}[条项款]"
)
_WHOLE = re.compile(r"共计|合计|总计|各类|各种|多种|各级|全[市县区州省镇乡街局系]|汇总")
_BODIES = (
    r"所属|下属|直属|派出机构|市直|区直|县直|州直|省直|市级|区级|县级|镇级|本级|镇街|街镇|乡镇|街道|部门|科室|处室|县区|"
    r"区县|县[（(]市|各[县市区州镇乡街局委]|政府办|[局委镇街区市县乡]机关|分局|支队|大队|事业单位|社区|各村"
)
_SUBORDINATE = re.compile(
    rf"(?:{_BODIES}|[\u4e00-\u9fff][^\W本我全该各年度公](?:局|委|厅|街道|镇|乡|开发区|管委会))(?!务|办法|定|员)"
)
_ONE_KIND = re.compile(r"企业|科研机构|公益组织|法律服务机构|律师|村民|业主")
_STRANGE = re.compile(
    r"留言|热线|工单|建议|提案|信访|来信|咨询|投诉|举报|信箱|诉求|许可|救助|低保|(?<!公开)(?<!申请)(?:案件|事项)|服务|来电|一件事|12345|问题|线索|复议|诉讼"
)
_FILED = re.compile(r"公文|发文|制文|办文|来文|行文|文件|属性|源头|转为|转换为|认定")
_ASKED = re.compile(r"收到|受理|接收|接到|新收|答复|办理|办结|处理|公开申请")
_LEVEL = re.compile(r"全([省市县区州镇乡旗])")
_OFFICE = re.compile(r"(?:人民)?政府$|(?:党工委)?管委会$|管理委员会$")
_YEARLY = re.compile(r"20\d\d年|[全本今]年|年度|年内")
_STOP = re.compile("[，。；、：（(]")
_ASIDE = re.compile(r"[（(][^（()）]*[)）]")


def about_everything(before: str, words: str, report: AnnualReport) -> bool:
    """Whether ``words``, the clause of a claim, are about the report's own year and its own body, all of it.
    ``before`` is the sentence up to the claim."""
    if "（" in before:
        before = _ASIDE.sub("", before)
    return not (
        other_year(before, report.year)
        or of_other_time(words)
        or ("累计" in words and not _YEARLY.search(before + words))
        or of_a_subordinate(words, report.agency)
        or of_a_wider_body(words, report.agency)
    )


def other_year(before: str, year: int | None) -> bool:
    """Whether the last year named before a figure is not the report's."""
    if year is None or "20" not in before:
        return False
    named = _YEAR.findall(before)
    return bool(named) and named[-1] != str(year)


def clause(before: str) -> str:
    """The clause that the end of ``before`` is in, closed brackets left out."""
    if ")" in before or "）" in before:
        before = _ASIDE.sub("", before)
    at = max(before.rfind(c) for c in "，：:（(")
    return before[at + 1 :]


def rest_of_clause(after: str) -> str:
    """What follows up to the next stop."""
    return _STOP.split(after, 1)[0]


def of_other_time(text: str) -> bool:
    """Whether the clause compares, or counts less or more than the one year."""
    return _OTHER_TIME.search(text) is not None


def of_a_part(text: str) -> bool:
    """Whether the clause tells of one channel, one matter or a helper's role."""
    return _PART.search(text) is not None and _WHOLE.search(text) is None


def of_a_channel(text: str) -> bool:
    """Whether the clause tells of one channel, and of no other part."""
    return _BY_CHANNEL.search(text) is not None and _PART.search(_BY_CHANNEL.sub("", text)) is None


def of_one_kind(text: str) -> bool:
    """Whether applicants of one kind only are meant: 自然人 or 法人 without the other."""
    natural = "自然人" in text or "公民" in text or "个人" in text
    legal = "法人" in text or "组织" in text
    return natural != legal or _ONE_KIND.search(text) is not None


def of_a_subordinate(text: str, agency: str | None) -> bool:
    """Whether another body than the reporting one is the subject, as far as the wording tells."""
    if agency is None or _WHOLE.search(text) is not None:
        return False
    return any(not _is_self(hit.group(), agency) for hit in _SUBORDINATE.finditer(text))


def of_a_wider_body(text: str, agency: str | None) -> bool:
    """Whether a whole district or city is the subject, and the report is not that government's own."""
    if agency is None:
        return False
    scope = _OFFICE.sub("", agency)[-2:]
    return any(level not in scope for level in _LEVEL.findall(text))


def of_something_else(before: str) -> bool:
    """Whether the last thing the sentence was about is a hotline call, a proposal, a licence: no request."""
    strange = max((hit.end() for hit in _STRANGE.finditer(before)), default=0)
    return strange > max(before.rfind("信息公开"), before.rfind("公开申请"), before.rfind("依申请"), 0)


def of_files(before: str) -> bool:
    """Whether files are sorted by how public they are (主动公开、依申请公开、不予公开), not requests answered."""
    filed = max((hit.end() for hit in _FILED.finditer(before)), default=0)
    return filed > max((hit.end() for hit in _ASKED.finditer(before)), default=0)


def _is_self(words: str, agency: str) -> bool:
    """``区住建局`` is 示范区住房和城乡建设局: the same last character and one of the others in the name."""
    if words in agency:
        return True
    return words[-1] == agency.removesuffix("人民政府")[-1] and any(c in agency for c in words[:-1])
