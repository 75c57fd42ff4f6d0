"""What the walk of a release begins with, in the installation that the environment names.

Run as ``python -m tests.e2e.released``, in a process of its own; prints as JSON what the citizens hold (number,
query code, number and key of the case) and the number of the list of what is due for destruction.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from datetime import timedelta

import django

LONG_AGO = 365 * 6
EMAIL = "zhang@example.cn"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from django.utils import timezone

    from gongkai.accounts.models import Person
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.cases import assigning, channels, consenting, delivering, filing
    from gongkai.cases.models import Destruction
    from gongkai.cases.retention import proposing
    from gongkai.cases.words import Channel
    from tests.cases.asking import ZHANG
    from tests.cases.following.conftest import Followed, followed
    from tests.cases.walk import LINK, Office, at, paper, turn_to
    from tests.desk.cases import made

    now, today = timezone.now(), timezone.localdate()
    agency = Agency.objects.get(name="示范区住房和城乡建设局")
    turn_to(agency, today - timedelta(days=400))
    clerk, reviewer, head = (Person.objects.get(username=name) for name in ("jingban", "shenhe", "fuze"))
    office = Office(agency, clerk, reviewer, head)
    opened_on = today - timedelta(days=400)
    channels.open_channel(
        OPERATOR, agency, Channel.WEB, address="https://example.cn/ask/", from_on=opened_on, at=now
    )

    def asked(days_ago: int = 0) -> Followed:
        """In hand, and agreed to be served electronically."""
        when = at(today - timedelta(days=days_ago), 0)
        one = followed(office, at=when, applicant=replace(ZHANG, email=EMAIL))
        consenting.consent(clerk, one.now(), on=when.date(), paper=paper(), at=when)
        assigning.claim(clerk, one.now(), at=when)
        return one

    unopened = asked(10)
    laid = at(today - timedelta(days=9), 0)
    office.draft(unopened.now(), laid.date(), provided_on=laid.date().isoformat())
    answer = office.approved(unopened.now(), laid.date()).letter
    assert answer is not None
    answer = office.sealed(unopened.now(), answer, laid.date())
    delivering.deliver(clerk, unopened.now(), answer, review_link=LINK, at=at(laid.date(), 17))

    old = today - timedelta(days=LONG_AGO)
    closed = made(agency, clerk, old, state="closed", closed_on=old, counted_row="3.1", counted_on=old)
    filing.put(clerk, closed, paper("身份证.png"), what="identity", at=now)
    proposing.propose(agency, at=now)

    said = {"partial": asked(), "withdrawn": asked(), "unopened": unopened}
    json.dump(
        {
            **{name: [one.incoming.number, one.code, one.case.number, one.case.pk] for name, one in said.items()},
            "destruction": Destruction.objects.get().number,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
