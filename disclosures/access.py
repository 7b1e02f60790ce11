"""Who may do what: the roles as a literal table, and the backend that reads appointments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from .models import Appointment, User
from .models.scopes import Row, ScopedQuerySet

Role = Appointment.Role
VIEW: Final = ("view",)
EDIT: Final = ("view", "add", "change", "delete")

CATALOGUE: Final = ("functionalcode", "economiccode")
ORGANISATION: Final = ("region", "department", "unit")
ACCOUNTS: Final = ("user", "appointment")
ENTERED: Final = (
    "budget",
    "lineitem",
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
PUBLISHED: Final = ("publication", "artefact")


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
    (PUBLISHED, VIEW),
)

PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    Role.ENTRY: _allowed(*_READING, (ENTERED, EDIT), (EXCUSED, EDIT), also=("preview_disclosure",)),
    Role.REVIEW: _allowed(*_READING, (EXCUSED, EDIT), also=("preview_disclosure",)),
    Role.PUBLISH: _allowed(*_READING, also=("preview_disclosure", "publish_disclosure")),
    Role.FINANCE: _allowed(*_READING, (CATALOGUE, EDIT), also=("preview_disclosure",)),
    Role.SYSTEM: _allowed((ORGANISATION, EDIT), (ACCOUNTS, EDIT)),
    Role.AUDIT: _allowed(*_READING, (ACCOUNTS, VIEW), also=("preview_disclosure",)),
}


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
        return set().union(*(PERMISSIONS[Role(one.role)] for one in held))


def _reaches(appointment: Appointment, row: Model) -> bool:
    rows = type(row)._default_manager.all()
    return not isinstance(rows, ScopedQuerySet) or (
        rows.within((appointment,)).filter(pk=row.pk).exists()
    )


def changeable_by(rows: ScopedQuerySet[Row], user: User) -> ScopedQuerySet[Row]:
    """The rows a person may change, by the appointments whose role may change such rows."""
    if not user.is_active:
        return rows.none()
    if user.is_superuser:
        return rows.all()
    permission = f"disclosures.change_{rows.model._meta.model_name}"
    return rows.within(
        one for one in user.held_appointments if permission in PERMISSIONS[Role(one.role)]
    )
