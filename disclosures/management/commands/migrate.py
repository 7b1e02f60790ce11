"""``migrate``: Django's own, as the owner of the tables."""

from typing import Any

from django.core.management.commands import migrate

from disclosures import index
from disclosures.management.ownership import as_owner, grant


class Command(migrate.Command):
    """Change the tables as their owner, then let the application use them."""

    def execute(self, *args: Any, **options: Any) -> Any:
        """Be the owner from the first check on: the application's role may not exist yet."""
        with as_owner():
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and grant; versions from before there was an index get theirs."""
        super().handle(*args, **options)
        if not (options["plan"] or options["check_unapplied"]):
            grant()
        if not (options["plan"] or options["check_unapplied"] or options["app_label"]):
            index.complete()
