"""Opening a page of one budget: for whom it is meant, and who may write there."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from disclosures.models import Budget, LineItem

from .scoped import named, person


def opened(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> Budget:
    """The budget, for whoever may see its line items."""
    budget = (
        register.get_queryset(request).select_related("unit__department").filter(pk=key).first()
    )
    if budget is None:
        raise Http404
    if not person(request).has_perm(named("view", LineItem), budget):
        raise PermissionDenied
    return budget


def may_write(request: HttpRequest, budget: Budget) -> bool:
    """Whether the person may enter everything of the budget anew."""
    user = person(request)
    return all(
        user.has_perm(named(action, model), budget)
        for action, model in (("change", Budget), ("add", LineItem), ("delete", LineItem))
    )
