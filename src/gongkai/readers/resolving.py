"""Lines of words -> the labels of the form that they are: whole lines, and those broken over several."""

from __future__ import annotations

import re

from .labels import NUMERALS, Piece, covered, label, pieces, words


def resolved(lines: list[str]) -> list[Piece]:
    """The labels that lines of words are: whole lines first, then neighbours put together."""
    out: list[Piece] = []
    loose: list[str] = []
    for text in lines:
        found = label(text)
        if found is None:
            loose.append(text)
            continue
        _loosen(loose, out)
        loose = []
        out.append(Piece(words(text), found))
    _loosen(loose, out)
    return out


def _loosen(loose: list[str], out: list[Piece]) -> None:
    if not loose:
        return
    together = "".join(_numbered(text) for text in loose)
    if covered(together) == 1.0:
        out += [p for p in pieces(together) if p.label is not None]
        return
    for text in loose:
        run = _numbered(text)
        found = pieces(run)
        if sum(p.label is not None for p in found) >= 2 and covered(run) >= 0.6:
            out += [p for p in found if p.words.strip(NUMERALS + "123456789")]
        elif run.strip(NUMERALS + "123456789"):
            out.append(Piece(run, None, raw=text))


def _numbered(text: str) -> str:
    return re.sub("[^\u4e00-\u9fff〇1-9]+", "", text)
