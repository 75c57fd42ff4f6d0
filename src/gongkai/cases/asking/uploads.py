"""What a file may be that comes over the portal, with a request or after it: its kind by its content, its size."""

from __future__ import annotations

from gongkai.cases.filing import Paper
from gongkai.documents.kinds import kind_of
from gongkai.documents.names import safe
from gongkai.errors import TooLarge, UnknownKind

# At one time.
MAX_FILES = 10
MAX_FILE = 15 * 2**20
MAX_TOTAL = 40 * 2**20
KINDS = {
    "pdf": "PDF", "picture": "JPG、PNG图片", "docx": "Word文档", "xlsx": "Excel表格", "ole": "Word、WPS文档",
    "ofd": "OFD", "text": "文本",
}  # fmt: skip


def ensure_taken(paper: Paper) -> None:
    """TooLarge, or UnknownKind for what is no document, whatever it is called. Empty ones are refused where they
    are stored."""
    if len(paper.data) > MAX_FILE:
        raise TooLarge(
            f"“{safe(paper.name)}”超过{MAX_FILE // 2**20}MB，没有接收；请降低扫描分辨率，或者分成几个文件。"
        )
    if paper.data and kind_of(paper.data) not in KINDS:
        raise UnknownKind(
            f"“{safe(paper.name)}”不是可以接收的文件，没有接收；"
            f"可以上传{'、'.join(dict.fromkeys(KINDS.values()))}，压缩包请解开后逐个上传。"
        )
