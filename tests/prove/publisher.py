"""One who publishes correction after correction, whatever becomes of the database meanwhile."""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "budget_portal.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up first
from django.db import DatabaseError, connection  # noqa: E402

from disclosures import publication, workflow  # noqa: E402
from disclosures.management import sample  # noqa: E402
from disclosures.models import Appointment, Disclosure, Publication, Review  # noqa: E402
from tests.publishing import somebody_of  # noqa: E402

Role = Appointment.Role


def prepare() -> None:
    """The tables, the sample, and one person for each role."""
    call_command("migrate", verbosity=0, interactive=False)
    sample.load()
    for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH):
        somebody_of(sample.disclosures().get(), role)


def publish(acknowledged: Path) -> None:
    """For ever: the next version; written down only once it is acknowledged."""
    number = 0
    while True:
        number += 1
        try:
            disclosure = sample.disclosures().select_related("department").get()
            done = next_version(disclosure, number)
        except DatabaseError:
            connection.close()
            time.sleep(0.2)
            continue
        with acknowledged.open("a") as file:
            file.write(f"{done.version} {done.sha256}\n")
            file.flush()
            os.fsync(file.fileno())


def next_version(disclosure: Disclosure, number: int) -> Publication:
    """On from wherever the last crash left it."""
    clerk, reviewer, publisher = (
        somebody_of(disclosure, role) for role in (Role.ENTRY, Role.REVIEW, Role.PUBLISH)
    )
    review = disclosure.reviews.open().first()
    if review is None:
        words = f"第 {number} 次补充说明（{time.time_ns()}）。"
        Disclosure.objects.filter(pk=disclosure.pk).update(other_matters=words)
        disclosure.refresh_from_db()
        note = f"第 {number} 次更正。" if disclosure.publications.exists() else ""
        review = workflow.submit(disclosure, clerk, note)
    if review.state == Review.State.SUBMITTED:
        workflow.approve(review, reviewer)
    return workflow.publish(disclosure, publisher)


def once(_acknowledged: Path) -> None:
    """One more version."""
    disclosure = sample.disclosures().select_related("department").get()
    number = disclosure.publications.count() + 1
    print(next_version(disclosure, number).version)


def check(acknowledged: Path) -> None:
    """What was acknowledged and is not there, and what is there and not sound."""
    there = {(str(one.version), one.sha256) for one in Publication.objects.defer("snapshot")}
    told = {tuple(line.split()) for line in acknowledged.read_text().splitlines()}
    faults = list(publication.faults())
    print(f"{len(there)} versions, {len(told - there)} lost, {len(faults)} faults")


if __name__ == "__main__":
    step, file = sys.argv[1:]
    steps = {"prepare": lambda _: prepare(), "publish": publish, "once": once, "check": check}
    steps[step](Path(file))
