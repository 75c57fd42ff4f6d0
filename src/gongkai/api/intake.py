"""Where the interface takes items that another platform pushes, signed."""

from __future__ import annotations

import json
import logging

from django.db import Error
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from gongkai.errors import GongkaiError
from gongkai.publication.taking_in import receiving
from gongkai.publication.taking_in.receiving import MOST, NotGenuine

from .problems import problem

log = logging.getLogger(__name__)
_TOO_MUCH = f"内容超过{MOST // 2**20}MB，没有接收。"


@csrf_exempt
def intake(request: HttpRequest, key: int) -> HttpResponse:
    """POST alone comes so far (``interface``). 200 with what came of it; 401 for a wrong signature, 413 for too
    much, 422 for what is no item."""
    try:
        data = request.read(MOST + 1)
    except UnreadablePostError:
        return problem(request, 400, "内容没有传完，请重新推送。")
    if len(data) > MOST:
        return problem(request, 413, _TOO_MUCH)
    try:
        result = receiving.receive(key, request.headers, data, at=timezone.now())
    except NotGenuine as error:
        return problem(request, 401, str(error))
    except GongkaiError as error:
        return problem(request, 422, str(error))
    except Error:
        log.exception("intake broke off")
        return problem(request, 503, "暂时不能收录，请稍后重新推送。")
    shown = result.item is not None and result.item.is_public
    page = (
        request.build_absolute_uri(reverse("portal:item", args=[result.item.pk])) if shown and result.item else ""
    )
    said = {"result": result.what.name.lower(), "message": result.what.value, "page": page}
    return HttpResponse(json.dumps(said, ensure_ascii=False), content_type="application/json; charset=utf-8")
