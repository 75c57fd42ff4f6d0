"""The page of an item as any visitor gets it, for the look at it after a release (``checking_pages``)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from gongkai.errors import Refused
from gongkai.publication import checking_pages
from gongkai.publication.models import Item


def page_of(item: Item) -> str:
    """Made anew, never one that lies ready. Refused where a visitor would not get it."""
    from . import items

    host = urlsplit(settings.GONGKAI_ADDRESS).netloc
    request = RequestFactory().get(reverse("portal:item", args=[item.pk]), headers={"host": host})
    request.user = AnonymousUser()
    response = items.item(request, item.pk)
    if response.status_code != 200:
        raise Refused(f"公众打开这一页得到的是“{response.status_code}”；请确认这条信息仍在公开。")
    return response.content.decode()


checking_pages.shows(page_of)
