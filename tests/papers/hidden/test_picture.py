"""Pictures: what stands beside the pixels is found and goes; the pixels stay."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, PngImagePlugin

from gongkai.errors import Unreadable
from gongkai.papers.hidden import clean, examine

from .makers import NUMBER, cleaned, jpeg, kinds, photo, texts


def saved(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((60, 40)).convert("RGB").save(out, kind, **options)  # type: ignore[arg-type]
    return out.getvalue()


def same_pixels(one: bytes, other: bytes) -> bool:
    first, second = (Image.open(io.BytesIO(data)).convert("RGB") for data in (one, other))
    return first.size == second.size and ImageChops.difference(first, second).getbbox() is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_bare_picture_is_only_unread(kind: str) -> None:
    data = saved(kind)
    report = examine(data)
    assert report.examined
    assert texts(report, "picture-only") == ["60×40像素，图中文字未读取"]
    assert kinds(report) == {"picture-only"}
    assert same_pixels(clean(data).data, data)


def test_who_with_what_and_where() -> None:
    data = photo()
    report = examine(data)
    assert texts(report, "picture-metadata") == ["Artist=Zhang San；Make=Maker"]
    assert texts(report, "picture-position") == ["有卫星定位的经纬度"]
    copy = cleaned(data, "picture-metadata", "picture-position")
    assert same_pixels(copy, data)
    assert not Image.open(io.BytesIO(copy)).getexif()


def test_a_number_in_the_description_is_found() -> None:
    data = jpeg(exif={0x010E: f"id {NUMBER}"})
    assert "id-number" in kinds(examine(data))
    assert NUMBER not in str(examine(data))
    cleaned(data, "picture-metadata", "id-number")


def test_the_turn_is_kept_by_turning() -> None:
    data = jpeg((60, 40), {0x0112: 6, 0x013B: "Zhang San"})
    copy = cleaned(data, "picture-metadata")
    image = Image.open(io.BytesIO(copy))
    assert image.size == (40, 60)
    assert not image.getexif()


def test_a_comment_in_a_jpeg() -> None:
    data = jpeg(comment="drawn by Zhang San")
    assert "注释：drawn by Zhang San" in texts(examine(data), "picture-metadata")
    assert same_pixels(cleaned(data, "picture-metadata"), data)


def test_the_colour_profile_stays() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = jpeg(icc_profile=profile, comment="x y z")
    assert Image.open(io.BytesIO(cleaned(data, "picture-metadata"))).info["icc_profile"] == profile


def test_a_thumbnail_from_before_the_crop() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)
    inner = jpeg((8, 8))
    # A second directory with a JPEG of its own, as cameras write it.
    first = b"II*\x00\x08\x00\x00\x00" + b"\x00\x00" + (14).to_bytes(4, "little")
    second = (
        b"\x02\x00"
        + b"\x01\x02\x04\x00\x01\x00\x00\x00" + (44).to_bytes(4, "little")
        + b"\x02\x02\x04\x00\x01\x00\x00\x00" + len(inner).to_bytes(4, "little")
        + b"\x00\x00\x00\x00"
    )  # fmt: skip
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=b"Exif\x00\x00" + first + second + inner)
    assert "picture-thumbnail" in kinds(examine(out.getvalue()))
    cleaned(out.getvalue(), "picture-thumbnail")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
def test_what_stands_behind_the_end(kind: str) -> None:
    data = saved(kind) + b"hidden behind the end"
    assert "trailing-data" in kinds(examine(data))
    assert same_pixels(cleaned(data, "trailing-data"), data)


def test_texts_and_private_chunks_of_a_png() -> None:
    held = PngImagePlugin.PngInfo()
    held.add_text("Author", "张三")
    held.add(b"prVt", b"secret", True)
    data = saved("PNG", pnginfo=held)
    told = texts(examine(data), "picture-metadata")
    assert "Author=张三" in told
    assert "附加数据块 prVt" in told
    assert same_pixels(cleaned(data, "picture-metadata"), data)


def test_a_tiff_of_several_pages_keeps_them() -> None:
    out = io.BytesIO()
    pages = [Image.new("RGB", (30, 20), colour) for colour in ("red", "blue")]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], description="drawn by Zhang San")
    copy = Image.open(io.BytesIO(cleaned(out.getvalue(), "picture-metadata")))
    assert getattr(copy, "n_frames", 1) == 2
    copy.seek(1)
    assert copy.convert("RGB").getpixel((5, 5)) == (0, 0, 255)


def test_a_broken_picture_is_not_examined() -> None:
    assert not examine(b"\xff\xd8\xff\xe0broken").examined
    with pytest.raises(Unreadable):
        clean(b"\x89PNG\r\n\x1a\nbroken")


def test_too_many_pixels_are_not_opened() -> None:
    data = bytearray(saved("PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    report = examine(bytes(data))
    assert not report.examined


def test_a_picture_cut_short_is_said() -> None:
    report = examine(jpeg()[:-40])
    assert "picture-metadata" in kinds(report) or not report.examined


def test_what_stands_under_the_transparent_part() -> None:
    image = Image.radial_gradient("L").convert("RGBA")
    image.putalpha(Image.new("L", image.size, 255))
    image.paste((0, 0, 0, 0), (0, 0, 50, 50), Image.new("L", (50, 50), 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert kinds(examine(out.getvalue())) == {"picture-only"}  # cleared properly

    clear = image.getchannel("A").copy()
    clear.paste(0, (60, 60, 200, 200))
    image.putalpha(clear)
    out = io.BytesIO()
    image.save(out, "PNG")
    copy = Image.open(io.BytesIO(cleaned(out.getvalue(), "hidden-pixels")))
    assert copy.getpixel((100, 100)) == (255, 255, 255, 0)
    assert copy.getpixel((220, 220)) == image.getpixel((220, 220))
