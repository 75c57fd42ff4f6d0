"""How offices write their numbers: the expressions that find received requests, results, reconsiderations,
lawsuits, documents and decisions in a sentence. Data for ``claims``; each names the number ``n``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Scope = Literal["requests", "cases", "tables"]

NUMBER = (
    r"(?<![\d.零〇一二两三四五六七八九十百千第])(?<!\d，)(?<![近约超])(?P<n>\d+|[零〇一二两三四五六七八九十百千]+)"
)
UNIT = r"(?:件次?|宗|份|条|个|起|例|项|封|次|部)(?![余多月年日工])"
CASE = r"(?:件次?|起|宗|例|次|个|项|案)(?![余多月年日工])"
OBJECT = (
    r"(?:(?:政府|政务)?信息(?:依申请)?公开(?:的)?申请|依申请公开|公开(?:政府|政务)信息(?:的)?申请|申请(?:公开(?:政府|政务)?信息|(?:政府|政务)?信息公开)|"
    r"依申请(?:政府)?信息|信息依?申请公开|申请公开件)"
)
_NEAR = r"[^，。：:,\d%（()）、]"
_FAR = r"[^，。：:,\d%（()）]"
_RECEIVE = r"(?P<verb>新收到?|收到|接收到?|接到|受理|接受|收受|登记|收(?![取费缴入集录藏文支]))"
_PLAIN = (
    r"(?:了|的|到|共|公民|个人|、|法人|和|或|者|其他|其它|组织|提出|提交|各类|社会|公众|群众|当事人|自然人|有效|件|"
    r"书面)"
)
# What a number is said of without a verb, at the start of a clause.
_ALONE = r"(?:^|(?<=[，。；：、）])|(?<=年)|(?<=年度))(?:全年|本年度?|共|共有)*"
_DONE = (
    r"(?:完毕|完成|完结|了|的|共计|共|合计|总计|总数|为|件|申请|数量|数|政府|信息|公开|依|政务|各类|均|已|全部|事项|上述|"
    r"所有)"
)
_HANDLE = r"(?P<verb>(?<![未待原])(?:办结|答复|回复|办复)|(?<![续在予他它再待未度法])(?:办理|处理))"
_BEFORE = r"(?:上年|上一年|上年度|上一年度|去年|(?P<year>20\d\d)年度?)(?:度)?"
_TO_THIS = r"(?:至?(?:本|今|当)年度?)?"
_NEXT = r"(?:下年|下一年|明年|次年|(?P<year>20\d\d)年)(?:度)?"

# Wordings of single rows of table 3, each meaning one row and no other.
REASONS = {
    "属于国家秘密": "3.3.1",
    "危及“?三安全一稳定”?": "3.3.3",
    "保护第三方合法权益": "3.3.4",
    "三类内部事务信息": "3.3.5",
    "四类过程性信息": "3.3.6",
    "行政执法案卷": "3.3.7",
    "行政查询事项": "3.3.8",
    "不掌握相关政府信息": "3.4.1",
    "没有现成信息需要另行制作": "3.4.2",
    "补正后申请内容仍不明确": "3.4.3",
    "信访举报投诉类申请": "3.5.1",
    "重复申请": "3.5.2",
    "要求提供公开出版物": "3.5.3",
    "无正当理由大量反复申请": "3.5.4",
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """``kind`` of figure, the substrings of which a sentence must hold one (``公开|处理``), the expression, and
    what it may be about."""

    kind: str
    gate: str
    expression: re.Pattern[str]
    scope: Scope


def _pattern(kind: str, gate: str, expression: str, scope: Scope = "requests") -> Pattern:
    return Pattern(kind, gate, re.compile(expression), scope)


_REQUESTS = (
    _pattern(
        "received",
        "申请",
        rf"{_RECEIVE}(?P<gap>{_FAR}{{0,40}}?){OBJECT}(?P<then>{_NEAR}{{0,12}}?)[：:]?{NUMBER}{UNIT}",
    ),
    _pattern("received", "申请", rf"{_RECEIVE}{_NEAR}{{0,20}}?{NUMBER}{UNIT}{_NEAR}{{0,16}}?{OBJECT}"),
    _pattern("received", "申请", rf"{_RECEIVE}{_PLAIN}*{NUMBER}{UNIT}(?:的|有效|各类)*申请(?![人行])"),
    _pattern(
        "received",
        "申请",
        rf"{_RECEIVE}{_PLAIN}*申请{_PLAIN}*(?:总数|数量|总量)?(?:为|共计|合计|总计)?{NUMBER}{UNIT}",
    ),
    _pattern(
        "received",
        "申请",
        rf"{OBJECT}(?:件|事项)?(?:(?:收到|受理|接收|登记)(?:总|数)*|总|数)?(?:总量|总数|数量|数|量|总计|共计|共有|共)(?:为|共|计|有)?[：:]?{NUMBER}{UNIT}",
    ),
    _pattern(
        "requests",
        "申请",
        rf"{_ALONE}(?P<object>{OBJECT}|依申请公开(?:政府|政务)?信息)(?:共|计|有|为|件|数)*[：:]?{NUMBER}{UNIT}",
    ),
    _pattern("received", "新收", rf"(?P<verb>新收)(?:到|申请|的|数量|共|为)*{NUMBER}{UNIT}"),
    _pattern("carried", "结", rf"{_BEFORE}(?:转结|结转|遗留){_TO_THIS}{_NEAR}{{0,14}}?{NUMBER}{UNIT}"),
    _pattern("carried", "结", rf"(?:转结|结转)(?:的)?{_BEFORE}{_TO_THIS}{_NEAR}{{0,14}}?{NUMBER}{UNIT}"),
    _pattern("carried", "结", rf"{NUMBER}{UNIT}(?:申请)?(?:为|系|是|属于?)?(?:由)?{_BEFORE}(?:转结|结转|遗留)"),
    _pattern("forwarded", "结转", rf"结转(?:至|到|入)?{_NEXT}{_NEAR}{{0,14}}?{NUMBER}{UNIT}"),
    _pattern(
        "forwarded",
        "结转|顺延|延续|延至",
        rf"{NUMBER}{UNIT}{_NEAR}{{0,16}}?(?:结转|顺延|延续|延至)(?:至|到|入)?{_NEXT}",
    ),
    _pattern("answered", "答复|回复|办复|办理|处理|办结", rf"{_HANDLE}{_DONE}*{NUMBER}{UNIT}"),
    _pattern(
        "result",
        "予以公开|部分公开|不予公开|同意公开",
        r"(?<!主动)(?P<label>公开(?:[及和或与、/]|以及)(?:予以)?部分(?:予以)?公开|(?:予以|同意)公开(?:(?:[及和或与、/]|以及)(?:予以|同意)?部分(?:予以)?公开)?|(?:予以)?部分公开|不予公开)"
        rf"(?P<gap>{_NEAR}{{0,12}}?){NUMBER}(?:件|宗|份|个|起|例)(?!的?(?:文件|公文|信息|材料))",
    ),
    _pattern(
        "result",
        "无法提供",
        rf"(?P<label>无法提供)(?P<gap>{_NEAR}{{0,12}}?){NUMBER}(?:件|宗|份|个|起|例)",
    ),
    _pattern(
        "result",
        "不予处理|其他处理|其它处理",
        rf"(?P<label>不予处理|其[他它]处理)(?P<gap>{_NEAR}{{0,12}}?){NUMBER}(?:件|宗|份|个|起|例)",
    ),
    _pattern(
        "reason",
        "秘密|三安全|第三方|事务|过程|案卷|查询|掌握|现成|补正|信访|重复|出版|大量",
        rf"(?P<label>{'|'.join(REASONS)})(?:类|的|信息|申请|情形|情况|政府信息公开申请|有|为|共)*{NUMBER}件",
    ),
)
_COURT = r"(?!机关|决定|法|应诉|听证|意见|建议|委员|工作|中|后|前置|纠|败|胜|维持|撤)"
_CASES = (
    _pattern(
        "reconsiderations",
        "复议",
        rf"(?:行政)?复议{_COURT}(?P<gap>(?:申请|案件|案|类|事项|数量|总数|数|情况|共计|共有|共|为|有|合计|的|总计|已|均|全部|办结|审结|结案)*)[：:]?{NUMBER}{CASE}",
        "cases",
    ),
    _pattern(
        "reconsiderations",
        "复议",
        rf"{NUMBER}{CASE}(?P<gap>{_NEAR}{{0,16}}?)(?:行政)?复议(?!后|机关|决定|诉讼)",
        "cases",
    ),
    _pattern(
        "lawsuits",
        "诉讼",
        rf"(?:行政)?诉讼{_COURT}(?P<gap>(?:案件|案|类|事项|数量|总数|数|情况|共计|共有|共|为|有|合计|的|总计|已|均|全部|办结|审结|结案)*)[：:]?{NUMBER}{CASE}",
        "cases",
    ),
    _pattern("lawsuits", "诉讼", rf"{NUMBER}{CASE}(?P<gap>{_NEAR}{{0,16}}?)(?:行政)?诉讼(?!法|费)", "cases"),
    _pattern(
        "direct",
        "直接",
        rf"未经复议直接(?:起诉|提起行政诉讼|提起诉讼|诉讼)(?:的|案件|行政诉讼)*{NUMBER}{CASE}",
        "cases",
    ),
    _pattern(
        "after",
        "复议后",
        rf"复议后(?:又|再)?(?:起诉|提起行政诉讼|提起诉讼)(?:的|案件|行政诉讼)*{NUMBER}{CASE}",
        "cases",
    ),
)
_OUTCOMES = tuple(
    _pattern(
        f"reconsiderations.{kind}",
        "复议",
        rf"(?<!经)复议(?![后机])[^。；诉讼较比]{{0,30}}?(?P<outcome>(?:结果)?(?:{words}))(?:的|案件|共|了)*{NUMBER}{CASE}",
        "cases",
    )
    for kind, words in (("upheld", "维持"), ("corrected", "纠正|纠错"))
)
_MADE = r"(?:新?制发(?:（修改）)?|(?:新|共)?制定(?:并?(?:公开|发布|公布|印发|出台))?|新?出台|新?印发|制订)"
_FILE = r"(?:行政)?规范性文件(?!类|及|和|、|的|草案|备案|清理)"
_TABLES = (
    _pattern(
        "documents.made",
        "规范性文件",
        rf"{_MADE}(?:了|的|共|各类)*{_FILE}(?:数量|共计|共|总数|为|合计)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern("documents.made", "规范性文件", rf"{_MADE}(?:了|共)*{NUMBER}{UNIT}{_FILE}", "tables"),
    _pattern(
        "documents.repealed",
        "规范性文件",
        rf"废止(?:失效)?(?:了|共)*{NUMBER}{UNIT}{_FILE}",
        "tables",
    ),
    _pattern(
        "documents.repealed",
        "规范性文件",
        rf"废止(?:失效)?(?:了|的)*{_FILE}(?:数量|共计|共|总数|为)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "documents.repealed",
        "规范性文件",
        rf"规范性文件{NUMBER.replace('(?P<n>', '(?:')}{UNIT}[，、](?:宣布)?废止{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "documents.in_force",
        "规范性文件",
        rf"现行有效(?:的)?(?:行政)?规范性文件(?:数量|件数|共计|共有|共|总数|为|合计)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "documents.in_force",
        "现行有效",
        rf"规范性文件[^（(规]{{1,24}}[，、]现行有效(?:的)?(?:件数|文件|数量|共|为)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "documents.in_force",
        "规范性文件",
        rf"(?:行政)?规范性文件现行有效(?:件数|数量|的|为|共)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "rules.made",
        "规章",
        rf"{_MADE}(?:了|的|市|省|政府|地方政府|部门)*规章(?!制度)(?:数量|共计|共|总数|为)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "rules.made",
        "规章",
        rf"{_MADE}(?:了|共)*{NUMBER}{UNIT}(?:市|省|政府|地方政府|部门)*规章(?!制度)",
        "tables",
    ),
    _pattern(
        "rules.repealed",
        "规章",
        rf"废止(?:失效)?(?:了|的|市|省|政府|地方政府)*规章(?!制度)(?:数量|共计|共|总数|为)*{NUMBER}{UNIT}",
        "tables",
    ),
    _pattern(
        "rules.in_force",
        "规章",
        rf"现行有效(?:的)?(?:市|省|政府|地方政府)*规章(?!制度)(?:数量|件数|共有|共|为)*{NUMBER}{UNIT}",
        "tables",
    ),
)
_DECISIONS = tuple(
    _pattern(kind, words, expression, "tables")
    for kind, words in (("licences", "行政许可"), ("penalties", "行政处罚"), ("coercive", "行政强制"))
    for expression in (
        rf"[作做]出(?:了|的)?{words}(?:处理)?(?:决定|措施)?(?:书)?(?:数量|共计|共|总数|为|合计)*{NUMBER}{UNIT}",
        rf"[作做]出(?:了|的)?{NUMBER}{UNIT}{words}(?:处理)?决定",
        rf"{words}(?:处理)?决定(?:书)?(?:数量|共计|共|总数|为|合计)+{NUMBER}{UNIT}",
    )
)

PATTERNS = _REQUESTS + _CASES + _OUTCOMES + _TABLES + _DECISIONS
