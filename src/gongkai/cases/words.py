"""The small closed lists of the field: who asks, how a paper comes in, how one goes out."""

from __future__ import annotations

from django.db import models


class ApplicantClass(models.TextChoices):
    """The six columns of table 3; the codes are those of the form."""

    NATURAL = "natural", "自然人"
    BUSINESS = "business", "商业企业"
    RESEARCH = "research", "科研机构"
    WELFARE = "welfare", "社会公益组织"
    LEGAL = "legal", "法律服务机构"
    OTHER = "other", "其他"


# The 21 leaf rows of results in table 3 (codes of ``annual_report_form.toml``, edition of 2021).
RESULT_ROWS = (
    "3.1", "3.2", *(f"3.3.{n}" for n in range(1, 9)), *(f"3.4.{n}" for n in range(1, 4)),
    *(f"3.5.{n}" for n in range(1, 6)), *(f"3.6.{n}" for n in range(1, 4)),
)  # fmt: skip


class Channel(models.TextChoices):
    """How a paper came in. The day it counts from depends on it (Art. 31, 国办公开办函〔2015〕207号)."""

    WINDOW = "window", "当面提交"
    ORAL = "oral", "口头申请（代为填写）"
    SIGNED_POST = "signed_post", "邮寄（签收）"
    ORDINARY_POST = "ordinary_post", "平常信函（无需签收）"
    FAX = "fax", "传真"
    EMAIL = "email", "电子邮件"
    WEB = "web", "网站在线提交"
    # Only of cases brought in from a ledger that does not say.
    UNRECORDED = "unrecorded", "台账未记载"


# In person and by post: basic channels that nobody may close (国办公开办函〔2017〕19号).
BASIC_CHANNELS = frozenset({Channel.WINDOW, Channel.ORAL, Channel.SIGNED_POST, Channel.ORDINARY_POST})


class Kind(models.TextChoices):
    """A request for information, or one to correct a record about oneself (Art. 41; not in table 3)."""

    DISCLOSURE = "disclosure", "政府信息公开申请"
    CORRECTION = "correction", "政府信息更正申请"


class IdentityDocument(models.TextChoices):
    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    RESIDENCE = "residence", "港澳台居民居住证/通行证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他证件"


class Form(models.TextChoices):
    """The form in which the information is wanted (Art. 29(2)3, Art. 40)."""

    PAPER = "paper", "纸质"
    ELECTRONIC = "electronic", "电子数据"
    ON_SITE = "on_site", "现场查阅、抄录"
    OTHER = "other", "其他"


class Route(models.TextChoices):
    """How a letter reaches somebody (国办公开办函〔2016〕235号)."""

    DIRECT = "direct", "当面送达"
    DELEGATED = "delegated", "委托送达"
    POST = "post", "邮政寄送"
    ELECTRONIC = "electronic", "电子送达"
    NOTICE = "notice", "公告送达"


class PartyRole(models.TextChoices):
    APPLICANT = "applicant", "申请人"
    JOINT = "joint", "共同申请人"
    AGENT = "agent", "代理人"
