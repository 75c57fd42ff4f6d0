"""What an entry of the audit chain says to a person."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.accounts.models import Person
from gongkai.agencies.kinds import Kind
from gongkai.agencies.models import Agency
from gongkai.agencies.roles import Role
from gongkai.audit.models import Entry

VERBS: Mapping[str, str] = {
    "agencies.create": "设立机关",
    "agencies.rename": "机关更名",
    "agencies.classify": "改变机关类型",
    "agencies.move": "调整隶属或排序",
    "agencies.contact": "修改联系方式",
    "agencies.supervisor": "指定主管部门",
    "agencies.days": "调整设立或撤销日期",
    "agencies.succeed": "机关合并或分立",
    "agencies.import": "导入机构名单",
    "works.enter": "登记工作台账",
    "works.correct": "更正工作台账",
    "works.withdraw": "撤下工作台账",
    "works.import": "导入工作台账",
    "works.demo_remove": "移除演示的工作台账和检查",
    "inspections.sheet": "导入评分表",
    "inspections.begin": "开始检查",
    "inspections.look": "按记录重新判定",
    "inspections.judge": "判定检查项目",
    "inspections.close": "结束检查",
    "inspections.publish": "通报检查结果",
    "shortcomings.assign": "交科室整改",
    "shortcomings.prove": "报送整改情况",
    "shortcomings.accept": "整改复核通过",
    "shortcomings.send_back": "退回重新整改",
    "calendar.notice": "载入放假通知",
    "calendar.regional": "载入地区放假安排",
    "calendar.withdraw": "撤下放假通知",
    "people.invite": "邀请人员",
    "people.appoint": "任命角色",
    "people.dismiss": "结束任职",
    "people.stand-in": "安排代理",
    "people.disable": "停用账户",
    "people.enable": "恢复账户",
    "people.invitation": "取设置密码的链接",
    "people.password": "设置密码",
    "people.second-factor": "重设验证器",
    "letters.series": "设定编号序列",
    "letters.wording": "修改文书文字或理由",
    "letters.wording_retire": "停用文书文字或理由",
    "letters.draft": "拟写文书",
    "letters.revise": "修改文书",
    "letters.issue": "文书编号",
    "letters.seal": "上传盖章件",
    "letters.void": "作废文书",
    "cases.assign": "分办",
    "cases.claim": "认领",
    "cases.hand_over": "移交",
    "cases.write": "拟写文书",
    "cases.revise": "修改文书",
    "cases.issue": "文书编号",
    "cases.seal": "上传盖章件",
    "cases.void": "作废文书",
    "cases.dispatch": "登记发出",
    "cases.serve": "登记送达结果",
    "cases.receive_supplement": "登记补正",
    "cases.no_good_reason": "认定无正当理由逾期不补正",
    "cases.receive_reasons": "登记理由说明",
    "cases.ask_office": "请科室协查",
    "cases.answer_task": "登记协查反馈",
    "cases.search": "登记检索",
    "cases.sign_search": "签字确认检索记录",
    "cases.consult": "征求意见",
    "cases.hear": "登记意见",
    "cases.silence": "认定逾期未答复",
    "cases.find": "认定第三方的理由",
    "cases.override": "以公共利益为由决定公开",
    "cases.notify_third_party": "拟写第三方告知书",
    "cases.ask_extension": "申请延期",
    "cases.consent_extension": "同意延期",
    "cases.decline_extension": "不同意延期",
    "cases.fee": "拟写收费通知",
    "cases.pay": "登记缴费",
    "cases.pay_late": "登记逾期缴费",
    "cases.refund": "登记退费",
    "cases.link": "关联此前的申请",
    "cases.unlink": "取消关联",
    "cases.draft": "拟定处理决定",
    "cases.review": "审查",
    "cases.choose_file": "选定提供的文件",
    "cases.drop_file": "不再提供一份文件",
    "cases.prepare_file": "准备提供的文件",
    "cases.clean_file": "清除文件的隐藏信息",
    "cases.draw_boxes": "遮盖文件",
    "cases.burn_boxes": "生成遮盖件",
    "cases.check_file": "核对提供的文件",
    "cases.refuse_file": "退回提供的文件",
    "cases.attach_schedule": "把不予公开内容一览加入案卷",
    "cases.submit": "提交审批",
    "cases.return": "退回修改",
    "cases.approve": "批准",
    "cases.withdraw": "登记撤回",
    "cases.revoke_electronic": "撤回电子送达的同意",
    "cases.close": "办结",
    "cases.reopen": "重新办理",
    "cases.file": "加入材料",
    "cases.strike": "划去一条记录",
    "cases.redate_event": "更正一条记录的日期",
    "cases.redate": "放假通知改变答复期限",
    "cases.reassess": "登记复核结论",
    "cases.bundle": "导出案卷材料",
    "archive.hand_over": "向档案馆移交",
    "archive.receipt": "登记移交回执",
    "archive.package": "导出移交的案卷",
    "retention.hold": "登记留存",
    "retention.lift": "解除留存",
    "retention.period": "设定保管期限",
    "retention.propose": "列入销毁清册",
    "retention.appraise": "鉴定销毁清册",
    "retention.return": "退回销毁清册",
    "retention.refuse": "不予销毁",
    "retention.approve": "批准销毁",
    "retention.destroy": "按期限销毁",
    "retention.finish": "销毁完毕",
    "data.receive": "登记查阅、更正本人信息的申请",
    "data.prove": "核对本人身份",
    "data.look": "汇集本人信息",
    "data.export": "导出本人信息",
    "data.correct": "更正本人信息",
    "data.answer": "答复本人信息的申请",
    "cases.settings": "设定救济途径和缴费方式",
    "cases.register": "登记为申请",
    "cases.confirm": "登记双方确认",
    "cases.confirmation-tried": "登记联系申请人未成",
    "cases.identity": "查看申请人信息",
    "cases.split": "拆分申请",
    "cases.split-off": "拆分出申请",
    "cases.merge": "并案",
    "cases.unmerge": "撤销并案",
    "cases.import": "导入台账",
    "cases.demo_remove": "移除演示申请",
    "cases.opening": "登记期初结转",
    "cases.quarter": "零申请确认",
    "channels.open": "启用申请渠道",
    "channels.close": "停用申请渠道",
    "follow.send": "申请人在网上提交",
    "follow.fetch": "申请人在网上下载",
    "follow.answer": "答复申请人反映的问题",
    "incoming.take-in": "登记来件",
    "incoming.submit": "申请人在线提交",
    "incoming.open": "打开来件",
    "incoming.look": "查看来件的原件",
    "incoming.attach": "补充来件的扫描件",
    "incoming.settle": "处理来件",
    "access.replace": "补发查询码",
    "notices.fail": "通知没有送出",
    "notices.lose": "通知是否送出不明",
    "notices.resend": "重新发送通知",
    "notices.settle": "已另行通知",
    "notices.bounce": "通知被退回",
    "notices.quiet": "设定短信免打扰时段",
    "notices.wording": "修改通知文字",
    "notices.wording_retire": "停用通知文字",
    "delivery.open": "申请人打开电子送达的文书",
    "cases.send_paper": "补送纸质文书",
    "columns.from-law": "按法定事项建立目录",
    "columns.add": "增加目录事项",
    "columns.edit": "修改目录事项",
    "columns.close": "停用目录事项",
    "columns.owner": "指定栏目责任人",
    "columns.import": "导入标准目录",
    "columns.nothing-new": "登记本期无新增",
    "obligations.enter": "登记应公开的信息",
    "obligations.change": "更正应公开的登记",
    "obligations.name": "对应到信息",
    "obligations.excuse": "登记不需公开",
    "obligations.reopen": "重新办理应公开的信息",
    "guide.edit": "修改指南",
    "guide.discard": "丢弃指南草稿",
    "guide.publish": "发布指南",
    "work-rules.made": "登记制度",
    "work-rules.revised": "登记制度修订",
    "work-rules.repealed": "登记制度废止",
    "work-rules.looked": "登记制度检视",
    "work-rules.publish-as": "对应制度文本",
    "items.reassess": "复核不主动公开的信息",
    "items.hand-over": "移送档案馆、图书馆",
    "conversions.suggest": "建议转为主动公开",
    "conversions.agree": "同意转为主动公开",
    "conversions.decline": "不转为主动公开",
    "counts.enter": "登记数量",
    "counts.import": "导入数量",
    "counts.target": "设定年度目标",
    "publication.push_target": "添加推送平台",
    "publication.push_end": "停用推送平台",
    "publication.push_again": "重新推送",
    "publication.push_failed": "推送多次没有成功",
    "publication.source_add": "添加收录来源",
    "publication.source_end": "停用收录来源",
    "publication.source_read_now": "重新读取来源",
    "publication.source_failed": "来源读取失败",
    "publication.source_take": "从来源收录信息",
    "publication.source_show": "从来源补记公开渠道",
    "publication.source_show_end": "来源不再展示",
    "publication.source_change": "随来源更新信息",
    "items.import": "导入存量信息",
    "items.demo_remove": "移除演示信息",
    "items.begin": "新建公开信息",
    "items.edit": "修改草稿",
    "items.revise": "起草新的一版",
    "items.discard": "作废草稿",
    "items.submit": "提交审核",
    "items.unit-pass": "通过科室审核",
    "items.disclosure-pass": "通过公开审查和保密审查",
    "items.approve": "批准发布",
    "items.keep": "定为不主动公开",
    "items.return": "退回修改",
    "items.release": "发布信息",
    "items.schedule": "定时发布",
    "items.check-page": "登记页面检查",
    "items.withdraw": "撤回信息",
    "items.remove": "撤下信息",
    "items.relate": "关联信息",
    "items.unrelate": "解除关联",
    "items.mark": "标注有效性",
    "items.show": "登记公开渠道",
    "items.show-end": "登记撤下渠道",
    "items.show-strike": "划去渠道记录",
    "items.attach": "上传附件",
    "items.replace-file": "替换附件",
    "items.rename-file": "修改附件名称",
    "items.remove-file": "删除附件",
    "items.reorder-files": "调整附件顺序",
    "items.take-body": "从文件取入正文",
    "items.secrecy-stop": "拦截有密级标志的文件",
    "items.topics": "设定年度重点领域",
    "items.topics-put": "选定重点领域",
    "items.series": "设定索引号",
    "imports.begin": "上传存量清单",
    "imports.confirm": "确认导入存量清单",
    "imports.discard": "放弃存量清单",
    "checks.settle": "处理自动检查发现的问题",
    "checks.again": "重新检查存量信息",
    "words.add": "添加词对",
    "words.end": "停用词对",
    "reviews.register": "登记收到复议、诉讼副本",
    "reviews.import": "导入复议诉讼台账",
    "reviews.correct": "更正复议、诉讼登记",
    "reviews.void": "注销误登的复议、诉讼",
    "reviews.procedure": "登记审理程序",
    "reviews.answer": "提交答复和证据",
    "reviews.hear": "登记听证、开庭",
    "reviews.decide": "登记复议、诉讼结果",
    "reviews.remand": "登记发回重审",
    "reviews.appeal": "登记对方上诉、再审",
    "reviews.go-higher": "登记本机关上诉、再审",
    "reviews.lay": "登记应履行的义务",
    "reviews.suggest": "登记意见、建议",
    "reviews.perform": "登记履行、回复情况",
    "reviews.reopen-case": "按复议、诉讼结果重新办理申请",
    "reviews.file": "添加复议、诉讼材料",
    "reviews.look": "查看复议、诉讼材料",
    "reviews.close": "了结复议、诉讼",
    "reviews.reading": "确定复议、诉讼结果的归类",
    "reviews.demo_remove": "移除演示复议诉讼",
    "reviews.redate": "重算复议、诉讼期限",
    "doors.submit": "网民留言",
    "doors.agree": "采纳公开的建议",
    "doors.answer": "答复留言",
    "doors.pass_on": "转交留言",
    "doors.contact": "查看留言的联系方式",
    "saved.ask": "网民申请订阅查找",
    "saved.confirm": "网民确认订阅查找",
    "saved.tell": "向订阅的网民发邮件",
    "saved.end": "退订查找并删除邮箱",
    "reports.take_in": "收到文件",
    "reports.read": "读取文件",
    "reports.unreadable": "文件无法读取",
    "reports.bind": "确认机关和年度",
    "reports.retry": "重新读取",
    "reports.discard": "作废文件",
    "reports.draft": "形成新的一版",
    "reports.open": "由记录编制",
    "reports.compile": "重新编制",
    "reports.hand_up": "送签",
    "reports.send_back": "退回修改",
    "reports.sign": "签发并报送",
    "reports.correct": "更正数字",
    "reports.undo": "撤销更正",
    "reports.reword": "更正正文",
    "reports.undo_rewording": "撤销正文的更正",
    "reports.accept": "接受",
    "reports.return": "退回",
    "reports.reopen": "撤销接受",
    "reports.publish": "发布",
    "reports.render": "补写下载文件",
    "reports.revise": "开始更正已发布的版本",
    "reports.due_date": "设定本地区提交日期",
    "reports.sentence": "编写年报的本地区用语",
    "reports.sentence_retire": "停用年报的本地区用语",
    "reports.demo_remove": "移除演示年报",
    "demo.remove": "移除演示区",
    "operations.backup": "备份",
    "operations.restore": "从备份恢复",
    "operations.rotate-keys": "更换密钥",
    "operations.drop-keys": "停用旧密钥",
    "audit.protect": "恢复审计链的保护",
}

_FACTS: Mapping[str, str] = {
    "role": "角色",
    "from": "从",
    "until": "到",
    "to": "到",
    "on": "日期",
    "order": "排序",
    "kind": "类型",
    "parent": "上级",
    "fields": "项目",
    "create": "新建",
    "change": "改动",
    "same": "没有变化",
    "for": "代理",
    "cell": "位置",
    "part": "正文部分（0为开头）",
    "year": "年度",
    "from_year": "起始年度",
    "until_year": "截止年度",
    "reference": "文号",
    "moved": "变动的日期",
    "number": "版本",
    "errors": "错误",
    "relations": "附理由的勾稽关系",
    "due_on": "日期",
    "size": "字节",
}


def verb_words(verb: str) -> str:
    return VERBS.get(verb, verb)


@dataclass(frozen=True, slots=True)
class Said:
    """One entry in words; ``entry`` is the row itself."""

    entry: Entry
    verb: str
    actor: str
    agency: str
    facts: str


def said(entries: Iterable[Entry]) -> list[Said]:
    """Names are looked up now: the chain keeps keys only, never names."""
    rows = list(entries)
    names = _names(key for row in rows for key in _keys(row))
    return [
        Said(row, verb_words(row.verb), names.get(row.actor, row.actor), names.get(row.agency, row.agency),
             _facts(row, names))
        for row in rows
    ]  # fmt: skip


def _keys(row: Entry) -> Iterator[str]:
    """Whatever in an entry may be the key of a person or an agency."""
    yield from (row.actor, row.agency, row.object)
    for value in json.loads(row.data).values():
        yield from (str(one) for one in (value if isinstance(value, list) else [value]))


def _names(keys: Iterable[str]) -> dict[str, str]:
    wanted: dict[str, set[int]] = {"person": set(), "agency": set()}
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in wanted and number.isdigit():
            wanted[kind].add(int(number))
    names = {p.key: p.name for p in Person.objects.filter(pk__in=wanted["person"])}
    names |= {a.key: a.name for a in Agency.objects.filter(pk__in=wanted["agency"])}
    return names | {"operator": "运维人员（服务器命令）", "worker": "后台读取"}


def _facts(entry: Entry, names: Mapping[str, str]) -> str:
    about = [names[entry.object]] if entry.object in names and entry.object != entry.agency else []
    data: dict[str, Any] = json.loads(entry.data)
    told = [f"{_FACTS[k]}：{_plain(v, names)}" for k, v in data.items() if k in _FACTS and v not in (None, "", [])]
    return "；".join([*about, *told])


def _plain(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(_plain(one, names) for one in value)
    text = str(value)
    for words in (Role, Kind):
        if text in words.values:
            return str(words(text).label)
    return names.get(text, text)
