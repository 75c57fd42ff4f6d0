"""Pixels that a picture holds and does not show: colours under what is fully transparent."""

from __future__ import annotations

from typing import Final

from PIL import Image

_COLOURS: Final = 16
"""Levels of one colour under a transparent area, from which on something may be recognised there. A program that
clears an area leaves one level; the edges of letters a few."""
_NONE: Final = [255] + [0] * 255


def hides_pixels(image: Image.Image) -> bool:
    """True where the transparent part of a picture still holds a picture."""
    if not image.has_transparency_data:
        return False
    whole = image.convert("RGBA")
    clear = whole.getchannel("A").point(_NONE)
    if clear.getbbox() is None:
        return False
    levels = whole.convert("RGB").histogram(clear)
    return any(sum(1 for count in levels[at : at + 256] if count) >= _COLOURS for at in (0, 256, 512))


def without_hidden(image: Image.Image) -> Image.Image:
    """The same picture, white under what is fully transparent."""
    whole = image.convert("RGBA")
    white = Image.new("RGBA", whole.size, (255, 255, 255, 0))
    return Image.composite(white, whole, whole.getchannel("A").point(_NONE))
