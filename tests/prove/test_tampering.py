"""S10: a thousand tamperings with the audit log, each found at its place."""

from collections import Counter

import pytest
from django.db import connection, transaction

from disclosures.audit import faults
from disclosures.models import AuditHead, Region
from tests.audit.tampering import TAMPERINGS, chance, found
from tests.conftest import guard

pytestmark = pytest.mark.usefixtures("owner", "real_transactions")
TIMES = 1_000
COMMITS = 40


def test_a_thousand_tamperings_are_each_located() -> None:
    """S10. By somebody whom neither roles nor triggers stop, on entries of real commits."""
    for number in range(COMMITS):
        with transaction.atomic():
            region = Region.objects.create(code=f"65{number:04}", name=f"州{number}")
            Region.objects.filter(pk=region.pk).update(name=f"新州{number}")
    length = AuditHead.objects.get().position
    assert length == 2 * COMMITS
    assert list(faults()) == []
    guard(is_on=False)

    random = chance(2026)
    located: Counter[str] = Counter()
    lost: list[str] = []
    for number in range(TIMES):
        tampering = TAMPERINGS[number % len(TAMPERINGS)]
        position = random.randint(1, length)
        where, said = found(tampering, position, random)
        if said and said[0].position == where:
            located[tampering.__name__] += 1
        else:
            lost.append(f"{tampering.__name__} at {position}: {[str(one) for one in said]}")
    connection.close()

    assert lost == []
    assert list(faults()) == []
    assert len(located) == len(TAMPERINGS)
    print(
        f"\nS10: {TIMES} tamperings of {len(TAMPERINGS)} kinds with a log of {length} entries: "
        f"{located.total()} located, {len(lost)} lost"
    )
