"""Which rows a person's appointments reach: one rule for every department-owned model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from .people import Appointment, User

Row = TypeVar("Row", bound=models.Model)
# The states of a review in which nothing that it holds may change.
UNDER_REVIEW = ("submitted", "approved")


class ScopedQuerySet(models.QuerySet[Row]):
    """Rows that belong to a department, and to a unit where ``unit_path`` says which.

    ``overseers`` are the roles without a scope of their own that reach every row;
    ``budget_path`` or ``disclosure_path`` lead to what closes the row to entry.
    """

    department_path: ClassVar[str]
    unit_path: ClassVar[str]
    budget_path: ClassVar[str] = ""
    disclosure_path: ClassVar[str] = ""
    overseers: ClassVar[frozenset[str]] = frozenset({"audit"})

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The rows a person may see; nobody who is not logged in sees any."""
        if not user.is_active or not user.is_authenticated:
            return self.none()
        return self.all() if user.is_superuser else self.within(user.held_appointments)

    def within(self, appointments: Iterable[Appointment]) -> Self:
        """The rows that any of the appointments reaches."""
        reached = Q(pk__in=())
        for appointment in appointments:
            if appointment.has_scope:
                reached |= self.reached_by(appointment)
            elif appointment.role in self.overseers:
                return self.all()
        return self.filter(reached)

    def open_to_entry(self) -> Self:
        """The rows that may change: in no delivered budget (报送), under no review (送审)."""
        rows = self.all()
        if self.budget_path:
            rows = rows.filter(**{f"{self.budget_path}__delivered_at": None})
        if self.disclosure_path:
            rows = rows.exclude(**{f"{self.disclosure_path}__reviews__state__in": UNDER_REVIEW})
        return rows

    def reached_by(self, appointment: Appointment) -> Q:
        """The condition on a row to lie in the unit, department or region appointed to."""
        return reached_at(self.department_path, self.unit_path, appointment)


def reached_at(department_path: str, unit_path: str, appointment: Appointment) -> Q:
    """The same where the row names its department and unit by these paths."""
    if appointment.unit_id:
        return Q(**{unit_path: appointment.unit_id})
    if appointment.department_id:
        return Q(**{department_path: appointment.department_id})
    return Q(**{f"{department_path}__region": appointment.region_id})


class UnitRows(ScopedQuerySet[Row]):
    """Rows that hang on a unit directly."""

    department_path = "unit__department"
    unit_path = "unit"


class BudgetRows(ScopedQuerySet[Row]):
    """Rows that hang on a unit's budget."""

    department_path = "budget__unit__department"
    unit_path = "budget__unit"
    budget_path = "budget"


class DisclosureRows(ScopedQuerySet[Row]):
    """Rows that hang on a disclosure."""

    department_path = "disclosure__department"
    unit_path = "disclosure__unit"
    disclosure_path = "disclosure"
