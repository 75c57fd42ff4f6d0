"""Sets up the district of the browser tests in the installation that the environment names.

Run as ``python -m tests.e2e.district`` in a process of its own, after ``migrate``.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

import django

PASSWORD = "qiling-browser-test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = datetime(2025, 1, 6, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SINCE = date(2010, 1, 1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.settings")
    django.setup()
    from gongkai.agencies import actions
    from gongkai.agencies.kinds import Kind
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.roles import Role

    def agency(name: str, kind: Kind, parent: Agency | None, order: int) -> Agency:
        return actions.create(name, kind=kind, parent=parent, order=order, valid_from=SINCE, by=OPERATOR, at=AT)

    district = agency("示范区人民政府", Kind.GOVERNMENT, None, 10)
    agency("示范区人民政府办公室", Kind.DEPARTMENT, district, 20)
    housing = agency("示范区住房和城乡建设局", Kind.DEPARTMENT, district, 30)
    agency("示范区市场监督管理局", Kind.DEPARTMENT, district, 40)
    agency("临淄区齐陵街道", Kind.STREET_OFFICE, district, 50)
    section = agency("住建局物业管理科", Kind.INTERNAL, housing, 35)
    person("jianguan", "监某", district, Role.SUPERVISOR)
    person("guanli", "管某", district, Role.ADMINISTRATOR)
    person("shenji", "审某", district, Role.AUDITOR)
    person("jingban", "经某", housing, Role.CLERK)
    person("jingban2", "办某", housing, Role.CLERK)
    person("xinxi", "信某", section, Role.INFORMATION_OFFICER)
    person("shenhe", "核某", housing, Role.REVIEWER)
    person("fuze", "负某", housing, Role.HEAD)


def person(username: str, name: str, agency: object, role: object) -> None:
    from gongkai.agencies import people
    from gongkai.agencies.models import Agency
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.roles import SECOND_FACTOR, Role
    from gongkai.ui.signin import totp

    assert isinstance(agency, Agency)
    assert isinstance(role, Role)
    made = people.invite(username, name=name, agency=agency, role=role, by=OPERATOR, at=AT).person
    made.set_password(PASSWORD)
    made.save(update_fields=["password"])
    if role in SECOND_FACTOR:
        totp.enrol(made, SECRET)


if __name__ == "__main__":
    main()
