"""Filters over a list that may hold several agencies: the one is asked for only where there are."""

from __future__ import annotations

from typing import Any

from django import forms

from gongkai.agencies.models import Agency, AgencyQuerySet


class AgencySearch(forms.Form):
    """Each list adds its own fields. What makes no sense is left out, and never refused."""

    agency = forms.ModelChoiceField(
        label="机关", queryset=Agency.objects.none(), required=False, empty_label="全部"
    )

    def __init__(self, *args: Any, agencies: AgencyQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)
        agency.queryset = agencies
        self.several = agencies.count() > 1
        self.is_valid()
