"""All checks by their kind, each with the edition of its rules.

A check takes a Subject and gives findings; it writes nothing. Its edition changes with its rules, and then old
stock is looked at again by this kind only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.publication.checks import (
    attachments,
    date_rules,
    duplicates,
    hidden,
    interpretation,
    links,
    metadata,
    personal_data,
    quotes,
    secrecy,
    wording,
)
from gongkai.publication.checks.found import Found, Subject
from gongkai.publication.models.checks import Kind


@dataclass(frozen=True, slots=True)
class Rule:
    look: Callable[[Subject], Iterable[Found]]
    edition: Callable[[Agency, date], str]


def _fixed(edition: str) -> Callable[[Agency, date], str]:
    return lambda agency, on: edition


RULES: Mapping[Kind, Rule] = {
    Kind.METADATA: Rule(metadata.look, _fixed(metadata.EDITION)),
    Kind.DATES: Rule(date_rules.look, _fixed(date_rules.EDITION)),
    Kind.WORDING: Rule(wording.look, wording.edition),
    Kind.PERSONAL: Rule(personal_data.look, _fixed(personal_data.EDITION)),
    Kind.SECRECY: Rule(secrecy.look, _fixed(secrecy.EDITION)),
    Kind.QUOTES: Rule(quotes.look, _fixed(quotes.EDITION)),
    Kind.DUPLICATES: Rule(duplicates.look, _fixed(duplicates.EDITION)),
    Kind.ATTACHMENTS: Rule(attachments.look, _fixed(attachments.EDITION)),
    Kind.HIDDEN: Rule(hidden.look, _fixed(hidden.EDITION)),
    Kind.LINKS: Rule(links.look, _fixed(links.EDITION)),
    Kind.INTERPRETATION: Rule(interpretation.look, _fixed(interpretation.EDITION)),
}


def editions(agency: Agency, on: date) -> dict[str, str]:
    """By kind, as they hold for this agency on this day."""
    return {str(kind): rule.edition(agency, on) for kind, rule in RULES.items()}


def digest(editions: Mapping[str, str]) -> str:
    """One word for all of them."""
    return hashlib.sha256(json.dumps(editions, sort_keys=True).encode()).hexdigest()[:16]
