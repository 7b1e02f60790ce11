"""Rows, constraints and scopes: what is kept, and what the database refuses."""

from .budgets import Budget, LineItem, Project, ProjectIndicator
from .catalogue import CodeStatus, EconomicCode, FunctionalCode
from .disclosures import Disclosure, Explanation, GlossaryEntry, OverallIndicator
from .entry_sheets import EntrySheet
from .logins import FailedLogin, Login, RecoveryCode
from .people import Appointment, User
from .publications import Artefact, Publication
from .regions import Department, Region, Unit
from .resources import Assets, Procurement, Staffing, VehicleHolding

__all__ = [
    "Appointment",
    "Artefact",
    "Assets",
    "Budget",
    "CodeStatus",
    "Department",
    "Disclosure",
    "EconomicCode",
    "EntrySheet",
    "Explanation",
    "FailedLogin",
    "FunctionalCode",
    "GlossaryEntry",
    "LineItem",
    "Login",
    "OverallIndicator",
    "Procurement",
    "Project",
    "ProjectIndicator",
    "Publication",
    "RecoveryCode",
    "Region",
    "Staffing",
    "Unit",
    "User",
    "VehicleHolding",
]
