"""Pictures: what the camera or the program wrote beside the pixels. Text in the pixels is not read."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, ImageSequence, UnidentifiedImageError

from gongkai.errors import TooLarge, Unreadable

from . import limits
from .findings import Found
from .inside import Inside
from .picture_parts import after_the_end, comments, stripped
from .picture_pixels import hides_pixels, without_hidden

FORMATS: Final = ("JPEG", "PNG", "GIF", "TIFF", "BMP", "WEBP")
_HARMLESS: Final = frozenset(
    {
        "Orientation", "ResolutionUnit", "XResolution", "YResolution", "ColorSpace", "ExifImageWidth",
        "ExifImageHeight", "ImageWidth", "ImageLength", "BitsPerSample", "Compression",
        "PhotometricInterpretation", "StripOffsets", "SamplesPerPixel", "RowsPerStrip", "StripByteCounts",
        "PlanarConfiguration", "ExifOffset", "ExifVersion", "FlashPixVersion", "ComponentsConfiguration",
        "YCbCrPositioning", "ExifInteroperabilityOffset", "SampleFormat", "Predictor", "ColorMap",
        "FillOrder", "TileWidth", "TileLength", "TileOffsets", "TileByteCounts", "ExtraSamples",
        "JPEGTables", "YCbCrSubSampling", "ReferenceBlackWhite", "NewSubfileType", "SubfileType",
        "InterColorProfile", "GPSInfo", "ImageJMetaData", "PageNumber", "WhitePoint",
        "PrimaryChromaticities", "JpegIFOffset", "JpegIFByteCount",
    }
)  # fmt: skip
_LOSSLESS: Final[dict[str, dict[str, Any]]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "TIFF": {"compression": "tiff_adobe_deflate"},
    "WEBP": {"lossless": True},
}
_KEPT: Final = ("icc_profile", "dpi", "duration", "loop", "transparency")
# What Pillow tells about how a picture is packed and shown.
_DRAWN_BY: Final = frozenset(
    {
        "dpi", "gamma", "transparency", "icc_profile", "exif", "jfif", "jfif_version", "jfif_unit", "jfif_density",
        "progressive", "progression", "adobe", "adobe_transform", "srgb", "chromaticity", "aspect", "interlace",
        "mp", "background", "duration", "loop", "version", "extension", "compression", "resolution", "bbox",
        "timestamp", "photoshop", "flashpix", "mpoffset", "comment", "default_image",
    }
)  # fmt: skip


def look(data: bytes, found: Found, inside: Inside) -> None:
    """A file that is a picture: what it carries along, and that its text was not read."""
    width, height = beside(data, found, "图片")
    found.add("picture-only", "图片", f"{width}×{height}像素，图中文字未读取")


def beside(data: bytes, found: Found, where: str) -> tuple[int, int]:
    """Everything but the pixels; returns width and height."""
    with opened(data) as image:
        _exif(image, found, where)
        _info(image, found, where)
        if hides_pixels(image):
            found.add("hidden-pixels", where, "透明处还保存着看不见的图像")
        size = int(image.width), int(image.height)
        kind = image.format or ""
    for text in comments(data, kind):
        found.concealed("picture-metadata", where, text)
    rest = after_the_end(data, kind)
    if rest:
        found.add("trailing-data", where, f"图片结束之后还有{len(rest)}字节")
    return size


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The picture, bounded. Raises Unreadable or TooLarge."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
            raise Unreadable("图片损坏，打不开；请重新导出后再试。") from error
        except Image.DecompressionBombError as error:
            raise TooLarge("图片的像素过多，未检查；请缩小后再试。") from error
        with image:
            if image.size[0] * image.size[1] > limits.MAX_PIXELS:
                raise TooLarge("图片的像素过多，未检查；请缩小后再试。")
            try:
                yield image
            except (OSError, ValueError, SyntaxError) as error:
                raise Unreadable("图片损坏，打不开；请重新导出后再试。") from error


def _exif(image: Any, found: Found, where: str) -> None:
    exif = image.getexif()
    tags = dict(exif) | dict(exif.get_ifd(ExifTags.IFD.Exif))
    named = {str(ExifTags.TAGS.get(tag, tag)): value for tag, value in tags.items()}
    told = {name: _plain(value) for name, value in named.items() if name not in _HARMLESS and _plain(value)}
    if told:
        found.concealed("picture-metadata", where, "；".join(f"{name}={value}" for name, value in told.items()))
    if position := _position(exif.get_ifd(ExifTags.IFD.GPSInfo)):
        found.add("picture-position", where, position)
    if image.format in ("JPEG", "WEBP") and exif.get_ifd(ExifTags.IFD.IFD1):
        found.add("picture-thumbnail", where, "拍摄信息里带有缩略图，可能是裁剪、涂改前的样子")


def _plain(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.replace(b"\x00", b"").decode("utf-8", "replace")
    return str(value).strip("\x00 ")[:200]


def _position(gps: dict[int, Any]) -> str:
    if not gps:
        return ""
    latitude, longitude = gps.get(ExifTags.GPS.GPSLatitude), gps.get(ExifTags.GPS.GPSLongitude)
    return "有卫星定位的经纬度" if latitude and longitude else "有卫星定位信息"


def _info(image: Any, found: Found, where: str) -> None:
    """What programs write as text into PNG, TIFF, WEBP: comments, XMP, the parameters of an editor."""
    for name, value in image.info.items():
        if str(name).lower() not in _DRAWN_BY and (told := _plain(value)):
            found.concealed("picture-metadata", where, f"{name}={told}")


def clean(data: bytes) -> bytes:
    """The same picture without what stands beside it, turned as it is meant to be seen.

    JPEG and PNG keep every bit of their pixels, unless they have to be turned; other kinds are written anew
    without loss. A picture with nothing beside it stays as it is. Raises Unreadable or TooLarge.
    """
    found = Found()
    beside(data, found, "")
    if not found.report().findings:
        return data
    with opened(data) as image:
        turned = image.getexif().get(ExifTags.Base.Orientation, 1) not in (0, 1)
        if not turned and not hides_pixels(image) and (bare := stripped(data, image.format or "")) is not None:
            return bare
        return _written(image, turned)


def _written(image: Any, turned: bool) -> bytes:
    kind = image.format
    frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    if turned:
        frames = [ImageOps.exif_transpose(frame) for frame in frames]
    frames = [without_hidden(frame) if hides_pixels(frame) else frame for frame in frames]
    first = frames[0]
    kept = {key: image.info[key] for key in _KEPT if key in image.info}
    for frame in frames:
        frame.info = {}
        frame.getexif().clear()
    out = io.BytesIO()
    options: dict[str, Any] = {**kept, **_LOSSLESS.get(kind, {}), "exif": b""} if kind != "BMP" else {}
    if len(frames) > 1:
        options |= {"save_all": True, "append_images": frames[1:]}
    first.save(out, kind, **options)
    return out.getvalue()
