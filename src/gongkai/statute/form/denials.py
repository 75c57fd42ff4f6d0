"""What the text denies: 未收到申请, 未发生行政复议, 均为0. A denial is a claim of zero."""

from __future__ import annotations

import re
from collections.abc import Iterator

from . import guards
from .claims import Claim
from .patterns import OBJECT
from .prose import Sentence
from .report import AnnualReport

# Starts with one of three characters, so that the search can skip to them.
_NOT = (
    r"[未没无](?:(?:有|曾)*(?P<verb>收到|接到|接收|受理|接获|产生|发生|出现|存在|涉及|引发|引起|导致|因|由|被)到?过?|(?<=没)有|"
    r"(?<=无)(?![法效关论需偿障故缝条偏误差不]|正当|结转))"
)
_ANY = r"[^，。；：:,]"
_REQUESTS = re.compile(rf"{_NOT}(?P<gap>[^，。；：:,]{{0,30}}?){OBJECT}(?P<tail>{_ANY}{{0,14}})")
_PLAIN_REQUESTS = re.compile(
    rf"{_NOT}(?P<gap>)(?:任何|公民|法人|和|、|其他|组织|提出|提交|的|有效|书面|各类|群众)*申请(?P<tail>{_ANY}{{0,8}})"
)
_BARE_TAIL = re.compile(r"(?:的|政府|信息|件|事项|申请|情况|案件|请求|业务|发生|情形|等)*[。.]?")
_BARE_REMEDY = re.compile(
    r"(?:因|任何|涉及|政府|信息|公开|申请|引发|引起|的|被|提起|或|类|相关|有关|而|行政|案件|方面|工作|导致|产生|发生|发起|、|和|及|与|"
    r"复议|诉讼|情况|情形|现象|事项|等|件|存在|败|人|就|对)*[。.]?"
)
_REMEDIES = re.compile(rf"{_NOT}(?P<gap>[^，。；,]{{0,40}}?)(?:行政)?(?:复议|诉讼)(?P<tail>[^，。；,]{{0,24}})")
_OBJECT = re.compile(OBJECT)
_ALL_ZERO = re.compile(r"均(?:为|是)(?:0|零|〇)(?:件|宗|起|次)?(?![\d.])")
_COUNT_ZERO = r"(?:案件|案|的|总|数|量|情况|件|申请|有|共)*(?:为|是)(?:0|零|〇)(?:件|宗|起|次)?(?![\d.])"
_REQUESTS_ZERO = re.compile(rf"{OBJECT}{_COUNT_ZERO}")
_REMEDIES_ZERO = re.compile(
    rf"(?P<both>(?:行政)?(?:复议|诉讼)(?:案件|案)?[、和及与或])?(?:行政)?(?P<what>复议|诉讼){_COUNT_ZERO}"
)
_LISTED = re.compile(rf"(?:收到|受理|新收)[^，。]{{0,20}}{OBJECT}(?![^、，]{{0,6}}(?:行政)?复议)")
_NOT_CASES = re.compile(
    r"复议|诉讼|投诉|举报|信访|更正|逾期|超期|超时|不当|不及时|差错|失误|违规|违法|纠纷|争议|责任|收费|费用|结转|信函|邮寄|网络|"
    r"网上|当面|现场|传真|邮件|平台|企业|重复|不予|无法|补正|第三方|延期|质疑|异议|泄密|泄露|遗漏|现象发生|人(?:的|对|因)|条例|规定|"
    r"未按|未依|不依|答复|履行|拒绝|推诿|拖延|追究|专栏|专人|渠道|"
    r"工作(?:中|人员|机构|考核)|行政许可|费"
)
_NOT_REMEDIES = re.compile(
    r"败诉|纠错|纠正|撤销|被判|不当|不规范|不到位|不及时|错误|超期|逾期|违法|维持|审结|结案|不服|责任|答复|新的|后果|投诉|履行|过错|依据"
)
_DOCUMENTS = re.compile(
    r"(?:未|没有|无)(?:新)?(?:制发|制定|出台|印发)(?:过|任何|新的|行政|本级|政府)*(?P<what>规范性文件|规章)(?!制度|的|草案|解读|备案|以外|之外)"
)
_CARRIED = re.compile(r"(?:无|没有)(?:上年度?|上一年度?|去年|(?P<year>20\d\d)年度?)(?:结转|遗留)")
_FORWARDED = re.compile(r"(?:无|没有)(?:申请|案件)?(?:结转|顺延)(?:至|到|入)?(?:下年|下一年|次年)")
_NOTHING = {
    "无",
    "没有",
    "无此情况",
    "无相关情况",
    "本年度无",
    "本年无",
    "本单位无",
    "本机关无",
    "不涉及",
    "无此类情况",
}


def denials(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    """Claims of zero: requests received (section 1 and 3), reconsiderations and lawsuits (1 and 4)."""
    text = sentence.text
    if sentence.section.number == 4 and text in _NOTHING and len(sentence.section.paragraphs) == 1:
        yield from (_zero(kind, text, sentence, 0) for kind in ("reconsiderations", "lawsuits"))
    if "为0" in text or "为零" in text:
        yield from _zeros(sentence, report)
    if "未" not in text and "无" not in text and "没" not in text and "均" not in text:
        return
    if "申请" in text:
        yield from _requests(sentence, report)
    if "结转" in text or "遗留" in text or "顺延" in text:
        yield from _carried(sentence, report)
    if "复议" in text or "诉讼" in text:
        yield from _remedies(sentence, report)
    if "规范性文件" in text or "规章" in text:
        yield from _documents(sentence, report)


def _requests(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    text = sentence.text
    for match in (*_REQUESTS.finditer(text), *_PLAIN_REQUESTS.finditer(text)):
        gap, tail = match["gap"], match["tail"]
        bare = match["verb"] is None and not _BARE_TAIL.fullmatch(tail)
        if bare or _NOT_CASES.search(gap + tail) or not _about_requests(sentence):
            continue
        if _whole(sentence, match, report, gap):
            yield _zero("received", match.group(), sentence, match.start())
    for match in _ALL_ZERO.finditer(text) if "均" in text else ():
        listed = text[: match.start()]
        if _LISTED.search(listed) and _about_requests(sentence) and _whole(sentence, match, report, ""):
            yield _zero("received", listed[-60:] + match.group(), sentence, match.start())


def _carried(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    for kind, pattern in (("carried", _CARRIED), ("forwarded", _FORWARDED)):
        match = pattern.search(sentence.text)
        if (
            match is not None
            and _about_requests(sentence)
            and match.groupdict().get("year") in (None, _last(report))
        ):
            yield _zero(kind, match.group(), sentence, match.start())


def _last(report: AnnualReport) -> str:
    return str(report.year - 1) if report.year else ""


def _zeros(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    """申请数量为0, 行政复议、行政诉讼情况为零."""
    for match in _REQUESTS_ZERO.finditer(sentence.text):
        here = guards.clause(sentence.text[: match.start()]) + match.group()
        if not _NOT_CASES.search(here) and _whole(sentence, match, report, ""):
            yield _zero("received", match.group(), sentence, match.start())
    for match in _REMEDIES_ZERO.finditer(sentence.text):
        if not _NOT_REMEDIES.search(sentence.text) and _whole(sentence, match, report, ""):
            for kind, word in (("reconsiderations", "复议"), ("lawsuits", "诉讼")):
                if word == match["what"] or (match["both"] and word in match["both"]):
                    yield _zero(kind, match.group(), sentence, match.start())


def _about_requests(sentence: Sentence) -> bool:
    return sentence.section.number == 3 or _OBJECT.search(sentence.before + sentence.text) is not None


def _remedies(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    for match in _REMEDIES.finditer(sentence.text):
        words = match.group()
        bare = match["verb"] is None and not _BARE_REMEDY.fullmatch(match["gap"] + match["tail"])
        if bare or _NOT_REMEDIES.search(words) or not _whole(sentence, match, report, ""):
            continue
        if "复议" in words and "未经复议" not in words and "复议后" not in words:
            yield _zero("reconsiderations", words, sentence, match.start())
        if "诉讼" in words and "复议后" not in words and "未经复议" not in words:
            yield _zero("lawsuits", words, sentence, match.start())
    for match in _ALL_ZERO.finditer(sentence.text) if "均" in sentence.text else ():
        listed = sentence.text[: match.start()]
        if not _NOT_REMEDIES.search(listed) and _whole(sentence, match, report, ""):
            for kind, word in (("reconsiderations", "复议"), ("lawsuits", "诉讼")):
                if word in listed and not re.search(r"\d", listed.rpartition(word)[2]):
                    yield _zero(kind, listed[-60:] + match.group(), sentence, match.start())


def _documents(sentence: Sentence, report: AnnualReport) -> Iterator[Claim]:
    for match in _DOCUMENTS.finditer(sentence.text):
        if _whole(sentence, match, report, ""):
            kind = "rules.made" if match["what"] == "规章" else "documents.made"
            yield _zero(kind, match.group(), sentence, match.start())


def _whole(sentence: Sentence, match: re.Match[str], report: AnnualReport, gap: str) -> bool:
    before = sentence.text[: match.start()]
    here = guards.clause(before)
    return (
        guards.about_everything(before, here + match.group(), report)
        and not guards.other_year(match.group(), report.year)
        and not guards.of_a_part(here + gap)
        and not guards.of_one_kind(gap)
    )


def _zero(kind: str, words: str, sentence: Sentence, start: int) -> Claim:
    return Claim(kind, 0, words, sentence, start, start + len(words))
