"""How the work was judged and by whom (Arts 46, 47, 51): appraisal, evaluation, accountability, complaints,
suggestions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongkai.publication import door_states, doors
from gongkai.supervision.models.work import WorkRecord


class Appraisal(WorkRecord):
    """A public appraisal (社会评议): who was asked, on which scale, with which result."""

    DAY, TITLE = "评议日期", "评议名称"
    HINT = "在“社会评议”里组织的评议，公布结果时自动登记，不在这里登记；这里登记线下组织的。"

    panel = models.CharField("评议主体", max_length=200, blank=True, help_text="例如：人大代表、群众、媒体")
    asked = models.PositiveIntegerField("参加人数", default=0)
    scale = models.CharField("等次", max_length=100, help_text="例如：满意、基本满意、不满意")
    result = models.CharField("结果", max_length=200, help_text="例如：良好")
    published_on = models.DateField("结果公开日期", null=True, blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "社会评议"


class Evaluation(WorkRecord):
    """An evaluation by whoever is above (考核)."""

    DAY, TITLE = "考核日期", "考核名称"

    by = models.CharField("考核机关", max_length=120, blank=True)
    score = models.DecimalField("得分", max_digits=6, decimal_places=2, null=True, blank=True)
    result = models.CharField("结果", max_length=200, help_text="例如：优秀")

    class Meta(WorkRecord.Meta):
        verbose_name = "考核"


class Accountability(WorkRecord):
    """Somebody was held to account (责任追究, Arts 47, 52, 53). Numbers, never names."""

    TITLE = "事项"

    class Result(models.TextChoices):
        CORRECT = "correct", "责令改正"
        CRITICISED = "criticised", "通报批评"
        DISCIPLINED = "disciplined", "处分"
        OTHER = "other", "其他"

    result = models.CharField("处理结果", max_length=20, choices=Result.choices)
    people = models.PositiveIntegerField("涉及人数", default=0, help_text="只写人数，不写姓名")

    class Meta(WorkRecord.Meta):
        verbose_name = "责任追究"


class Complaint(WorkRecord):
    """A complaint by telephone, letter or visit, or passed down (Arts 47, 51). What came through the form of the
    portal is a message at its doors and stands beside these in every count; it is not written down again."""

    DAY, TITLE = "收到日期", "反映的事项"
    HINT = "网上提交的投诉举报自动计入，不在这里登记。不写投诉人的姓名和联系方式。"

    class Channel(models.TextChoices):
        PHONE = "phone", "电话"
        LETTER = "letter", "来信"
        VISIT = "visit", "来访"
        ABOVE = "above", "上级转办"

    class Result(models.TextChoices):
        OPEN = "open", "办理中"
        FOUNDED = "founded", "属实，已督促整改"
        UNFOUNDED = "unfounded", "不属实"
        NOT_OURS = "not_ours", "不属于本机关职责，已告知"
        # Art. 51: whoever holds their own rights infringed may go to reconsideration or court.
        LED_ON = "led_on", "已告知可以申请行政复议、提起行政诉讼"

    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    due_on = models.DateField("答复期限", null=True, blank=True, help_text="不填就按规定的期限计算")
    result = models.CharField("核查结果", max_length=10, choices=Result.choices, default=Result.OPEN)
    ordered = models.TextField("整改要求", blank=True)
    proof = models.TextField("整改情况", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "投诉举报"
        constraints = [
            *WorkRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("on")), name="complaint_answered_after",
                violation_error_message="答复日期不能早于收到日期。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(result="open"), name="complaint_answered_says_what",
                violation_error_message="已经答复的，请选择核查结果。",
            ),
            models.CheckConstraint(
                condition=~Q(result="founded") | ~Q(ordered=""), name="complaint_founded_is_ordered",
                violation_error_message="属实的投诉应当督促整改（《条例》第四十七条），请写明整改要求。",
            ),
        ]  # fmt: skip

    def prepare(self) -> None:
        """The same period as for what comes through the form."""
        if self.due_on is None and isinstance(self.on, date):
            self.due_on = doors.due_on(self.agency, door_states.Kind.COMPLAINT, self.on).on


class Suggestion(WorkRecord):
    """An opinion or suggestion on the work, and whether it was taken up."""

    DAY, TITLE = "收到日期", "建议内容"
    HINT = "网上提交的“建议公开”自动计入，不在这里登记。"

    source = models.CharField("来源", max_length=100, blank=True, help_text="例如：座谈会、电话")
    taken_up = models.BooleanField("已采纳", default=False)
    result = models.TextField("办理情况", blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "意见建议"
