"""``gongkai import counts``: what was decided and charged in a year, from an XLSX or CSV table."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime

from gongkai import server

from .imported import told


def run(args: Namespace) -> int:
    server.prepare()
    from gongkai.agencies.locked_years import because
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.publication.counts import import_counts

    from .inputs import wanted

    agency = find(args.agency)
    with because(args.reason):
        outcome = import_counts(OPERATOR, agency, wanted(args.file), dry_run=args.dry_run, at=datetime.now(UTC))
    return told(outcome)
