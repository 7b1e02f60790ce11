"""The desk (财务工作台): what staff enter, find, check and publish."""

from . import (
    budgets,
    catalogue,
    disclosures,
    line_items,
    logins,
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
    "line_items",
    "logins",
    "organisation",
    "people",
    "projects",
    "publications",
]
