"""What took place on a day: training, meetings, experience spread, articles, activities, proposals answered."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.supervision.models.work import WorkRecord


class Training(WorkRecord):
    """A training of the staff (Art. 48), held or attended."""

    DAY, TITLE = "培训日期", "培训主题"

    class Role(models.TextChoices):
        HELD = "held", "本机关举办"
        ATTENDED = "attended", "参加上级培训"

    role = models.CharField("方式", max_length=10, choices=Role.choices, default=Role.HELD)
    online = models.BooleanField("线上", default=False)
    people = models.PositiveIntegerField("参加人数", default=0)
    audience = models.CharField("培训对象", max_length=200, blank=True, help_text="例如：各科室信息员")
    materials = models.CharField("培训内容和材料", max_length=500, blank=True, help_text="多份文件用“；”分开")
    leader = models.BooleanField("分管负责人参加", default=False)

    class Meta(WorkRecord.Meta):
        verbose_name = "培训"


class Meeting(WorkRecord):
    """A meeting on the work (专题会议)."""

    DAY, TITLE = "会议日期", "会议议题"

    chaired_by = models.CharField("主持", max_length=100, blank=True, help_text="写职务，例如：分管副主任")
    people = models.PositiveIntegerField("参加人数", default=0)
    decided = models.TextField("议定事项", blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "专题会议"


class Spread(WorkRecord):
    """Experience of ours that others were shown (经验推广)."""

    TITLE = "经验做法"

    extent = models.CharField("推广范围", max_length=100, blank=True, help_text="例如：全区")
    manner = models.CharField("推广方式", max_length=200, blank=True, help_text="例如：现场会、简报刊发")

    class Meta(WorkRecord.Meta):
        verbose_name = "经验推广"


class Proposal(WorkRecord):
    """Proposals of deputies or advisers that fell to the agency: one, or so many together."""

    DAY, TITLE = "交办日期", "名称或者编号"

    class Kind(models.TextChoices):
        DEPUTIES = "deputies", "人大代表建议"
        ADVISERS = "advisers", "政协提案"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    count = models.PositiveIntegerField("件数", default=1)
    answered = models.PositiveIntegerField("已办结件数", default=0)
    published = models.PositiveIntegerField("公开办理结果件数", default=0)

    class Meta(WorkRecord.Meta):
        verbose_name = "建议提案"
        constraints = [
            *WorkRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered__lte=F("count")), name="proposal_answered_of_them",
                violation_error_message="已办结件数不能多于件数。",
            ),
            models.CheckConstraint(
                condition=Q(published__lte=F("answered")), name="proposal_published_of_answered",
                violation_error_message="公开办理结果的件数不能多于已办结件数。",
            ),
        ]  # fmt: skip


class Article(WorkRecord):
    """An article on the openness of the work (政务公开工作稿)."""

    DAY, TITLE = "刊发日期", "标题"

    outlet = models.CharField("刊发媒体", max_length=100)
    author = models.CharField("作者", max_length=100, blank=True)
    link = models.URLField("链接", max_length=500, blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "工作稿件"


class Activity(WorkRecord):
    """Something done among the people: jobs taken to the door, policy explained, an open day."""

    DAY, TITLE = "活动日期", "活动名称"

    class Kind(models.TextChoices):
        JOBS = "jobs", "送岗到户"
        POLICY = "policy", "政策宣讲"
        OPEN_DAY = "open_day", "政府开放日"
        OTHER = "other", "其他活动"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    place = models.CharField("地点", max_length=200, blank=True)
    people = models.PositiveIntegerField("参加人数", default=0)
    explained = models.CharField("讲解的政策", max_length=500, blank=True, help_text="多项用“；”分开")
    leaflets = models.PositiveIntegerField("发放材料份数", default=0)
    posts = models.PositiveIntegerField("推荐岗位数", default=0)

    class Meta(WorkRecord.Meta):
        verbose_name = "宣传活动"


class Innovation(WorkRecord):
    """Something new in the work (政务公开工作创新)."""

    TITLE = "创新做法"

    content = models.TextField("具体内容", blank=True)
    effect = models.TextField("效果", blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "工作创新"
