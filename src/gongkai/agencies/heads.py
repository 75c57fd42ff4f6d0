"""Every day the head of the audit chain leaves: into a file, and by mail to whoever audits.

A chain alone cannot see that its own tail was cut, or all of it written anew; a head kept elsewhere can. The file
is out of reach for who has the database only, so every verification asks it.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail

from gongkai.agencies import witness
from gongkai.agencies.models import Membership, in_force
from gongkai.agencies.roles import Role
from gongkai.agencies.who import day
from gongkai.audit.chain import Head
from gongkai.audit.verify import head, read_heads, verify
from gongkai.errors import GongkaiError
from gongkai.jobs.registry import Periodic, register

log = logging.getLogger(__name__)


def export_head(at: datetime) -> str:
    """Append the head to the year's file and mail it to every auditor in office; the line."""
    line = f"{at.isoformat(timespec='seconds')} {head().line()}"
    path = _folder() / f"{day(at).year}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(line + "\n")
    for address in _auditors(at):
        send_mail("审计链头", _LETTER.format(line=line), None, [address])
    return line


def kept() -> list[Head]:
    """Every head in the installation's own files, oldest first. Refused for a file that is something else."""
    texts = [path.read_text(encoding="ascii", errors="replace") for path in sorted(_folder().glob("*.txt"))]
    return [one for text in texts if text.strip() for one in read_heads(text)]


def verify_daily(at: datetime) -> None:
    """A chain that was tampered with, or a role that it does not tell of, is a job that fails: the desk shows it
    until it is put right."""
    faults = verify(kept())
    if faults:
        raise TamperedChain(f"审计链有{len(faults)}处不符：{faults[0].message}请运行 gongkai audit verify 查看。")
    if keys := witness.untold():
        log.error("a role that nobody was appointed to", extra={"job": "audit.verify", "object": " ".join(keys)})
        raise UntoldRole(f"有{len(keys)}个角色或代理在审计链中没有任命记录，请核对数据库是否被直接改动。")


class UntoldRole(GongkaiError):
    """Somebody holds a role that nobody gave them."""

    code = "audit.untold-role"


class TamperedChain(GongkaiError):
    """The audit chain is not what was recorded."""

    code = "audit.tampered"


def _folder() -> Path:
    return Path(settings.HOME) / "audit-heads"


_LETTER = """今日审计链头如下，请保存在本系统之外：

{line}

核验：将各日链头存为一个文件，运行 gongkai audit verify --head 文件。
"""


def _auditors(at: datetime) -> list[str]:
    office = Membership.objects.filter(in_force(day(at)), role=Role.AUDITOR)
    office = office.filter(person__is_active=True, person__demonstration=False).exclude(person__email="")
    return sorted(set(office.values_list("person__email", flat=True)))


register(Periodic("audit.head", "导出审计链头", timedelta(days=1), export_head))
register(Periodic("audit.verify", "核验审计链", timedelta(days=1), verify_daily))
