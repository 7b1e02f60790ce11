"""The audit log (操作日志): who changed what, when and from where; the database writes it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from .people import User
from .scopes import ScopedQuerySet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .people import Appointment

# What the system administrator arranges, and may therefore read the log of.
ARRANGED: Final = tuple(
    f"disclosures_{name}" for name in ("region", "department", "unit", "user", "appointment")
)


class AuditEntryQuerySet(ScopedQuerySet["AuditEntry"]):
    """Entries; one may tell of rows of several departments, so no department's staff reach them."""

    def within(self, appointments: Iterable[Appointment]) -> Self:
        """Everything to the auditor, accounts and organisation to the system administrator."""
        roles = {one.role for one in appointments}
        if "audit" in roles:
            return self.all()
        return self.filter(table__in=ARRANGED) if "system" in roles else self.none()

    def about(self, table: str, key: int, owned: Iterable[str]) -> Self:
        """What touched one row, or alone its rows in the tables that it owns."""
        itself = Q(table=table, keys__contains=[key])
        return self.filter(itself | Q(table__in=owned, owners=[key]))


class AuditEntry(models.Model):
    """What one statement did to one table.

    Triggers write it for every table of the application (migration 0004), so raw SQL leaves its
    entry too. ``changes`` lists as JSON, for each row, its ``key`` and its values ``before`` and
    ``after``; of a changed row only those that differ. ``owners`` are the rows that the changed
    ones belong to, as line items do to their budget.
    """

    class Action(models.TextChoices):
        """What a statement did."""

        INSERT = "INSERT", "新增"
        UPDATE = "UPDATE", "修改"
        DELETE = "DELETE", "删除"
        TRUNCATE = "TRUNCATE", "清空"

    at = models.DateTimeField("时间")
    actor = models.ForeignKey(
        User,
        models.DO_NOTHING,
        related_name="+",
        verbose_name="操作人账号",
        null=True,
        db_constraint=False,
        db_index=False,
    )
    name = models.TextField("操作人", help_text="操作时的姓名和用户名。")
    address = models.TextField("来源", help_text="客户端地址，或命令行。")
    transaction = models.BigIntegerField("事务", db_index=True)
    action = models.CharField("操作", max_length=8, choices=Action.choices)
    table = models.CharField("数据表", max_length=63)
    keys = ArrayField(models.BigIntegerField(), verbose_name="记录编号")
    owners = ArrayField(models.BigIntegerField(), verbose_name="所属记录编号")
    changes = models.TextField("改动")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "操作日志"
        verbose_name_plural = "操作日志"
        indexes = (
            GinIndex(fields=("keys",), name="audit_entry_is_found_by_key"),
            GinIndex(fields=("owners",), name="audit_entry_is_found_by_owner"),
            models.Index(fields=("actor", "id"), name="audit_entry_is_found_by_actor"),
            models.Index(fields=("table", "id"), name="audit_entry_is_found_by_table"),
            models.Index(fields=("at",), name="audit_entry_is_found_by_time"),
        )

    def __str__(self) -> str:
        return f"第 {self.pk} 条"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The changes, with amounts as they were written."""
        rows: list[dict[str, Any]] = json.loads(self.changes, parse_float=Decimal)
        return rows


class AuditLink(models.Model):
    """The place of an entry in the chain: its hash covers the entry and the hash before."""

    position = models.BigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(
        AuditEntry,
        models.DO_NOTHING,
        related_name="link",
        verbose_name="操作日志",
        db_constraint=False,
    )
    hash = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "操作日志哈希链"
        verbose_name_plural = "操作日志哈希链"

    def __str__(self) -> str:
        return f"第 {self.position} 位"


class AuditHead(models.Model):
    """The end of the chain, one row: without it nobody could tell that a tail was cut off."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField("序号")
    hash = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = "操作日志链头"
        verbose_name_plural = "操作日志链头"
        constraints = (
            models.CheckConstraint(
                condition=Q(id=1),
                name="audit_log_has_one_head",
                violation_error_message="操作日志只有一个链头。",
            ),
        )

    def __str__(self) -> str:
        return f"第 {self.position} 位"
