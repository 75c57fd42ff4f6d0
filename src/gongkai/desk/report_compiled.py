"""What the pages of a version show besides, where it was compiled from records."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.reports.compiling import freezing
from gongkai.reports.compiling.cells import Source
from gongkai.reports.compiling.watching import watched
from gongkai.reports.models import ReportVersion, Signature
from gongkai.reports.states import COMPILING


def beside(version: ReportVersion, verbs: Mapping[str, str]) -> dict[str, object]:
    """While it is written, what the records say otherwise, numbers that equal none, and likeness are worked out at
    once; afterwards a link leads there."""
    compilation = freezing.of(version)
    if compilation is None:
        return {"compilation": None}
    return {
        "compilation": compilation,
        "may_compile": "compile" in verbs,
        "watched": watched(version) if version.state in COMPILING else None,
        "signature": Signature.objects.filter(version=version).select_related("scan").first(),
    }


def source_of(version: ReportVersion, cell: str) -> dict[str, object] | None:
    """Where a compiled figure comes from, and how many records stood behind it; None for a version from a file."""
    compilation = freezing.of(version)
    if compilation is None or cell not in compilation.data["cells"]:
        return None
    _, source, note = compilation.data["cells"][cell]
    return {"words": Source[source].value, "note": note, "records": len(freezing.frozen(compilation, cell))}
