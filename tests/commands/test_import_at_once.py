"""Two people import the same ledger at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from disclosures.management.ledger_file import take_in
from disclosures.models import Budget, Department, LineItem, Project
from tests.models import rows

IMPORTS = 4


@pytest.fixture
def department() -> Department:
    """A department with one unit, seen by every connection."""
    rows.a_catalogue(2026)
    department = rows.a_department()
    rows.a_unit(department)
    return department


@pytest.mark.usefixtures("real_transactions")
def test_imports_at_once_neither_double_nor_lose_a_line(
    department: Department, tmp_path: Path
) -> None:
    file = tmp_path / "ledger.csv"
    file.write_text(
        "year,functional_code,economic_code,funding_source,project,amount_yuan\n"
        "2026,2010301,30101,其他收入,项目,1\n2026,2010301,30201,其他收入,项目,2\n",
        encoding="utf-8",
    )
    start = Barrier(IMPORTS)

    def import_one(_: int) -> int:
        start.wait()
        try:
            return take_in(file, department, 2026, Budget.Role.BUDGET).lines
        finally:
            connection.close()

    with ThreadPoolExecutor(IMPORTS) as people:
        taken = list(people.map(import_one, range(IMPORTS)))

    assert taken == [2] * IMPORTS
    assert sorted(LineItem.objects.values_list("amount", flat=True)) == [1, 2]
    assert (Budget.objects.count(), Project.objects.count()) == (1, 1)
