"""What can become of a message on its way, the same three for a mail and a text message."""

from __future__ import annotations


class NotSent(Exception):
    """It did not leave; trying again later may help. The text is ours and quotes nobody."""


class Rejected(Exception):
    """It did not leave, and will not."""


class FateUnknown(Exception):
    """Cut off in the middle: it may have left."""
