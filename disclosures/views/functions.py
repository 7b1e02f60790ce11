"""What public money is spent on: all functions, and one of them with its years and departments."""

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from disclosures import spending
from disclosures.index import LEVELS
from disclosures.models import Publication
from disclosures.templatetags.portal import INVENTED

from .catalogue import soon_rechecked

PER_PAGE = 50
SHOWN_YEARS = 5


@soon_rechecked
@require_safe
def functions(request: HttpRequest) -> HttpResponse:
    """All classes (类) of the functional classification with what is spent on each."""
    years = [one.year for one in spending.years("")][:SHOWN_YEARS]
    context = {"place": "functions", "years": years, **_below("", years)}
    return render(request, "disclosures/functions.html", context)


@soon_rechecked
@require_safe
def function(request: HttpRequest, code: str) -> HttpResponse:
    """One 类, 款 or 项: its years, what lies below it, and who spends most."""
    if not re.fullmatch(r"[0-9]{3}([0-9]{2}){0,2}", code):
        raise Http404
    sums = spending.years(code)
    if not sums:
        raise Http404
    years = [one.year for one in sums][:SHOWN_YEARS]
    chosen = _chosen(request, sums)
    above = [code[:level] for level in LEVELS if 0 < level < len(code)]
    named = spending.names([*above, code])
    page = Paginator(range(chosen.departments), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "place": "functions",
        "code": code,
        "name": named.get(code, ""),
        "above": [(one, named.get(one, "")) for one in above],
        "sums": sums,
        "chosen": chosen,
        "years": years,
        **_below(code, years),
        "page": page,
        "most": spending.most(code, chosen.year),
        "spenders": spending.spenders(code, chosen.year, page.start_index() - 1, PER_PAGE),
    }
    return render(request, "disclosures/function.html", context)


def _below(code: str, years: list[int]) -> dict[str, object]:
    """The codes below with their amounts, and the largest of the newest year."""
    codes = spending.below(code, years)
    newest = (one.amounts[0] for one in codes if one.amounts)
    largest = max((amount for amount in newest if amount is not None), default=None)
    return {"codes": codes, "largest": largest, "has_invented": _has_invented()}


def _has_invented() -> bool:
    """Whether anything made up (演示数据) is among the sums."""
    public = Publication.objects.published().current()
    return public.filter(disclosure__department__code__startswith=INVENTED).exists()


def _chosen(request: HttpRequest, sums: list[spending.YearSum]) -> spending.YearSum:
    """The year of the address, else the newest."""
    asked = request.GET.get("year", "")
    return next((one for one in sums if str(one.year) == asked), sums[0])
