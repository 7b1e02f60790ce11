"""The one base of the desk's pages: nobody sees, picks or saves what no appointment reaches."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import NestedObjects, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, router
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from disclosures.access import permitted
from disclosures.models import User
from disclosures.models.scopes import Row, ScopedQuerySet

from .history import history_page

if TYPE_CHECKING:
    from django.forms import Field as FormField

OUT_OF_REACH = "所选部门或单位不在您的岗位范围内，没有保存。请改选本部门（单位）。"
REFUSED = "数据库拒绝保存（{name}）。可能有人同时修改了相同的数据，请核对后重新填写。"


def person(request: HttpRequest) -> User:
    """Who asks; the desk lets nobody in without an account."""
    return cast(User, request.user)


def named(action: str, model: type[Model]) -> str:
    """The permission to do something with rows of a model, as Django names it."""
    return f"{model._meta.app_label}.{action}_{model._meta.model_name}"


def visible(rows: QuerySet[Row], user: User) -> QuerySet[Row]:
    """The rows a person may see; catalogues and accounts belong to no department."""
    return rows.visible_to(user) if isinstance(rows, ScopedQuerySet) else rows


class ScopedOptions(BaseModelAdmin[Row]):
    """Rows, permissions and choices within a person's appointments; pages and inlines alike."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:
        """The rows of the model that the person may see."""
        return visible(super().get_queryset(request), person(request))

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may see such rows, or this one."""
        return person(request).has_perm(named("view", self.model), obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may add such rows, to this one if it is named."""
        return person(request).has_perm(named("add", self.model), obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may change such rows, or this one."""
        return person(request).has_perm(named("change", self.model), obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may delete such rows, or this one."""
        return person(request).has_perm(named("delete", self.model), obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Offer what the person may use for such rows, and nothing else."""
        if "queryset" not in kwargs:
            rows = db_field.remote_field.model._default_manager.order_by("pk")
            permission = named("change", self.model)
            kwargs["queryset"] = permitted(rows, person(request), permission)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(
        self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        """A choice of rows comes without the small buttons that open other windows."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            wrapper = field.widget
            wrapper.can_add_related = wrapper.can_change_related = False
            wrapper.can_delete_related = wrapper.can_view_related = False
        return field


class ScopedAdmin(ScopedOptions[Row], admin.ModelAdmin[Row]):
    """What every page of the desk descends from."""

    list_per_page = 50
    list_max_show_all = 200

    def save_model(
        self, request: HttpRequest, obj: Row, form: ModelForm[Row], change: bool
    ) -> None:
        """Save, and take it back if the row ends up out of the person's reach."""
        super().save_model(request, obj, form, change)
        if not person(request).has_perm(named("change" if change else "add", self.model), obj):
            raise PermissionDenied(OUT_OF_REACH)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; what only the database can refuse is said in words, not as a crash."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError as error:
            messages.error(request, refusal(error))
            return HttpResponseRedirect(request.get_full_path())

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was done to the row, to whoever may see it now."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        return history_page(request, self, row)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Nothing: the database logs every write itself."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Nothing, likewise."""

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Nothing, likewise."""

    def get_deleted_objects(
        self, objs: Iterable[Row], request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """What a deletion takes with it, as counts: a budget may have thousands of lines."""
        wanted = list(objs)
        collector = NestedObjects(using=router.db_for_write(self.model))
        collector.collect(wanted)
        found: Any = collector.model_objs  # keyed by model classes, whatever the stubs say
        counts: dict[type[Model], int] = {model: len(rows) for model, rows in found.items()}
        user = person(request)
        rows = self.model._default_manager.filter(pk__in=[one.pk for one in wanted])
        reached = permitted(rows, user, named("delete", self.model)).count()
        forbidden = {
            str(model._meta.verbose_name)
            for model in counts
            if not user.has_perm(named("delete", model))
            or (model is self.model and reached < len(wanted))
        }
        plural = {str(model._meta.verbose_name_plural): count for model, count in counts.items()}
        return [str(one) for one in wanted], plural, forbidden, list(map(str, collector.protected))


class ScopedTabular(ScopedOptions[Row], admin.TabularInline[Any, Any]):
    """Rows of a table on their parent's page."""

    extra = 0


class ScopedStacked(ScopedOptions[Row], admin.StackedInline[Any, Any]):
    """One row with many fields on its parent's page."""

    extra = 0


def refusal(error: IntegrityError) -> str:
    """What the database refused, in the words of the constraint."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    known = {
        constraint.name: constraint.violation_error_message
        for model in apps.get_app_config("disclosures").get_models()
        for constraint in model._meta.constraints
    }
    said = str(known.get(name) or getattr(diagnosis, "message_primary", "") or "")
    return REFUSED.format(name=name) if said.isascii() else said
