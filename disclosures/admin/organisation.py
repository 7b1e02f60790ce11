"""Who discloses: regions, departments and their budget units."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from disclosures.models import Department, Region, Unit

from .filters import OfScope
from .scoped import ScopedAdmin
from .site import desk


@admin.register(Region, site=desk)
class RegionAdmin(ScopedAdmin[Region]):
    """Regions."""

    fields = ("code", "name")
    list_display = ("code", "name")
    list_display_links = ("code", "name")
    search_fields = ("^code", "name")
    ordering = ("code",)


@admin.register(Department, site=desk)
class DepartmentAdmin(ScopedAdmin[Department]):
    """Departments."""

    fields = ("region", "code", "name", "short_name")
    list_display = ("code", "name", "short_name", "region")
    list_display_links = ("code", "name")
    list_filter = (("region", OfScope),)
    list_select_related = ("region",)
    search_fields = ("^code", "name", "short_name")
    autocomplete_fields = ("region",)
    ordering = ("code",)


@admin.register(Unit, site=desk)
class UnitAdmin(ScopedAdmin[Unit]):
    """Budget units; a unit stays in its department, where its disclosures are."""

    fields = ("department", "code", "name", "short_name", "kind", "is_head")
    list_display = ("code", "name", "department", "kind", "head")
    list_display_links = ("code", "name")
    list_filter = ("kind", "is_head", ("department", OfScope))
    list_select_related = ("department",)
    search_fields = ("^code", "name", "short_name", "department__name")
    autocomplete_fields = ("department",)
    ordering = ("code",)

    @admin.display(description="是否本级", ordering="is_head")
    def head(self, unit: Unit) -> str:
        """Whether it is the department itself."""
        return "本级" if unit.is_head else ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The department is chosen once."""
        return ("department",) if obj else ()
