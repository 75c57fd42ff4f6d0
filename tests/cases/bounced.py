"""Reports that a mail did not arrive, as mail systems write them; everybody in them is invented."""

from __future__ import annotations

from collections.abc import Mapping

_POSTFIX = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.cn (Mail Delivery System)
To: gk@example.cn
Subject: Undelivered Mail Returned to Sender
Date: Wed, 4 Mar 2026 17:01:02 +0800 (CST)
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"
Message-Id: <20260304090102.ABC@mx.example.cn>

This is a MIME-encapsulated message.

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.cn. I'm sorry to have to inform you that your message could not
be delivered to one or more recipients.

<zhang@example.cn>: host mail.example.cn said: 550 5.1.1 User unknown

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.cn
X-Postfix-Queue-ID: ABC
Arrival-Date: Wed, 4 Mar 2026 17:01:00 +0800 (CST)

Final-Recipient: rfc822; zhang@example.cn
Original-Recipient: rfc822;zhang@example.cn
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.cn
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--B1
Content-Description: Undelivered Message
Content-Type: {original}

From: gk@example.cn
To: zhang@example.cn
Message-ID: {id}
Subject: =?utf-8?b?5pS/5bqc5L+h5oGv5YWs5byA?=

words

--B1--
"""


def postfix(ident: str, *, action: str = "failed", status: str = "5.1.1", original: str = "message/rfc822") -> str:
    return _POSTFIX.format(id=ident, action=action, status=status, original=original)


def exchange(ident: str) -> str:
    """In Chinese; it answers the mail, and keeps its header apart."""
    return f"""\
From: Microsoft Outlook <MicrosoftExchange329@example.cn>
To: gk@example.cn
Subject: =?utf-8?b?5pyq6YCS6L6+?=
Message-ID: <exchange-1@example.cn>
In-Reply-To: {ident}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="X"

--X
Content-Type: text/html; charset="utf-8"

<p>您的邮件未能送达以下收件人。</p>

--X
Content-Type: message/delivery-status

Reporting-MTA: dns;mail.example.cn

Final-recipient: RFC822; zhang@example.cn
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;552 5.2.2 mailbox full

--X
Content-Type: text/rfc822-headers

Message-ID: {ident}
Subject: notice

--X--
"""


def provider(ident: str, charset: str = "gb18030") -> bytes:
    """A page in Chinese from a postmaster, with the header of the mail quoted in it and no report in fields."""
    head = f"""\
From: Postmaster <PostMaster@mail.example.cn>
To: gk@example.cn
Subject: =?utf-8?b?57O757uf6YCA5L+h?=
Message-ID: <tuixin-1@mail.example.cn>
MIME-Version: 1.0
Content-Type: text/html; charset={charset}
Content-Transfer-Encoding: 8bit

"""
    body = (
        "<p>抱歉，您的邮件被退回来了……</p><p>退信原因：收件人邮件地址不存在，550 User not found</p>"
        f"<p>原信信息：</p><pre>Message-ID: {ident.replace('<', '&lt;').replace('>', '&gt;')}\nTo: 张先生</pre>"
    )
    return head.encode() + body.encode(charset)


def exim(ident: str) -> str:
    return f"""\
Return-Path: <>
X-Failed-Recipients: zhang@example.cn
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.cn>
To: gk@example.cn
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1abc@mx.example.cn>

This message was created automatically by mail delivery software.
A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

  zhang@example.cn
    SMTP error from remote mail server: 554 5.7.1 rejected

------ This is a copy of the message, including all the headers. ------

Message-ID: {ident}
Subject: notice
"""


def holiday(ident: str) -> str:
    """An answer of a person's machine: no report."""
    return f"""\
Return-Path: <>
From: =?utf-8?b?5byg5LiJ5Liw?= <zhang@example.cn>
To: gk@example.cn
Subject: Re: notice
Message-ID: <holiday-1@example.cn>
In-Reply-To: {ident}
Auto-Submitted: auto-replied

我在休假，三月十日以后回复您。
"""


def samples(ident: str) -> Mapping[str, tuple[bytes, str]]:
    """Each with the code it gives."""
    return {
        "postfix": (postfix(ident).encode(), "5.1.1"),
        "postfix, header only": (postfix(ident, original="text/rfc822-headers").encode(), "5.1.1"),
        "exchange": (exchange(ident).encode(), "5.2.2"),
        "provider in GB18030": (provider(ident), "550"),
        "provider in UTF-8": (provider(ident, "utf-8"), "550"),
        "exim": (exim(ident).encode(), "5.7.1"),
    }
