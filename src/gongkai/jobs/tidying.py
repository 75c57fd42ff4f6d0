"""Takes out what nobody needs any more: sessions that ended, and results of tasks that were done longer ago than
logs are kept (``GONGKAI_LOG_MONTHS``, never under six months). When a job last ran stays; so does the audit chain.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from gongkai.jobs.registry import Periodic, register

# A month as the longest is: nothing goes a day too early.
_MONTH = timedelta(days=31)
_LEAST = 6


def kept() -> timedelta:
    """How long logs are kept, whatever the setting says never under six months."""
    return max(_LEAST, settings.GONGKAI_LOG_MONTHS) * _MONTH


def tidy(at: datetime) -> None:
    call_command("clearsessions")
    DBTaskResult.objects.filter(finished_at__lt=at - kept()).delete()


register(Periodic("jobs.tidy", "清理过期会话和任务记录", timedelta(days=1), tidy))
