"""What a step will do and to whom, said before it is done."""

from __future__ import annotations

from gongkai.publication.models import Version
from gongkai.publication.words import DisclosureClass


def effects_of(code: str, version: Version) -> tuple[str, ...]:
    """One sentence each, in the order in which it matters."""
    return tuple(_EFFECTS[code](version)) if code in _EFFECTS else ()


def _submit(version: Version) -> list[str]:
    drafters = "参与起草的人不能审核或者批准这一稿。"
    return ["自动检查会再做一遍；有必须改正的问题时不能提交。", "提交后不能修改，要改就取回或者等退回。", drafters]


def _approve(version: Version) -> list[str]:
    return [
        f"公开属性定为“{version.get_disclosure_class_display()}”。",
        "批准后由有发布权限的人发布，现在公众还看不到。",
    ]


def _keep(version: Version) -> list[str]:
    words = DisclosureClass(version.disclosure_class).label
    return [f"公开属性定为“{words}”，公众看不到。", "列入动态调整的范围，到期再看能不能公开（《条例》第十八条）。"]


def _release(version: Version) -> list[str]:
    item, files = version.item, version.attachments.count()
    found = [
        f"一发布，公众就在{item.agency.name}的主动公开栏目、搜索和订阅里看到这{_what(files)}；定时发布的，到时才看到。"
    ]
    if item.number:
        found.append(f"索引号不变：{item.number}。")
    else:
        found.append("系统给出索引号，以后不再改变。")
    if item.is_public:
        found.append("取代现在公开的那一版；公众能看到更正说明和更正时间。")
    found.append("公开时间由系统记录，不能倒签；发布后请做页面检查。")
    return found


def _what(files: int) -> str:
    return f"条信息和{files}个附件" if files else "条信息"


def _withdraw(version: Version) -> list[str]:
    return [
        "公众立即看不到正文和附件：页面、列表、搜索、订阅、接口、导出的文件里同时没有。",
        "原来的网址显示“已撤回”和您写的原因。",
        f"索引号{version.item.number or ''}保留，不再给别的信息；统计仍按发布过的计入并列明。",
    ]


def _remove(version: Version) -> list[str]:
    return [
        "只用于已经泄露国家秘密、商业秘密、个人隐私的情形；其他情形请用“撤回”。",
        "公众立即看不到，原来的网址按不存在处理，不显示原因。",
        "事件报告只有本机关内部能看到；涉密的，还要按保密规定报告。",
        "搜索引擎和转载的网站可能还有副本，请联系它们删除，并写进事件报告。",
    ]


def _revise(version: Version) -> list[str]:
    if not version.item.is_public:
        return ["复制最后一版作为草稿；要重新审核、批准后才会公开。"]
    return ["复制现在公开的这一版作为草稿；改好后要重新审核、批准、发布。", "在新的一版发布以前，公众看到的不变。"]


def _discard(version: Version) -> list[str]:
    shown = "公众看到的不受影响。" if version.item.is_public else "这条信息没有发布过，以后可以重新拟稿。"
    return ["作废的稿子留在历史里，不能恢复成草稿。", shown]


_EFFECTS = {
    "submit": _submit,
    "approve": _approve,
    "keep": _keep,
    "release": _release,
    "withdraw": _withdraw,
    "remove": _remove,
    "revise": _revise,
    "discard": _discard,
}
