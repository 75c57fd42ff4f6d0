"""Kinds of agency, in the words of the lists that districts keep."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """Value: stable code; label: what a list calls it."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    STREET_OFFICE = "street_office", "街道办事处"
    TOWNSHIP = "township", "乡镇人民政府"
    DISPATCHED = "dispatched", "派出机构"
    INTERNAL = "internal", "内设机构"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    ORGANISATION = "organisation", "法律法规授权组织"


# Other words that lists use for the same kinds.
SYNONYMS = {
    "政府": Kind.GOVERNMENT,
    "区政府": Kind.GOVERNMENT,
    "县政府": Kind.GOVERNMENT,
    "市政府": Kind.GOVERNMENT,
    "区人民政府": Kind.GOVERNMENT,
    "县人民政府": Kind.GOVERNMENT,
    "部门": Kind.DEPARTMENT,
    "工作部门": Kind.DEPARTMENT,
    "政府工作部门": Kind.DEPARTMENT,
    "政府办公室": Kind.DEPARTMENT,
    "街道": Kind.STREET_OFFICE,
    "街道办": Kind.STREET_OFFICE,
    "乡镇": Kind.TOWNSHIP,
    "镇": Kind.TOWNSHIP,
    "乡": Kind.TOWNSHIP,
    "镇政府": Kind.TOWNSHIP,
    "乡政府": Kind.TOWNSHIP,
    "镇人民政府": Kind.TOWNSHIP,
    "乡人民政府": Kind.TOWNSHIP,
    "派出机关": Kind.DISPATCHED,
    "派驻机构": Kind.DISPATCHED,
    "直属机构": Kind.DISPATCHED,
    "科室": Kind.INTERNAL,
    "公共企事业单位": Kind.PUBLIC_INSTITUTION,
    "授权组织": Kind.ORGANISATION,
}


def kind_of(word: str) -> Kind | None:
    """The kind a list's word means, or None."""
    word = word.strip()
    by_label = {kind.label: kind for kind in Kind}
    return by_label.get(word) or SYNONYMS.get(word)
