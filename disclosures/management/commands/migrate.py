"""``migrate``: Django's own, as the owner of the tables."""

from typing import Any

from django.core.management.commands import migrate

from disclosures.management.ownership import as_owner, grant


class Command(migrate.Command):
    """Change the tables as their owner, then let the application use them."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate and grant."""
        with as_owner():
            super().handle(*args, **options)
            if not (options["plan"] or options["check_unapplied"]):
                grant()
