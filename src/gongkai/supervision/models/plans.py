"""What was meant to be done, and what was wrong: tasks of the year's plan, and problems with what was done."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.supervision.models.work import WorkRecord


class PlanTask(WorkRecord):
    """A task of the year's plan (工作要点、工作方案)."""

    DAY, TITLE = "布置日期", "任务"

    plan = models.CharField("方案名称", max_length=200, blank=True, help_text="例如：2024年政务公开工作方案")
    responsible = models.CharField("责任单位或者责任人", max_length=120)
    due_on = models.DateField("完成期限", null=True, blank=True)
    progress = models.TextField("进展", blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "工作方案任务"
        constraints = [
            *WorkRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("on")), name="plantask_done_after",
                violation_error_message="完成日期不能早于布置日期。",
            ),
        ]  # fmt: skip


class Problem(WorkRecord):
    """A problem in the work, its cause, what is done, by whom and until when. Open, it goes on into the next
    year's report."""

    DAY, TITLE = "发现日期", "问题"

    cause = models.TextField("原因", blank=True)
    measure = models.TextField("改进措施", blank=True)
    person = models.CharField("责任单位或者责任人", max_length=120, blank=True)
    due_on = models.DateField("整改期限", null=True, blank=True)
    done_on = models.DateField("完成日期", null=True, blank=True)

    class Meta(WorkRecord.Meta):
        verbose_name = "问题和改进"
        constraints = [
            *WorkRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(done_on__gte=F("on")), name="problem_done_after",
                violation_error_message="完成日期不能早于发现日期。",
            ),
        ]  # fmt: skip

    @property
    def problem(self) -> str:
        return self.title
