from __future__ import annotations

from tests.cases.conftest import (
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
