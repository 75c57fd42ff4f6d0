"""A letter as a file. Whoever calls has asked whether this user may have it."""

from __future__ import annotations

from gongkai.documents import queries as documents
from gongkai.errors import WrongState
from gongkai.letters.drafting import ensure_kept, paper_of
from gongkai.letters.models import Letter
from gongkai.writers import letter as paper


def pdf(letter: Letter) -> bytes:
    """As it is to be printed and sealed; of a draft, with its gaps. WriteError for a missing glyph."""
    return paper.write(paper_of(letter), "pdf")


def docx(letter: Letter) -> bytes:
    """The same to edit in Word."""
    return paper.write(paper_of(letter), "docx")


def sealed(letter: Letter) -> bytes:
    """The very bytes that were attached: what was sent. WrongState before that and once they are destroyed;
    Unreadable when they are gone."""
    ensure_kept(letter)
    if letter.sealed_file is None:
        raise WrongState("这份文书还没有上传盖章件；请先盖章并上传。")
    return documents.content(letter.sealed_file)
