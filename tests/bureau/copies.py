"""The sample once more under other departments, complete enough to be published."""

from typing import Any, TypeVar

from django.db.models import Model

from disclosures.models import (
    Assets,
    Budget,
    Department,
    Disclosure,
    Procurement,
    Region,
    Staffing,
    Unit,
)

# What answers for the findings that name the copy's own unit.
REASON = "与公开原件一致，示例照录。"
Row = TypeVar("Row", bound=Model)
OF_A_DISCLOSURE = ("indicators", "explanations", "glossary_entries", "acknowledgements")


def a_copy(original: Disclosure, code: str, region: Region | None = None) -> Disclosure:
    """A department of its own with everything that the original has entered."""
    name = f"{original.department.name}第{code}分处"
    department = Department.objects.create(
        region=region or original.department.region, code=code, name=name
    )
    for unit in Unit.objects.filter(department=original.department):
        own = _again(unit, department=department, code=f"{code}001", name=name)
        for budget in Budget.objects.filter(unit=unit):
            _copy_budget(budget, own)
    copied = _again(original, department=department)
    for related in OF_A_DISCLOSURE:
        for row in getattr(original, related).all():
            _again(row, disclosure=copied)
    return Disclosure.objects.select_related("department__region").get(pk=copied.pk)


def _copy_budget(budget: Budget, unit: Unit) -> None:
    own = _again(budget, unit=unit, delivered_by=None, delivered_at=None)
    projects: dict[int | None, Any] = {None: None}
    for project in budget.projects.all():
        projects[project.pk] = _again(project, budget=own)
        for indicator in project.indicators.all():
            _again(indicator, project=projects[project.pk])
    lines = list(budget.line_items.all())
    for line in lines:
        line.pk, line.budget, line.project = None, own, projects[line.project_id]
    budget.line_items.model.objects.bulk_create(lines)
    for model in (Staffing, Procurement):
        for row in model._default_manager.filter(budget=budget):
            _again(row, budget=own)
    for assets in Assets.objects.filter(budget=budget):
        copied = _again(assets, budget=own)
        for vehicles in assets.vehicles.all():
            _again(vehicles, assets=copied)


def _again(row: Row, **values: object) -> Row:
    """The row once more, with other values."""
    copied = type(row)._default_manager.get(pk=row.pk)
    copied.pk = None
    copied._state.adding = True
    for name, value in values.items():
        setattr(copied, name, value)
    copied.save(force_insert=True)
    return copied
