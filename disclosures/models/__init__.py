"""Rows, constraints and scopes: what is kept, and what the database refuses."""

from .acknowledgements import Acknowledgement
from .audit import AuditEntry, AuditHead, AuditLink
from .budgets import Budget, LineItem, Project, ProjectIndicator
from .catalogue import CodeStatus, EconomicCode, FunctionalCode
from .disclosures import Disclosure, Explanation, GlossaryEntry, OverallIndicator
from .entry_sheets import EntrySheet
from .excuses import Excuse
from .logins import FailedLogin, Login, RecoveryCode
from .people import Appointment, User
from .publications import Artefact, Publication
from .reclassifications import Reclassification
from .regions import Department, Region, Unit
from .resources import Assets, Procurement, Staffing, VehicleHolding
from .reviews import Comment, Review
from .withdrawals import Withdrawal

__all__ = [
    "Acknowledgement",
    "Appointment",
    "Artefact",
    "Assets",
    "AuditEntry",
    "AuditHead",
    "AuditLink",
    "Budget",
    "CodeStatus",
    "Comment",
    "Department",
    "Disclosure",
    "EconomicCode",
    "EntrySheet",
    "Excuse",
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
    "Reclassification",
    "RecoveryCode",
    "Region",
    "Review",
    "Staffing",
    "Unit",
    "User",
    "VehicleHolding",
    "Withdrawal",
]
