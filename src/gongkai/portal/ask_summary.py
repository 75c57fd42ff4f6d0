"""What was filled in, as the page before submitting and the receipt show it: page by page, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.cases import masking
from gongkai.cases.asking.wanted import NOTIFY, PROOFS, Values
from gongkai.cases.models import CaseFile, DraftFile, IncomingFile
from gongkai.cases.words import Form, IdentityDocument, PartyRole, Route

from . import ask_steps
from .ask_forms import KINDS
from .ask_steps import Step

_CHOICES: dict[str, dict[str, str]] = {
    "kind": dict(KINDS),
    "party_role": {PartyRole.AGENT.value: "代理人", PartyRole.JOINT.value: "申请人，另有一人共同申请"},
    "proof": PROOFS,
    "notify": NOTIFY,
    "form": {one.value: one.label for one in Form},
    "route": {one.value: one.label for one in Route},
    "electronic_service": {"on": "同意"},
    "document": {one.value: one.label for one in IdentityDocument},
    "party_document": {one.value: one.label for one in IdentityDocument},
}
_LABELS = {
    "description": "内容描述", "document_number_asked": "文号", "form": "形式", "route": "途径",
    "electronic_service": "以电子方式送达", "kind": "申请人", "party_role": "谁来办理", "name": "姓名或者名称",
    "representative": "法定代表人或者负责人", "party_name": "姓名", "party_phone": "联系电话",
    "proof": "身份证明", "document": "证件类型", "document_number": "证件号码", "party_document": "其证件类型",
    "party_number": "其证件号码", "phone": "联系电话", "email": "电子邮箱", "address": "通信地址",
    "postcode": "邮政编码", "notify": "通知方式",
}  # fmt: skip
_FILES = {"identity": "身份证明文件", "authority": "授权委托书", "attachments": "附件"}
_NUMBERS = ("document_number", "party_number")


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page; ``rows`` are pairs of label and words."""

    step: Step
    rows: tuple[tuple[str, str], ...]


def sections(values: Values, files: Sequence[DraftFile | IncomingFile], *, masked: bool = False) -> list[Section]:
    """``masked``: on the receipt, which is printed and left lying about, numbers show their ends only."""
    return [Section(one, tuple(_rows(one, values, files, masked))) for one in ask_steps.asked(values)]


def _rows(
    step: Step, values: Values, files: Sequence[DraftFile | IncomingFile], masked: bool
) -> Iterator[tuple[str, str]]:
    for name in step.form.base_fields:
        if what := step.form.whats.get(name):
            names = "、".join(one.name for one in files if one.what == what)
            if names or what == CaseFile.What.REQUEST:
                yield _FILES[name], names or "没有"
        elif shown := _words(name, values.get(name, "")):
            yield _LABELS[name], masking.number(shown) if masked and name in _NUMBERS else shown


def _words(name: str, value: str | Sequence[str]) -> str:
    several = [value] if isinstance(value, str) else value
    known = _CHOICES.get(name)
    return "、".join(known.get(one, one) if known else one for one in several if one)
