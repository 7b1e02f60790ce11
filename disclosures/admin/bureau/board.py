"""The board: all departments of a region and year, and what is done for many of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from disclosures.admin.scoped import person
from disclosures.bureau import board, examination, reminders, timetable
from disclosures.bureau.standing import Standing
from disclosures.models import Timetable
from disclosures.publication import StepRefused

from .lines import FILTERS, KINDS, ORDERS, SOON, Wanted, counts, csv_of, wanted
from .place import Place, reached

PER_PAGE: Final = 50
MOST_DAYS: Final = 60


def board_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The board; a step that is refused leaves on the page what was typed."""
    if request.method == "POST" and _is_done(request, place):
        return HttpResponseRedirect(request.get_full_path())
    everything = board.standings(place.region, place.year, timezone.localdate())
    asked = wanted(request.GET)
    context = {
        **place.context(request, "财政部门工作台"),
        **_summary(everything),
        **_choices(request, place),
        "page": Paginator(asked.lines(everything), PER_PAGE).get_page(request.GET.get("page")),
        "wanted": asked,
        "orders": [(key, name, _ordered(asked, key)) for key, (name, _) in ORDERS.items()],
        "timetable": Timetable.objects.filter(region=place.region, year=place.year).first(),
        "query": request.GET.urlencode(),
        "typed": request.POST,
    }
    return TemplateResponse(request, "admin/board/board.html", context)


def csv_page(request: HttpRequest, place: Place) -> HttpResponse:
    """The lines that the board shows, on all its pages, as a file for a spreadsheet."""
    everything = board.standings(place.region, place.year, timezone.localdate())
    name = f"{place.region}{place.year}年预算公开进度.csv"
    return HttpResponse(
        csv_of(wanted(request.GET).lines(everything)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": str(content_disposition_header(True, name))},
    )


def _summary(everything: tuple[Standing, ...]) -> dict[str, Any]:
    """The figures above the lines, and how much is still to be made."""
    return {
        "total": len(everything),
        "counts": counts(everything),
        "absent": sum(one.disclosure is None for one in everything),
        "unbudgeted": sum(len(one.unbudgeted) for one in everything if not one.is_unit),
    }


def _choices(request: HttpRequest, place: Place) -> dict[str, Any]:
    """What the forms offer."""
    this_year = timezone.localdate().year
    known = {*board.years(place.region), place.year, this_year, this_year + 1}
    return {
        "regions": reached(person(request)),
        "years": sorted(known, reverse=True),
        "filters": [(key, name) for key, (name, _) in FILTERS.items()],
        "kinds": [(key, name) for key, (name, _) in KINDS.items()],
        "soon": SOON,
        "most_days": MOST_DAYS,
    }


def _ordered(asked: Wanted, order: str) -> str:
    """The query that sorts what is shown now by another column."""
    values = {"state": asked.state, "kind": asked.kind, "q": asked.words, "order": order}
    return urlencode({name: value for name, value in values.items() if value})


def _is_done(request: HttpRequest, place: Place) -> bool:
    """Take the step that was asked for."""
    take = STEPS.get(request.POST.get("step", ""))
    if take is None:
        raise PermissionDenied
    try:
        messages.success(request, take(request, place))
    except StepRefused as refused:
        messages.error(request, refused.reason)
        return False
    return True


def _open(request: HttpRequest, place: Place) -> str:
    of_units = bool(request.POST.get("of_units"))
    made = timetable.open_year(place.region, place.year, person(request), of_units=of_units)
    return f"已建立 {made.disclosures} 份预算公开、{made.budgets} 份单位预算，原有的保持不变。"


def _examine(request: HttpRequest, place: Place) -> str:
    is_new = examination.ask_for(place.region, place.year, person(request))
    return "已开始重新检查，请稍后刷新。" if is_new else "正在检查，请稍后刷新。"


def _remind(request: HttpRequest, place: Place) -> str:
    words = request.POST.get("words", "")
    came = reminders.remind(place.region, place.year, person(request), words, _whom(request))
    said = f"已催办 {came.disclosures} 份预算公开，通知 {came.people} 人。"
    if came.nobody:
        said += f"{reminders.NOBODY}：{'、'.join(came.nobody)}。"
    return said


def _whom(request: HttpRequest) -> Callable[[Standing], bool]:
    """The lines that are meant by the button that was pressed."""
    who, days = request.POST.get("who"), request.POST.get("days", "")
    if who == "late":
        return FILTERS["late"][1]
    if who == "shown":
        return wanted(request.GET).matches
    if who == "soon":
        if not days.isdecimal() or int(days) > MOST_DAYS:
            raise StepRefused(f"到期天数应为 0 至 {MOST_DAYS} 的整数，填写的是“{days}”。")
        return lambda one: one.is_due_within(int(days))
    chosen = set(request.POST.getlist("chosen"))
    return lambda one: one.disclosure is not None and str(one.disclosure.pk) in chosen


STEPS: Final[dict[str, Callable[[HttpRequest, Place], str]]] = {
    "open": _open,
    "examine": _examine,
    "remind": _remind,
}
