"""Departments compared: the page, and the same rows as CSV and XLSX."""

from dataclasses import replace

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from disclosures.appearance import MODES
from disclosures.comparing import facts, files, naming
from disclosures.comparing.choice import WAYS, Choice, chosen
from disclosures.comparing.table import Comparison, compared
from disclosures.models import CurrentVersion
from disclosures.templatetags.portal import is_invented

from .catalogue import soon_rechecked

PER_PAGE = 50
MATCHES = 30
USUAL_YEARS = 3
# What most readers compare; each is one click away.
STARTS = ("total", "three_public", "vehicles", "reception", "staff", "project")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@soon_rechecked
@require_safe
def compare(request: HttpRequest) -> HttpResponseBase:
    """The form and, where departments are chosen, the table; one choice has one address."""
    years = _years()
    choice = _complete(chosen(request.GET), years)
    if choice.is_of_somebody and _asked(request) != choice.query:
        return HttpResponseRedirect(f"{request.path}?{choice.query}")
    whose = facts.departments(choice)
    comparison = compared(choice, whose, facts.published(choice)) if whose else None
    context = {
        "place": "compare",
        "choice": choice,
        "name": naming.measure_name(choice),
        "described": naming.described(choice),
        "comparison": comparison,
        "page": comparison and Paginator(comparison.rows, PER_PAGE).get_page(choice.page),
        "has_invented": any(is_invented(one.code) for one in whose),
        "picked": [one for one in whose if one.code in choice.departments],
        "matches": _matches(choice.words),
        "regions": facts.regions(),
        "years": years,
        "measures": list(naming.measures()),
        "ways": WAYS.items(),
        "starts": STARTS,
    }
    return render(request, "disclosures/compare.html", context)


@soon_rechecked
@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """All rows as CSV."""
    comparison = _of(request)
    return _file(files.csv_of(comparison).encode(), "text/csv; charset=utf-8", comparison, "csv")


@soon_rechecked
@require_safe
def compare_xlsx(request: HttpRequest) -> HttpResponse:
    """All rows as a workbook."""
    comparison = _of(request)
    page = request.build_absolute_uri(f"{reverse('disclosures:compare')}?{comparison.choice.query}")
    name = naming.measure_name(comparison.choice)
    return _file(files.workbook_of(comparison, name, page), XLSX, comparison, "xlsx")


def _asked(request: HttpRequest) -> str:
    """The parameters of the address; how the page is dressed is no part of the choice."""
    parameters = request.GET.copy()
    for mode in MODES:
        parameters.pop(mode, None)
    return parameters.urlencode()


def _of(request: HttpRequest) -> Comparison:
    choice = _complete(chosen(request.GET), _years())
    whose = facts.departments(choice)
    return compared(choice, whose, facts.published(choice))


def _file(content: bytes, media_type: str, comparison: Comparison, ending: str) -> HttpResponse:
    name = f"部门比较-{naming.measure_name(comparison.choice)}.{ending}"
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _years() -> list[int]:
    """The years of which anything is public, newest first."""
    years = CurrentVersion.objects.values_list("year", flat=True).distinct()
    return list(years.order_by("-year"))


def _complete(choice: Choice, years: list[int]) -> Choice:
    """The newest years where none is chosen."""
    usual = tuple(sorted(years[:USUAL_YEARS]))
    return choice if choice.years else replace(choice, years=usual)


def _matches(words: str) -> list[object]:
    """The departments whose name or code has every word."""
    match = Q()
    for word in words.split():
        match &= Q(name__icontains=word) | Q(short_name__icontains=word) | Q(code__contains=word)
    return list(
        facts.public_departments().filter(match).select_related("region").order_by("code")[:MATCHES]
        if match
        else []
    )
