"""The commands that work on an installation. Each makes Django ready first and reads the clock once, here."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from gongkai import server


def run(args: Namespace) -> int:
    server.prepare()
    return VERBS[args.verb](args)


def _now() -> datetime:
    return datetime.now(UTC)


def _migrate(args: Namespace) -> int:
    server.migrate()
    print("数据库已就绪。")
    return 0


def _serve(args: Namespace) -> int:
    return server.serve(args.port, args.host)


def _tick(args: Namespace) -> int:
    failed = server.tick(_now())
    if failed:
        print(f"gongkai: {failed}项定期工作没有完成，见日志和“运行”页。", file=sys.stderr)
    return 1 if failed else 0


def _doctor(args: Namespace) -> int:
    from gongkai import doctor

    results = doctor.run(_now())
    for one in results:
        print(f"{'✓' if one.ok else '✗'} {one.name}：{one.message}")
    return 0 if all(one.ok for one in results) else 1


def _backup(args: Namespace) -> int:
    from gongkai import backup

    print(backup.backup(Path(args.folder), keys=Path(args.keys), at=_now()))
    return 0


def _restore(args: Namespace) -> int:
    from gongkai import backup

    print(backup.restore(Path(args.folder), keys=Path(args.keys), force=args.force, at=_now()))
    return 0


def _invite(args: Namespace) -> int:
    from gongkai.agencies import people
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.agencies.roles import role_of
    from gongkai.ui.signin.invitations import link

    made = people.invite(args.username, name=args.name, email=args.email, agency=find(args.agency),
                         role=role_of(args.role), by=OPERATOR, at=_now())  # fmt: skip
    print(f"已邀请{args.name}。请把下面的链接只交给本人，24 小时内有效：\n{link(made.person)}")
    return 0


def _import_agencies(args: Namespace) -> int:
    from gongkai.agencies.importing import import_agencies
    from gongkai.agencies.permissions import OPERATOR

    from .inputs import load

    outcome = import_agencies(load(args.file), dry_run=args.dry_run, by=OPERATOR, at=_now())
    words = {"create": "新增", "change": "更改", "same": "不变", "error": "有误"}
    for line in outcome.lines:
        print(f"第{line.number}行　{words[line.step]}　{line.code}　{line.name}　{line.message}".rstrip())
    print("，".join(f"{word}{outcome.count(step)}" for step, word in words.items()) + "。", end="")
    if outcome.errors:
        print("名单有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    return 1 if outcome.errors else 0


def _import_cases(args: Namespace) -> int:
    from gongkai.agencies.locked_years import because
    from gongkai.agencies.permissions import OPERATOR
    from gongkai.agencies.queries import find
    from gongkai.cases.importing import import_cases

    from .inputs import load

    agency = find(args.agency)
    with because(args.reason):
        outcome = import_cases(OPERATOR, agency, load(args.file), dry_run=args.dry_run, at=_now())
    words = {"open": "在办", "closed": "已办结", "error": "有误"}
    for line in outcome.lines:
        print(f"第{line.row}行　{words[line.step]}　{line.number}　{line.message}".rstrip())
    print(*outcome.series, sep="\n", end="\n" if outcome.series else "")
    print("，".join(f"{word}{outcome.count(step)}" for step, word in words.items()) + "。", end="")
    if outcome.errors:
        print("台账有误，一行也没有导入；请改正后重试。")
    else:
        print("已导入。" if outcome.applied else "这是试运行，没有改动。")
    return 1 if outcome.errors else 0


def _audit_verify(args: Namespace) -> int:
    from gongkai.agencies.heads import kept
    from gongkai.audit.verify import head, read_heads, verify

    given = read_heads(Path(args.head).read_text("utf-8")) if args.head else []
    heads = [*kept(), *given]
    faults = list(dict.fromkeys(verify(heads)))
    for fault in faults:
        print(f"✗ {fault.message}")
    if not faults:
        print(
            f"✓ 审计链完整，共{head().sequence}条"
            + ("，与导出的链头相符。" if heads else "；未与导出的链头核对。")
        )
    return 1 if faults else 0


def _audit_head(args: Namespace) -> int:
    from gongkai.audit.verify import head

    print(head().line())
    return 0


def _audit_protect(args: Namespace) -> int:
    gone = server.protect(_now())
    print(
        f"已重新建立：{'、'.join(gone)}。请运行 gongkai audit verify 核验期间是否被改动。"
        if gone
        else "保护都在。"
    )
    return 0


def _search_rebuild(args: Namespace) -> int:
    from gongkai.publication import indexing
    from gongkai.search.models import Rebuild

    began, before = time.monotonic(), None

    def rate(rebuild: Rebuild) -> str:
        return f"每秒{(rebuild.done - (before or 0)) / max(time.monotonic() - began, 0.001):.0f}条"

    def told(rebuild: Rebuild) -> None:
        nonlocal before
        # One that was cut off goes on: only what is done now counts.
        before = rebuild.done if before is None else before
        print(f"{rebuild.done}/{rebuild.total}，{rate(rebuild)}", file=sys.stderr)

    done = indexing.rebuild(clock=_now, told=told)
    print(f"检索索引已重建：{done.done}条，{rate(done)}。")
    return 0


def _search_check(args: Namespace) -> int:
    from gongkai.publication import index_agreement

    found = index_agreement.differing()
    print(f"缺少{len(found.missing)}条，内容不同{len(found.changed)}条，多出{len(found.surplus)}条。")
    if found and args.repair:
        index_agreement.repair(found)
        print("已改正。")
        return 0
    return 1 if found else 0


def _keys_rotate(args: Namespace) -> int:
    from gongkai import rotation

    print("正在更换密钥并重新加密（可以中断，再运行一次即接着做）……", flush=True)
    done = rotation.rotate(_now())
    begun = "已生成新密钥，" if done.renewed else "接着上一次更换，"
    print(f"{begun}重新加密{done.values}处，重新计算校验值{done.hashes}条。")
    for one in done.stuck:
        print(f"✗ {one}：与另一条记录的证件号码相同，请先合并或更正，再运行一次。")
    print(
        "请立即备份密钥目录，然后运行 gongkai keys drop-old 删除旧密钥。此前的数据备份仍要用此前备份的密钥恢复。"
    )
    return 0 if done.whole else 1


def _keys_drop_old(args: Namespace) -> int:
    from gongkai import rotation

    done = rotation.drop_old(_now())
    print(f"已删除旧密钥{sum(done.keys.values())}把。请备份密钥目录；此前的数据备份仍要用此前备份的密钥恢复。")
    return 0


def _demo_create(args: Namespace) -> int:
    from gongkai import demo

    print("正在建立演示区（已有的保留不动）……", flush=True)
    people = demo.create(_now())
    print("演示人员（口令只在演示中有效，* 登录时还要验证码：make demo-code）：")
    name, secret = max(len(p.username) for p in people), max(len(p.password) for p in people)
    for one in people:
        words = f"{one.name}　{one.role}{'*' if one.code else ''}　{one.agency}"
        print(f"  {one.username:<{name}}  {one.password:<{secret}}  {words}")
    _print_to_follow()
    return 0


def _print_to_follow() -> None:
    """Requests that can be tried on the portal."""
    from gongkai.cases import demo

    found = demo.to_follow(_now())
    if found:
        print("演示申请（编号和查询码，在“查询申请”里用）：")
    for number, code, stands in found:
        print(f"  {number}  {code}  {stands}")


def _demo_remove(args: Namespace) -> int:
    from gongkai import demo

    removed = demo.remove(_now())
    print(f"已清除演示：机关{removed.agencies}个、人员{removed.persons}名。", end="")
    print(f"{removed.kept_persons}名人员办过真实业务，已停用并保留。" if removed.kept_persons else "")
    return 0


def _demo_code(args: Namespace) -> int:
    from gongkai import demo

    codes = demo.code(args.person, _now())
    width = max((len(username) for username, _ in codes), default=0)
    for username, code in codes:
        print(f"{username:<{width}}  {code}")
    if args.person is None:
        _print_to_follow()
    return 0


VERBS: dict[str, Callable[[Namespace], int]] = {
    "migrate": _migrate,
    "serve": _serve,
    "tick": _tick,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "invite": _invite,
    "import-agencies": _import_agencies,
    "import-cases": _import_cases,
    "audit-verify": _audit_verify,
    "audit-head": _audit_head,
    "audit-protect": _audit_protect,
    "search-rebuild": _search_rebuild,
    "search-check": _search_check,
    "keys-rotate": _keys_rotate,
    "keys-drop-old": _keys_drop_old,
    "demo-create": _demo_create,
    "demo-remove": _demo_remove,
    "demo-code": _demo_code,
}
