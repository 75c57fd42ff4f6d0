"""Requests by e-mail: every message in the agency's mailbox comes into the register, once, whole.

fetch(at) -> int      the periodic job: how many came in

The raw message is kept beside its attachments. A message that refers to a letter of ours, or names a case by
number, carries the case as ``matched_case``; anybody can write a number into a subject, so a clerk still says that
it belongs there. All others wait in the holding pen. A notice of ours that came back is marked, and nobody's paper
(``bounces``). Nothing in the mailbox is changed.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.agencies.permissions import OPERATOR
from gongkai.agencies.queries import find
from gongkai.agencies.who import day
from gongkai.cases import bounces, channels, incoming, mail_message, matching
from gongkai.cases.filing import Paper
from gongkai.cases.imap import Account, Mailbox, Place, Unreachable, accounts, opened
from gongkai.cases.mail_message import Read
from gongkai.cases.models import Incoming, IncomingFile, OpenChannel
from gongkai.cases.words import Channel
from gongkai.documents import queries as documents
from gongkai.documents import scanning
from gongkai.errors import Misconfigured, Refused, TooLarge
from gongkai.jobs.registry import Periodic, register
from gongkai.notices.models import Notice

log = logging.getLogger("gongkai.cases")

# Larger ones are entered with their header only; the message itself stays in the mailbox.
MAX_MESSAGE = 40 * 2**20
AT_A_TIME = 200
RAW_NAME = "原始邮件.eml"
TOO_LARGE = "（邮件过大，正文和附件没有取下，请到邮箱中查看）"
UNREADABLE = "（无法解析的邮件，请查看原始邮件）"


def fetch(at: datetime) -> int:
    """Every mailbox; one that cannot be reached keeps none of the others from being read, and is shown."""
    came = 0
    for row, account in configured(at):
        try:
            came += fetch_one(row, account, at=at)
        except Unreachable as error:
            log.warning("a mailbox could not be read", extra={"agency": row.agency.key})
            channels.note_test(row, error=str(error), at=at)
    return came


def configured(at: datetime) -> Iterator[tuple[OpenChannel, Account]]:
    """The channels with the mailbox each has in the settings. Misconfigured for a mailbox of nobody, or of an
    agency that has not opened the channel: its mail would be taken in nowhere."""
    for account in accounts(settings.GONGKAI_IMAP_URL):
        agency = _agency(account)
        row = channels.in_force(day(at)).filter(agency=agency, channel=Channel.EMAIL).first()
        if row is None:
            raise Misconfigured(f"“{agency.name}”配置了申请邮箱，但没有启用电子邮件渠道；请在“申请渠道”中启用。")
        yield row, account


def account_of(row: OpenChannel) -> Account | None:
    """The mailbox of this channel, None when none is configured."""
    for account in accounts(settings.GONGKAI_IMAP_URL):
        if _agency(account) == row.agency:
            return account
    return None


def fetch_one(row: OpenChannel, account: Account, *, at: datetime) -> int:
    """At most 200 messages at a time; the next run goes on where it ended. Unreachable when it breaks off."""
    came = 0
    with opened(account) as box:
        last = row.last_uid if row.uid_validity == box.validity else 0
        for place in box.after(last, since=row.from_on, most=AT_A_TIME):
            came += _take(row, box, place, at)
    return came


def text_of(paper: Incoming) -> str:
    """The words of the message, read from the raw one that is kept; "" when it cannot be read."""
    raw = paper.files.filter(raw=True).select_related("file").first()
    # Words only: whatever the scanner holds, nothing of it is run or handed on here.
    return _read(documents.unscanned(raw.file)).text if raw else ""


def _take(row: OpenChannel, box: Mailbox, place: Place, at: datetime) -> bool:
    """One message and how far we are, in one transaction. True when it is a new paper."""
    whole = place.size <= MAX_MESSAGE
    raw = box.raw(place.uid) if whole else box.head(place.uid)
    found = _read(raw) if whole else replace(_read(raw), text=TOO_LARGE, files=())
    with transaction.atomic():
        held = (
            OpenChannel.objects.select_for_update(no_key=True, of=("self",))
            .select_related("agency")
            .get(pk=row.pk)
        )
        known = _is_probe(held, found, at) or _is_here(held.agency, _key(found, raw))
        new = not known and not (whole and bounces.came_back(raw, at=at))
        if new:
            _enter(held.agency, found, raw, place, whole, at)
        held.uid_validity, held.last_uid = box.validity, place.uid
        held.save(update_fields=["uid_validity", "last_uid", "probe_found_at"])
    return new


def _enter(agency: Agency, found: Read, raw: bytes, place: Place, whole: bool, at: datetime) -> Incoming:
    subject = found.subject if whole else f"{found.subject}{TOO_LARGE}"
    made = incoming.create(
        agency,
        channel=Channel.EMAIL,
        arrived_on=day(min(place.arrived_at or at, at)),
        sender=found.sender or found.address,
        sender_contact=found.address,
        subject=subject,
        source_key=_key(found, raw),
        matched_case=matching.case_of(agency, found.subject, found.answers),
        by=OPERATOR,
        at=at,
    )
    kept = [incoming.keep(made, Paper(RAW_NAME, raw), raw=True, at=at), *_files(made, found, at)]
    for one in kept:
        scanning.hold(one.file, at=at)
    incoming.record_taken(OPERATOR, made, kept, at)
    return made


def _files(made: Incoming, found: Read, at: datetime) -> list[IncomingFile]:
    """The attachments within the bounds; those beyond are in the raw message still."""
    papers: list[Paper] = []
    for one in found.files:
        papers.append(Paper(one.name, one.data))
        try:
            incoming.bounded(papers)
        except TooLarge:
            papers.pop()
    return [incoming.keep(made, one, at=at) for one in papers]


def _read(raw: bytes) -> Read:
    try:
        return mail_message.read(raw)
    # Whatever it is, it came in: the raw bytes are kept, and a person looks at them.
    except Exception as error:  # noqa: BLE001
        log.warning("a message could not be parsed", extra={"error": type(error).__name__})
        return Read("", "", "", UNREADABLE, "", (), ())


def _key(found: Read, raw: bytes) -> str:
    """The Message-ID; without one, or with one too long for the column, the hash of what came."""
    if found.message_id and len(found.message_id) <= 190:
        return found.message_id
    return f"sha256:{hashlib.sha256(raw).hexdigest()}"


def _is_here(agency: Agency, key: str) -> bool:
    return Incoming.objects.filter(agency=agency, source_key=key).exists()


def _is_probe(row: OpenChannel, found: Read, at: datetime) -> bool:
    """Our own daily test message: known by an id that was never shown to anybody."""
    if not found.message_id or not Notice.objects.filter(about=row.key, message_id=found.message_id).exists():
        return False
    row.probe_found_at = at
    return True


def _agency(account: Account) -> Agency:
    try:
        return find(account.agency)
    except Refused as error:
        raise Misconfigured(f"GONGKAI_IMAP_URL：{error}") from error


register(Periodic("cases.mailbox", "收取申请邮箱", timedelta(minutes=10), fetch))
