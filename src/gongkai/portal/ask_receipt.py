"""The receipt: number and query code, what was submitted, who has confirmed and when, what comes next.

It is shown to the browser that submitted, for an hour, and to nobody by its address alone.
"""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongkai.agencies.models import Agency
from gongkai.cases.asking.wanted import NOTIFY, will_follow

from . import ask_draft
from .ask_agencies import with_askable
from .ask_draft import to
from .ask_summary import sections
from .form_page import form_page


@form_page
@with_askable
def receipt(request: HttpRequest, agency: Agency) -> HttpResponse:
    found = ask_draft.submitted(request, agency)
    if found is None:
        return HttpResponseRedirect(to(agency, "ask_agency"))
    values, files = json.loads(found.submission.values), list(found.incoming.files.all())
    context = {
        "column": "ask",
        "agency": agency,
        "incoming": found.incoming,
        "submission": found.submission,
        "code": found.code,
        "case": found.incoming.case,
        "sections": sections(values, files, masked=True),
        "notified": "、".join(NOTIFY[one] for one in values.get("notify", ()) if one in NOTIFY),
        "follow": will_follow(values, {one.what for one in files}).values(),
    }
    return render(request, "portal/ask/receipt.html", context)
