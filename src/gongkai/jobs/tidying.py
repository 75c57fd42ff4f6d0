"""Takes out what nobody needs any more: sessions that ended, results of tasks long done."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.management import call_command
from django_tasks_db.models import DBTaskResult

from gongkai.jobs.registry import Periodic, register

_KEEP = timedelta(days=30)


def tidy(at: datetime) -> None:
    call_command("clearsessions")
    DBTaskResult.objects.filter(finished_at__lt=at - _KEEP).delete()


register(Periodic("jobs.tidy", "清理过期会话和任务记录", timedelta(days=1), tidy))
