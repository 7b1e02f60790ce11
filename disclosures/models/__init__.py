"""Rows, constraints and scopes: what is kept, and what the database refuses."""

from .acknowledgements import Acknowledgement
from .budgets import Budget, LineItem, Project, ProjectIndicator
from .catalogue import CodeStatus, EconomicCode, FunctionalCode
from .disclosures import Disclosure, Explanation, GlossaryEntry, OverallIndicator
from .entry_sheets import EntrySheet
from .excuses import Excuse
from .people import Appointment, User
from .publications import Artefact, Publication
from .regions import Department, Region, Unit
from .resources import Assets, Procurement, Staffing, VehicleHolding

__all__ = [
    "Acknowledgement",
    "Appointment",
    "Artefact",
    "Assets",
    "Budget",
    "CodeStatus",
    "Department",
    "Disclosure",
    "EconomicCode",
    "EntrySheet",
    "Excuse",
    "Explanation",
    "FunctionalCode",
    "GlossaryEntry",
    "LineItem",
    "OverallIndicator",
    "Procurement",
    "Project",
    "ProjectIndicator",
    "Publication",
    "Region",
    "Staffing",
    "Unit",
    "User",
    "VehicleHolding",
]
