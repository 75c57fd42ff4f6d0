"""Whoever asks, found again: by document number through the keyed hash, whatever way the request came.

find(agency, details) -> Applicant?      by number, else by name and a contact both have
known(agency, details, *, at) -> Applicant   found and brought up to date, or new
namesakes(agency, name) -> [Applicant]   the same name, perhaps somebody else: shown, never taken for the same

One agency's applicants are its own (docs/adr/0015). During a rotation of the hash key a row may still have its
hash under the old key; every look-up asks under all of them.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.agencies.models import Agency
from gongkai.cases import masking
from gongkai.cases.models import Applicant
from gongkai.cases.words import ApplicantClass, IdentityDocument
from gongkai.errors import Refused
from gongkai.fields import fingerprint, fingerprints, register_hashes
from gongkai.statute import credit_code, identity_card

DOCUMENT, NAME = "applicant-document", "applicant-name"
_CONTACTS = ("phone", "email", "address")
_LONGEST = {
    "name": ("姓名或者名称", 100), "representative": ("法定代表人", 60), "document_number": ("证件号码", 60),
    "phone": ("联系电话", 60), "email": ("电子邮箱", 200), "address": ("通信地址", 300),
    "postcode": ("邮政编码", 12),
}  # fmt: skip


@dataclass(frozen=True)
class Details:
    """Whoever asks, as the form says (Art. 29): never what for. What is not known is ""."""

    kind: str
    name: str
    representative: str = ""
    document: str = ""
    document_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""

    def tidy(self) -> Details:
        """Without the space around each value; the number as it is hashed."""
        values = {field.name: getattr(self, field.name).strip() for field in fields(self)}
        return Details(**values | {"document_number": same_number(self.document_number)})


def same_number(number: str) -> str:
    """One form for every way of writing it: half-width, capitals, no space and no hyphens."""
    plain = unicodedata.normalize("NFKC", number).upper()
    return "".join(c for c in plain if not c.isspace() and c not in "-‐–—")


def find(agency: Agency, details: Details) -> Applicant | None:
    """By document number; without one, by the same name and a contact that both have."""
    details = details.tidy()
    if details.document_number:
        return by_number(agency, details.document_number)
    return next((one for one in namesakes(agency, details.name) if reached_alike(one, details)), None)


def by_number(agency: Agency, number: str) -> Applicant | None:
    hashes = number_hashes(number)
    return Applicant.objects.filter(agency=agency, document_hash__in=hashes).order_by("pk").first()


def namesakes(agency: Agency, name: str) -> list[Applicant]:
    """Oldest first; a few rows, since the name is hashed whole."""
    hashes = name_hashes(name)
    return list(Applicant.objects.filter(agency=agency, name_hash__in=hashes).order_by("pk")[:50])


def number_hashes(number: str) -> list[str]:
    """Under every key of the ring."""
    return fingerprints(same_number(number), purpose=DOCUMENT)


def name_hashes(name: str) -> list[str]:
    """Under every key of the ring."""
    return fingerprints(same_name(name), purpose=NAME)


@transaction.atomic
def known(agency: Agency, details: Details, *, same_person: bool = False, at: datetime) -> Applicant:
    """The applicant's row with these details, in the caller's transaction.

    Refused for a number that cannot be one, and for a number known under another name or class unless
    ``same_person`` says that somebody looked (a changed name, a slip of the pen). No number at all is accepted:
    the request is then flagged for a supplement (Art. 30), never turned away.
    """
    details = details.tidy()
    check(details)
    found = find(agency, details)
    if found is None:
        return _create(agency, details, at)
    found = Applicant.objects.select_for_update(no_key=True, of=("self",)).get(pk=found.pk)
    ensure_same(found, details, same_person=same_person)
    bring_up_to_date(found, details)
    found.save()
    return found


def rehash(applicant: Applicant) -> None:
    """Both hashes under the newest key, on the object only."""
    applicant.name_hash = fingerprint(same_name(applicant.name), purpose=NAME)
    number = applicant.document_number
    applicant.document_hash = fingerprint(same_number(number), purpose=DOCUMENT) if number else ""


def number_fault(details: Details) -> str:
    """What is wrong with the number for this kind of document, "" when nothing is."""
    if details.document == IdentityDocument.ID_CARD:
        return identity_card.fault(details.document_number)
    if details.document == IdentityDocument.CREDIT_CODE:
        return credit_code.fault(details.document_number)
    return ""


def check(details: Details) -> None:
    """Refused, with the first fault, for what cannot be an applicant."""
    for fault in faults(details).values():
        raise Refused(fault)


def faults(details: Details) -> dict[str, str]:
    """Every fault by the field it stands in, in the order of the form; empty for somebody who can be an applicant.
    No proof of identity is none."""
    found: dict[str, str] = {}
    if details.kind not in ApplicantClass.values:
        found["kind"] = "请选择申请人类型：公民，或五类法人、其他组织之一。"
    if not details.name:
        found["name"] = "请填写申请人的姓名或者名称（《条例》第二十九条第二款第（一）项）。"
    for field, (label, longest) in _LONGEST.items():
        if len(getattr(details, field)) > longest:
            found[field] = f"{label}超过{longest}字，请核对。"
    if fault := _document_fault(details):
        found.setdefault("document_number" if details.document else "document", fault)
    return found


def _document_fault(details: Details) -> str:
    if bool(details.document) != bool(details.document_number):
        return "证件类型和证件号码应当一并填写；都没有的，先空着，登记后告知补正。"
    if not details.document:
        return ""
    if details.document not in IdentityDocument.values:
        return "请从所列证件类型中选择。"
    if details.kind == ApplicantClass.NATURAL and details.document == IdentityDocument.CREDIT_CODE:
        return "公民没有统一社会信用代码；请选择居民身份证等证件，或把申请人类型改为组织。"
    fault = number_fault(details)
    return f"{fault}请与证件核对；证件上确实如此的，证件类型选“其他证件”。" if fault else ""


def ensure_same(found: Applicant, details: Details, *, same_person: bool) -> None:
    """Refused when the number is known as that of somebody else."""
    natural = ApplicantClass.NATURAL
    if (found.kind == natural) != (details.kind == natural):
        raise Refused("这个证件号码已登记为另一类申请人（公民与组织不同），请核对证件号码和申请人类型。")
    if same_name(found.name) != same_name(details.name) and not same_person:
        shown = masking.name(found.name, found.kind)
        raise Refused(f"这个证件号码已登记在“{shown}”名下，与所填姓名不同；请核对，确是同一人的，请勾选确认。")


def made(agency: Agency, details: Details, at: datetime) -> Applicant:
    """A new one, not in the database yet."""
    new = Applicant(agency=agency, created_at=at, **{f.name: getattr(details, f.name) for f in fields(details)})
    rehash(new)
    return new


def _create(agency: Agency, details: Details, at: datetime) -> Applicant:
    new = made(agency, details, at)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        # Registered at this moment by somebody else: the database lets one in.
        found = by_number(agency, details.document_number)
        if found is None:
            raise
        return found
    return new


def bring_up_to_date(found: Applicant, details: Details) -> bool:
    """On the object: what is newly given replaces; what is blank leaves what is known. Whether anything did."""
    new = {f.name: value for f in fields(details) if (value := getattr(details, f.name))}
    changed = any(getattr(found, name) != value for name, value in new.items())
    for name, value in new.items():
        setattr(found, name, value)
    rehash(found)
    return changed


def reached_alike(one: Applicant, details: Details) -> bool:
    """Of the same class, with a contact that both have."""
    if (one.kind == ApplicantClass.NATURAL) != (details.kind == ApplicantClass.NATURAL):
        return False
    return any(_plain(getattr(details, way)) and _plain(getattr(one, way)) == _plain(getattr(details, way))
               for way in _CONTACTS)  # fmt: skip


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def same_name(name: str) -> str:
    """Without any space: 张 三 and 张三 are written alike."""
    return _plain(name)


register_hashes("cases.Applicant", ("name_hash", "document_hash"), rehash)
