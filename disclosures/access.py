"""Who may do what: the roles as a literal table, and the backend that reads appointments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from .models import Appointment, User
from .models.scopes import Row, ScopedQuerySet

Role = Appointment.Role
VIEW: Final = ("view",)
EDIT: Final = ("view", "add", "change", "delete")

CATALOGUE: Final = ("functionalcode", "economiccode")
ORGANISATION: Final = ("region", "department", "unit")
ACCOUNTS: Final = ("user", "appointment")
LOGINS: Final = ("login", "failedlogin")
ENTERED: Final = (
    "budget",
    "lineitem",
    "reclassification",
    "entrysheet",
    "project",
    "projectindicator",
    "staffing",
    "procurement",
    "assets",
    "vehicleholding",
    "disclosure",
    "overallindicator",
    "explanation",
    "glossaryentry",
    "acknowledgement",
)
# What the department says about its units, whoever of it does so.
EXCUSED: Final = ("excuse",)
PUBLISHED: Final = ("publication", "artefact", "withdrawal")
REVIEWED: Final = ("review", "comment")
LOG: Final = ("auditentry",)
SUPERVISED: Final = ("timetable", "reminder", "examination")
JOINT: Final = ("jointpublication", "jointpublicationitem")


def _allowed(
    *grants: tuple[Iterable[str], Iterable[str]], also: Iterable[str] = ()
) -> frozenset[str]:
    permissions = {
        f"disclosures.{action}_{model}"
        for models, actions in grants
        for model in models
        for action in actions
    }
    return frozenset(permissions | {f"disclosures.{name}" for name in also})


_READING: Final = (
    (CATALOGUE, VIEW),
    (ORGANISATION, VIEW),
    (ENTERED, VIEW),
    (EXCUSED, VIEW),
    (REVIEWED, VIEW),
    (PUBLISHED, VIEW),
    (SUPERVISED, VIEW),
)

PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    Role.ENTRY: _allowed(
        *_READING,
        (ENTERED, EDIT),
        (EXCUSED, EDIT),
        (("comment",), ("change",)),
        also=("preview_disclosure", "submit_disclosure", "deliver_budget", "reopen_budget"),
    ),
    Role.REVIEW: _allowed(
        *_READING,
        (EXCUSED, EDIT),
        (("comment",), ("add",)),
        also=("preview_disclosure", "approve_disclosure", "return_disclosure", "reopen_budget"),
    ),
    Role.PUBLISH: _allowed(
        *_READING,
        (("comment",), ("add",)),
        also=("preview_disclosure", "publish_disclosure", "return_disclosure"),
    ),
    Role.FINANCE: _allowed(
        *_READING,
        (CATALOGUE, EDIT),
        (("comment",), ("add",)),
        (("timetable",), ("change",)),
        (JOINT, VIEW),
        also=(
            "preview_disclosure",
            "return_disclosure",
            "withdraw_publication",
            "view_board",
            "open_year",
            "remind_departments",
            "publish_region",
        ),
    ),
    Role.SYSTEM: _allowed(
        (ORGANISATION, EDIT),
        (ACCOUNTS, EDIT),
        (LOGINS, VIEW),
        (LOG, VIEW),
        also=("release_failedlogin",),
    ),
    Role.AUDIT: _allowed(
        *_READING,
        (ACCOUNTS, VIEW),
        (LOGINS, VIEW),
        (LOG, VIEW),
        (JOINT, VIEW),
        also=("preview_disclosure", "view_board"),
    ),
}
# What nobody may do while the row is delivered or under review.
ENTRY: Final = _allowed((ENTERED, ("add", "change", "delete")))


def is_privileged(user: User | AnonymousUser) -> bool:
    """Whether the person does more than enter: approves, publishes, administers or audits."""
    if isinstance(user, AnonymousUser):
        return False
    return user.is_superuser or any(one.role != Role.ENTRY for one in user.held_appointments)


class AppointmentBackend(ModelBackend):
    """Login by password; permissions from the appointments a person holds, nothing else."""

    def get_all_permissions(
        self, user_obj: User | AnonymousUser, obj: Model | None = None
    ) -> set[str]:
        """What the person may do: in general, or to one row that the appointment reaches."""
        if isinstance(user_obj, AnonymousUser) or not user_obj.is_active:
            return set()
        if user_obj.is_superuser:
            return super().get_all_permissions(user_obj)
        held = user_obj.held_appointments
        if obj is not None:
            held = tuple(one for one in held if _reaches(one, obj))
        granted: set[str] = set().union(*(PERMISSIONS[Role(one.role)] for one in held))
        if obj is not None and granted & ENTRY and not is_open_to_entry(obj):
            granted -= ENTRY
        return granted


def _reaches(appointment: Appointment, row: Model) -> bool:
    rows = type(row)._default_manager.all()
    return not isinstance(rows, ScopedQuerySet) or (
        rows.within((appointment,)).filter(pk=row.pk).exists()
    )


def is_open_to_entry(row: Model) -> bool:
    """Whether nothing that holds the row is delivered (报送) or under review (送审)."""
    rows = type(row)._default_manager.all()
    return not isinstance(rows, ScopedQuerySet) or rows.open_to_entry().filter(pk=row.pk).exists()


def permitted(rows: QuerySet[Row], user: User, permission: str) -> QuerySet[Row]:
    """The rows on which a person may do what the permission names."""
    if not isinstance(rows, ScopedQuerySet):
        return rows
    if not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows.all()
    reached = rows.within(
        one for one in user.held_appointments if permission in PERMISSIONS[Role(one.role)]
    )
    return reached.open_to_entry() if permission in ENTRY else reached
