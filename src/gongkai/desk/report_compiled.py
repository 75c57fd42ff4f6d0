"""What the pages of a version show besides, where it was compiled from records."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.reports.compiling import freezing
from gongkai.reports.compiling.cells import Source
from gongkai.reports.compiling.watching import Watched, watched
from gongkai.reports.models import ReportVersion, Signature
from gongkai.reports.states import COMPILING


def beside(version: ReportVersion) -> dict[str, object]:
    """While it is written, what the records say otherwise, numbers that equal none, and likeness are worked out at
    once; afterwards a link leads there."""
    compilation = freezing.of(version)
    if compilation is None:
        return {"compilation": None, "watched": None}
    return {
        "compilation": compilation,
        "watched": watched(version) if version.state in COMPILING else None,
        "signature": Signature.objects.filter(version=version).select_related("scan").first(),
    }


def now_possible(verbs: Mapping[str, str], compiled: Mapping[str, object]) -> dict[str, str]:
    """The steps, with what keeps a draft from the head's desk: records that say something else by now."""
    found = compiled["watched"]
    if isinstance(found, Watched) and found.behind and "hand_up" in verbs:
        return {**verbs, "hand_up": "记录有变化，先重新编制"}
    return dict(verbs)


def source_of(version: ReportVersion, cell: str) -> dict[str, object] | None:
    """Where a compiled figure comes from, and how many records stood behind it; None for a version from a file."""
    compilation = freezing.of(version)
    if compilation is None or cell not in compilation.data["cells"]:
        return None
    _, source, note = compilation.data["cells"][cell]
    return {"words": Source[source].value, "note": note, "records": len(freezing.frozen(compilation, cell))}
