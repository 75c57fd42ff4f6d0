"""Which subjects (主题分类) the public finds something under: what a search offers, never what was withdrawn.

in_use(most=MOST) -> list[str]    in the order of their letters

A jump from one subject to the next by the index of them: as many steps as there are subjects, however many items
stand under each. So nothing is kept that could be stale.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

# What somebody can still look through; of more than that the rest is found by its name in the text.
MOST: Final = 400

# The words of the state stand in the SQL: only so does SQLite see that the index has all that is asked for.
_NEXT: Final = """
WITH RECURSIVE known(subject) AS (
    SELECT MIN(subject) FROM publication_item WHERE state = 'public' AND subject > ''
    UNION ALL
    SELECT (SELECT MIN(subject) FROM publication_item WHERE state = 'public' AND subject > known.subject)
    FROM known WHERE known.subject IS NOT NULL
)
SELECT subject FROM known WHERE subject IS NOT NULL LIMIT %s
"""


def in_use(most: int = MOST) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [most])
        return [row[0] for row in cursor.fetchall()]
