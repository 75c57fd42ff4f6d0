"""Makes the hostile set: ``python -m tests.papers.redaction.making``. The same bytes every time.

Every maker is named as its file is, and hides the same name in another way. What is expected of each file stands
in ``hostile/expected.toml``, written by hand.
"""

from __future__ import annotations

from . import beside, files, fonts, geometry, pictures, structure
from .paper import Maker

MAKERS: dict[str, Maker] = {
    **geometry.MAKERS,
    **structure.MAKERS,
    **fonts.MAKERS,
    **pictures.MAKERS,
    **beside.MAKERS,
    **files.MAKERS,
}
