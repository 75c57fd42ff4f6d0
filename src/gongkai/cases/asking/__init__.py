"""Asking on the portal: the draft, what is wrong with it, its submission, the code that follows it.

The applicant has no account and is no person of ours: they act through the random key that only their browser
holds, and stand in the audit chain as ``applicant``.
"""

from __future__ import annotations

from typing import Final

ACTOR: Final = "applicant"
