"""Rows, constraints and scopes: what is kept, and what the database refuses."""

from .budgets import Budget, LineItem, Project, ProjectIndicator
from .catalogue import CodeStatus, EconomicCode, FunctionalCode
from .disclosures import Disclosure, Explanation, GlossaryEntry, OverallIndicator
from .entry_sheets import EntrySheet
from .examinations import Examination
from .joint_publications import JointPublication, JointPublicationItem
from .people import Appointment, User
from .publications import Artefact, Publication
from .regions import Department, Region, Unit
from .reminders import Reminder
from .resources import Assets, Procurement, Staffing, VehicleHolding
from .reviews import Comment, Review
from .timetables import Timetable

__all__ = [
    "Appointment",
    "Artefact",
    "Assets",
    "Budget",
    "CodeStatus",
    "Comment",
    "Department",
    "Disclosure",
    "EconomicCode",
    "EntrySheet",
    "Examination",
    "Explanation",
    "FunctionalCode",
    "GlossaryEntry",
    "JointPublication",
    "JointPublicationItem",
    "LineItem",
    "OverallIndicator",
    "Procurement",
    "Project",
    "ProjectIndicator",
    "Publication",
    "Region",
    "Reminder",
    "Review",
    "Staffing",
    "Timetable",
    "Unit",
    "User",
    "VehicleHolding",
]
