"""Which case a message speaks of: the letter of ours that it answers, else a number in its subject.

Numbers are found by the patterns of the agency's own series, whichever way the brackets are typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from gongkai.agencies.models import Agency
from gongkai.cases.models import Case
from gongkai.letters import numbering
from gongkai.letters.models import Letter, Series
from gongkai.notices.models import Notice

_OPEN, _CLOSE = "〔[［【(（<《", "〕]］】)）>》"
_PLACE = re.compile(r"\{(year|n)(?::0\dd)?\}")


def case_of(agency: Agency, subject: str, answers: Sequence[str]) -> Case | None:
    """None where nothing points anywhere, or where several numbers point to several cases."""
    about = Notice.objects.filter(agency=agency, message_id__in=list(answers)[:50], about__startswith="case:")
    keys = set(about.values_list("about", flat=True)) or set(_named(agency, subject))
    if len(keys) != 1:
        return None
    return Case.objects.filter(agency=agency, pk=int(keys.pop().removeprefix("case:"))).first()


def numbers_in(agency: Agency, text: str) -> set[tuple[str, str]]:
    """(series, number as it is written) for every number of a case or letter in the text."""
    series = Series.objects.filter(agency=agency).values_list("name", "pattern").distinct()
    found = set()
    for name, pattern in series:
        for year, number in _occurrences(pattern, text):
            found.add((name, numbering.written(pattern, year, number)))
    return found


def _named(agency: Agency, subject: str) -> Iterator[str]:
    numbers = numbers_in(agency, subject)
    cases = [number for series, number in numbers if series == "case"]
    letters = [number for series, number in numbers if series.startswith(numbering.LETTERS)]
    for pk in Case.objects.filter(agency=agency, number__in=cases).values_list("pk", flat=True):
        yield f"case:{pk}"
    found = Letter.objects.filter(agency=agency, number__in=letters, subject__startswith="case:")
    yield from found.values_list("subject", flat=True)


def _occurrences(pattern: str, text: str) -> Iterator[tuple[int, int]]:
    for found in re.finditer(_expression(pattern), _plain(text)):
        yield int(found["year"]), int(found["n"])


def _expression(pattern: str) -> str:
    """The pattern as a regular expression over plain text; numbers may be padded or not."""
    parts = {"year": r"(?P<year>\d{4})", "n": r"0*(?P<n>\d{1,7})(?!\d)"}
    made, at = "", 0
    for place in _PLACE.finditer(pattern):
        made += re.escape(_plain(pattern[at : place.start()])) + parts[place[1]]
        at = place.end()
    return made + re.escape(_plain(pattern[at:]))


def _plain(text: str) -> str:
    """Half-width, no space, capitals, one kind of bracket."""
    folded = "".join(unicodedata.normalize("NFKC", text).split()).upper()
    return folded.translate({ord(c): "[" for c in _OPEN} | {ord(c): "]" for c in _CLOSE})
