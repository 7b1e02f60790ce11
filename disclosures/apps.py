"""The application as Django knows it."""

from django.apps import AppConfig


class DisclosuresConfig(AppConfig):
    """Departmental budget disclosures (部门预算公开)."""

    name = "disclosures"
    verbose_name = "部门预算公开"
    default_auto_field = "django.db.models.BigAutoField"
