"""Files that show a repair: taken with the words of a proof, encrypted, and opened by who may see the shortcoming.

put(user, held, papers, *, at) -> [ShortcomingFile]    in the transaction of the proof
look(user, file, *, at) -> bytes                       each look is in the audit chain, for a list may name people
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from gongkai.agencies.permissions import Who, ensure
from gongkai.agencies.who import actor, day, person
from gongkai.audit.actions import record
from gongkai.cases.asking.uploads import MAX_FILES, MAX_TOTAL, ensure_taken
from gongkai.cases.filing import Paper, stored
from gongkai.documents import queries as documents
from gongkai.documents import scanning
from gongkai.documents.names import safe
from gongkai.errors import ReadError, Refused
from gongkai.supervision.models import Shortcoming, ShortcomingFile


def put(user: Who, held: Shortcoming, papers: Sequence[Paper], *, at: datetime) -> list[ShortcomingFile]:
    """Held until the virus scanner passed them, where there is one. Refused for what is no document, is empty or
    too large."""
    if len(papers) > MAX_FILES or sum(len(one.data) for one in papers) > MAX_TOTAL:
        raise Refused(f"一次最多上传{MAX_FILES}个文件、共{MAX_TOTAL // 2**20}MB；没有保存，请减少后再试。")
    last = held.files.aggregate(last=Max("round"))["last"] or 0
    made = []
    for one in papers:
        try:
            ensure_taken(one)
        except ReadError as error:
            raise Refused(str(error)) from error
        file = stored(one, at=at)
        scanning.hold(file, at=at)
        made.append(ShortcomingFile.objects.create(
            shortcoming=held, file=file, name=safe(one.name), round=last + 1, added_by=person(user), added_at=at,
        ))  # fmt: skip
    return made


@transaction.atomic
def look(user: Who, file: ShortcomingFile, *, at: datetime) -> bytes:
    """NotAllowed for who may not see the shortcoming; Held while the scanner has not passed it."""
    of = file.shortcoming
    ensure(user, "supervision.view", of.agency, on=day(at))
    data = documents.content(file.file)
    facts = {"file": file.pk, "sha256": file.file.sha256}
    record("shortcomings.look", actor=actor(user), agency=of.agency, object=of, data=facts, at=at)
    return data
