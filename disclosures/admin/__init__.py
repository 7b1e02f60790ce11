"""The desk (财务工作台): what staff enter, find, check and publish."""

from . import (
    audit,
    budgets,
    catalogue,
    disclosures,
    excuses,
    line_items,
    logins,
    organisation,
    people,
    projects,
    publications,
    reclassifications,
)
from .site import desk

__all__ = [
    "audit",
    "budgets",
    "catalogue",
    "desk",
    "disclosures",
    "excuses",
    "line_items",
    "logins",
    "organisation",
    "people",
    "projects",
    "publications",
    "reclassifications",
]
