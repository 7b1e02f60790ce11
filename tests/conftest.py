"""The database of the tests: a throw-away server, unless DATABASE_URL names one."""

import os

import django

from budget_portal.local import postgres

# pytest-xdist's workers inherit DATABASE_URL from the process that started them.
if postgres.is_wanted():
    postgres.join(postgres.throwaway())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
django.setup()
