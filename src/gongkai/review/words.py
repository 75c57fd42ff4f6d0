"""The words of reconsiderations and lawsuits, as rows keep them and people read them."""

from __future__ import annotations

from django.db import models

from gongkai.statute import proceedings


class Kind(models.TextChoices):
    """A row of table 4: the values are the codes of the form's rows, the labels its words."""

    RECONSIDERATION = "reconsideration", "行政复议"
    DIRECT_LAWSUIT = "direct_lawsuit", "未经复议直接起诉"
    LAWSUIT_AFTER_REVIEW = "lawsuit_after_reconsideration", "复议后起诉"


class Column(models.TextChoices):
    """A column of table 4, as the form codes and calls it."""

    UPHELD = "upheld", "结果维持"
    CORRECTED = "corrected", "结果纠正"
    OTHER = "other", "其他结果"
    PENDING = "pending", "尚未审结"


class About(models.TextChoices):
    """What is challenged."""

    REPLY = "reply", "对申请的答复"
    SILENCE = "silence", "未在法定期限内答复"
    PUBLICATION = "publication", "主动公开"
    THIRD_PARTY = "third_party", "公开侵犯第三方权益"
    OTHER = "other", "其他行为"


class Procedure(models.TextChoices):
    ORDINARY = "ordinary", "普通程序"
    SIMPLIFIED = "simplified", "简易程序"


class Level(models.TextChoices):
    """Where it is being decided."""

    REVIEW = "review", "行政复议"
    FIRST = "first", "一审"
    SECOND = "second", "二审"
    RETRIAL = "retrial", "再审"


# The columns that a result can be counted in.
COUNTED = tuple(one for one in Column.choices if one[0] != Column.PENDING)
OUTCOMES = tuple((one.code, one.label) for one in proceedings.all_outcomes().values())
LABELS = dict(OUTCOMES)


class Laid(models.TextChoices):
    """What a decision, a judgment or a suggestion lays on the agency."""

    ANEW = "anew", "重新作出答复"
    DISCLOSE = "disclose", "公开政府信息"
    PERFORM = "perform", "履行其他义务"
    COSTS = "costs", "承担诉讼费用"
    REVIEW_OPINION = "review_opinion", "行政复议意见书"
    JUDICIAL_ADVICE = "judicial_advice", "司法建议"


SUGGESTIONS = (Laid.REVIEW_OPINION, Laid.JUDICIAL_ADVICE)


class Paper(models.TextChoices):
    """What a paper in the file is."""

    COPY = "copy", "申请书（起诉状）副本"
    ANSWER = "answer", "答复书（答辩状）"
    EVIDENCE = "evidence", "证据、依据"
    AUTHORITY = "authority", "授权委托书"
    HEARING = "hearing", "听证（庭审）材料"
    RESULT = "result", "决定书（裁判文书）"
    PERFORMANCE = "performance", "履行证明"
    SUGGESTION = "suggestion", "建议及回复"
    OTHER = "other", "其他"
