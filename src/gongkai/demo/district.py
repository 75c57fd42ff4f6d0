"""The demonstration district: every agency, person and number in it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.agencies.actions import Contact
from gongkai.agencies.kinds import Kind
from gongkai.agencies.roles import Role
from gongkai.statute.credit_code import check_character

# No administrative division has this number.
_DIVISION = "990001"


@dataclass(frozen=True)
class Body:
    """One agency: ``number`` makes its credit code; ``parent`` is another one's number, 0 for none."""

    number: int
    name: str
    kind: Kind
    parent: int
    order: int

    @property
    def credit_code(self) -> str:
        body = f"11{_DIVISION}{self.number:08d}X"
        return body + check_character(body)

    @property
    def contact(self) -> Contact:
        return Contact(
            office=f"{self.name.removesuffix('办公室')}办公室"
            if self.kind != Kind.GOVERNMENT
            else "示范区人民政府办公室政务公开科",
            address=f"示范区公开路{self.number}号",
            hours="工作日 9:00—12:00，13:30—17:00",
            phone=f"000-5550{self.number:04d}",
            fax=f"000-5551{self.number:04d}",
            email=f"gk{self.number:02d}@demo.invalid",
            postcode="990001",
        )


@dataclass(frozen=True)
class Member:
    """One person, in one role, in the agency with this number."""

    username: str
    name: str
    role: Role
    agency: int


GOVERNMENT, OFFICE = 1, 2
_G, _D, _S, _T = Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.STREET_OFFICE, Kind.TOWNSHIP

BODIES = (
    Body(1, "示范区人民政府", _G, 0, 1),
    Body(2, "示范区人民政府办公室", _D, 1, 10),
    Body(3, "示范区发展和改革局", _D, 1, 20),
    Body(4, "示范区教育局", _D, 1, 30),
    Body(5, "示范区民政局", _D, 1, 40),
    Body(6, "示范区财政局", _D, 1, 50),
    Body(7, "示范区人力资源和社会保障局", _D, 1, 60),
    Body(8, "示范区住房和城乡建设局", _D, 1, 70),
    Body(9, "示范区卫生健康局", _D, 1, 80),
    Body(10, "示范区市场监督管理局", _D, 1, 90),
    Body(11, "示范区城东街道办事处", _S, 1, 210),
    Body(12, "示范区城西街道办事处", _S, 1, 220),
    Body(13, "示范区城南街道办事处", _S, 1, 230),
    Body(14, "示范区城北街道办事处", _S, 1, 240),
    Body(15, "示范区清水镇人民政府", _T, 1, 310),
    Body(16, "示范区白石乡人民政府", _T, 1, 320),
    Body(17, "示范区民政局救助管理站", Kind.PUBLIC_INSTITUTION, 5, 10),
)

MEMBERS = (
    Member("demo-supervisor", "周明远", Role.SUPERVISOR, GOVERNMENT),
    Member("demo-administrator", "吴海生", Role.ADMINISTRATOR, GOVERNMENT),
    Member("demo-auditor", "郑文清", Role.AUDITOR, GOVERNMENT),
    Member("demo-head", "王立新", Role.HEAD, OFFICE),
    Member("demo-reviewer", "冯雅琴", Role.REVIEWER, OFFICE),
    Member("demo-clerk", "陈晓东", Role.CLERK, OFFICE),
    Member("demo-officer", "褚玉兰", Role.INFORMATION_OFFICER, 5),
    Member("demo-minzheng-head", "卫国强", Role.HEAD, 5),
    Member("demo-minzheng-reviewer", "蒋春梅", Role.REVIEWER, 5),
    Member("demo-chengdong-clerk", "沈思雨", Role.CLERK, 11),
    Member("demo-chengdong-head", "韩建平", Role.HEAD, 11),
    Member("demo-qingshui-officer", "杨柳青", Role.INFORMATION_OFFICER, 15),
)
