"""Who may sign in: staff, invited one by one. What they may do where is said in ``agencies``."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models


class PersonManager(BaseUserManager["Person"]):
    """What Django's sign-in asks of it; persons are made by ``actions.invite``."""


class Person(AbstractBaseUser):
    """One member of staff. A disabled person stays, so that what they did keeps its author."""

    username = models.CharField("用户名", max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField("姓名", max_length=60)
    email = models.EmailField("电子邮箱", blank=True)
    is_active = models.BooleanField("可以登录", default=True)
    demonstration = models.BooleanField("演示", default=False)
    invited_at = models.DateTimeField("邀请时间")
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "email"]

    class Meta:
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_active=True, disabled_at=None)
                | models.Q(is_active=False, disabled_at__isnull=False),
                name="person_disabled_has_its_time",
            ),
            models.UniqueConstraint(
                "email",
                name="person_email_once",
                condition=~models.Q(email=""),
                violation_error_message="该邮箱已有人使用。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Their plain key in the audit chain."""
        return f"person:{self.pk}"

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
