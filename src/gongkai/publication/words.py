"""The words of proactive disclosure: stable codes, and what users read."""

from __future__ import annotations

from django.db import models


class DisclosureClass(models.TextChoices):
    """公开属性, proposed by who drafts, decided by who approves."""

    ACTIVE = "active", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    MAY_WITHHOLD = "may_withhold", "可不予公开"
    FORBIDDEN = "forbidden", "禁止公开"


class Genre(models.TextChoices):
    """体裁. Rules and normative documents are counted by table 2 and kept in the register."""

    RULE = "rule", "规章"
    NORMATIVE = "normative", "行政规范性文件"
    NOTICE = "notice", "通知"
    ANNOUNCEMENT = "announcement", "公告、通告"
    REPLY = "reply", "批复、复函"
    PLAN = "plan", "规划、计划、方案"
    FIGURES = "figures", "统计、财政数据"
    LICENCE = "licence", "行政许可决定"
    PENALTY = "penalty", "行政处罚决定"
    INTERPRETATION = "interpretation", "政策解读"
    CLARIFICATION = "clarification", "澄清说明"
    NEWS = "news", "工作动态"
    OTHER = "other", "其他"


# What the register of documents in force holds (statute.md 5.2).
REGISTERED = (Genre.RULE, Genre.NORMATIVE)


class Validity(models.TextChoices):
    IN_FORCE = "in_force", "有效"
    AMENDED = "amended", "已修改"
    REPEALED = "repealed", "废止"
    LAPSED = "lapsed", "失效"


# A document that is said to be so holds until its last day; one that is said to be so holds no more.
HOLDING = (Validity.IN_FORCE, Validity.AMENDED)
ENDED = (Validity.REPEALED, Validity.LAPSED)


class Way(models.TextChoices):
    """渠道: where an item was shown (Art. 23, 25, and the tick list of the basic-level catalogue)."""

    WEBSITE = "website", "政府网站"
    GAZETTE = "gazette", "政府公报"
    WECHAT = "wechat", "微信公众号"
    WEIBO = "weibo", "微博"
    APP = "app", "移动客户端"
    PRESS_CONFERENCE = "press_conference", "发布会、听证会"
    BROADCAST = "broadcast", "广播电视"
    PRESS = "press", "纸质媒体"
    READING_POINT = "reading_point", "公开查阅点"
    SERVICE_HALL = "service_hall", "政务服务中心"
    SERVICE_STATION = "service_station", "便民服务站"
    ON_SITE = "on_site", "入户、现场"
    BOARD = "board", "社区、企事业单位、村公示栏"
    TARGETED = "targeted", "精准推送"
    OTHER = "other", "其他"


class RelationKind(models.TextChoices):
    """What one item is to another: ``source`` does this to ``target``."""

    INTERPRETS = "interprets", "解读"
    AMENDS = "amends", "修改"
    REPEALS = "repeals", "废止"
    FORWARDS = "forwards", "转发"
    QUOTES = "quotes", "引用"
    CLARIFIES = "clarifies", "澄清"


class StepKind(models.TextChoices):
    """What somebody did to a version, as its history shows."""

    SUBMIT = "submit", "提交科室审核"
    UNIT_PASS = "unit_pass", "科室审核通过"
    DISCLOSURE_PASS = "disclosure_pass", "公开审查和保密审查通过"
    APPROVE = "approve", "批准发布"
    RETURN = "return", "退回修改"
    RELEASE = "release", "发布"
    CHECK = "check", "页面检查"
    DISCARD = "discard", "作废"
    KEEP = "keep", "审定不主动公开"
    WITHDRAW = "withdraw", "撤回"
    REMOVE = "remove", "撤下"
