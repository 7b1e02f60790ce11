"""Moving an item of last year to another of this year (科目调整), line by line on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.budget.classification import SOURCE_BY_KEY
from disclosures.budget.entries import LineItem, Posting
from disclosures.budget.entries import Reclassification as Move
from disclosures.last_year.plan import codes
from disclosures.last_year.reclassifying import Item, Rest, items, kept, ledgers, rests
from disclosures.ledger import Comparison, MissingCatalogueError
from disclosures.models import Budget, Disclosure, Reclassification
from disclosures.models.budgets import SOURCES
from disclosures.workbook.refusal import RefusedError

from .basis import basis
from .columns import address, yuan
from .line_items import BUDGET_PARAMETER
from .opening import opened
from .scoped import named, person

TEMPLATE: Final = "admin/disclosures/budget/reclassify.html"
CHANGED: Final = "上年数据在打开页面之后有改动，没有保存；请核对下列明细后重新提交。"
NONE_CHOSEN: Final = "没有勾选要调整的明细，没有保存。"


@dataclass(frozen=True, slots=True)
class Known:
    """What the rows may name: 款 of the year and projects of the budget."""

    year: int
    economic: Mapping[str, str]
    projects: tuple[str, ...]


class NoteForm(forms.Form):
    """Why the chosen lines stand elsewhere."""

    note = forms.CharField(
        label="调整说明",
        max_length=200,
        help_text=Reclassification._meta.get_field("note").help_text,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )


class RowForm(forms.Form):
    """One line of last year, how much of it moves, and whereto."""

    place = forms.CharField(widget=forms.HiddenInput)
    is_moved = forms.BooleanField(label="调整", required=False)
    amount = forms.DecimalField(
        label="调整金额（元）",
        max_digits=18,
        decimal_places=2,
        min_value=Decimal("0.01"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "amount"}),
    )
    economic = forms.CharField(
        label="本年经济科目",
        widget=forms.TextInput(attrs={"list": "economic-codes", "size": 8}),
    )
    source = forms.ChoiceField(label="本年资金来源", choices=SOURCES)
    project = forms.CharField(
        label="本年项目",
        required=False,
        widget=forms.TextInput(attrs={"list": "projects", "placeholder": "基本支出"}),
    )

    def __init__(self, rest: Rest, known: Known, number: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = f"row-{number}"
        self.rest, self.known = rest, known
        for field in self.entered:
            field.field.widget.attrs["aria-label"] = f"第 {number} 行{field.label}"

    @property
    def entered(self) -> list[forms.BoundField]:
        """What is filled in, in the order of the columns."""
        return [self[name] for name in ("amount", "economic", "source", "project")]

    def clean_economic(self) -> str:
        """A 款 of the year; what follows its digits is its name."""
        code = str(self.cleaned_data["economic"]).split()[0]
        if code not in self.known.economic:
            raise forms.ValidationError(
                f"{self.known.year} 年没有部门经济分类款级编码 {code}，请从列表中选择。"
            )
        return code

    def clean_project(self) -> str:
        """A project of the budget."""
        name = str(self.cleaned_data["project"]).strip()
        if name and name not in self.known.projects:
            raise forms.ValidationError(f"本预算没有项目“{name}”；基本支出留空。")
        return name

    def move(self, item: str, note: str) -> Move:
        """The reclassification that the row asks for."""
        before = self.rest.line.posting
        after = Posting(
            before.unit,
            item,
            self.cleaned_data["economic"],
            SOURCE_BY_KEY[self.cleaned_data["source"]],
            self.cleaned_data["project"] or None,
        )
        return Move(before, after, self.cleaned_data["amount"], note)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of last year on the page, with its form."""

    economic: str
    source: str
    project: str
    amount: str
    rest: str
    form: RowForm


def reclassify_page(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """Which item of last year stands under which of this year, and how much of each line."""
    budget = opened(request, register, key)
    is_comparison = budget.role == Budget.Role.COMPARISON
    if is_comparison or not person(request).has_perm(named("add", Reclassification), budget):
        raise PermissionDenied
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    try:
        found = ledgers(budget)
    except MissingCatalogueError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(address(Budget, "change", key))
    asked = _Asked(request, budget, found)
    if request.method == "POST" and asked.is_complete:
        try:
            said = _kept(asked, budget)
        except RefusedError as error:
            for line in str(error).splitlines():
                messages.error(request, line)
        else:
            messages.success(request, said)
            query = {BUDGET_PARAMETER: budget.pk}
            return HttpResponseRedirect(address(Reclassification, "changelist", **query))
    return TemplateResponse(request, TEMPLATE, _context(request, register, budget, found, asked))


class _Asked:
    """What a request asks: from which item, to which, and what is filled in."""

    def __init__(self, request: HttpRequest, budget: Budget, found: Comparison) -> None:
        self.last = items(found.last_lines, found.catalogue)
        self.this = items(found.lines, found.catalogue)
        self.before = _chosen(self.last, request.GET.get("from", ""))
        self.after = _chosen(self.this, request.GET.get("to", ""))
        self.fund = request.GET.get("fund", "")
        names = {code: found.catalogue.economic[code] for code in codes(budget.year)[1]}
        projects = tuple(budget.projects.order_by("name").values_list("name", flat=True))
        self.known = Known(budget.year, names, projects)
        data = request.POST if request.method == "POST" else None
        self.note = NoteForm(data)
        lines = rests(found, self.before.code) if self.before else ()
        self.rows = [
            RowForm(one, self.known, number, data, initial=self._initial(one))
            for number, one in enumerate(lines, 1)
        ]

    @property
    def is_complete(self) -> bool:
        """Whether both items are chosen."""
        return bool(self.before and self.after)

    def _initial(self, rest: Rest) -> dict[str, object]:
        line = rest.line
        fund = line.source.fund.name.lower() if line.source.fund else ""
        return {
            "place": _place(line),
            "is_moved": rest.is_gone and self.fund in {"", fund},
            "amount": rest.rest,
            "economic": line.economic if line.economic in self.known.economic else "",
            "source": line.source.key,
            "project": line.project if line.project in self.known.projects else "",
        }


def _chosen(found: tuple[Item, ...], code: str) -> Item | None:
    return next((item for item in found if item.code == code), None)


def _place(line: LineItem) -> str:
    return "|".join((line.economic, line.source.key, line.project or ""))


def _kept(asked: _Asked, budget: Budget) -> str:
    """Keep what is ticked; raises ``RefusedError`` for whatever is wrong with it."""
    ticked = [form for form in asked.rows if form["is_moved"].value()]
    if not ticked:
        raise RefusedError(NONE_CHOSEN)
    if any(form["place"].value() != _place(form.rest.line) for form in ticked):
        raise RefusedError(CHANGED)
    are_valid = [form.is_valid() for form in (asked.note, *ticked)]
    if not (all(are_valid) and asked.after):
        raise RefusedError("有填写不当之处，没有保存；请按提示改正。")
    note = asked.note.cleaned_data["note"]
    count = kept(budget, [form.move(asked.after.code, note) for form in ticked])
    amount = sum((form.cleaned_data["amount"] for form in ticked), Decimal(0))
    return f"已登记科目调整 {count} 条，合计 {yuan(amount)} 元。"


def _context(
    request: HttpRequest,
    register: ModelAdmin[Budget],
    budget: Budget,
    found: Comparison,
    asked: _Asked,
) -> dict[str, Any]:
    unit = budget.unit
    return {
        **register.admin_site.each_context(request),
        "title": str(budget),
        "subtitle": "登记科目调整",
        "opts": Budget._meta,
        "original": budget,
        "last_year": budget.year - 1,
        "basis": basis(Disclosure(department=unit.department, unit=unit, year=budget.year)),
        "asked": asked,
        "last_items": list(_options(asked.last, asked.this)),
        "this_items": list(_options(asked.this, asked.last)),
        "shown": [_shown(form, found) for form in asked.rows],
        "listed": address(Reclassification, "changelist", **{BUDGET_PARAMETER: budget.pk}),
    }


def _options(ours: tuple[Item, ...], others: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    """Items to choose from: an item that the other year does not have is told."""
    known = {item.code for item in others}
    for item in ours:
        alone = "" if item.code in known else "，只有一年有"
        yield item.code, f"{item.code} {item.name}（{yuan(item.amount)} 元{alone}）"


def _shown(form: RowForm, found: Comparison) -> Shown:
    line = form.rest.line
    return Shown(
        f"{line.economic} {found.catalogue.economic.get(line.economic, '')}",
        line.source.name,
        line.project or "基本支出",
        yuan(line.amount),
        yuan(form.rest.rest),
        form,
    )
