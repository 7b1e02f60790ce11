"""Copying last year's budget (复制上年), or a comparison ledger from what was published."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse

from disclosures.budget.amounts import total
from disclosures.budget.entries import LineItem as LineEntry
from disclosures.last_year.copying import STALE, copied
from disclosures.last_year.plan import AS_PUBLISHED, Choice, Plan, planned
from disclosures.models import Budget
from disclosures.templatetags.addresses import page_of
from disclosures.workbook.refusal import RefusedError, StaleError

from .columns import address, yuan
from .opening import may_write, opened
from .scoped import person

TEMPLATE: Final = "admin/disclosures/budget/copy.html"
SHOWN: Final = 300
DONE: Final = "已从{origin}复制：收支明细 {lines} 条，合计 {amount} 元；项目 {projects} 个{rest}。"


class ChoiceForm(forms.Form):
    """What to copy."""

    lines = forms.ChoiceField(
        label="收支明细",
        choices=(
            ("amounts", "带金额复制"),
            ("structure", "只复制结构，金额填 0.00，由本年录入"),
            ("none", "不复制"),
        ),
        widget=forms.RadioSelect,
    )
    projects = forms.ChoiceField(
        label="项目",
        choices=(
            ("texts", "连同政策依据、承担单位、负责科室、总体目标和绩效指标"),
            ("names", "只复制项目名称"),
            ("none", "不复制项目和项目支出明细"),
        ),
        help_text="资金分配情况和指标的上年完成值每年不同，不复制。",
        widget=forms.RadioSelect,
    )
    period = forms.ChoiceField(
        label="项目执行期限",
        choices=(("shifted", "顺延一年"), ("empty", "留空")),
        widget=forms.RadioSelect,
    )
    carried_over = forms.BooleanField(
        label="上年结转结余资金的明细（本年结转数通常须重新核定）", required=False
    )
    gone = forms.BooleanField(
        label="本年科目中已没有的明细，放入明细录入表（未入账），改选科目后入账", required=False
    )
    staffing = forms.BooleanField(label="编制与人员", required=False)
    procurement = forms.BooleanField(label="政府采购", required=False)
    assets = forms.BooleanField(label="国有资产与车辆", required=False)

    @property
    def radios(self) -> list[forms.BoundField]:
        """The questions with one answer of several."""
        return [self[name] for name in ("lines", "projects", "period")]

    @property
    def boxes(self) -> list[forms.BoundField]:
        """What is ticked."""
        return [self[name] for name in self.fields if name not in {"lines", "projects", "period"}]


def copy_page(request: HttpRequest, register: ModelAdmin[Budget], key: int) -> HttpResponse:
    """What copying would do, by what is chosen, and the step itself."""
    budget = opened(request, register, key)
    if not may_write(request, budget):
        raise PermissionDenied
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(("GET", "HEAD", "POST"))
    asked = request.POST if request.method == "POST" else request.GET
    form = ChoiceForm(asked if "lines" in asked else asdict(Choice()))
    choice = _choice(budget, form)
    try:
        plan = planned(budget, choice) if choice else None
        if request.method == "POST" and plan:
            return _done(request, register, budget, plan)
    except StaleError as error:
        messages.error(request, str(error))
        plan = planned(budget, choice) if choice else None
    except RefusedError as error:
        messages.error(request, str(error))
        plan = None
    return _page(request, register, budget, form, plan)


def _choice(budget: Budget, form: ChoiceForm) -> Choice | None:
    if budget.role == Budget.Role.COMPARISON:
        return AS_PUBLISHED
    return Choice(**form.cleaned_data) if form.is_valid() else None


def _done(
    request: HttpRequest, register: ModelAdmin[Budget], budget: Budget, plan: Plan
) -> HttpResponse:
    if request.POST.get("fingerprint") != plan.fingerprint:
        raise StaleError(STALE)
    said = _said(copied(plan))
    messages.success(request, said)
    return HttpResponseRedirect(address(Budget, "change", budget.pk))


def _said(made: Plan) -> str:
    rest = [part.name for part in made.parts if part.is_copied]
    told = f"；{'、'.join(rest)}" if rest else ""
    if made.waiting:
        told += f"；科目已取消的 {len(made.waiting)} 条放入明细录入表，未入账"
    return DONE.format(
        origin=made.origin,
        lines=len(made.added),
        amount=yuan(made.amount),
        projects=len(made.projects),
        rest=told,
    )


def _page(
    request: HttpRequest,
    register: ModelAdmin[Budget],
    budget: Budget,
    form: ChoiceForm,
    plan: Plan | None,
) -> HttpResponse:
    is_comparison = budget.role == Budget.Role.COMPARISON
    context = {
        **register.admin_site.each_context(request),
        "title": str(budget),
        "subtitle": "取自上年公开" if is_comparison else "复制上年",
        "opts": Budget._meta,
        "original": budget,
        "is_comparison": is_comparison,
        "form": form,
        "plan": plan,
        **(_told(request, plan) if plan else {}),
    }
    return TemplateResponse(request, TEMPLATE, context)


def _told(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """The plan in words and figures."""
    publication, last = plan.origin.publication, plan.origin.budget
    target = page_of(publication, version=publication.version) if publication else ""
    if last and person(request).has_perm("disclosures.view_budget", last):
        target = address(Budget, "change", last.pk)
    return {
        "target": target,
        "hidden": asdict(plan.choice),
        "amount": yuan(plan.amount),
        "kept": len(plan.kept),
        "differing": [
            (*_cells(one.line), yuan(one.line.amount), yuan(one.amount))
            for one in plan.differing[:SHOWN]
        ],
        "more_differing": max(0, len(plan.differing) - SHOWN),
        "gone": [
            (*_cells(one.line), yuan(one.line.amount), one.reason, one.is_new)
            for one in plan.gone[:SHOWN]
        ],
        "more_gone": max(0, len(plan.gone) - SHOWN),
        "gone_amount": yuan(total(one.line.amount for one in plan.gone)),
        "others": len(plan.others),
        "others_amount": yuan(total(one.amount for one in plan.others)),
    }


def _cells(line: LineEntry) -> tuple[str, str, str, str]:
    return line.functional, line.economic, line.source.name, line.project or "基本支出"
