"""Rows, constraints and scopes: what is kept, and what the database refuses."""

from .acknowledgements import Acknowledgement
from .audit import AuditEntry, AuditHead, AuditLink
from .budgets import Budget, LineItem, Project, ProjectIndicator
from .catalogue import CodeStatus, EconomicCode, FunctionalCode
from .current import CurrentVersion, FunctionTotal
from .disclosures import Disclosure, Explanation, GlossaryEntry, OverallIndicator
from .entry_sheets import EntrySheet
from .examinations import Examination
from .excuses import Excuse
from .index import (
    PublishedFigure,
    PublishedFunction,
    PublishedLine,
    PublishedPassage,
    PublishedWording,
)
from .joint_publications import JointPublication, JointPublicationItem
from .logins import FailedLogin, Login, RecoveryCode
from .people import Appointment, User
from .publications import Artefact, Publication
from .reclassifications import Reclassification
from .regions import Department, Region, Unit
from .reminders import Reminder
from .resources import Assets, Procurement, Staffing, VehicleHolding
from .reviews import Comment, Review
from .timetables import Timetable
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
    "CurrentVersion",
    "Department",
    "Disclosure",
    "EconomicCode",
    "EntrySheet",
    "Examination",
    "Excuse",
    "Explanation",
    "FailedLogin",
    "FunctionTotal",
    "FunctionalCode",
    "GlossaryEntry",
    "JointPublication",
    "JointPublicationItem",
    "LineItem",
    "Login",
    "OverallIndicator",
    "Procurement",
    "Project",
    "ProjectIndicator",
    "Publication",
    "PublishedFigure",
    "PublishedFunction",
    "PublishedLine",
    "PublishedPassage",
    "PublishedWording",
    "Reclassification",
    "RecoveryCode",
    "Region",
    "Reminder",
    "Review",
    "Staffing",
    "Timetable",
    "Unit",
    "User",
    "VehicleHolding",
    "Withdrawal",
]
