"""XSLT used as a tree walk in C: no file, no network, no parameters, text out."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from gongkai.errors import TooLarge, Unreadable

_NOTHING = etree.XSLTAccessControl(  # type: ignore[call-arg]  # lxml-stubs leave out its arguments
    read_file=False, write_file=False, create_dir=False, read_network=False, write_network=False
)


@cache
def _compiled(name: str) -> Any:
    source = files("gongkai.readers").joinpath(name).read_bytes()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    return etree.XSLT(etree.fromstring(source, parser), access_control=_NOTHING)


def flatten(root: Any, name: str) -> str:
    """The document below ``root`` as one stream (see ``stream``). Raises TooLarge where it nests too deep."""
    try:
        return str(_compiled(name)(root))
    except etree.XSLTApplyError as error:
        if "emory" in str(error):
            raise MemoryError from error
        if "depth" in str(error) or "recursion" in str(error):
            raise TooLarge("文档嵌套过深，未读取；请用原软件打开后另存再试。") from error
        raise Unreadable("文档内容损坏；请用原软件打开后另存一份再试。") from error
