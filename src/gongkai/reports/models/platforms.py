"""What other platforms ask of agencies year after year, and the reference figures that are typed once for all of
them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.reports.models.versions import MAX_DIGITS, PLACES


class PlatformQuestion(models.Model):
    """One question of a platform's sheet, for the agencies of a district; ``source`` says where its answer is
    (``expressions``). Changed by a new one; the old one stays and says until when it was asked."""

    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="platform_questions")
    platform = models.CharField("平台", max_length=60)
    code = models.CharField("编号", max_length=40)
    text = models.CharField("问题", max_length=300)
    unit = models.CharField("单位", max_length=20, blank=True)
    source = models.CharField("取数", max_length=300)
    # Its place in the sheet.
    order = models.PositiveIntegerField("次序")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    retired_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["platform", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["district", "platform", "code"],
                condition=Q(retired_at=None),
                name="platform_question_once",
            ),
            models.CheckConstraint(
                condition=~Q(platform="") & ~Q(code="") & ~Q(text="") & ~Q(source=""),
                name="platform_question_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.code}"

    @property
    def key(self) -> str:
        return f"platform-question:{self.pk}"


class ReferenceFigure(models.Model):
    """A figure of an agency and a year that no record makes (常住人口, 工作人员数): typed once, with where it is
    from and as of which day. A later one replaces it; the earlier one stays."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reference_figures")
    year = models.PositiveSmallIntegerField("年度")
    name = models.CharField("名称", max_length=60)
    value = models.DecimalField("数值", max_digits=MAX_DIGITS + PLACES, decimal_places=PLACES)
    unit = models.CharField("单位", max_length=20, blank=True)
    source = models.CharField("来源", max_length=200)
    as_of = models.DateField("截至日期")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-year", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "year", "name"], condition=Q(replaced_at=None), name="reference_figure_once"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="reference_figure_says_where_from"),
            models.CheckConstraint(
                condition=Q(replaced_at=None) | Q(replaced_at__gte=F("at")), name="reference_replaced_afterwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def key(self) -> str:
        return f"reference-figure:{self.pk}"
