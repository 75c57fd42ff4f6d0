"""Requests to follow, in the installation that the environment names: one in each of three states.

Run as ``python -m tests.e2e.followed``, in a process of its own; prints number, query code and case of each as
JSON.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.utils import timezone

    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.cases import consenting, delivering, supplementing
    from tests.cases.following.conftest import followed
    from tests.cases.walk import LINK, Office, at, paper, turn_to

    today = timezone.localdate()
    agency = Agency.objects.get(name="示范区住房和城乡建设局")
    turn_to(agency, today - timedelta(days=90))
    clerk, reviewer, head = (Person.objects.get(username=name) for name in ("jingban", "shenhe", "fuze"))
    office = Office(agency, clerk, reviewer, head)

    waiting = followed(office, at=at(today, 0))
    until = today + timedelta(days=15)
    letter = supplementing.prepare(
        office.clerk, waiting.case, items="请明确所需文件的年度。", until=until, at=at(today, 0)
    )
    office.served(office.post(waiting.now(), letter, today), today)

    ready = followed(office, at=at(today, 0))
    consenting.consent(office.clerk, ready.now(), on=today, paper=paper(), at=at(today, 0))
    office.draft(ready.now(), today, provided_on=today.isoformat())
    answer = office.approved(ready.now(), today).letter
    assert answer is not None
    answer = office.sealed(ready.now(), answer, today)
    delivering.deliver(office.clerk, ready.now(), answer, review_link=LINK, at=at(today, 0))

    overdue = followed(office, at=at(today - timedelta(days=60), 0))
    made = {"supplement": waiting, "ready": ready, "overdue": overdue}
    json.dump({name: [one.incoming.number, one.code, one.case.number] for name, one in made.items()}, sys.stdout)


if __name__ == "__main__":
    main()
