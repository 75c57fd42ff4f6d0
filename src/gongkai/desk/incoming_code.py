"""A query code for somebody who lost theirs, or who asked over the counter: shown once, to be handed over."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.cases.asking import codes

from .access import Asking, accepted, posted, working
from .case_fields import words
from .incoming_one import to_settle


class ProofForm(forms.Form):
    proof = words("怎样核对的身份", most=200, hint="例如：当面出示居民身份证原件。不要填写证件号码")


@working
def incoming_code(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    found = to_settle(asking, pk)
    before = found.access_codes.exists()
    form = ProofForm(posted(request))
    made: list[str] = []
    if form.is_valid():
        proof = form.cleaned_data["proof"]
        accepted(form, lambda: made.append(codes.replace(asking.person, found, proof=proof, at=asking.at)))
    context = {"incoming": found, "form": form, "code": made[0] if made else "", "before": before}
    return render(request, "desk/incoming/code.html", context)
