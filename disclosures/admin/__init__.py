"""The desk (财务工作台): what staff enter, find, check and publish."""

from . import (
    budgets,
    catalogue,
    disclosures,
    excuses,
    line_items,
    organisation,
    people,
    projects,
    publications,
)
from .site import desk

__all__ = [
    "budgets",
    "catalogue",
    "desk",
    "disclosures",
    "excuses",
    "line_items",
    "organisation",
    "people",
    "projects",
    "publications",
]
