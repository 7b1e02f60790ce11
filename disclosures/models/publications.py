"""What was published: versions for ever, each with its artefacts and hashes."""

from __future__ import annotations

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery

from .disclosures import Disclosure
from .people import User
from .scopes import DisclosureRows, ScopedQuerySet

SHA256 = r"^[0-9a-f]{64}$"


class PublicationQuerySet(DisclosureRows["Publication"]):
    """Published versions."""

    def published(self) -> PublicationQuerySet:
        """What the public may read: every version that is not withdrawn by law.

        Everything public starts here. The versions come with whose they are and without the
        long snapshot.
        """
        whose = self.select_related("disclosure__department__region", "disclosure__unit")
        # As a subquery: of a join the database expects that it leaves next to nothing.
        gone = apps.get_model("disclosures", "Withdrawal").objects.filter(
            publication=OuterRef("pk")
        )
        return whose.filter(~Exists(gone)).defer("snapshot")

    def withdrawn(self) -> PublicationQuerySet:
        """What was withdrawn by law; the public learns of it through its tombstone alone."""
        return self.exclude(withdrawal=None)

    def current(self) -> PublicationQuerySet:
        """The newest version of each disclosure.

        Where the newest is withdrawn, nothing published is current: the versions before it had
        been found wrong and do not come back.
        """
        return self.filter(as_current__isnull=False)

    def addressed(
        self, code: str, year: int, kind: str = "", version: int | None = None
    ) -> PublicationQuerySet:
        """What the public finds at an address: the department's own before a unit's.

        The current version, unless one is named.
        """
        of_unit = Q(disclosure__unit__code=code)
        of_department = Q(disclosure__department__code=code, disclosure__unit=None)
        rows = self.published().filter(
            of_unit if kind == "unit" else of_unit | of_department, disclosure__year=year
        )
        rows = rows.current() if version is None else rows.filter(version=version)
        return rows.order_by(F("disclosure__unit").asc(nulls_first=True), "pk")

    def with_standing(self) -> PublicationQuerySet:
        """Each with what stands beside it: the newest version, and which ones are withdrawn."""
        siblings = Publication.objects.filter(disclosure=OuterRef("disclosure"))
        versions = siblings.order_by("-version").values("version")
        return self.annotate(
            newest=Subquery(versions[:1]),
            withdrawn=ArraySubquery(versions.exclude(withdrawal=None)),
        )

    def with_files(self) -> PublicationQuerySet:
        """Each with whether it has a PDF to offer: what was loaded in bulk has none."""
        files = Artefact.objects.filter(publication=OuterRef("pk"), name="disclosure.pdf")
        return self.annotate(has_pdf=Exists(files))

    def before(self, department: int, unit: int | None, year: int) -> PublicationQuerySet:
        """What a year's disclosure is compared with where it was published: the best first.

        That is the current version of the year before: the unit's own, else its department's.
        What was withdrawn by law is compared with no more: this year's amount less the change
        that the text names would give every figure of it back.
        """
        whose = Q(disclosure__unit=None)
        if unit:
            whose |= Q(disclosure__unit=unit)
        return (
            self.published()
            .current()
            .filter(whose, disclosure__department=department, disclosure__year=year - 1)
            .order_by(F("disclosure__unit").asc(nulls_last=True))
        )


class Publication(models.Model):
    """One published version of a disclosure; the database lets nobody change or delete it."""

    disclosure = models.ForeignKey(
        Disclosure,
        models.PROTECT,
        related_name="publications",
        verbose_name="预算公开",
        db_index=False,
    )
    version = models.PositiveIntegerField("版本")
    published_at = models.DateTimeField("公开时间", db_index=True)
    published_by = models.ForeignKey(
        User, models.PROTECT, related_name="publications", verbose_name="发布人"
    )
    note = models.TextField("更正说明", blank=True)
    total = models.DecimalField(
        "支出总计（元）",
        max_digits=18,
        decimal_places=2,
        help_text="表 3 的合计，供目录和汇总使用。",
    )
    snapshot = models.TextField("数据快照", help_text="公开内容的全部数据，即 data.json。")
    sha256 = models.CharField("SHA-256", max_length=64)
    sha256_of_previous = models.CharField(  # noqa: DJ001 - the first version has none before it
        "上一版本 SHA-256", max_length=64, null=True
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "已公开版本"
        verbose_name_plural = "已公开版本"
        permissions = (("withdraw_publication", "依法撤下已公开版本"),)
        constraints = (
            models.UniqueConstraint(
                fields=("disclosure", "version"),
                name="version_is_unique_in_its_disclosure",
                violation_error_message="该版本已公开。",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256),
                name="publication_sha256_is_64_hexadecimal_digits",
                violation_error_message="SHA-256 应为 64 位十六进制数。",
            ),
            models.CheckConstraint(
                condition=Q(version=1, sha256_of_previous=None)
                | Q(
                    version__gt=1,
                    sha256_of_previous__isnull=False,
                    sha256_of_previous__regex=SHA256,
                ),
                name="every_version_but_the_first_names_the_hash_of_the_previous",
                violation_error_message="第 1 版没有上一版本，其后各版须记录上一版本的 SHA-256。",
            ),
        )
        indexes = (
            models.Index(
                name="publication_by_sha256",
                fields=("sha256",),
                opclasses=("varchar_pattern_ops",),
            ),
        )

    def __str__(self) -> str:
        return f"{self.disclosure}（第 {self.version} 版）"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was withdrawn by law: kept and verified, but public no more."""
        return hasattr(self, "withdrawal")


class ArtefactQuerySet(ScopedQuerySet["Artefact"]):
    """Files of publications."""

    department_path = "publication__disclosure__department"
    unit_path = "publication__disclosure__unit"


class Artefact(models.Model):
    """A file of a publication, e.g. ``tables/1.csv``; its bytes are stored under its hash."""

    publication = models.ForeignKey(
        Publication,
        models.PROTECT,
        related_name="artefacts",
        verbose_name="已公开版本",
        db_index=False,
    )
    name = models.CharField("文件名", max_length=80)
    media_type = models.CharField("类型", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")

    objects = ArtefactQuerySet.as_manager()

    class Meta:
        verbose_name = "公开文件"
        verbose_name_plural = "公开文件"
        constraints = (
            models.UniqueConstraint(
                fields=("publication", "name"),
                name="file_name_is_unique_in_its_publication",
                violation_error_message="该版本已有同名文件。",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=SHA256),
                name="file_sha256_is_64_hexadecimal_digits",
                violation_error_message="SHA-256 应为 64 位十六进制数。",
            ),
        )
        # For the beginnings of hashes too, whatever the collation of the database.
        indexes = (
            models.Index(
                name="artefact_by_sha256", fields=("sha256",), opclasses=("varchar_pattern_ops",)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where its bytes are in the storage."""
        return f"artefacts/{self.sha256[:2]}/{self.sha256}"
