"""The daily test of every electronic channel. A dead one is told to somebody, not read as a quarter with nothing.

The mailbox: log in, open the folder, ask; and, where mail goes out, a message of our own that must be found in it.
The page: it must answer. A fax machine cannot be asked; somebody looks at it (``quarters``).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.cases import channels, mailbox
from gongkai.cases.imap import Unreachable, opened
from gongkai.cases.models import OpenChannel
from gongkai.cases.words import Channel
from gongkai.errors import Misconfigured
from gongkai.jobs.registry import Periodic, register
from gongkai.notices import outbox
from gongkai.notices.alarms import tell
from gongkai.notices.models import Notice

# A message that was not found after so long is lost, not slow.
ARRIVES_WITHIN = timedelta(hours=12)
_TIMEOUT = 10
_EVERY = timedelta(days=1)


def test_all(at: datetime) -> int:
    """The periodic job: test each, keep what was found, tell of what failed; how many failed."""
    failed = 0
    for row in channels.in_force(day(at)):
        error = _tested(row, at)
        channels.note_test(row, error=error, at=at)
        if error:
            failed += 1
            _alarm(row, error, at)
    return failed


def _tested(row: OpenChannel, at: datetime) -> str:
    """What is wrong with it, "" when nothing is."""
    return mailbox_error(row, at) if row.channel == Channel.EMAIL else page_error(row.address)


def mailbox_error(row: OpenChannel, at: datetime) -> str:
    try:
        account = mailbox.account_of(row)
        if account is None:
            return "没有配置邮箱（GONGKAI_IMAP_URL），邮件收不进来；请联系系统运行人员。"
        with opened(account) as box:
            box.noop()
        # Read it now: a message of ours that lies there is found before it is missed.
        mailbox.fetch_one(row, account, at=at)
    except (Unreachable, Misconfigured) as failure:
        return str(failure)
    row.refresh_from_db()
    lost = _lost_probe(row, at)
    _send_probe(row, at)
    return lost


def page_error(address: str) -> str:
    """The page must answer 200 within ten seconds."""
    if urlsplit(address).scheme not in ("http", "https"):
        return "在线申请的网址不完整，应以 https:// 开头。"
    try:
        with urlopen(Request(address, headers={"User-Agent": "gongkai"}), timeout=_TIMEOUT) as answer:  # noqa: S310
            status = answer.status
    except (URLError, OSError, ValueError) as error:
        return f"在线申请页面打不开（{type(error).__name__}），申请人不能在线提交；请联系系统运行人员。"
    return "" if status == HTTPStatus.OK else f"在线申请页面回答{status}，不能提交申请。"


def _lost_probe(row: OpenChannel, at: datetime) -> str:
    sent = Notice.objects.filter(about=row.key, created_at__lte=at - ARRIVES_WITHIN, means=Notice.Means.MAIL,
                                 recipient="").order_by("pk").last()  # fmt: skip
    if sent is None or (row.probe_found_at is not None and row.probe_found_at >= sent.created_at):
        return ""
    return (
        f"{day(sent.created_at)}发出的自检邮件没有在邮箱中找到，申请邮件可能收不到；请检查邮箱的过滤和转发设置。"
    )


def _send_probe(row: OpenChannel, at: datetime) -> None:
    """Once a day, where mail leaves this machine at all."""
    if not settings.EMAIL_HOST:
        return
    outbox.put(
        row.agency, means=Notice.Means.MAIL, address=row.address,
        subject="依申请公开渠道自检（自动发送，无需处理）", body="这是系统每日检查申请邮箱是否畅通的邮件。",
        about=row.key, once=f"channel-probe:{row.pk}:{day(at).isoformat()}", at=at,
    )  # fmt: skip


def _alarm(row: OpenChannel, error: str, at: datetime) -> None:
    label = Channel(row.channel).label
    tell(
        row.agency, (Role.CLERK, Role.HEAD), occasion=f"channel-test:{row.key}:{day(at).isoformat()}",
        subject=f"依申请公开：申请渠道“{label}”自检没有通过", body=error, about=row.key, at=at,
    )  # fmt: skip


register(Periodic("cases.channels", "自检申请渠道", _EVERY, test_all))
