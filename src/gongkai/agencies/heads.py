"""Every day the head of the audit chain leaves: into a file, and by mail to whoever audits.

A chain alone cannot see that its own tail was cut; a head kept elsewhere can.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from gongkai.agencies.models import Membership, in_force
from gongkai.agencies.roles import Role
from gongkai.audit.verify import head
from gongkai.jobs.registry import Periodic, register


def export_head(at: datetime) -> str:
    """Append the head to the year's file and mail it to every auditor in office; the line."""
    line = f"{at.isoformat(timespec='seconds')} {head().line()}"
    path = Path(settings.HOME) / "audit-heads" / f"{timezone.localdate(at).year}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(line + "\n")
    for address in _auditors(at):
        send_mail("审计链头", _LETTER.format(line=line), None, [address])
    return line


_LETTER = """今日审计链头如下，请保存在本系统之外：

{line}

核验：将各日链头存为一个文件，运行 gongkai audit verify --head 文件。
"""


def _auditors(at: datetime) -> list[str]:
    office = Membership.objects.filter(in_force(timezone.localdate(at)), role=Role.AUDITOR)
    office = office.filter(person__is_active=True, person__demonstration=False).exclude(person__email="")
    return sorted(set(office.values_list("person__email", flat=True)))


register(Periodic("audit.head", "导出审计链头", timedelta(days=1), export_head))
