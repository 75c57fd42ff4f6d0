"""The proof of a redaction, in words."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.documents.models import Redaction
from gongkai.documents.redacting import pages_words


@dataclass(frozen=True, slots=True)
class ProofWords:
    """``lines``: what was looked at again by which reader; ``remarks``: what is left to the eyes of a person."""

    lines: tuple[str, ...]
    remarks: tuple[str, ...]
    before: str
    after: str


def proof_words(redaction: Redaction) -> ProofWords:
    proof = redaction.proof
    lines = [f"{one['what']}：{one['number']}项，由{one['reader']}重新读取" for one in proof.get("checked", ())]
    remarks = [*proof.get("remarks", ())]
    unread = proof.get("unread", ())
    if unread and not remarks:
        remarks.append(f"{pages_words(unread)}的文字机器读不出，请逐页用眼睛核对。")
    marked = proof.get("marked", 0)
    first = f"重新打开遮盖件，查找标出的{marked}种文字，没有找到" if marked else "遮盖处没有机器可读的文字"
    return ProofWords(
        (first, *lines), tuple(remarks), proof.get("sha256_before", ""), proof.get("sha256_after", "")
    )
