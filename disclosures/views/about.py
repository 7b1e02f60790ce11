"""What the portal is and how it is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .catalogue import soon_rechecked


@soon_rechecked
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, how to read a budget, what may be done with it, whom to ask, which keys."""
    return render(request, "disclosures/about.html", {"place": "about"})
