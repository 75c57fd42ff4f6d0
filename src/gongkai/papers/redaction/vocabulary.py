"""The words of the format itself: what drawing needs, and what therefore tells nothing about anybody.

A paper may be about ``First``, ``Image`` or ``Adobe``; that these stand in every PDF is no trace of it.
"""

from __future__ import annotations

import re
from typing import Final

# Everything that colour spaces, functions, shadings, fonts, masks and pictures may say. No metadata, no structure,
# no application's own data, no other version of the same picture.
_DRAWING: Final = (
    "Type Subtype Filter DecodeParms F Length Length1 Length2 Length3 Predictor Colors BitsPerComponent "
    "Columns EarlyChange K EndOfLine EncodedByteAlign Rows EndOfBlock BlackIs1 DamagedRowsBeforeError "
    "JBIG2Globals ColorTransform FunctionType Domain Range C0 C1 N Functions Bounds Encode Size BitsPerSample "
    "Order Decode WhitePoint BlackPoint Gamma Matrix Alternate ShadingType ColorSpace Background BBox "
    "AntiAlias Coords Extend Function BitsPerCoordinate BitsPerFlag VerticesPerRow PatternType Shading Width "
    "Height Intent ImageMask Mask Interpolate SMask SMaskInData Matte BaseFont Encoding ToUnicode "
    "DescendantFonts FirstChar LastChar Widths FontDescriptor CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox "
    "FontMatrix Registry Ordering Supplement BaseEncoding Differences CMapName WMode UseCMap FontName "
    "FontFamily FontStretch FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH "
    "AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 Process Components MixingHints Solidities "
    "DotGain"
)
KEYS: Final = frozenset("/" + key for key in _DRAWING.split())
"""With their slash."""
_BESIDE: Final = (
    "Metadata PieceInfo Annots AcroForm Names Dests Outlines StructTreeRoot StructParent StructParents AF EF "
    "EmbeddedFiles JS JavaScript OpenAction URI ActualText Alt OCProperties OC Properties Thumb Threads XFA "
    "Collection PageLabels ViewerPreferences Legal Perms DSS Info Encrypt Prev Ref OPI Alternates "
    "LastModified"
)
NEVER: Final = frozenset("/" + key for key in _BESIDE.split())
"""Keys of what a paper says beside its pages. With their slash, as all the following."""
_ON_PAGES: Final = "Type Parent MediaBox Rotate UserUnit Resources Contents Group"
PAGE: Final = frozenset("/" + key for key in _ON_PAGES.split())
CATALOG: Final = frozenset({"/Type", "/Pages"})
_AT_THE_END: Final = "Root Size ID Type W Index Length Filter DecodeParms"
TRAILER: Final = frozenset("/" + key for key in _AT_THE_END.split())
_PAGES: Final = (
    "Root Size ID Index Catalog Pages Kids Count Page Parent MediaBox Rotate UserUnit Contents Resources Group "
    "ExtGState Pattern XObject Font Encoding CharProcs XRef ObjStm First Extends P T S G CS "
    "Image Form Mask LW LC LM ML D RI OP op OPM BG BG2 UCR UCR2 TR TR2 HT FL SM SA BM CA ca AIS TK BC I "
    "XStep YStep PaintType TilingType FormType Transparency Luminosity Alpha None Default Normal Multiply"
)
_VALUES: Final = (
    "FlateDecode LZWDecode ASCIIHexDecode ASCII85Decode RunLengthDecode CCITTFaxDecode JBIG2Decode DCTDecode "
    "JPXDecode DeviceGray DeviceRGB DeviceCMYK CalGray CalRGB Lab ICCBased Indexed Separation DeviceN Type0 Type1 "
    "MMType1 Type3 TrueType CIDFontType0 CIDFontType2 CIDFontType0C Type1C OpenType WinAnsiEncoding "
    "MacRomanEncoding MacExpertEncoding StandardEncoding Identity Identity-H Identity-V UniGB-UCS2-H "
    "AAAAAA+Glyphless STSong-Light Perceptual RelativeColorimetric AbsoluteColorimetric Saturation"
)
WORDS: Final = frozenset(key[1:] for key in KEYS) | frozenset(f"{_PAGES} {_VALUES}".split())
"""Names, without their slash."""
STRINGS: Final = frozenset({"Adobe", "Identity", "UCS", "GB1", "Japan1", "CNS1", "Korea1"})
CMAP: Final = re.compile(
    rb"/CIDInit|/ProcSet|findresource|/CIDSystemInfo|/Registry|/Ordering|/Supplement|/CMapName|/CMapType"
    rb"|Adobe-Identity-UCS|\((?:Adobe|Identity|UCS|GB1)\)|begincmap|endcmap|(?:begin|end)(?:codespacerange|bfchar|bfrange)"
    rb"|currentdict|defineresource"
)
