"""词表: an agency's own pairs of words, those of its district, and how many the program brings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from gongkai.papers.wording import Hit, shipped_pairs
from gongkai.publication.checks import own_pairs
from gongkai.publication.checks.own_pairs import VERB, Trial
from gongkai.publication.models.checks import WordPair

from .access import Asking, accepted, reading, there, working
from .word_forms import EndForm, PairForm


@reading
def word_agencies(request: HttpRequest, asking: Asking) -> HttpResponse:
    """The agencies to choose from; with one only, its page."""
    asking.ensure_somewhere(VERB)
    found = asking.within(VERB).on(asking.on)
    if found.count() == 1:
        return redirect("desk:words_of", pk=found.get().pk)
    return render(request, "desk/checks/agencies.html", {"agencies": found})


@reading
def words_of(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    agency = asking.agency(VERB, pk)
    own = WordPair.objects.filter(agency=agency).select_related("by").order_by("wrong", "-from_on")
    above = own_pairs.in_force(agency, asking.on).exclude(agency=agency)
    context = {
        "agency": agency,
        "own": own,
        "above": above,
        "shipped": len(shipped_pairs()),
        "today": asking.on,
    }
    return render(request, "desk/checks/words.html", context)


@working
def word_new(request: HttpRequest, asking: Asking, pk: int) -> HttpResponse:
    """``try`` shows what the pair would mark before it is kept."""
    agency = asking.agency(VERB, pk)
    form = PairForm(request.POST or None, initial={"from_on": asking.on})
    trials: list[Trial] = []
    if request.method == "POST" and form.is_valid():
        if "try" in request.POST:
            sample = form.cleaned_data["sample"]
            accepted(form, lambda: trials.append(own_pairs.tried(agency, form.pair(), sample)))
        elif accepted(form, lambda: own_pairs.add(asking.person, agency, **form.given(), at=asking.at)):
            messages.success(request, f"已添加“{form.cleaned_data['wrong']}”，存量信息随后按新词表检查。")
            return redirect("desk:words_of", pk=pk)
    trial = trials[0] if trials else None
    sample = form.cleaned_data.get("sample", "") if trial else ""
    context = {"agency": agency, "form": form, "trial": trial, "marked": _marked(sample, trial)}
    return render(request, "desk/checks/word_new.html", context)


def _marked(text: str, trial: Trial | None) -> list[tuple[str, Hit | None]]:
    """The sample cut at the marks."""
    parts, at = list[tuple[str, Hit | None]](), 0
    for hit in trial.hits if trial else ():
        parts += [(text[at : hit.start], None), (hit.text, hit)]
        at = hit.end
    return [*parts, (text[at:], None)]


@working
def word_end(request: HttpRequest, asking: Asking, pk: int, pair: int) -> HttpResponse:
    agency = asking.agency(VERB, pk)
    row = there(lambda: WordPair.objects.get(pk=pair, agency=agency))
    form = EndForm(request.POST or None, initial={"until_on": asking.on})

    def step() -> object:
        return own_pairs.end(asking.person, row, until_on=form.cleaned_data["until_on"], at=asking.at)

    if request.method == "POST" and form.is_valid() and accepted(form, step):
        messages.success(request, f"“{row.wrong}”已定于该日停用。")
        return redirect("desk:words_of", pk=pk)
    return render(request, "desk/checks/word_end.html", {"agency": agency, "pair": row, "form": form})
