"""The sealed paper's scan, or the file with an electronic seal: from then on those bytes are the letter."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Final

import pdfplumber
from django.db import transaction
from PIL import Image

from gongkai.agencies.permissions import Who
from gongkai.agencies.who import actor, person
from gongkai.audit.actions import record
from gongkai.documents import actions as documents
from gongkai.documents.kinds import kind_of
from gongkai.errors import Refused, TooLarge
from gongkai.letters.drafting import held
from gongkai.letters.models import Letter
from gongkai.letters.states import after

MOST: Final = 20 * 2**20
LEAST: Final = 1024
_MOST_PIXELS: Final = 120_000_000


@transaction.atomic
def attach(user: Who, letter: Letter, *, data: bytes, name: str, electronic: bool = False, at: datetime) -> Letter:
    """What leaves. A PDF or a picture (PNG, JPEG) by its content, 1 KB to 20 MB, that opens; ``electronic``: a PDF
    that bears a signature. WrongState unless the letter is issued and not yet sealed."""
    letter = held(letter)
    letter.state = after(letter.state, "seal")
    _sized(data)
    _readable(data)
    if electronic and not _signed(data):
        raise Refused("没有在这个PDF中找到电子签章；请上传加盖电子印章后导出的PDF，纸质盖章的请选“扫描件”。")
    file = documents.store(data, name, at=at, encrypted=True)
    letter.sealed_file, letter.sealed_sha256 = file, file.sha256
    letter.electronic_seal, letter.sealed_by, letter.sealed_at = electronic, person(user), at
    letter.save(
        update_fields=["state", "sealed_file", "sealed_sha256", "electronic_seal", "sealed_by", "sealed_at"]
    )
    told = {"kind": letter.kind, "subject": letter.subject, "number": letter.number, "sha256": file.sha256}
    told_of_seal = {**told, "electronic": electronic, "size": len(data)}
    record("letters.seal", actor=actor(user), agency=letter.agency, object=letter, data=told_of_seal, at=at)
    return letter


def _sized(data: bytes) -> None:
    if len(data) > MOST:
        raise TooLarge(f"盖章件超过{MOST // 2**20}MB；请降低扫描分辨率（200dpi即可）后再上传。")
    if len(data) < LEAST:
        raise Refused("文件太小，不像是盖章件；请核对所选的文件。")


def _readable(data: bytes) -> None:
    kind = kind_of(data)
    if kind == "pdf":
        return _opens(data)
    if kind != "picture" or data.startswith(b"GIF"):
        raise Refused("盖章件须为PDF，或者PNG、JPEG图片；请另存后再上传。")
    return _decodes(data)


def _opens(data: bytes) -> None:
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            pages = len(pdf.pages)
    except Exception as error:
        raise Refused("这个PDF打不开或者设有密码；请重新扫描或者导出后再上传。") from error
    if not pages:
        raise Refused("这个PDF没有页面；请重新扫描后再上传。")


def _decodes(data: bytes) -> None:
    try:
        with Image.open(io.BytesIO(data)) as picture:
            too_many = picture.width * picture.height > _MOST_PIXELS
            if not too_many:
                picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("这张图片打不开；请重新扫描后再上传。") from error
    if too_many:
        raise TooLarge("图片的像素过多；请降低扫描分辨率（200dpi即可）后再上传。")


def _signed(data: bytes) -> bool:
    """A signature stands in clear in a PDF, for it is put in after the rest was written."""
    return kind_of(data) == "pdf" and b"/ByteRange" in data and (b"/Sig" in data or b"/adbe." in data)
