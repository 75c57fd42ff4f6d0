"""The plain SQL of letters: triggers that refuse every change of a letter that was issued or sealed, of a number
that was taken, and of a wording.

``content`` and ``void_reason`` are left out: their keys rotate; ``digest`` tells whether ``content`` is
what it was. The sealed bytes are let go once only, when the letter is destroyed (``destroyed_at``).
Only a demonstration may be taken away again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from gongkai.triggers import Refusals

LETTER, SERIES, WORDING = "letters_letter", "letters_series", "letters_wording"
TABLES = frozenset({LETTER, SERIES, WORDING})
MESSAGE = "what was issued is locked"

_ISSUED = (
    "id", "agency_id", "kind", "subject", "numbered", "number", "digest", "wording_id", "drafted_by_id",
    "drafted_at", "issued_on", "issued_by_id", "issued_at",
)  # fmt: skip
_SEALED = ("sealed_sha256", "electronic_seal", "sealed_by_id", "sealed_at")
_FILE, _DESTROYED = ("sealed_file_id",), ("destroyed_at",)
_GONE = "(NEW.destroyed_at IS NOT NULL AND NEW.sealed_file_id IS NULL)"
_VOID = ("state", "voided_by_id", "voided_at")
_WORDING = ("id", "agency_id", "kind", "title", "element", "text", "from_on", "by_id", "at")
_SERIES = ("id", "agency_id", "name", "year")
_STEP_BACK = (
    "(OLD.state = 'issued' AND NEW.state NOT IN ('issued', 'sealed', 'void')) "
    "OR (OLD.state = 'sealed' AND NEW.state NOT IN ('sealed', 'void'))"
)
_REAL = "NOT EXISTS (SELECT 1 FROM agencies_agency a WHERE a.id = OLD.agency_id AND a.demonstration)"
# REPLACE on SQLite deletes what stands in the way without firing a delete trigger.
_LETTER_IN_THE_WAY = (
    f"EXISTS (SELECT 1 FROM {LETTER} l WHERE l.digest <> '' AND (l.id = NEW.id "
    "OR (l.agency_id = NEW.agency_id AND l.number = NEW.number AND NEW.number <> '')))"
)
_SERIES_IN_THE_WAY = (
    f"EXISTS (SELECT 1 FROM {SERIES} s WHERE s.taken > 0 AND (s.id = NEW.id "
    "OR (s.agency_id = NEW.agency_id AND s.name = NEW.name AND s.year = NEW.year)))"
)


def _differs(vendor: str, columns: Iterable[str]) -> str:
    sign = "IS DISTINCT FROM" if vendor == "postgresql" else "IS NOT"
    return " OR ".join(f"OLD.{name} {sign} NEW.{name}" for name in columns)


def _changed(vendor: str) -> str:
    issued = f"OLD.digest <> '' AND ({_differs(vendor, _ISSUED)} OR {_STEP_BACK})"
    sealed = (
        f"OLD.sealed_sha256 <> '' AND ({_differs(vendor, _SEALED)} OR ({_differs(vendor, _FILE)} AND NOT {_GONE}))"
    )
    destroyed = f"OLD.destroyed_at IS NOT NULL AND ({_differs(vendor, _DESTROYED)})"
    void = f"OLD.state = 'void' AND ({_differs(vendor, _VOID)})"
    return " OR ".join(f"({one})" for one in (issued, sealed, destroyed, void))


def _conditions(vendor: str) -> Mapping[str, tuple[str, str, str]]:
    """Name -> (table, what happens, when it is refused)."""
    lowered = f"NEW.taken < OLD.taken OR {_differs(vendor, _SERIES)}"
    return {
        "letters_letter_locked": (LETTER, "UPDATE", _changed(vendor)),
        "letters_letter_kept": (LETTER, "DELETE", f"OLD.digest <> '' AND {_REAL}"),
        "letters_letter_in_place": (LETTER, "INSERT", _LETTER_IN_THE_WAY),
        "letters_series_rises": (SERIES, "UPDATE", lowered),
        "letters_series_kept": (SERIES, "DELETE", f"OLD.taken > 0 AND {_REAL}"),
        "letters_series_in_place": (SERIES, "INSERT", _SERIES_IN_THE_WAY),
        "letters_wording_locked": (WORDING, "UPDATE", _differs(vendor, _WORDING)),
    }


_REFUSALS = Refusals(MESSAGE, _conditions)
install, drop, missing = _REFUSALS.install, _REFUSALS.drop, _REFUSALS.missing
