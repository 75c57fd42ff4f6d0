"""Pictures as the pieces their file is made of."""

from __future__ import annotations

import struct
import zlib

import pytest

from gongkai.papers.hidden.picture_parts import PNG, after_the_end, chunks, comments, segments, stripped

from .makers import jpeg


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def chunk(name: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


SCAN = segment(0xDA, b"head") + b"data\xff\x00more\xff\xd3again"
BARE = b"\xff\xd8" + segment(0xE0, b"JFIF\x00" + bytes(9)) + segment(0xDB, b"t") + SCAN + b"\xff\xd9"


def with_more(*more: bytes) -> bytes:
    return BARE[:2] + b"".join(more) + BARE[2:]


def test_segments_are_the_whole_file() -> None:
    found = list(segments(BARE))
    assert [s.marker for s in found] == [0xD8, 0xE0, 0xDB, 0xDA, 0xD9]
    assert b"".join(s.data for s in found) == BARE
    assert found[-1].end == len(BARE)


def test_fill_bytes_before_a_marker_belong_to_the_picture() -> None:
    data = BARE.replace(b"\xff\xdb", b"\xff\xff\xff\xdb")
    assert after_the_end(data, "JPEG") == b""
    assert after_the_end(data + b"more", "JPEG") == b"more"


@pytest.mark.parametrize("cut", [3, 10, 20, len(BARE) - 2])
def test_a_picture_cut_short_is_no_picture(cut: int) -> None:
    with pytest.raises((ValueError, struct.error)):
        list(segments(BARE[:cut]))
    assert list(comments(BARE[:cut], "JPEG"))[-1] == "图片结构不完整"


@pytest.mark.parametrize(
    "more",
    [
        segment(0xFE, b"a comment"),
        segment(0xE1, b"Exif\x00\x00"),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x/>"),
        segment(0xED, b"Photoshop 3.0\x00"),
        segment(0xE2, b"MPF\x00"),
        segment(0xE0, b"JFXX\x00thumbnail"),
        segment(0xEF, b"anything"),
    ],
)
def test_what_stands_beside_goes(more: bytes) -> None:
    assert stripped(with_more(more), "JPEG") == BARE


@pytest.mark.parametrize("more", [segment(0xE2, b"ICC_PROFILE\x00\x01\x01x"), segment(0xEE, b"Adobe\x00")])
def test_what_the_colours_need_stays(more: bytes) -> None:
    assert stripped(with_more(more), "JPEG") == with_more(more)


def test_the_chunks_of_a_png() -> None:
    bare = PNG + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", b"x") + chunk(b"IEND")
    told = PNG + chunk(b"IHDR", bytes(13)) + chunk(b"tEXt", b"a\x00b") + chunk(b"IDAT", b"x") + chunk(b"IEND")
    assert [name for name, _ in chunks(told)] == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
    assert stripped(told + b"behind", "PNG") == bare
    assert after_the_end(told + b"behind", "PNG") == b"behind"
    assert stripped(told[:-4], "PNG") is None


def test_other_kinds_are_made_anew() -> None:
    assert stripped(b"GIF89a", "GIF") is None
    assert after_the_end(b"BM" + bytes(60), "BMP") == b""


def test_a_real_picture_is_read_to_its_end() -> None:
    data = jpeg((300, 200))
    assert list(segments(data))[-1].end == len(data)
