"""The addresses under 监督, filled in with things of one agency."""

from __future__ import annotations

from gongkai.accounts.models import Person
from gongkai.agencies.models import Agency
from gongkai.supervision.models import Training
from tests.supervision.conftest import made


def supervision_addresses(agency: Agency, clerk: Person) -> dict[str, list[object]]:
    training = made(Training, agency, title=f"{agency.name}培训")
    return {
        **{name: ["training"] for name in ("work_list", "work_new")},
        **{name: ["training", training.pk] for name in ("work", "work_correct", "work_withdraw")},
    }
