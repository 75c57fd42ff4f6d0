"""A request made on the portal: the draft that was put aside, what was submitted, and the code that follows it."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.cases.models.incoming import Incoming
from gongkai.documents.models import StoredFile
from gongkai.fields import EncryptedTextField


class Draft(models.Model):
    """A form that is not finished. Only the browser that began it can open it: ``key_sha256`` is the SHA-256 of a
    random key in its cookie. What nobody goes on with is deleted after ``expires_at``; nobody in an office ever
    sees it."""

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="+")
    key_sha256 = models.CharField(max_length=64, unique=True)
    # The fields as they were typed, as JSON.
    values = EncryptedTextField(default="{}")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class DraftFile(models.Model):
    """An identity paper, a power of attorney or an attachment, kept with the draft over every error."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = EncryptedTextField()
    # CaseFile.What: identity, authority or request.
    what = models.CharField(max_length=20)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"draft file {self.pk}"


class Submission(models.Model):
    """What somebody submitted on the portal, as it was: kept beside the row of the register, so that both sides
    can show what was submitted and confirmed and when (Art. 31(3), rule 9)."""

    incoming = models.OneToOneField(Incoming, on_delete=models.PROTECT, related_name="submission")
    # The fields as they were submitted, as JSON; registering starts from them.
    values = EncryptedTextField()
    # The applicant's own confirmation: pressing the button after looking the form over.
    submitted_at = models.DateTimeField()
    # The words agreed to, if electronic service was agreed to; "" if not.
    electronic_consent = models.TextField(blank=True)
    # Which privacy notice stood beside the identity copy.
    privacy_notice = models.CharField(max_length=40)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"submission {self.pk}"

    @property
    def key(self) -> str:
        return f"submission:{self.pk}"


class AccessCode(models.Model):
    """The query code of one request. 80 random bits, so that its SHA-256 gives nothing away and is under no key
    that rotates. One that was lost is replaced only after proof; the old one ends then."""

    incoming = models.ForeignKey(Incoming, on_delete=models.PROTECT, related_name="access_codes")
    code_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # How whoever lost the old one proved who they are; "" for the first.
    proof = EncryptedTextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"access {self.pk}"

    @property
    def key(self) -> str:
        return f"access:{self.pk}"
