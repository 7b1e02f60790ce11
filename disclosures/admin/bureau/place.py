"""The region and year that a page of the board is about, and who may open it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.urls import reverse

from disclosures.access import permitted
from disclosures.admin.scoped import person
from disclosures.models import Region, User

STEPS = ("open_year", "change_timetable", "remind_departments", "publish_region")


@dataclass(frozen=True, slots=True)
class Place:
    """A region and a year."""

    site: AdminSite
    region: Region
    year: int

    def address(self, name: str = "board") -> str:
        """A page of the same region and year."""
        return reverse(f"admin:{name}", args=(self.region.code, self.year))

    def context(self, request: HttpRequest, title: str) -> dict[str, Any]:
        """What every page about a region and year says."""
        user = person(request)
        return {
            **self.site.each_context(request),
            "title": title,
            "subtitle": f"{self.region} {self.year} 年",
            "region": self.region,
            "year": self.year,
            "may": {name: user.has_perm(f"disclosures.{name}", self.region) for name in STEPS},
        }


def reached(user: User) -> list[Region]:
    """The regions whose board a person may read."""
    rows = permitted(Region.objects.all(), user, "disclosures.view_board")
    return list(rows.order_by("code"))
