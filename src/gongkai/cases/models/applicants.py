"""Who asks, and who acts for them. Names, numbers and contacts are encrypted; a keyed hash finds them again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.cases.words import ApplicantClass, IdentityDocument
from gongkai.fields import EncryptedTextField


class Applicant(models.Model):
    """One person or organisation as one agency knows it, across channels and years. Another agency keeps its own:
    what one office learns of a citizen is not the other's business."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="applicants")
    kind = models.CharField("申请人类型", max_length=20, choices=ApplicantClass.choices)
    name = EncryptedTextField("姓名/名称")
    name_hash = models.CharField(max_length=64)
    # Who signs for an organisation.
    representative = EncryptedTextField("法定代表人/负责人", blank=True)
    document = models.CharField("证件类型", max_length=20, choices=IdentityDocument.choices, blank=True)
    document_number = EncryptedTextField("证件号码", blank=True)
    document_hash = models.CharField(max_length=64, blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    email = EncryptedTextField("电子邮箱", blank=True)
    address = EncryptedTextField("通信地址", blank=True)
    postcode = EncryptedTextField("邮政编码", blank=True)
    created_at = models.DateTimeField()
    # Stands where somebody was, once all that told who it was is destroyed: one a class.
    anonymous = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["agency", "name_hash"], name="applicant_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "document_hash"], condition=~Q(document_hash=""), name="applicant_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "kind"], condition=Q(anonymous=True), name="applicant_anonymous_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=ApplicantClass.values), name="applicant_known_kind"),
        ]

    def __str__(self) -> str:
        return f"applicant {self.pk}"

    @property
    def key(self) -> str:
        return f"applicant:{self.pk}"
