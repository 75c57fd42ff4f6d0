"""Public bodies and who works in them: the tree, successors, memberships and stand-ins.

Days are whole days; ``from`` and ``until`` both belong to the time they bound, an open end is None.
"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.roles import Role


def in_force(on: date, prefix: str = "", start: str = "from_on", end: str = "until_on") -> Q:
    """The condition "holds on this day"; ``prefix`` reaches through a relation."""
    begun = Q(**{f"{prefix}{start}__lte": on})
    return begun & (Q(**{f"{prefix}{end}__isnull": True}) | Q(**{f"{prefix}{end}__gte": on}))


class AgencyQuerySet(models.QuerySet["Agency"]):
    def on(self, day: date) -> AgencyQuerySet:
        """Those that exist on a day."""
        return self.filter(in_force(day, start="valid_from", end="valid_until"))

    def below(self, agency: Agency) -> AgencyQuerySet:
        """An agency and everything under it."""
        return self.filter(path__startswith=agency.path or f"/{agency.pk}/")


class Agency(models.Model):
    """One public body. ``path`` and ``rank`` are derived from parent and order; actions keep them."""

    name = models.CharField("名称", max_length=120)
    kind = models.CharField("类型", max_length=30, choices=Kind.choices)
    credit_code = models.CharField("统一社会信用代码", max_length=18, null=True, blank=True, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name="上级", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    supervisor = models.ForeignKey(
        "self", verbose_name="主管部门", null=True, blank=True, on_delete=models.PROTECT, related_name="supervised"
    )
    order = models.PositiveIntegerField("排序", default=0)
    # "/3/17/": the keys from the root down to this one.
    path = models.CharField(max_length=255, unique=True, null=True, editable=False)
    # Sixteen digits a level, order then key: sorts a whole tree in official order under any collation.
    rank = models.CharField(max_length=255, db_index=True, default="", editable=False)
    valid_from = models.DateField("设立日期")
    valid_until = models.DateField("撤销日期", null=True, blank=True)
    office = models.CharField("政府信息公开工作机构", max_length=120, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    hours = models.CharField("办公时间", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    demonstration = models.BooleanField("演示", default=False)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="agency_not_its_own_parent"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="agency_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(credit_code=""), name="agency_code_or_none"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Its plain key in the audit chain."""
        return f"agency:{self.pk}"

    def exists_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def is_within(self, other: Agency) -> bool:
        """Is this ``other`` or something under it."""
        return bool(self.path and other.path and self.path.startswith(other.path))


class Succession(models.Model):
    """``successor`` carries on what ``predecessor`` did, from a day on; several make a merge or a split."""

    predecessor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="origins")
    from_on = models.DateField()

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Membership(models.Model):
    """A person has a role in an agency, between two days."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("角色", max_length=30, choices=Role.choices)
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期", null=True, blank=True)

    class Meta:
        ordering = ["agency__rank", "role", "pk"]
        indexes = [models.Index(fields=["person", "role"], name="membership_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="membership_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_known_role"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} {self.agency_id}"

    @property
    def key(self) -> str:
        return f"membership:{self.pk}"


class StandIn(models.Model):
    """A person acts with the role of another's membership, between two days."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="stand_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stands_in")
    from_on = models.DateField("起始日期")
    until_on = models.DateField("截止日期")

    class Meta:
        ordering = ["from_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="stand_in_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.membership_id}"

    @property
    def key(self) -> str:
        return f"stand-in:{self.pk}"


class CalendarNotice(models.Model):
    """Days off that this installation was told of: a year's national notice, or days of a region.

    ``agency`` None: the national notice of ``year``. Else the days hold for that agency and everything below it,
    in addition. Of two national notices for one year the later one holds. Never changed; ``withdrawn_at`` takes a
    mistaken one out.
    """

    year = models.PositiveSmallIntegerField("年份", null=True, blank=True)
    agency = models.ForeignKey(
        Agency, verbose_name="适用地区", null=True, blank=True, on_delete=models.PROTECT, related_name="days_off"
    )
    reference = models.CharField("文号", max_length=120)
    checked_on = models.DateField("核对日期")
    # Lists of days as text; statute.calendar_notices has checked them.
    off = models.JSONField("放假的工作日", default=list)
    on = models.JSONField("上班的休息日", default=list)
    revises = models.BooleanField("调整已载入的安排", default=False)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "放假安排"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=None, year__isnull=False) | Q(agency__isnull=False, year=None, revises=False),
                name="calendar_national_or_regional",
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(agency=None, revises=False, withdrawn_at=None),
                name="calendar_year_once",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key(self) -> str:
        return f"calendar:{self.pk}"
