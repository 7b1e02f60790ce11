"""The pages of a budget about last year: copy it, compare with it, reclassify it."""

from __future__ import annotations

from functools import partial

from django.contrib.admin import ModelAdmin
from django.urls import URLPattern, path

from disclosures.models import Budget

from .comparison import budget_comparison
from .copying import copy_page
from .reclassifying import reclassify_page


class LastYearPages(ModelAdmin[Budget]):
    """The register of budgets with their pages about last year."""

    def get_urls(self) -> list[URLPattern]:
        """The addresses of these pages, before Django's own."""
        pages = {
            "copy": copy_page,
            "comparison": budget_comparison,
            "reclassify": reclassify_page,
        }
        return [
            path(
                f"<int:key>/{name}/",
                self.admin_site.admin_view(partial(answer, register=self)),
                name=f"disclosures_budget_{name}",
            )
            for name, answer in pages.items()
        ] + super().get_urls()
