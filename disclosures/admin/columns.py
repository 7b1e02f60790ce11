"""How lists show what they list: amounts in yuan, links, totals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import (
    Count,
    DecimalField,
    IntegerField,
    Model,
    OuterRef,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from disclosures.budget.targets import weight
from disclosures.models import LineItem


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan as the desk shows it, thousands separated."""
    return f"{amount or Decimal(0):,.2f}"


def address(model: type[Model], page: str, *args: object, **query: object) -> str:
    """Where a page of the desk is: ``changelist``, ``add``, ``change`` …"""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args) + (f"?{urlencode(query)}" if query else "")


def link(target: str, text: object) -> SafeString:
    """A link to a page of the desk."""
    return format_html('<a href="{}">{}</a>', target, text)


def indicators_of(owner: Any) -> str | SafeString:
    """How many indicators there are and what they weigh together, with the way to their grid."""
    if owner.pk is None:
        return "保存后在绩效指标录入表中录入"
    sums = owner.indicators.aggregate(count=Count("pk"), points=Sum("weight"))
    points = weight(sums["points"] or Decimal(0))
    words = f"绩效指标录入表（{sums['count']} 条，分值权重合计 {points}）"
    return link(address(type(owner), "grid", owner.pk), words)


def line_sum(outer: str) -> Coalesce:
    """The sum of the line items of each row, e.g. ``line_sum("budget")`` on budgets."""
    return _of_lines(outer, Sum("amount"), Decimal(0), DecimalField())


def line_count(outer: str) -> Coalesce:
    """The number of line items of each row."""
    return _of_lines(outer, Count("pk"), 0, IntegerField())


def _of_lines(outer: str, what: Any, none: Any, kind: Any) -> Coalesce:
    lines = LineItem.objects.filter(**{outer: OuterRef("pk")}).order_by().values(outer)
    return Coalesce(Subquery(lines.values_list(what), output_field=kind), none, output_field=kind)
