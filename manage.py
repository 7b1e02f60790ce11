#!/usr/bin/env python
"""Command line of the portal: `manage.py <command>`."""

import os
import sys

from budget_portal.local import postgres


def main() -> None:
    """Run a management command, on the private database unless DATABASE_URL names another."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
    if postgres.is_wanted():
        postgres.join(postgres.PERSISTENT)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
