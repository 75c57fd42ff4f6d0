"""The receipt, by mail and text message, to who wants to hear that way. Neither name nor matter stands in it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from gongkai.agencies.who import day
from gongkai.cases.asking.wanted import Wanted
from gongkai.cases.models import Incoming
from gongkai.notices import outbox

SUBJECT = "政府信息公开申请回执"


def send(incoming: Incoming, asked: Wanted, code: str, *, at: datetime) -> None:
    """Into the outbox, in the caller's transaction."""
    ways = {
        "mail": (asked.applicant.email, body(incoming, code, at)),
        "text": (asked.mobile, short(incoming, code)),
    }
    for means in asked.notify:
        address, text = ways[means]
        outbox.put(
            incoming.agency, means=means, address=address, subject=SUBJECT, body=text, about=incoming.key,
            once=f"receipt:{means}:{incoming.key}", at=at,
        )  # fmt: skip


def body(incoming: Incoming, code: str, at: datetime) -> str:
    on = day(at)
    return (
        f"您提交给{incoming.agency.name}的政府信息公开申请已收到。\n\n"
        f"回执编号：{incoming.number}\n查询码：{code}\n提交日期：{on.year}年{on.month}月{on.day}日\n\n"
        "本机关与您确认之日为收到申请之日，答复期限从次日起计算（《政府信息公开条例》第三十一条、第三十三条）。\n"
        f"凭回执编号和查询码可以查询办理情况：{settings.GONGKAI_ADDRESS}/follow/\n"
        "查询码相当于钥匙，请妥善保管，不要转发给他人。"
    )


def short(incoming: Incoming, code: str) -> str:
    return f"{incoming.agency.name}已收到您的公开申请，回执编号{incoming.number}，查询码{code}。请勿转发。"
