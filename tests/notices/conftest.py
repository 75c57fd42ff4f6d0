from __future__ import annotations

from tests.cases.conftest import (  # noqa: F401 - fixtures
    auditor,
    bureau,
    clerk,
    district,
    finance,
    folder,
    head,
    outsider,
    supervisor,
)
